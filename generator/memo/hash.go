package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Hasher sums plain data: structs, slices, maps with text as keys, pointers,
// texts, numbers. Two values have one sum only when a layout cannot tell them
// apart. Fields with the tag `json:"-"` are left out; a Sum beside them stands
// for what they hold. The zero value is ready to use.
//
// A pointer that occurs in many values (what all pages share) is gone through
// once, so what it points to must not change while the Hasher is in use. A
// Hasher serves one goroutine at a time.
type Hasher struct {
	shared map[any]Sum
	plans  map[reflect.Type]*plan
	text   []byte    // the values written out, as far as they are gone through and not in hash
	hash   hash.Hash // of what was written before
	within int       // pointers that are being gone through
}

// enough is how many bytes are written out before they are hashed.
const enough = 16 << 10

// Sum returns the sum of the values.
//
// They are written one after another, and each tells where it ends: a mark, which
// says what kind of value it is and how long, goes before what it holds. So two
// lists of values are written alike only when they are alike.
func (h *Hasher) Sum(values ...any) Sum {
	h.text, h.within = h.text[:0], 0
	if h.hash == nil {
		h.hash = sha256.New()
	}
	h.hash.Reset()
	for _, v := range values {
		h.outermost(v)
	}
	h.hash.Write(h.text)
	return Sum(h.hash.Sum(h.text[:0]))
}

// Short returns a sum of a value that is good for saying what has changed, and never for
// telling that nothing has: two of four thousand million values have one sum.
func (h *Hasher) Short(value any) uint32 {
	h.text, h.within = h.text[:0], 1 // it is needed in one piece
	h.outermost(value)
	return crc32.Checksum(h.text, crc32.MakeTable(crc32.Castagnoli))
}

func (h *Hasher) outermost(v any) {
	if v == nil {
		h.mark(reflect.Invalid, 0)
	} else {
		h.value(h.planOf(reflect.TypeOf(v)), reflect.ValueOf(v))
	}
}

// flush hashes what is written, if that is much. The sum of what a pointer leads to
// needs it in one piece.
func (h *Hasher) flush() {
	if len(h.text) >= enough && h.within == 0 {
		h.hash.Write(h.text)
		h.text = h.text[:0]
	}
}

// plan is what there is to know of a type before a value of it is gone through.
type plan struct {
	kind    reflect.Kind
	elem    *plan // of slices, arrays, maps and pointers
	fields  []field
	numbers bool // a struct of whole numbers
	free    bool // map[string]any, which is most maps
	small   bool // a pointer to so little that it costs more to remember its sum
}

// field is a part of a struct that counts.
type field struct {
	index int
	*plan
}

// Marks of what is written in a way of its own. No kinds have these numbers.
const (
	bytes   = reflect.Kind(100 + iota) // a list of bytes, which is written as it stands
	nothing                            // numbers that are all 0
)

func (h *Hasher) planOf(t reflect.Type) *plan {
	p, ok := h.plans[t]
	if ok {
		return p
	}
	if h.plans == nil {
		h.plans = map[reflect.Type]*plan{}
	}
	p = &plan{kind: t.Kind(), free: t == reflect.TypeFor[map[string]any]()}
	h.plans[t] = p // before its parts: a type may hold itself
	switch p.kind {
	case reflect.Slice, reflect.Array:
		if p.elem = h.planOf(t.Elem()); p.elem.kind == reflect.Uint8 {
			p.kind = bytes
		}
	case reflect.Map:
		p.elem = h.planOf(t.Elem())
	case reflect.Pointer:
		p.elem = h.planOf(t.Elem())
		p.small = isSmall(t.Elem())
	case reflect.Struct:
		p.numbers = t.NumField() > 0
		for i := range t.NumField() {
			f := t.Field(i)
			counts := f.Tag.Get("json") != "-"
			if counts {
				p.fields = append(p.fields, field{i, h.planOf(f.Type)})
			}
			p.numbers = p.numbers && counts && isWhole(f.Type.Kind())
		}
	}
	return p
}

func isWhole(kind reflect.Kind) bool { return reflect.Int <= kind && kind <= reflect.Uint64 }

