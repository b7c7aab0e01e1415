package memo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Coder writes plain data as bytes and reads it back: what a [Hasher] sums, but
// for fields with the tag `memo:"-"`, which are left out. Interfaces hold what
// free parameters are made of: texts, bools, int64, float64, lists and maps of
// these. What is read equals what was written, nil and empty lists apart.
//
// The bytes say nothing of the types, so they are only good for the program that
// wrote them. Damaged ones are an error or another value, never a panic. The zero
// value is ready to use; a Coder serves one goroutine at a time.
type Coder struct {
	fields map[reflect.Type][]int
	texts  map[string]int // that have been written in this record, by number
	list   []string       // that have been read in it
}

// A text that occurs again in a record is written as its number: the path of a
// document stands in each of its positions.
const (
	numbered   = 1
	leastShare = 6 // bytes of a text that is worth a number
	mostShare  = 512
)

// Append appends a value.
func (c *Coder) Append(dst []byte, value any) []byte {
	if c.texts == nil {
		c.texts = map[string]int{}
	}
	clear(c.texts)
	return c.append(dst, reflect.ValueOf(value))
}

func (c *Coder) append(dst []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(dst, 1)
		}
		return append(dst, 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(dst, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(dst, v.Uint())
	case reflect.Float64:
		return binary.LittleEndian.AppendUint64(dst, math.Float64bits(v.Float()))
	case reflect.String:
		return c.appendText(dst, v.String())
	case reflect.Array:
		return c.appendArray(dst, v)
	case reflect.Slice:
		if v.IsNil() {
			return append(dst, 0)
		}
		dst = binary.AppendUvarint(dst, uint64(v.Len())+1)
		for i := range v.Len() {
			dst = c.append(dst, v.Index(i))
		}
		return dst
	case reflect.Map:
		return c.appendMap(dst, v)
	case reflect.Struct:
		for _, i := range c.fieldsOf(v.Type()) {
			dst = c.append(dst, v.Field(i))
		}
		return dst
	case reflect.Pointer:
		if v.IsNil() {
			return append(dst, 0)
		}
		return c.append(append(dst, 1), v.Elem())
	case reflect.Interface:
		return c.appendAny(dst, v.Interface())
	}
	panic(fmt.Sprintf("memo: %s is not plain data", v.Type()))
}

func (c *Coder) appendArray(dst []byte, v reflect.Value) []byte {
	octets := v.Type().Elem().Kind() == reflect.Uint8
	if octets && v.CanAddr() {
		return append(dst, v.Bytes()...)
	}
	for i := range v.Len() {
		if octets {
			dst = append(dst, byte(v.Index(i).Uint()))
		} else {
			dst = c.append(dst, v.Index(i))
		}
	}
	return dst
}

func (c *Coder) appendText(dst []byte, text string) []byte {
	if shared(text) {
		if n, known := c.texts[text]; known {
			return binary.AppendUvarint(dst, uint64(n)<<1|numbered)
		}
		c.texts[text] = len(c.texts)
	}
	dst = binary.AppendUvarint(dst, uint64(len(text))<<1)
	return append(dst, text...)
}

func shared(text string) bool { return len(text) >= leastShare && len(text) <= mostShare }

func (c *Coder) appendMap(dst []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(dst, 0)
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	dst = binary.AppendUvarint(dst, uint64(len(keys))+1)
	for _, k := range keys {
		dst = c.append(c.appendText(dst, k.String()), v.MapIndex(k))
	}
	return dst
}

// What an interface may hold, by the byte that tells it.
const (
	anyNil = iota
	anyText
	anyBool
	anyInt
	anyFloat
	anyList
	anyMap
)

func (c *Coder) appendAny(dst []byte, value any) []byte {
	kind := byte(anyNil)
	switch value.(type) {
	case nil:
		return append(dst, kind)
	case string:
		kind = anyText
	case bool:
		kind = anyBool
	case int64:
		kind = anyInt
	case float64:
		kind = anyFloat
	case []any:
		kind = anyList
	case map[string]any:
		kind = anyMap
	default:
		panic(fmt.Sprintf("memo: an interface holds a %T", value))
	}
	return c.append(append(dst, kind), reflect.ValueOf(value))
}

// fieldsOf returns the fields of a struct that are written.
func (c *Coder) fieldsOf(t reflect.Type) []int {
	fields, known := c.fields[t]
	if known {
		return fields
	}
	for i := range t.NumField() {
		switch f := t.Field(i); {
		case f.Tag.Get("memo") == "-":
		case !f.IsExported():
			panic(fmt.Sprintf("memo: %s.%s is hidden", t, f.Name))
		default:
			fields = append(fields, i)
		}
	}
	if c.fields == nil {
		c.fields = map[reflect.Type][]int{}
	}
	c.fields[t] = fields
	return fields
}

