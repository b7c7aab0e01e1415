package render

import (
	"slices"
	"strings"
	"text/template/parse"
)

// inline puts the text of templates in place of their includes where those are given
// "." that is the view, and stand in a title, an attribute or the like. html/template makes
// templates of its own for such places, and nobody can get at them.
func (p *layout) inline(name string, root *parse.ListNode) {
	var derived []bool
	includes(p.escaped[name].Root, true, func(_ *parse.ListNode, _ int, n *parse.TemplateNode, _ bool) {
		derived = append(derived, strings.Contains(n.Name, "$htmltemplate_"))
	})
	number := 0
	includes(root, true, func(list *parse.ListNode, i int, n *parse.TemplateNode, page bool) {
		if derived[number] && page && isDot(n.Pipe) {
			list.Nodes[i] = p.text(n, []string{name})
		}
		number++
	})
}

// isDot reports whether a pipeline is "." and nothing else. With "$" what is included might
// not find the view in its ".".
func isDot(p *parse.PipeNode) bool {
	return len(p.Cmds) == 1 && len(p.Cmds[0].Args) == 1 && p.Cmds[0].Args[0].Type() == parse.NodeDot
}

// text returns what an include that is given the view stands for: the text of its template.
// It stays an include where variables could get mixed up, or in a circle.
func (p *layout) text(n *parse.TemplateNode, open []string) parse.Node {
	tree, ok := p.trees[n.Name]
	if !ok || slices.Contains(open, n.Name) || declares(tree.Root) {
		return n
	}
	text := tree.Root.CopyList()
	includes(text, true, func(list *parse.ListNode, i int, inner *parse.TemplateNode, page bool) {
		if page && isDot(inner.Pipe) {
			list.Nodes[i] = p.text(inner, append(open, n.Name))
		}
	})
	return text
}