// isSmall reports whether a type is a text or no more than two of them.
func isSmall(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return t.Kind() == reflect.String
	}
	for i := range t.NumField() {
		if t.Field(i).Type.Kind() != reflect.String {
			return false
		}
	}
	return t.NumField() <= 2
}

// mark writes what kind of value follows, and a number: its length or itself.
func (h *Hasher) mark(kind reflect.Kind, n uint64) {
	h.text = binary.AppendUvarint(append(h.text, byte(kind)), n)
}

func (h *Hasher) value(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.Bool:
		h.truth(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.mark(p.kind, uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.mark(p.kind, v.Uint())
	case reflect.Float32, reflect.Float64:
		h.mark(p.kind, math.Float64bits(v.Float()))
	case reflect.String:
		h.string(v.String())
	case bytes:
		h.bytes(v)
	case reflect.Slice, reflect.Array:
		n := v.Len()
		h.mark(reflect.Slice, uint64(n))
		for i := range n {
			h.value(p.elem, v.Index(i))
			h.flush()
		}
	case reflect.Map:
		h.table(p, v)
	case reflect.Struct:
		if p.numbers && v.IsZero() { // such as a time that was not given
			h.mark(nothing, 0)
			return
		}
		h.mark(reflect.Struct, uint64(len(p.fields)))
		for _, f := range p.fields {
			h.value(f.plan, v.Field(f.index))
		}
	case reflect.Pointer:
		h.pointer(p, v)
	case reflect.Interface:
		h.any(v)
	default:
		panic(fmt.Sprintf("memo: %s is not plain data", v.Type()))
	}
}

func (h *Hasher) truth(b bool) {
	n := uint64(0)
	if b {
		n = 1
	}
	h.mark(reflect.Bool, n)
}

func (h *Hasher) string(s string) {
	h.mark(reflect.String, uint64(len(s)))
	h.text = append(h.text, s...)
}

func (h *Hasher) bytes(v reflect.Value) {
	n := v.Len()
	h.mark(bytes, uint64(n))
	if v.Kind() == reflect.Slice || v.CanAddr() {
		h.text = append(h.text, v.Bytes()...)
		return
	}
	for i := range n {
		h.text = append(h.text, byte(v.Index(i).Uint()))
	}
}

func (h *Hasher) table(p *plan, v reflect.Value) {
	h.mark(reflect.Map, uint64(v.Len()))
	switch {
	case v.Len() == 0:
	case p.free && v.CanInterface():
		table := v.Interface().(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(table)) {
			h.string(key)
			h.free(table[key])
		}
	default:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			h.string(k.String())
			h.value(p.elem, v.MapIndex(k))
		}
	}
}

// any goes through a value whose type is not known before. Its type is part of it.
func (h *Hasher) any(v reflect.Value) {
	switch {
	case v.IsNil():
		h.free(nil)
	case v.CanInterface():
		h.free(v.Interface())
	default:
		h.named(v.Elem())
	}
}

// free is the same without reflection for what most Params are.
func (h *Hasher) free(v any) {
	switch v := v.(type) {
	case nil:
		h.mark(reflect.Interface, 0)
	case string:
		h.string("string")
		h.string(v)
	case bool:
		h.string("bool")
		h.truth(v)
	default:
		h.named(reflect.ValueOf(v))
	}
}

func (h *Hasher) named(v reflect.Value) {
	h.string(v.Type().String())
	h.value(h.planOf(v.Type()), v)
}

// pointer writes the sum of what v points to, which is remembered.
func (h *Hasher) pointer(p *plan, v reflect.Value) {
	if v.IsNil() {
		h.mark(reflect.Pointer, 0)
		return
	}
	if p.small || !v.CanInterface() {
		h.mark(reflect.Pointer, 1)
		h.value(p.elem, v.Elem())
		return
	}
	key := v.Interface() // keeps what it points to alive, so no other value gets its address
	sum, known := h.shared[key]
	if !known {
		start := len(h.text)
		h.within++
		h.value(p.elem, v.Elem())
		h.within--
		sum = sha256.Sum256(h.text[start:])
		h.text = h.text[:start]
		if h.shared == nil {
			h.shared = map[any]Sum{}
		}
		h.shared[key] = sum
	}
	h.mark(reflect.Pointer, 2)
	h.text = append(h.text, sum[:]...)
}
