package render

import (
	"html/template"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"jianbao/generator/site"
)

// reads is what a template and all it includes look at in the view of a page:
// chains of fields, as "Column.Top", and how each is used. What is fixed is not in
// it, see there.
type reads map[string]use

// use says how much of a value counts.
type use uint8

const (
	truth use = 1 << iota // whether it is empty
	match                 // whether it is one of the texts that are fixed, and which
	whole                 // all of it
)

// everything is the chain of the view itself: who hands on the view as a whole
// may look at anything.
const everything = ""

// reader collects reads. It follows values through variables, blocks and
// includes as far as they are fields of something; whatever a function makes
// of values counts as a use of the whole of them.
type reader struct {
	trees    map[string]*parse.Tree
	fixed    fixed
	reads    reads
	open     []string // templates under way
	nodes    int      // how many were visited
	vars     []variable
	assigned map[string]bool // variables that the template under way changes later
}

type variable struct {
	name string
	operand
}

// operand is what the walk knows of a value: it comes from the view by a chain
// of fields, or from what is fixed; or it is neither, made of what has been noted.
type operand struct {
	from  origin
	chain string
	value reflect.Value // what is fixed, where there is only one
}

// fixed is what all pages that are rendered together have in common.
type fixed struct {
	site *site.Chrome
	kind string
}

// field returns a field of the view if it is fixed.
func (f fixed) field(name string) reflect.Value {
	switch name {
	case "Site":
		return reflect.ValueOf(f.site)
	case "Kind":
		return reflect.ValueOf(f.kind)
	}
	return reflect.Value{}
}

type origin uint8

const (
	known origin = iota
	ofView
	ofFixed
)

// maxNodes bounds the walk where templates include each other over and over.
const maxNodes = 20_000

// readsOf finds out what a template reads that is given the view of a page.
func readsOf(trees map[string]*parse.Tree, name string, fixed fixed) reads {
	r := &reader{trees: trees, fixed: fixed, reads: reads{}}
	r.include(name, operand{from: ofView})
	return r.reads
}

func (r *reader) include(name string, dot operand) {
	tree, ok := r.trees[name]
	if !ok || slices.Contains(r.open, name) {
		r.reads[everything] = whole
		return
	}
	vars, assigned := r.vars, r.assigned
	r.vars, r.assigned = []variable{{"$", dot}}, map[string]bool{}
	noteAssigned(tree.Root, r.assigned)
	r.open = append(r.open, name)
	r.node(tree.Root, dot)
	r.open = r.open[:len(r.open)-1]
	r.vars, r.assigned = vars, assigned
}

func (r *reader) node(n parse.Node, dot operand) {
	if r.nodes++; r.nodes > maxNodes {
		r.reads[everything] = whole
		return
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				r.node(child, dot)
			}
		}
	case *parse.ActionNode:
		if v := r.pipe(n.Pipe, dot); len(n.Pipe.Decl) == 0 {
			r.note(v, whole)
		}
	case *parse.IfNode:
		r.branch(&n.BranchNode, dot, func(operand) operand { return dot })
	case *parse.WithNode:
		r.branch(&n.BranchNode, dot, func(v operand) operand { return v })
	case *parse.RangeNode:
		r.rangeOver(n, dot)
	case *parse.TemplateNode:
		inner := operand{}
		if n.Pipe != nil {
			inner = r.pipe(n.Pipe, dot)
		}
		r.include(n.Name, inner)
	}
}

// branch walks what an if or with may execute. Where something fixed decides, that is one branch only.
func (r *reader) branch(n *parse.BranchNode, dot operand, inner func(operand) operand) {
	scope := len(r.vars)
	v := r.pipe(n.Pipe, dot)
	r.note(v, truth)
	decided, yes := v.decides()
	declared := len(r.vars)
	if !decided || yes {
		r.node(n.List, inner(v))
	}
	r.vars = r.vars[:declared]
	if !decided || !yes {
		r.node(n.ElseList, dot)
	}
	r.vars = r.vars[:scope]
}

func (v operand) decides() (decided, yes bool) {
	if v.from != ofFixed || !v.value.IsValid() {
		return false, false
	}
	yes, ok := template.IsTrue(v.value.Interface())
	return ok, yes
}

func (r *reader) rangeOver(n *parse.RangeNode, dot operand) {
	scope := len(r.vars)
	list := r.commands(n.Pipe, dot)
	r.note(list, whole)
	element := operand{}
	if list.from == ofFixed {
		element.from = ofFixed
	}
	for i, decl := range n.Pipe.Decl {
		if i == len(n.Pipe.Decl)-1 {
			r.declare(decl.Ident[0], element)
		} else {
			r.declare(decl.Ident[0], operand{})
		}
	}
	declared := len(r.vars)
	r.node(n.List, element)
	r.vars = r.vars[:declared]
	r.node(n.ElseList, dot)
	r.vars = r.vars[:scope]
}

