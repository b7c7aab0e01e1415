package render

import (
	"reflect"
	"text/template/parse"
)

// direct writes fields that a view has from what is embedded in it as what they
// are short for, .PageView.Title for .Title. Reflection finds them many times
// faster that way.
type direct struct{ view reflect.Type }

// node goes through a node; page says whether "." is the view.
func (d direct) node(n parse.Node, page bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				d.node(child, page)
			}
		}
	case *parse.ActionNode:
		d.node(n.Pipe, page)
	case *parse.TemplateNode:
		d.node(n.Pipe, page)
	case *parse.IfNode:
		d.branch(&n.BranchNode, page, page)
	case *parse.WithNode:
		d.branch(&n.BranchNode, page, false)
	case *parse.RangeNode:
		d.branch(&n.BranchNode, page, false)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				for _, arg := range c.Args {
					d.node(arg, page)
				}
			}
		}
	case *parse.ChainNode:
		d.node(n.Node, page)
	case *parse.FieldNode:
		if page {
			n.Ident = d.names(n.Ident)
		}
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			n.Ident = append([]string{"$"}, d.names(n.Ident[1:])...)
		}
	}
}

func (d direct) branch(n *parse.BranchNode, page, inner bool) {
	d.node(n.Pipe, page)
	d.node(n.List, inner)
	d.node(n.ElseList, page)
}

// names returns the names of the fields that lead to a field.
func (d direct) names(short []string) (long []string) {
	if len(short) == 0 {
		return nil
	}
	field, ok := d.view.FieldByName(short[0])
	if !ok {
		return short
	}
	for i := range field.Index {
		long = append(long, d.view.FieldByIndex(field.Index[:i+1]).Name)
	}
	return append(long, short[1:]...)
}
