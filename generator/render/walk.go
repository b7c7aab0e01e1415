package render

import (
	"reflect"
	"slices"
	"text/template/parse"

	"jianbao/generator/diag"
)

// walk goes through every template that can be reached from the entry of a
// layout, and notes the templates and the assets they name.
type walk struct {
	layouts *Layouts
	layout  *layout
	diags   *diag.List
	seen    map[string]bool
	assets  map[string]bool // that may be used
	named   map[string]bool // that are named in so many words

	// Where the walk is: the file, the templates that are under way, and how many
	// branches it is in within the innermost.
	file     *file
	open     []opened
	branches int
}

// opened is a template under way; perhaps says that a branch decides whether it
// is included at all.
type opened struct {
	name    string
	perhaps bool
}

func (w *walk) template(name string) {
	if w.seen[name] {
		return
	}
	w.seen[name] = true
	tree, ok := w.layout.trees[name]
	if !ok {
		return
	}
	file, branches := w.file, w.branches
	w.file, w.branches = w.layout.sources[name], 0
	w.open = append(w.open, opened{name, branches > 0})
	w.node(tree.Root)
	w.open = w.open[:len(w.open)-1]
	w.file, w.branches = file, branches
}

// node visits a node and all below it.
func (w *walk) node(n parse.Node) {
	if n == nil || reflect.ValueOf(n).IsNil() { // an absent list is a typed nil
		return
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			w.node(child)
		}
	case *parse.ActionNode:
		w.node(n.Pipe)
	case *parse.IfNode:
		w.branch(&n.BranchNode)
	case *parse.RangeNode:
		w.branch(&n.BranchNode)
	case *parse.WithNode:
		w.branch(&n.BranchNode)
	case *parse.TemplateNode:
		w.include(n)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			w.node(command)
		}
	case *parse.CommandNode:
		w.command(n)
	case *parse.ChainNode:
		w.node(n.Node)
	}
}

func (w *walk) branch(n *parse.BranchNode) {
	w.node(n.Pipe)
	w.branches++
	w.node(n.List)
	w.node(n.ElseList)
	w.branches--
}

func (w *walk) include(n *parse.TemplateNode) {
	w.node(n.Pipe)
	if _, ok := w.layout.trees[n.Name]; !ok {
		w.diags.Errorf(w.file.position(int(n.Position())), "layout-error", "没有模板“%s”", "there is no template %q", n.Name).
			Hintf("局部模板写作 partials/名称.html，或用 define 定义", "partials are called partials/NAME.html; others are made by define")
		return
	}
	if w.endless(n.Name) {
		w.diags.Errorf(w.file.position(int(n.Position())), "layout-error", "模板包含自己，没有尽头", "the template includes itself without end")
	}
	w.template(n.Name)
}

// endless reports whether a template that is included here is under way already,
// and no branch on the way can have an end to it.
func (w *walk) endless(name string) bool {
	if w.branches > 0 {
		return false
	}
	for _, o := range slices.Backward(w.open) {
		if o.name == name {
			return true
		}
		if o.perhaps {
			return false
		}
	}
	return false
}

// command looks for calls of the function asset. One whose argument is not
// written out may name any asset.
func (w *walk) command(n *parse.CommandNode) {
	for _, arg := range n.Args {
		w.node(arg)
	}
	function, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok || function.Ident != "asset" {
		return
	}
	if len(n.Args) != 2 || n.Args[1].Type() != parse.NodeString {
		for _, name := range w.layouts.opts.Assets.Names() {
			w.assets[name] = true
		}
		return
	}
	name := n.Args[1].(*parse.StringNode).Text
	if _, ok := w.layouts.opts.Assets.Lookup(name); !ok {
		w.diags.Errorf(w.file.position(int(n.Args[1].Position())), "missing-asset", "assets 里没有 %s", "there is no %s in assets", name)
		return
	}
	w.assets[name], w.named[name] = true, true
}
