package render

import (
	"reflect"
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
	assets  map[string]bool
	file    *file // where the walk is
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
	from := w.file
	w.file = w.layout.sources[name]
	w.node(tree.Root)
	w.file = from
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
	w.node(n.List)
	w.node(n.ElseList)
}

func (w *walk) include(n *parse.TemplateNode) {
	w.node(n.Pipe)
	if _, ok := w.layout.trees[n.Name]; !ok {
		w.diags.Errorf(w.file.position(int(n.Position())), "layout-error", "没有模板“%s”", "there is no template %q", n.Name).
			Hintf("局部模板写作 partials/名称.html，或用 define 定义", "partials are called partials/NAME.html; others are made by define")
		return
	}
	w.template(n.Name)
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
	w.assets[name] = true
}
