package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// callout is a kind of callout: the class it gets, and its title where the
// author gives none.
type callout struct{ names, class, title string }

// The first name of a kind is English, the second Chinese.
var callouts = []callout{
	{"NOTE 提示", "note", "提示"},
	{"TIP", "tip", "建议"},
	{"IMPORTANT 重要", "important", "重要"},
	{"WARNING 警告", "warning", "警告"},
	{"CAUTION 注意", "caution", "注意"},
}

// findCallout returns the kind of a name in any letter case, or nil.
func findCallout(name string) *callout {
	for i := range callouts {
		for known := range strings.FieldsSeq(callouts[i].names) {
			if strings.EqualFold(name, known) {
				return &callouts[i]
			}
		}
	}
	return nil
}

// quote is goldmark's parser of quotes. When a quote closes, its first line tells
// whether it is a callout; that is before its text is read, in which [!NOTE] could
// be a link.
type quote struct{ container }

func (q quote) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	q.container.Close(node, reader, pc)
	if first, ok := node.FirstChild().(*ast.Paragraph); ok && first.Lines().Len() > 0 {
		pc.(*parsing).openCallout(node, first)
	}
}

func (p *parsing) openCallout(node ast.Node, first *ast.Paragraph) {
	lines := first.Lines()
	line := lines.At(0)
	name, rest, ok := cutCallout(p.source[line.Start:line.Stop])
	if !ok {
		return
	}
	kind := findCallout(name)
	if kind == nil {
		p.diags.Warnf(p.at(line.Start), "unknown-callout", "没有 [!%s] 这种提示框", "there is no callout [!%s]", name).
			Hintf("可以写 [!提示]、[!注意]、[!警告]、[!重要]", "there are NOTE, TIP, IMPORTANT, WARNING and CAUTION")
		return
	}
	if p.callouts == nil {
		p.callouts = map[ast.Node]*callout{}
	}
	p.callouts[node] = kind

	line.Start = line.Stop - len(rest)
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		node.RemoveChild(node, first)
	}
	if title := line.TrimRightSpace(p.source); title.Len() > 0 {
		// No other text block is a quote's own child.
		block := ast.NewTextBlock()
		block.Lines().Append(title)
		node.InsertBefore(node, node.FirstChild(), block)
	}
}

// cutCallout takes a line like "[!NOTE] title" apart.
func cutCallout(line []byte) (name string, rest []byte, ok bool) {
	inner, ok := bytes.CutPrefix(line, []byte("[!"))
	if !ok {
		return "", nil, false
	}
	word, rest, ok := bytes.Cut(inner, []byte("]"))
	if !ok || !isWord(word) {
		return "", nil, false
	}
	return string(word), bytes.TrimLeft(rest, " \t"), true
}

// blockquote writes a quote or callout.
func (w *writer) blockquote(n *ast.Blockquote) {
	kind := w.callouts[n]
	if kind == nil {
		w.raw("<blockquote>\n")
		w.blocks(n)
		w.raw("</blockquote>\n")
		return
	}
	w.raw(`<div class="callout callout-`, kind.class, `" role="note">`, "\n", `<p class="callout-title">`)
	body := n.FirstChild()
	if title, ok := body.(*ast.TextBlock); ok {
		w.inlines(title)
		w.endLine()
		body = body.NextSibling()
	} else {
		w.raw(kind.title)
	}
	w.raw("</p>\n")
	w.blocksFrom(body)
	w.raw("</div>\n")
}