var errDamaged = errors.New("memo: damaged record")

// Read reads a value that was written alone into what pointer points to. Texts
// of the value share the memory of data.
func (c *Coder) Read(data string, pointer any) error {
	c.list = c.list[:0]
	r := reader{Coder: c, rest: data, elementsLeft: uint64(len(data))}
	r.value(reflect.ValueOf(pointer).Elem())
	if r.damaged || r.rest != "" {
		return errDamaged
	}
	return nil
}

// reader reads one record. After damage it reads zeroes.
type reader struct {
	*Coder
	rest         string
	damaged      bool
	depth        int
	elementsLeft uint64 // of lists and maps; each begins at a byte of its own
}

// deepest is how far values may be nested: further than any that was written.
const deepest = 200

func (r *reader) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.byte() != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		u := r.uvarint()
		v.SetInt(int64(u>>1) ^ -int64(u&1))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.uvarint())
	case reflect.Float64:
		var bits [8]byte
		copy(bits[:], r.bytes(8))
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(bits[:])))
	case reflect.String:
		v.SetString(r.text())
	case reflect.Array:
		r.array(v)
	case reflect.Slice:
		if n, ok := r.length(); ok {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			r.elements(v)
		}
	case reflect.Map:
		r.table(v)
	case reflect.Struct:
		for _, i := range r.fieldsOf(v.Type()) {
			r.value(v.Field(i))
		}
	case reflect.Pointer:
		if r.byte() != 0 && r.descend() {
			v.Set(reflect.New(v.Type().Elem()))
			r.value(v.Elem())
			r.depth--
		}
	case reflect.Interface:
		if value := r.any(); value != nil {
			v.Set(reflect.ValueOf(value))
		}
	default:
		panic(fmt.Sprintf("memo: %s is not plain data", v.Type()))
	}
}

func (r *reader) array(v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		copy(v.Bytes(), r.bytes(v.Len()))
		return
	}
	r.elements(v)
}

func (r *reader) elements(v reflect.Value) {
	for i := 0; i < v.Len() && !r.damaged; i++ {
		r.value(v.Index(i))
	}
}

func (r *reader) table(v reflect.Value) {
	n, ok := r.length()
	if !ok || !r.descend() {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n))
	for i := 0; i < n && !r.damaged; i++ {
		key := r.text()
		element := reflect.New(v.Type().Elem()).Elem()
		r.value(element)
		v.SetMapIndex(reflect.ValueOf(key), element)
	}
	r.depth--
}

func (r *reader) any() any {
	if !r.descend() {
		return nil
	}
	defer func() { r.depth-- }()
	switch r.byte() {
	case anyNil:
	case anyText:
		return r.text()
	case anyBool:
		return r.byte() != 0
	case anyInt:
		u := r.uvarint()
		return int64(u>>1) ^ -int64(u&1)
	case anyFloat:
		var f float64
		r.value(reflect.ValueOf(&f).Elem())
		return f
	case anyList:
		var list []any
		r.value(reflect.ValueOf(&list).Elem())
		return list
	case anyMap:
		var table map[string]any
		r.value(reflect.ValueOf(&table).Elem())
		return table
	default:
		r.damaged = true
	}
	return nil
}

func (r *reader) descend() bool {
	if r.depth++; r.depth > deepest {
		r.damaged = true
	}
	return !r.damaged
}

// length reads that of a list or a map; ok is false for nil. No damage makes us
// reserve more than the record can hold.
func (r *reader) length() (n int, ok bool) {
	u := r.uvarint()
	if u == 0 || u-1 > r.elementsLeft {
		r.damaged = r.damaged || u != 0
		return 0, false
	}
	r.elementsLeft -= u - 1
	return int(u - 1), true
}

func (r *reader) text() string {
	u := r.uvarint()
	if u&numbered != 0 {
		if n := u >> 1; n < uint64(len(r.list)) {
			return r.list[n]
		}
		r.damaged = true
		return ""
	}
	if u>>1 > uint64(len(r.rest)) {
		r.damaged = true
		return ""
	}
	text := r.bytes(int(u >> 1))
	if shared(text) {
		r.list = append(r.list, text)
	}
	return text
}

func (r *reader) byte() byte {
	if b := r.bytes(1); b != "" {
		return b[0]
	}
	return 0
}

func (r *reader) bytes(n int) string {
	if r.damaged || n > len(r.rest) {
		r.damaged = true
		return ""
	}
	data := r.rest[:n]
	r.rest = r.rest[n:]
	return data
}

func (r *reader) uvarint() uint64 {
	var u uint64
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		b := r.rest[i]
		u |= uint64(b&0x7F) << (7 * i)
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return u
		}
	}
	r.damaged = true
	return 0
}
