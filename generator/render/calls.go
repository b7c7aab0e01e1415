package render

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"text/template/parse"

	"jianbao/generator/civil"
)

// builtins are those functions of text/template that need nothing but to be called.
func builtins() template.FuncMap {
	return template.FuncMap{"print": fmt.Sprint, "printf": fmt.Sprintf, "println": fmt.Sprintln}
}

// call compiles the call of a function.
func (s *scope) call(name string, args []parse.Node, final *term) term {
	function, ours := s.funcs[name]
	if !ours {
		return s.builtin(name, args, final)
	}
	t := reflect.TypeOf(function)
	given := s.operands(args, final)
	if n := len(given); n < t.NumIn()-1 || !t.IsVariadic() && n != t.NumIn() {
		return s.fail()
	}
	for i, arg := range given {
		given[i] = s.argument(arg, parameter(t, i))
	}
	if s.failed {
		return term{}
	}
	invoke := invocation(function)
	return typed(t.Out(0), func(f *frames) reflect.Value {
		start := len(f.args)
		result := invoke(f.values(given))
		f.args = f.args[:start]
		return result
	})
}

// values returns what terms give, for a call.
func (f *frames) values(terms []term) []reflect.Value {
	start := len(f.args)
	for _, t := range terms {
		v := t.of(f)
		f.args = append(f.args, v)
	}
	return f.args[start:]
}

// operands are the arguments of a call. The value before a pipe is the last of them.
func (s *scope) operands(args []parse.Node, final *term) (given []term) {
	for _, arg := range args {
		given = append(given, s.operand(arg))
	}
	if final != nil {
		given = append(given, *final)
	}
	return given
}

// parameter returns the type of an argument of a function.
func parameter(function reflect.Type, i int) reflect.Type {
	if function.IsVariadic() && i >= function.NumIn()-1 {
		return function.In(function.NumIn() - 1).Elem()
	}
	return function.In(i)
}

// argument makes a term that can be an argument of a type.
func (s *scope) argument(v term, t reflect.Type) term {
	if v.typ != nil {
		if v.typ.AssignableTo(t) {
			return v
		}
		return s.fail()
	}
	return term{typ: t, of: func(f *frames) reflect.Value {
		value := v.of(f)
		if !value.IsValid() && (t.Kind() == reflect.Interface || t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
			return reflect.Zero(t)
		}
		if !value.Type().AssignableTo(t) {
			value = content(value)
		}
		if !value.Type().AssignableTo(t) {
			panic(errUnusual)
		}
		return value
	}}
}

// invocation returns how to call a function; without reflection where it is of a kind
// that pages call again and again.
func invocation(function any) func(args []reflect.Value) reflect.Value {
	switch call := function.(type) {
	case func(civil.Time) string:
		return func(args []reflect.Value) reflect.Value { return reflect.ValueOf(call(as[civil.Time](args[0]))) }
	case func(string, civil.Time) string:
		return func(args []reflect.Value) reflect.Value {
			return reflect.ValueOf(call(args[0].String(), as[civil.Time](args[1])))
		}
	case func(string, []string) string:
		return func(args []reflect.Value) reflect.Value {
			return reflect.ValueOf(call(args[0].String(), as[[]string](args[1])))
		}
	case func(any, any) any:
		return func(args []reflect.Value) reflect.Value {
			return reflect.ValueOf(call(args[0].Interface(), args[1].Interface()))
		}
	}
	value := reflect.ValueOf(function)
	return func(args []reflect.Value) reflect.Value {
		results := value.Call(args)
		if len(results) > 1 && !results[1].IsNil() {
			panic(errUnusual)
		}
		return results[0]
	}
}

// as returns a value as what it is.
func as[T any](v reflect.Value) T {
	if v.CanAddr() {
		if at, ok := v.Addr().Interface().(*T); ok {
			return *at
		}
	}
	return v.Interface().(T)
}

// builtin compiles the call of a function that text/template has.
func (s *scope) builtin(name string, args []parse.Node, final *term) term {
	given := s.operands(args, final)
	n := len(given)
	switch {
	case s.failed || n == 0:
	case name == "and" || name == "or":
		return term{of: decision(given, name == "or")}
	case name == "not" && n == 1:
		return condition(func(f *frames) bool { return !isTrue(given[0].of(f)) })
	case name == "len" && n == 1:
		return term{typ: reflect.TypeFor[int](), of: func(f *frames) reflect.Value { return reflect.ValueOf(beneath(given[0].of(f)).Len()) }}
	case name == "eq" && n > 1:
		return condition(func(f *frames) bool {
			start := len(f.args)
			values := f.values(given)
			f.args = f.args[:start]
			return slices.ContainsFunc(values[1:], func(other reflect.Value) bool { return equal(values[0], other) })
		})
	case n == 2:
		return s.comparison(name, given[0], given[1])
	}
	return s.fail()
}

// decision is the first value that decides an and or an or, else the last.
func decision(terms []term, decisive bool) func(*frames) reflect.Value {
	return func(f *frames) (v reflect.Value) {
		for _, t := range terms {
			if v = t.of(f); isTrue(v) == decisive {
				break
			}
		}
		return v
	}
}

// condition is a term that is true or false.
func condition(holds func(*frames) bool) term {
	yes, no := reflect.ValueOf(true), reflect.ValueOf(false)
	return term{typ: yes.Type(), of: func(f *frames) reflect.Value {
		if holds(f) {
			return yes
		}
		return no
	}}
}

func (s *scope) comparison(name string, a, b term) term {
	switch name {
	case "ne":
		return condition(func(f *frames) bool { return !equal(a.of(f), b.of(f)) })
	case "lt":
		return condition(func(f *frames) bool { return less(a.of(f), b.of(f)) })
	case "ge":
		return condition(func(f *frames) bool { return !less(a.of(f), b.of(f)) })
	case "gt":
		return condition(func(f *frames) bool { return less(b.of(f), a.of(f)) })
	case "le":
		return condition(func(f *frames) bool { return !less(b.of(f), a.of(f)) })
	}
	return s.fail()
}

// equal compares texts, whole numbers and truths of one kind.
func equal(a, b reflect.Value) bool {
	a, b = content(a), content(b)
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() == b.String()
	case a.CanInt() && b.CanInt():
		return a.Int() == b.Int()
	case a.Kind() == reflect.Bool && b.Kind() == reflect.Bool:
		return a.Bool() == b.Bool()
	}
	panic(errUnusual)
}

// less compares texts and whole numbers.
func less(a, b reflect.Value) bool {
	a, b = content(a), content(b)
	switch {
	case a.Kind() == reflect.String && b.Kind() == reflect.String:
		return a.String() < b.String()
	case a.CanInt() && b.CanInt():
		return a.Int() < b.Int()
	}
	panic(errUnusual)
}
