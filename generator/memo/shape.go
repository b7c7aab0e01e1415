package memo

import (
	"fmt"
	"reflect"
)

// shape is what a [Coder] is to know of a type before it writes or reads values of it.
type shape struct {
	kind   reflect.Kind
	elem   *shape // of slices, arrays, maps and pointers
	fields []member
	octets bool          // an array of bytes
	of     reflect.Type  // of pointers and maps: that of the element
	empty  reflect.Value // the slice without elements that is not nil
}

// member is a field of a struct that is written.
type member struct {
	index int
	*shape
}

func (c *Coder) shapeOf(t reflect.Type) *shape {
	s, known := c.shapes[t]
	if known {
		return s
	}
	if c.shapes == nil {
		c.shapes = map[reflect.Type]*shape{}
	}
	s = &shape{kind: t.Kind()}
	c.shapes[t] = s // before its parts: a type may hold itself
	switch s.kind {
	case reflect.Slice:
		s.elem, s.empty = c.shapeOf(t.Elem()), reflect.MakeSlice(t, 0, 0)
	case reflect.Array:
		s.elem = c.shapeOf(t.Elem())
		s.octets = s.elem.kind == reflect.Uint8
	case reflect.Pointer, reflect.Map:
		s.elem, s.of = c.shapeOf(t.Elem()), t.Elem()
	case reflect.Struct:
		s.fields = c.fieldsOf(t)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.Uintptr, reflect.Float32, reflect.Complex64, reflect.Complex128:
		panic(fmt.Sprintf("memo: %s is not plain data", t))
	}
	return s
}

// fieldsOf returns the fields of a struct that are written.
func (c *Coder) fieldsOf(t reflect.Type) (fields []member) {
	for i := range t.NumField() {
		switch f := t.Field(i); {
		case f.Tag.Get("memo") == "-":
		case !f.IsExported():
			panic(fmt.Sprintf("memo: %s.%s is hidden", t, f.Name))
		default:
			fields = append(fields, member{i, c.shapeOf(f.Type)})
		}
	}
	return fields
}
