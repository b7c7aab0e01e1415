package render

import (
	"html/template"
	"reflect"
	"text/template/parse"
)

// compiler makes a program of templates that html/template has escaped, for views of
// one type.
type compiler struct {
	layouts  *Layouts
	trees    map[string]*parse.Tree
	funcs    template.FuncMap
	routines map[routineKey]*routine
	failed   bool // something is in them that no program does
}

type routineKey struct {
	name string
	dot  reflect.Type // nil: known when it runs
}

// compile makes the program of a layout; nil if that cannot be.
func (l *Layouts) compile(entry string, trees map[string]*parse.Tree, view reflect.Type) *program {
	c := &compiler{layouts: l, trees: trees, funcs: l.funcs(), routines: map[routineKey]*routine{}}
	for name, function := range builtins() {
		c.funcs[name] = function
	}
	main := c.routine(entry, view)
	if c.failed {
		return nil
	}
	return &program{main: main, view: view}
}

// routine compiles a template. It may include itself.
func (c *compiler) routine(name string, dot reflect.Type) *routine {
	key := routineKey{name, dot}
	if r, ok := c.routines[key]; ok {
		return r
	}
	r := &routine{}
	c.routines[key] = r
	tree, ok := c.trees[name]
	if !ok {
		c.failed = true
		return r
	}
	s := &scope{compiler: c, assigned: map[string]bool{}, routine: r}
	noteAssigned(tree.Root, s.assigned)
	_, s.dot = s.newSlot(dot)
	s.vars = []named{{"$", 0, s.dot}}
	r.steps = s.list(tree.Root)
	return r
}

// scope is what is known at a place in a template.
type scope struct {
	*compiler
	routine  *routine
	dot      term
	vars     []named
	assigned map[string]bool // variables that are changed later
}

// named is a variable in its slot.
type named struct {
	name string
	slot int
	term
}

// newSlot returns a new slot of the routine, and its value.
func (s *scope) newSlot(t reflect.Type) (slot int, value term) {
	if t != nil && t.Kind() == reflect.Interface {
		t = nil
	}
	slot = s.routine.slots
	s.routine.slots++
	return slot, term{typ: t, of: func(f *frames) reflect.Value { return f.slots[f.base+slot] }}
}

func (s *scope) list(list *parse.ListNode) (steps []step) {
	if list == nil {
		return nil
	}
	for _, n := range list.Nodes {
		steps = append(steps, s.node(n))
	}
	return steps
}

func (s *scope) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(f *frames) { f.write(n.Text) }
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			return s.print(n)
		}
		v := s.pipe(n.Pipe)
		return func(f *frames) { v.of(f) }
	case *parse.IfNode:
		return s.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return s.rangeOver(n)
	case *parse.TemplateNode:
		return s.include(n)
	}
	s.failed = true // a break or continue
	return nil
}

// branch compiles an if or with.
func (s *scope) branch(n *parse.BranchNode, with bool) step {
	scope, dot := s.vars, s.dot
	v := s.pipe(n.Pipe)
	declared := s.vars
	slot := 0
	if with {
		slot, s.dot = s.newSlot(v.typ)
	}
	list := s.list(n.List)
	s.vars, s.dot = declared, dot
	otherwise := s.list(n.ElseList)
	s.vars = scope
	return func(f *frames) {
		value := v.of(f)
		switch {
		case !isTrue(value):
			f.do(otherwise)
		case with:
			f.slots[f.base+slot] = value
			f.do(list)
		default:
			f.do(list)
		}
	}
}

func (s *scope) rangeOver(n *parse.RangeNode) step {
	if n.Pipe.IsAssign {
		s.failed = true
		return nil
	}
	scope, dot := s.vars, s.dot
	items := s.commands(n.Pipe.Cmds)
	var element reflect.Type
	if items.typ != nil {
		if items.typ.Kind() != reflect.Slice {
			s.failed = true
			return nil
		}
		element = items.typ.Elem()
	}
	var slot, index int
	slot, s.dot = s.newSlot(element)
	if k := len(n.Pipe.Decl); k > 0 {
		if k > 1 {
			index = s.declare(n.Pipe.Decl[0].Ident[0], reflect.TypeFor[int]())
		}
		s.vars = append(s.vars, named{n.Pipe.Decl[k-1].Ident[0], slot, s.dot})
		if s.assigned[n.Pipe.Decl[k-1].Ident[0]] { // "." does not change with it
			s.failed = true
		}
	}
	list := s.list(n.List)
	s.vars, s.dot = scope, dot
	otherwise := s.list(n.ElseList)
	return func(f *frames) {
		value := elements(items.of(f))
		for i := range value.Len() {
			f.slots[f.base+slot] = value.Index(i)
			if index > 0 {
				f.slots[f.base+index] = reflect.ValueOf(i)
			}
			f.do(list)
		}
		if value.Len() == 0 {
			f.do(otherwise)
		}
	}
}

// elements returns the list that a range goes through.
func elements(v reflect.Value) reflect.Value {
	v = beneath(v)
	switch {
	case !v.IsValid():
		return reflect.ValueOf([]any(nil))
	case v.Kind() != reflect.Slice:
		panic(errUnusual)
	}
	return v
}

func (s *scope) include(n *parse.TemplateNode) step {
	inner := term{of: func(*frames) reflect.Value { return reflect.Value{} }}
	if n.Pipe != nil {
		inner = s.pipe(n.Pipe)
	}
	routine, own := s.compiler.routine(n.Name, inner.typ), s.routine
	return func(f *frames) {
		dot := inner.of(f)
		f.base += own.slots
		f.call(routine, dot)
		f.base -= own.slots
	}
}
