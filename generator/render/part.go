package render

import (
	"bytes"
	"encoding/binary"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// part is a template that gives the same for many pages.
type part struct {
	name  string
	reads []read
	texts map[string]bool // all that are fixed

	mu   sync.RWMutex
	made map[string]*piece // by key
}

// read is a value of the view that a part looks at.
type read struct {
	steps [][]int // the fields that lead to it
	use   use
}

// piece is what a part gives.
type piece struct {
	raw         []byte
	small       []byte // minified, without the white space around it; nil if that depends on what is around
	lead, trail []byte // white space
}

// maxPieces bounds what is kept of a part; what comes later is rendered for its
// page alone.
const maxPieces = 512

// newPart makes a part for views of a type; nil if it can see the whole view, or
// fields that are not sure to be there.
func newPart(name string, reads reads, view reflect.Type, texts map[string]bool) *part {
	p := &part{name: name, texts: texts, made: map[string]*piece{}}
	for _, chain := range slices.Sorted(maps.Keys(reads)) {
		steps, ok := stepsTo(view, chain)
		if !ok {
			return nil
		}
		p.reads = append(p.reads, read{steps, reads[chain]})
	}
	return p
}

func stepsTo(t reflect.Type, chain string) (steps [][]int, ok bool) {
	for name := range strings.SplitSeq(chain, ".") {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return nil, false
		}
		field, ok := t.FieldByName(name)
		if !ok {
			return nil, false
		}
		steps, t = append(steps, field.Index), field.Type
	}
	return steps, true
}

// repeats reports whether a part gives the same for most of some views.
func (p *part) repeats(views []any) bool {
	keys := map[string]bool{}
	unlike := 0
	for _, view := range views {
		if key, ok := p.key(view); ok {
			keys[string(key)] = true
		} else {
			unlike++
		}
	}
	return 2*(len(keys)+unlike) <= len(views)
}

// key writes out all that a part depends on. It is not ok where that is too
// much to compare.
func (p *part) key(view any) (key []byte, ok bool) {
	ok = true
	v := reflect.ValueOf(view)
	for _, r := range p.reads {
		value := r.of(v)
		switch {
		case !value.IsValid():
			key = append(key, 'n')
		case r.use&whole != 0:
			key, ok = appendWhole(key, value)
		case r.use&match != 0 && value.Kind() != reflect.String:
			key, ok = appendWhole(key, value)
		case r.use&match != 0 && p.texts[value.String()]:
			key, ok = appendWhole(key, value)
		default:
			key, ok = appendTruth(key, value)
		}
		if !ok {
			return nil, false
		}
	}
	return key, true
}

// of returns the value in a view; none if a pointer on the way is nil.
func (r *read) of(v reflect.Value) reflect.Value {
	for _, index := range r.steps {
		if v.Kind() == reflect.Pointer {
			if v = v.Elem(); !v.IsValid() {
				return v
			}
		}
		v = v.FieldByIndex(index)
	}
	return v
}

// appendWhole writes a value out. Of lists and structs none but empty ones are
// written.
func appendWhole(key []byte, v reflect.Value) ([]byte, bool) {
	switch v.Kind() {
	case reflect.String:
		key = binary.AppendUvarint(append(key, 's'), uint64(v.Len()))
		return append(key, v.String()...), true
	case reflect.Bool, reflect.Struct:
		if !v.IsZero() {
			return append(key, 't'), v.Kind() == reflect.Bool
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(append(key, 'i'), v.Int()), true
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		return append(key, 'z'), v.IsNil()
	default:
		return nil, false
	}
	return append(key, 'z'), true
}

// appendTruth writes out whether a template takes a value for true.
func appendTruth(key []byte, v reflect.Value) ([]byte, bool) {
	truth := false
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		truth = v.Len() > 0
	case reflect.Pointer, reflect.Interface:
		truth = !v.IsNil()
	case reflect.Struct:
		truth = true
	default:
		return appendWhole(key, v)
	}
	if truth {
		return append(key, 't'), true
	}
	return append(key, 'f'), true
}

// texts collects all texts that are fixed.
func (f fixed) texts() map[string]bool {
	texts := map[string]bool{f.kind: true}
	collectTexts(reflect.ValueOf(f.site), texts)
	return texts
}

func collectTexts(v reflect.Value, texts map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		texts[v.String()] = true
	case reflect.Pointer, reflect.Interface:
		collectTexts(v.Elem(), texts)
	case reflect.Struct:
		for i := range v.NumField() {
			collectTexts(v.Field(i), texts)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			collectTexts(v.Index(i), texts)
		}
	case reflect.Map:
		for _, value := range v.Seq2() {
			collectTexts(value, texts)
		}
	}
}

// piece returns what a part gives for a view.
func (p *part) piece(l *Layouts, s *sharing, view any) (*piece, error) {
	key, ok := p.key(view)
	if !ok {
		return l.newPiece(s, p.name, view)
	}
	p.mu.RLock()
	made, room := p.made[string(key)], len(p.made) < maxPieces
	p.mu.RUnlock()
	if made != nil {
		return made, nil
	}
	made, err := l.newPiece(s, p.name, view)
	if err == nil && room {
		p.mu.Lock()
		p.made[string(key)] = made
		p.mu.Unlock()
	}
	return made, err
}

// newPiece executes a part.
func (l *Layouts) newPiece(s *sharing, name string, view any) (*piece, error) {
	out := l.pages.get(l.opts.MaxPage)
	if err := l.run(out, s.set, name, view); err != nil {
		return nil, err
	}
	p := &piece{raw: bytes.Clone(out.buf)}
	l.pages.put(out)
	l.minifyPiece(p)
	return p, nil
}
