package render

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// program makes the pages of a sharing as its templates would, without going through
// their trees each time: fields are found and functions chosen once (compile.go).
// It does what text/template does where all goes well. At whatever does not, it
// gives up, and the templates are executed to say what is wrong.
type program struct {
	main   *routine
	view   reflect.Type
	frames sync.Pool // of *frames
}

// routine is a template, for values of one type.
type routine struct {
	steps []step
	slots int // how many values it keeps: what it was given, its variables and each "."
}

// step writes a part of a page, or changes variables.
type step func(*frames)

// frames are where the routines under way keep their values.
type frames struct {
	out   *page
	view  reflect.Value // room for the view
	slots []reflect.Value
	base  int             // where the slots of the innermost routine begin
	args  []reflect.Value // of calls under way
	depth int             // of routines
	ticks int
}

// maxDepth bounds how deep templates include each other.
const maxDepth = 1000

// maxTicks is how much a program does for one page. Whether a page takes too long, the
// templates find out: they are given a time.
const maxTicks = 1 << 20

// errUnusual is what a program panics with at what it leaves to the templates.
var errUnusual = errors.New("not for a compiled layout")

// run makes a page. With an error it is of no use, and the error may be another one
// than that of the templates.
func (p *program) run(out *page, view any) (err error) {
	f, ok := p.frames.Get().(*frames)
	if !ok {
		f = &frames{view: reflect.New(p.view).Elem()}
	}
	f.out, f.base, f.depth, f.ticks = out, 0, 0, 0
	f.view.Set(reflect.ValueOf(view))
	defer func() {
		if fault := recover(); fault != nil { // a bug must not end the build; the other way may do without it
			if err, ok = fault.(error); !ok {
				err = fmt.Errorf("%v", fault)
			}
		}
		f.clear()
		p.frames.Put(f)
	}()
	f.call(p.main, f.view)
	return nil
}

// clear lets go of a page.
func (f *frames) clear() {
	clear(f.slots)
	clear(f.args[:cap(f.args)])
	f.view.SetZero()
	f.out, f.args = nil, f.args[:0]
}

// call runs a routine with a value that is "." and "$" in it, in frames of its own.
func (f *frames) call(r *routine, dot reflect.Value) {
	if f.depth++; f.depth > maxDepth {
		panic(errUnusual)
	}
	for len(f.slots) < f.base+r.slots {
		f.slots = append(f.slots, reflect.Value{})
	}
	f.slots[f.base] = dot
	f.do(r.steps)
	f.depth--
}

func (f *frames) do(steps []step) {
	f.tick()
	for _, s := range steps {
		s(f)
	}
}

func (f *frames) tick() {
	if f.ticks++; f.ticks > maxTicks {
		panic(errUnusual)
	}
}

func (f *frames) write(text []byte) {
	f.out.buf = append(f.out.buf, text...)
	f.check()
}

// check makes sure that a page does not become too large.
func (f *frames) check() {
	if len(f.out.buf) > f.out.limit {
		panic(errTooLarge)
	}
}
