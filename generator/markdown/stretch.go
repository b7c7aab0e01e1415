package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// stretch takes all text up to the next mark in one go. It is asked last, so that
// the character at hand means nothing to the other parsers. Without it goldmark has
// the same text, but goes through it byte by byte, and makes a node of what follows
// each mark that turns out to be text, as the point of a number does.
type stretch struct{}

// The punctuation that is never more than text within a line, and that which may
// be. A backslash is left to goldmark, which knows whether it is escaped itself.
const (
	textPunctuation = "\"#$%&'()+,-/;=>?^{|}"
	markPunctuation = "!*.:<@[]_`~"
)

func (stretch) Trigger() []byte { return []byte(" " + textPunctuation + markPunctuation) }

// ends are the bytes that may end a stretch.
var ends = func() (is [256]bool) {
	for _, c := range []byte(markPunctuation + "\\\n") {
		is[c] = true
	}
	return is
}()

func (stretch) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	_, segment := block.PeekLine()
	first := segment.Start
	if segment.Padding != 0 || segment.ForceNewline || p.mayBeEscaped(parent, first) {
		return nil
	}
	end := first + p.stretchLength(first, segment.Stop)
	broken := end < segment.Stop && p.source[end] == '\n'
	if last := parent.Lines().At(parent.Lines().Len() - 1); end == segment.Stop && end != last.Stop {
		return nil // a line without an end, of which goldmark knows what to think
	}
	n := p.textBefore(parent, first)
	n.Segment.Stop = end
	if end < segment.Stop && !broken {
		block.Advance(end - first)
		return n
	}
	n.SetHardLineBreak(broken && bytes.HasSuffix(bytes.TrimSuffix(p.source[first:end], []byte("\r")), []byte("  ")))
	n.SetSoftLineBreak(broken && !n.HardLineBreak())
	n.Segment = n.Segment.TrimRightSpace(p.source)
	block.AdvanceLine()
	return n
}

// mayBeEscaped reports whether goldmark may think that a backslash escapes the
// character at an offset, or did think so of the backslash. Then it has to go on by
// itself.
func (p *parsing) mayBeEscaped(parent ast.Node, offset int) bool {
	last, ok := parent.LastChild().(*ast.Text)
	return ok && bytes.HasSuffix(last.Segment.Value(p.source), []byte(`\`)) &&
		(last.Segment.Stop != offset || util.IsSpace(p.source[offset]) || ends[p.source[offset]])
}

// stretchLength measures the text that begins at an offset of a line: it ends before
// the first character after it that may be a mark.
func (p *parsing) stretchLength(from, to int) int {
	for i := from + 1; i < to; i++ {
		if ends[p.source[i]] && p.mayBeMark(i, to) {
			return i - from
		}
	}
	return to - from
}

// mayBeMark dismisses the marks that are text nearly always: the points and colons
// that are in no address, and the ! that is before no picture.
func (p *parsing) mayBeMark(i, to int) bool {
	next := byte('\n')
	if i+1 < to {
		next = p.source[i+1]
	}
	switch p.source[i] {
	case '.':
		return p.source[i-1]|0x20 == 'w' // www.
	case ':':
		return next == '/'
	case '!':
		return next == '['
	}
	return true
}

// textBefore takes the text that ends at an offset out of a block, to be put back
// with more of it; a new one where there is none.
func (p *parsing) textBefore(parent ast.Node, offset int) *ast.Text {
	last, ok := parent.LastChild().(*ast.Text)
	if ok && last.Segment.Stop == offset && !last.SoftLineBreak() && !last.HardLineBreak() {
		parent.RemoveChild(parent, last)
		return last
	}
	n := p.tree.texts.next()
	n.Segment = text.NewSegment(offset, offset)
	return n
}
