package memo

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"reflect"
)

var errDamaged = errors.New("memo: damaged record")

// Read reads a value that was written alone into what pointer points to. Texts
// of the value share the memory of data.
func (c *Coder) Read(data string, pointer any) error {
	c.list = c.list[:0]
	r := reader{Coder: c, rest: data, elementsLeft: uint64(len(data))}
	v := reflect.ValueOf(pointer).Elem()
	v.SetZero()
	r.value(c.shapeOf(v.Type()), v)
	if r.damaged || r.rest != "" {
		return errDamaged
	}
	return nil
}

// reader reads one record, into values that are zero. After damage it reads zeroes.
type reader struct {
	*Coder
	rest         string
	damaged      bool
	depth        int
	elementsLeft uint64 // of lists and maps; each begins at a byte of its own
}

// deepest is how far values may be nested: further than any that was written.
const deepest = 200

func (r *reader) value(s *shape, v reflect.Value) {
	switch s.kind {
	case reflect.Bool:
		v.SetBool(r.byte() != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(r.varint())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.uvarint())
	case reflect.Float64:
		v.SetFloat(r.float())
	case reflect.String:
		v.SetString(r.text())
	case reflect.Array:
		if s.octets {
			copy(v.Bytes(), r.bytes(v.Len()))
		} else {
			r.elements(s.elem, v)
		}
	case reflect.Slice:
		r.slice(s, v)
	case reflect.Map:
		r.table(s, v)
	case reflect.Struct:
		r.fields(s, v)
	case reflect.Pointer:
		if r.leads() {
			r.pointee(s, v, reflect.New(s.of).Elem())
		}
	default:
		if value := r.any(); value != nil {
			v.Set(reflect.ValueOf(value))
		}
	}
}

// touched returns a new value once it was written to. Memory that is read first, as by
// whoever wants to know how long an empty list is, costs the system two faults instead of one,
// the second of which disturbs all processors.
func touched(v reflect.Value) reflect.Value {
	v.SetZero()
	return v
}

// fields reads those that are not zero.
func (r *reader) fields(s *shape, v reflect.Value) {
	set := r.bytes(bytesOf(len(s.fields)))
	for i := range len(set) {
		for left := set[i]; left != 0; left &= left - 1 {
			n := i*8 + bits.TrailingZeros8(left)
			if n >= len(s.fields) {
				r.damaged = true
				return
			}
			f := &s.fields[n]
			r.value(f.shape, v.Field(f.index))
		}
	}
}

func (r *reader) slice(s *shape, v reflect.Value) {
	n, ok := r.length()
	switch {
	case !ok:
	case n == 0:
		v.Set(s.empty)
	default:
		v.Grow(n)
		v.SetLen(n)
		v.SetCap(n) // who appends to it gets a list of his own
		if s.elem.kind == reflect.Pointer {
			r.pointers(s.elem, v)
		} else {
			r.elements(s.elem, v)
		}
	}
}

// together is how many things that a list points to are made at once: few, since all stay in
// memory as long as one of them is in use.
const together = 32

// pointers reads the elements of a list of pointers.
func (r *reader) pointers(s *shape, v reflect.Value) {
	var room reflect.Value
	for i := 0; i < v.Len() && !r.damaged; i++ {
		if !r.leads() {
			continue
		}
		if !room.IsValid() || room.Len() == 0 {
			n := min(together, v.Len()-i)
			room = reflect.MakeSlice(reflect.SliceOf(s.of), n, n)
		}
		r.pointee(s, v.Index(i), room.Index(0))
		room = room.Slice(1, room.Len())
	}
}

// leads reports whether a pointer leads anywhere.
func (r *reader) leads() bool { return r.byte() != 0 && r.descend() }

// pointee reads what a pointer leads to into a new value.
func (r *reader) pointee(s *shape, pointer, to reflect.Value) {
	r.value(s.elem, touched(to))
	pointer.Set(to.Addr())
	r.depth--
}

func (r *reader) elements(s *shape, v reflect.Value) {
	for i := 0; i < v.Len() && !r.damaged; i++ {
		r.value(s, v.Index(i))
	}
}

func (r *reader) table(s *shape, v reflect.Value) {
	n, ok := r.length()
	if !ok || !r.descend() {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n))
	for i := 0; i < n && !r.damaged; i++ {
		key := r.text()
		element := reflect.New(s.of).Elem()
		r.value(s.elem, element)
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
		return r.varint()
	case anyFloat:
		return r.float()
	case anyList:
		var list []any
		r.open(&list)
		return list
	case anyMap:
		var table map[string]any
		r.open(&table)
		return table
	default:
		r.damaged = true
	}
	return nil
}

// open reads what an interface holds.
func (r *reader) open(pointer any) {
	v := reflect.ValueOf(pointer).Elem()
	r.value(r.shapeOf(v.Type()), v)
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

func (r *reader) float() float64 {
	var bits [8]byte
	copy(bits[:], r.bytes(len(bits)))
	return math.Float64frombits(binary.LittleEndian.Uint64(bits[:]))
}

func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
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