// pipe returns the value of a pipeline and sets its variables.
func (r *reader) pipe(p *parse.PipeNode, dot operand) operand {
	v := r.commands(p, dot)
	for _, decl := range p.Decl {
		if p.IsAssign {
			r.note(v, whole)
		} else {
			r.declare(decl.Ident[0], v)
		}
	}
	return v
}

func (r *reader) commands(p *parse.PipeNode, dot operand) operand {
	v := r.command(p.Cmds[0], dot)
	for _, c := range p.Cmds[1:] { // each takes what the one before has made
		r.note(v, whole)
		v = operand{}
		for _, arg := range c.Args {
			r.note(r.operand(arg, dot), whole)
		}
	}
	return v
}

// declare adds a variable. One that is changed later may hold anything then.
func (r *reader) declare(name string, v operand) {
	if r.assigned[name] {
		r.note(v, whole)
		v = operand{}
	}
	r.vars = append(r.vars, variable{name, v})
}

// noteAssigned lists the variables that a node changes after their declaration.
func noteAssigned(n parse.Node, names map[string]bool) {
	pipes(n, func(p *parse.PipeNode) {
		if p.IsAssign {
			for _, decl := range p.Decl {
				names[decl.Ident[0]] = true
			}
		}
	})
}

// pipes visits all pipelines of a node.
func pipes(n parse.Node, visit func(*parse.PipeNode)) {
	branch := func(b *parse.BranchNode) {
		pipes(b.Pipe, visit)
		pipes(b.List, visit)
		pipes(b.ElseList, visit)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				pipes(child, visit)
			}
		}
	case *parse.ActionNode:
		pipes(n.Pipe, visit)
	case *parse.TemplateNode:
		pipes(n.Pipe, visit)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		if n != nil {
			visit(n)
			for _, c := range n.Cmds {
				for _, arg := range c.Args {
					pipes(arg, visit)
				}
			}
		}
	case *parse.ChainNode:
		pipes(n.Node, visit)
	}
}

func (r *reader) command(c *parse.CommandNode, dot operand) operand {
	if len(c.Args) == 1 {
		return r.operand(c.Args[0], dot)
	}
	var args []operand
	for _, arg := range c.Args[1:] {
		args = append(args, r.operand(arg, dot))
	}
	function, ok := c.Args[0].(*parse.IdentifierNode)
	if ok && (function.Ident == "eq" || function.Ident == "ne") {
		r.compare(args)
		return operand{}
	}
	for _, v := range append(args, r.operand(c.Args[0], dot)) {
		r.note(v, whole)
	}
	return operand{}
}

// compare notes the arguments of eq and ne: a value that is compared with
// nothing but fixed texts counts as far as it is one of those.
func (r *reader) compare(args []operand) {
	for i, v := range args {
		others := slices.Concat(args[:i], args[i+1:])
		if slices.ContainsFunc(others, func(other operand) bool { return other.from != ofFixed }) {
			r.note(v, whole)
		} else {
			r.note(v, match)
		}
	}
}

func (r *reader) operand(n parse.Node, dot operand) operand {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return r.field(dot, n.Ident)
	case *parse.VariableNode:
		for _, v := range slices.Backward(r.vars) {
			if v.name == n.Ident[0] {
				return r.field(v.operand, n.Ident[1:])
			}
		}
		r.reads[everything] = whole // of a template around, which is not part of the walk
	case *parse.ChainNode:
		return r.field(r.operand(n.Node, dot), n.Field)
	case *parse.PipeNode:
		return r.pipe(n, dot)
	}
	return operand{}
}

// field follows fields of a value.
func (r *reader) field(v operand, names []string) operand {
	for _, name := range names {
		switch v.from {
		case ofView:
			if value := r.fixed.field(name); v.chain == everything && value.IsValid() {
				v = operand{from: ofFixed, value: value}
			} else {
				v.chain = strings.TrimPrefix(v.chain+"."+name, ".")
			}
		case ofFixed:
			v.value = fieldOf(v.value, name)
		}
	}
	return v
}

// fieldOf returns a field of plain data; no value where that is not certain.
func fieldOf(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

func (r *reader) note(v operand, u use) {
	if v.from == ofView {
		r.reads[v.chain] |= u
	}
}
