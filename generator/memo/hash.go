package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
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
	fields map[reflect.Type][]int
}

// Sum returns the sum of the values.
func (h *Hasher) Sum(values ...any) Sum {
	s := summing{h, sha256.New(), [9]byte{}}
	for _, v := range values {
		s.value(reflect.ValueOf(v))
	}
	return Sum(s.hash.Sum(nil))
}

// summing is one sum on its way.
type summing struct {
	*Hasher
	hash    hash.Hash
	scratch [9]byte
}

// mark writes what kind of value follows, and a number: its length or itself.
func (s *summing) mark(kind reflect.Kind, n uint64) {
	s.scratch[0] = byte(kind)
	binary.LittleEndian.PutUint64(s.scratch[1:], n)
	s.hash.Write(s.scratch[:])
}

func (s *summing) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		s.mark(reflect.Invalid, 0)
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		s.mark(reflect.Bool, n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.mark(v.Kind(), uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		s.mark(v.Kind(), v.Uint())
	case reflect.Float32, reflect.Float64:
		s.mark(v.Kind(), math.Float64bits(v.Float()))
	case reflect.String:
		s.text(v.String())
	case reflect.Slice, reflect.Array:
		s.list(v)
	case reflect.Map:
		s.table(v)
	case reflect.Struct:
		s.structure(v)
	case reflect.Pointer:
		s.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			s.mark(reflect.Interface, 0)
			return
		}
		s.text(v.Elem().Type().String())
		s.value(v.Elem())
	default:
		panic(fmt.Sprintf("memo: %s is not plain data", v.Type()))
	}
}

func (s *summing) text(text string) {
	s.mark(reflect.String, uint64(len(text)))
	s.hash.Write([]byte(text))
}

func (s *summing) list(v reflect.Value) {
	s.mark(reflect.Slice, uint64(v.Len()))
	if v.Type().Elem().Kind() == reflect.Uint8 && (v.Kind() == reflect.Slice || v.CanAddr()) {
		s.hash.Write(v.Bytes())
		return
	}
	for i := range v.Len() {
		s.value(v.Index(i))
	}
}

func (s *summing) table(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	s.mark(reflect.Map, uint64(len(keys)))
	for _, k := range keys {
		s.text(k.String())
		s.value(v.MapIndex(k))
	}
}

func (s *summing) structure(v reflect.Value) {
	fields, ok := s.fields[v.Type()]
	if !ok {
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fields = append(fields, i)
			}
		}
		if s.fields == nil {
			s.fields = map[reflect.Type][]int{}
		}
		s.fields[v.Type()] = fields
	}
	s.mark(reflect.Struct, uint64(len(fields)))
	for _, i := range fields {
		s.value(v.Field(i))
	}
}

func (s *summing) pointer(v reflect.Value) {
	if v.IsNil() {
		s.mark(reflect.Pointer, 0)
		return
	}
	if !v.CanInterface() {
		s.mark(reflect.Pointer, 1)
		s.value(v.Elem())
		return
	}
	key := v.Interface()
	sum, known := s.shared[key]
	if !known {
		sum = s.Sum(v.Elem().Interface())
		if s.shared == nil {
			s.shared = map[any]Sum{}
		}
		s.shared[key] = sum
	}
	s.mark(reflect.Pointer, 2)
	s.hash.Write(sum[:])
}
