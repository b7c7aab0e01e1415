package render

import (
	"html/template"
	"reflect"
	"strconv"
	"text/template/parse"

	"jianbao/generator/site"
)

// term gives a value. Its type is nil where that is known only when the value is,
// and else that of each value it gives.
type term struct {
	typ reflect.Type
	of  func(*frames) reflect.Value

	html step // prints it where HTML is to be, without making the value; nil = of does
}

// fail returns a term that no program has.
func (s *scope) fail() term {
	s.failed = true
	return term{}
}

// typed makes a term of values whose type is known before, unless that says nothing.
func typed(t reflect.Type, of func(*frames) reflect.Value) term {
	if t.Kind() == reflect.Interface {
		t = nil
	}
	return term{typ: t, of: of}
}

// constant is a term of a value that never changes.
func constant(v any) term {
	value := reflect.ValueOf(v)
	return term{typ: value.Type(), of: func(*frames) reflect.Value { return value }}
}

// pipe compiles a pipeline and sets its variables.
func (s *scope) pipe(p *parse.PipeNode) term {
	v := s.commands(p.Cmds)
	for _, decl := range p.Decl {
		v.html = nil // the variable needs the value
		slot := 0
		if p.IsAssign {
			slot = s.variable(decl.Ident[0]).slot
		} else {
			slot = s.declare(decl.Ident[0], v.typ)
		}
		given := v.of
		v.of = func(f *frames) reflect.Value {
			value := given(f)
			f.slots[f.base+slot] = value
			return value
		}
	}
	return v
}

// declare adds a variable. One that is changed later may hold anything then.
func (s *scope) declare(name string, t reflect.Type) (slot int) {
	if s.assigned[name] {
		t = nil
	}
	slot, v := s.newSlot(t)
	s.vars = append(s.vars, named{name, slot, v})
	return slot
}

func (s *scope) variable(name string) named {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return s.vars[i]
		}
	}
	return named{term: s.fail()}
}

// commands compiles a pipeline without its variables.
func (s *scope) commands(cmds []*parse.CommandNode) term {
	var v *term
	for _, c := range cmds {
		next := s.command(c, v)
		if next.typ == nil { // what is in it counts
			given := next.of
			next.of = func(f *frames) reflect.Value { return content(given(f)) }
		}
		v = &next
	}
	return *v
}

// content returns what an interface holds.
func content(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// command compiles a command; final is what the one before it gives, or nil.
func (s *scope) command(c *parse.CommandNode, final *term) term {
	if function, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return s.call(function.Ident, c.Args[1:], final)
	}
	if len(c.Args) > 1 || final != nil { // only methods take arguments
		return s.fail()
	}
	return s.operand(c.Args[0])
}

func (s *scope) operand(n parse.Node) term {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return s.fields(s.dot, n.Ident)
	case *parse.VariableNode:
		return s.fields(s.variable(n.Ident[0]).term, n.Ident[1:])
	case *parse.ChainNode:
		return s.fields(s.operand(n.Node), n.Field)
	case *parse.PipeNode:
		return s.pipe(n)
	case *parse.IdentifierNode:
		return s.call(n.Ident, nil, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt && strconv.Itoa(int(n.Int64)) == n.Text {
			return constant(int(n.Int64))
		}
	}
	return s.fail()
}

func (s *scope) fields(v term, names []string) term {
	for _, name := range names {
		v = s.field(v, name)
	}
	return v
}

// field compiles the access to a field, or to a key of a table.
func (s *scope) field(v term, name string) term {
	if s.failed {
		return term{}
	}
	t, pointer := v.typ, false
	if t != nil && t.Kind() == reflect.Pointer {
		t, pointer = t.Elem(), true
	}
	if t == nil || t.Kind() != reflect.Struct {
		key := reflect.ValueOf(name)
		return term{of: func(f *frames) reflect.Value { return valueOf(v.of(f), key) }}
	}
	found, ok := t.FieldByName(name)
	switch {
	case t == reflect.TypeFor[site.Body]() && name == "HTML":
		return bodyHTML(v)
	case hasMethod(t, name):
		return s.fail()
	case !ok || !found.IsExported(): // perhaps nobody will ask for it
		return term{of: func(*frames) reflect.Value { panic(errUnusual) }}
	}
	index := found.Index
	return typed(found.Type, func(f *frames) reflect.Value {
		value := v.of(f)
		if pointer {
			value = value.Elem() // of nil it has no fields, and panics
		}
		if len(index) == 1 {
			return value.Field(index[0])
		}
		return value.FieldByIndex(index)
	})
}

// bodyHTML is a body's HTML. It is large, so it is best printed right away.
func bodyHTML(body term) term {
	html := func(f *frames) template.HTML { return as[site.Body](body.of(f)).HTML() }
	return term{
		typ: reflect.TypeFor[template.HTML](),
		of:  func(f *frames) reflect.Value { return reflect.ValueOf(html(f)) },
		html: func(f *frames) {
			f.out.buf = as[site.Body](body.of(f)).AppendHTML(f.out.buf)
			f.check()
		},
	}
}

// hasMethod reports whether a type has a method, which comes before a field.
func hasMethod(t reflect.Type, name string) bool {
	if t.Kind() == reflect.Interface {
		return true
	}
	_, ok := reflect.PointerTo(t).MethodByName(name)
	return ok
}

// valueOf returns a field or the value of a key, of a value whose type was not known
// before; no value where there is no such key.
func valueOf(v, key reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v
	}
	v = beneath(v)
	if !v.IsValid() || hasMethod(v.Type(), key.String()) {
		panic(errUnusual)
	}
	switch {
	case v.Kind() == reflect.Struct:
		if field, ok := v.Type().FieldByName(key.String()); ok && field.IsExported() {
			return v.FieldByIndex(field.Index)
		}
	case v.Kind() == reflect.Map && key.Type().AssignableTo(v.Type().Key()):
		return v.MapIndex(key)
	}
	panic(errUnusual)
}

// beneath follows pointers and interfaces; where one is nil there is no value.
func beneath(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// isTrue reports whether a template takes a value for true.
func isTrue(v reflect.Value) bool {
	switch v = content(v); v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Struct:
		return true
	case reflect.Float32, reflect.Float64:
		return v.Float() != 0
	}
	return !v.IsZero()
}
