package render

import (
	"bytes"
	"html/template"
	"slices"
	"text/template/parse"
)

// folding replaces what is the same on all pages of a sharing by its text: calls of
// T and asset, whatever is made of .Site and .Kind, and branches on them. It works
// on trees that html/template has escaped, so that every node carries its own
// escaping along and nothing is escaped in another context than before.
type folding struct {
	layouts *Layouts
	set     *template.Template
	probe   *parse.Tree // of a template of the set, to execute single nodes
	trees   map[string]*parse.Tree
	fixed   fixed
	view    any               // any of the pages
	around  []*parse.WithNode // that give "." where the folding is
}

// probeName is no name of a file, and none that a layout could define: it is not
// called like anything else in the set, or there is no folding.
const probeName = "\x1aprobe"

// maxFolded bounds the text that stands in place of a node.
const maxFolded = 64 << 10

// newProbe adds the template to execute single nodes.
func newProbe(trees map[string]*parse.Tree) {
	root := &parse.ListNode{NodeType: parse.NodeList}
	trees[probeName] = &parse.Tree{Name: probeName, ParseName: probeName, Root: root}
	text := &parse.TextNode{NodeType: parse.NodeText, Text: []byte("x")}
	root.Nodes = []parse.Node{text}
}

// elsewhere is a value that is not the view of the page.
var elsewhere = operand{from: ofView, chain: "?"}

// list folds the nodes of a list, in which "." is dot and "$" is dollar.
func (f *folding) list(list *parse.ListNode, dollar, dot operand) {
	if list == nil {
		return
	}
	var nodes []parse.Node
	for _, n := range list.Nodes {
		nodes = append(nodes, f.node(n, dollar, dot)...)
	}
	list.Nodes = joinTexts(nodes)
}

// node returns what stands in place of a node.
func (f *folding) node(n parse.Node, dollar, dot operand) []parse.Node {
	if text, ok := f.text(n, dollar, dot); ok {
		return []parse.Node{&parse.TextNode{NodeType: parse.NodeText, Pos: n.Position(), Text: text}}
	}
	switch n := n.(type) {
	case *parse.ListNode: // of what was included here
		f.list(n, dollar, dot)
		return n.Nodes
	case *parse.IfNode:
		f.list(n.List, dollar, dot)
		f.list(n.ElseList, dollar, dot)
		return f.decide(n, dollar, dot)
	case *parse.WithNode:
		f.list(n.ElseList, dollar, dot)
		return f.with(n, dollar, dot)
	case *parse.RangeNode:
		f.list(n.List, dollar, elsewhere)
		f.list(n.ElseList, dollar, dot)
	}
	return []parse.Node{n}
}

// text returns what a node gives on every page.
func (f *folding) text(n parse.Node, dollar, dot operand) ([]byte, bool) {
	switch n := n.(type) {
	case *parse.ActionNode:
		if declares(n) {
			return nil, false
		}
	case *parse.IfNode, *parse.WithNode:
		if escapes(n) {
			return nil, false
		}
	case *parse.RangeNode, *parse.TemplateNode:
	default:
		return nil, false
	}
	if assigned := map[string]bool{}; !f.isFixed(n, dollar, dot, assigned) || len(assigned) > 0 {
		return nil, false
	}
	return f.execute(n)
}

// isFixed reports whether a node reads nothing of the view but what is the same
// on all pages, and notes the variables that it changes.
func (f *folding) isFixed(n parse.Node, dollar, dot operand, assigned map[string]bool) bool {
	r := f.reader(dollar, assigned)
	noteAssigned(&parse.ListNode{NodeType: parse.NodeList, Nodes: []parse.Node{n}}, assigned)
	r.node(n, dot)
	return len(r.reads) == 0
}

func (f *folding) reader(dollar operand, assigned map[string]bool) *reader {
	return &reader{trees: f.trees, fixed: f.fixed, reads: reads{}, vars: []variable{{"$", dollar}}, assigned: assigned}
}

// execute returns what a node gives; not where it fails.
func (f *folding) execute(n parse.Node) ([]byte, bool) {
	for _, with := range slices.Backward(f.around) {
		outer := with.Copy().(*parse.WithNode)
		outer.List.Nodes, outer.ElseList = []parse.Node{n}, nil
		n = outer
	}
	f.probe.Root.Nodes = []parse.Node{n}
	out := &page{limit: maxFolded}
	err := f.layouts.run(out, f.set, probeName, f.view)
	return out.buf, err == nil
}

// with folds what is in a with, and returns what stands in its place.
func (f *folding) with(n *parse.WithNode, dollar, dot operand) []parse.Node {
	r := f.reader(dollar, map[string]bool{})
	v := r.pipe(n.Pipe, dot)
	decided, yes := v.decides()
	switch {
	case len(r.reads) > 0 || !decided || declares(n.Pipe):
		f.list(n.List, dollar, elsewhere)
	case yes:
		f.around = append(f.around, n.Copy().(*parse.WithNode))
		f.list(n.List, dollar, v)
		f.around = f.around[:len(f.around)-1]
	case n.ElseList == nil:
		return nil
	case !declares(n.ElseList):
		return n.ElseList.Nodes
	}
	return []parse.Node{n}
}

// decide returns the branch of an if that is taken on every page.
func (f *folding) decide(n *parse.IfNode, dollar, dot operand) []parse.Node {
	if declares(n.Pipe) {
		return []parse.Node{n}
	}
	yes := &parse.TextNode{NodeType: parse.NodeText, Text: []byte("yes")}
	question := n.Copy().(*parse.IfNode)
	question.List.Nodes, question.ElseList = []parse.Node{yes}, nil
	answer, ok := f.text(question, dollar, dot)
	taken := n.ElseList
	if len(answer) > 0 {
		taken = n.List
	}
	switch {
	case !ok:
		return []parse.Node{n}
	case taken == nil:
		return nil
	case declares(taken):
		return []parse.Node{n}
	}
	return taken.Nodes
}

// declares reports whether a node sets variables.
func declares(n parse.Node) bool {
	found := false
	pipes(n, func(p *parse.PipeNode) { found = found || len(p.Decl) > 0 })
	return found
}

// escapes reports whether a break or continue in a node may end something
// around it.
func escapes(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.BreakNode, *parse.ContinueNode:
		return true
	case *parse.ListNode:
		if n == nil {
			return false
		}
		for _, child := range n.Nodes {
			if escapes(child) {
				return true
			}
		}
	case *parse.IfNode:
		return escapes(n.List) || escapes(n.ElseList)
	case *parse.WithNode:
		return escapes(n.List) || escapes(n.ElseList)
	case *parse.RangeNode:
		return escapes(n.ElseList)
	}
	return false
}

// joinTexts makes one of texts that follow each other.
func joinTexts(nodes []parse.Node) (joined []parse.Node) {
	for _, n := range nodes {
		text, ok := n.(*parse.TextNode)
		if !ok {
			joined = append(joined, n)
			continue
		}
		if len(joined) > 0 {
			if last, ok := joined[len(joined)-1].(*parse.TextNode); ok {
				joined[len(joined)-1] = &parse.TextNode{NodeType: parse.NodeText, Pos: last.Pos, Text: bytes.Join([][]byte{last.Text, text.Text}, nil)}
				continue
			}
		}
		if len(text.Text) > 0 {
			joined = append(joined, n)
		}
	}
	return joined
}
