package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteBlock is goldmark's parser of footnotes ([^1]: …). It remembers them
// all, for those that nothing refers to are gone when the parsing ends. They are
// sorted by inserting one after the other into a list.
type footnoteBlock struct{ container }

func (f footnoteBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := pc.(*parsing)
	node, state := f.container.Open(parent, reader, pc)
	if note, ok := node.(*east.Footnote); ok {
		_, at := reader.Position()
		p.footnotes = append(p.footnotes, note)
		p.spend(6*len(p.footnotes), at.Start)
	}
	return node, state
}

// mostReferences is how often a text can refer to one footnote. Each costs a way
// back, which is fifty times as long as the reference.
const mostReferences = 1000

// footnoteRef is goldmark's parser of references ([^1]), which looks for the
// footnote among all others.
type footnoteRef struct{ inline }

func (f footnoteRef) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	line, segment := block.PeekLine()
	label := footnoteLabel(line)
	if label == nil || !p.spend(20+10*len(p.footnotes), segment.Start) {
		return nil
	}
	node := f.inline.Parse(parent, block, pc)
	if link, ok := node.(*east.FootnoteLink); ok {
		p.countReference(link.Index, segment.Start)
	}
	if node == nil && line[0] == '[' && !p.stopped && isWord(label) {
		p.diags.Warnf(p.at(segment.Start), "undefined-footnote", "脚注 [^%s] 没有注文", "there is no footnote [^%s]", label).
			Hintf("另起一行写 [^%s]: 注文", "write it on a line of its own: [^%s]: …", label)
	}
	return node
}

func (p *parsing) countReference(note, offset int) {
	if p.referred == nil {
		p.referred = map[int]int{}
	}
	p.referred[note]++
	if p.referred[note] > mostReferences {
		p.tooComplex(offset, "一个脚注被引用超过 %d 次", "a footnote is referred to more than %d times", mostReferences)
	}
}

// footnoteLabel returns what is between [^ and ] at the beginning of a line; nil if
// there is no such thing, or if it is the text of a link.
func footnoteLabel(line []byte) []byte {
	rest, ok := bytes.CutPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[^"))
	if !ok {
		return nil
	}
	end := bytes.IndexByte(rest[:min(len(rest), 999)], ']')
	if end < 1 {
		return nil
	}
	if next := rest[end+1:]; len(next) > 0 && next[0] == '(' {
		return nil
	}
	return rest[:end]
}

// isWord reports whether a label is made of letters and digits only.
func isWord(label []byte) bool {
	for _, r := range string(label) {
		if !inName(r) || r == '-' {
			return false
		}
	}
	return utf8.RuneCount(label) <= 20
}

// checkFootnotes reports notes that would vanish without a word.
func (p *parsing) checkFootnotes() {
	seen := map[string]bool{}
	for _, note := range p.footnotes {
		label := string(note.Ref)
		switch {
		case p.stopped:
		case seen[label]:
			p.diags.Errorf(p.at(note.Pos()), "duplicate-footnote", "脚注 [^%s] 重复", "there are two footnotes [^%s]", label)
		case note.Index < 0:
			p.diags.Warnf(p.at(note.Pos()), "unused-footnote", "脚注 [^%s] 没有被引用，不会显示", "nothing refers to the footnote [^%s], so it is not shown", label)
		}
		seen[label] = true
	}
}

// footnoteLink writes a reference. Within a link it can be no link itself.
func (w *writer) footnoteLink(n *east.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	if w.linked() {
		w.raw("<sup>", number, "</sup>")
		return
	}
	w.references[n.Index]++
	id := referenceID(n.Index, w.references[n.Index])
	w.ids = append(w.ids, id)
	w.raw(`<sup id="`, id, `"><a href="#fn:`, number, `" class="footnote-ref" role="doc-noteref">`, number, `</a></sup>`)
}

func referenceID(note, repetition int) string {
	id := "fnref:" + strconv.Itoa(note)
	if repetition > 1 {
		id += ":" + strconv.Itoa(repetition)
	}
	return id
}

// footnoteList writes the notes at the end of the text.
func (w *writer) footnoteList(list ast.Node) {
	w.raw(`<section class="footnotes" role="doc-endnotes" aria-label="脚注">`, "\n<hr>\n<ol>\n")
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		n, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		id := "fn:" + strconv.Itoa(n.Index)
		w.ids = append(w.ids, id)
		w.raw(`<li id="`, id, `">`, "\n")
		w.blocks(n)
		w.raw("</li>\n")
	}
	w.raw("</ol>\n</section>\n")
}

// footnoteBacklink writes the way back to the reference. There is one for each
// reference, but those that could not be links.
func (w *writer) footnoteBacklink(n *east.FootnoteBacklink) {
	repetition := n.RefIndex + 1
	if repetition > w.references[n.Index] {
		return
	}
	w.raw(` <a href="#`, referenceID(n.Index, repetition), `" class="footnote-backref" role="doc-backlink" aria-label="返回正文">↩︎`)
	if repetition > 1 {
		w.raw("<sup>", strconv.Itoa(repetition), "</sup>")
	}
	w.raw("</a>")
}
