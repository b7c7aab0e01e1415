package memo

import (
	"encoding/binary"
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
// value is ready to use; a Coder serves one goroutine at a time, and gets to know
// each type once.
type Coder struct {
	shapes map[reflect.Type]*shape
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
	v := reflect.ValueOf(value)
	return c.append(dst, c.shapeOf(v.Type()), v)
}

// append appends a value of that shape. A value is zero if and only if all its bytes are.
func (c *Coder) append(dst []byte, s *shape, v reflect.Value) []byte {
	switch s.kind {
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
		return c.appendArray(dst, s, v)
	case reflect.Slice:
		if v.IsNil() {
			return append(dst, 0)
		}
		dst = binary.AppendUvarint(dst, uint64(v.Len())+1)
		for i := range v.Len() {
			dst = c.append(dst, s.elem, v.Index(i))
		}
		return dst
	case reflect.Map:
		return c.appendMap(dst, s, v)
	case reflect.Struct:
		return c.appendStruct(dst, s, v)
	case reflect.Pointer:
		if v.IsNil() {
			return append(dst, 0)
		}
		return c.append(append(dst, 1), s.elem, v.Elem())
	}
	return c.appendAny(dst, v.Interface())
}

func (c *Coder) appendArray(dst []byte, s *shape, v reflect.Value) []byte {
	if s.octets && v.CanAddr() {
		return append(dst, v.Bytes()...)
	}
	for i := range v.Len() {
		if s.octets {
			dst = append(dst, byte(v.Index(i).Uint()))
		} else {
			dst = c.append(dst, s.elem, v.Index(i))
		}
	}
	return dst
}

// appendStruct appends a bit for each field, and those that are not zero: most of
// them are.
func (c *Coder) appendStruct(dst []byte, s *shape, v reflect.Value) []byte {
	bits := len(dst)
	dst = append(dst, make([]byte, bytesOf(len(s.fields)))...)
	for i, f := range s.fields {
		before := len(dst)
		dst = c.append(dst, f.shape, v.Field(f.index))
		if allZero(dst[before:]) {
			dst = dst[:before]
		} else {
			dst[bits+i/8] |= 1 << (i % 8)
		}
	}
	return dst
}

// bytesOf is how many bytes so many bits take.
func bytesOf(bits int) int { return (bits + 7) / 8 }

func allZero(data []byte) bool {
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
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

func (c *Coder) appendMap(dst []byte, s *shape, v reflect.Value) []byte {
	if v.IsNil() {
		return append(dst, 0)
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	dst = binary.AppendUvarint(dst, uint64(len(keys))+1)
	for _, k := range keys {
		dst = c.append(c.appendText(dst, k.String()), s.elem, v.MapIndex(k))
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
	v := reflect.ValueOf(value)
	return c.append(append(dst, kind), c.shapeOf(v.Type()), v)
}
