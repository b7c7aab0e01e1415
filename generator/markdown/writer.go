package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// writer turns the tree of a text into HTML, plain text and all else that a Body
// holds, in one walk.
type writer struct {
	*parsing
	heading    int         // the next one
	names      usedIDs     // of headings and the text's own HTML
	references map[int]int // footnote → references so far

	current ast.Node // the block whose inline content is being written
	shown   rune     // the character shown last in it; 0 at its beginning and after a picture
	inLink  bool
	depth   int      // of inline elements
	open    []string // elements of the text's own HTML that are open
}

// write renders a document.
func (p *parsing) write(doc ast.Node) *Body {
	w := &writer{
		parsing:    p,
		references: map[int]int{},
		names:      p.names,
	}
	w.links, w.headings, w.ids = w.links[:0], w.headings[:0], w.ids[:0]
	clear(w.names)
	w.html = slices.Grow(w.html[:0], len(p.source)+len(p.source)/2)
	w.text = slices.Grow(w.text[:0], len(p.source))
	w.nameHeadings(survey(doc, nil))
	w.blocks(doc)
	if w.stopped {
		return &Body{}
	}
	if !w.plain {
		for _, h := range w.headings {
			w.ids = append(w.ids, h.ID)
		}
	}
	slices.Sort(w.ids)
	return &Body{
		HTML:     w.html,
		Links:    exactly(w.links),
		Headings: w.headings,
		IDs:      slices.Compact(w.ids),
		Summary:  w.summary(doc),
		Text:     bytes.TrimRight(w.text, "\n"),
	}
}

// exactly copies a list into memory of its size: it stays as long as the site does.
func exactly[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}

// survey returns all headings below a block, in the order they are written.
func survey(block ast.Node, found []*ast.Heading) []*ast.Heading {
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		if h, ok := c.(*ast.Heading); ok {
			found = append(found, h)
		} else if c.Type() == ast.TypeBlock {
			found = survey(c, found)
		}
	}
	return found
}

// raw appends HTML.
func (w *writer) raw(parts ...string) {
	for _, s := range parts {
		w.html = append(w.html, s...)
	}
}

// escaped appends text as HTML.
func (w *writer) escaped(text []byte) { w.html = appendEscaped(w.html, text) }

// endLine ends a line of the plain text.
func (w *writer) endLine() {
	w.text = bytes.TrimRight(w.text, " ")
	if n := len(w.text); n > 0 && w.text[n-1] != '\n' {
		w.text = append(w.text, '\n')
	}
}

func (w *writer) blocks(parent ast.Node) { w.blocksFrom(parent.FirstChild()) }

// blocksFrom writes a block and those after it. Elements of the text's own HTML
// that it opens between them end with the last.
func (w *writer) blocksFrom(n ast.Node) {
	outer := len(w.open)
	for ; n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindHTMLBlock {
			w.makeRoom(outer)
		}
		w.writeBlock(n, outer)
	}
	w.closeElements(outer)
}

func (w *writer) writeBlock(n ast.Node, outer int) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.checkSlips(n)
		w.inlines(n)
		w.endLine()
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.raw("\n")
		}
	case *ast.Heading:
		w.headingElement(n)
	case *ast.Blockquote:
		w.blockquote(n)
	case *ast.List:
		w.list(n)
	case *ast.ThematicBreak:
		w.raw("<hr>\n")
	case *ast.CodeBlock:
		w.checkIndent(n)
		w.raw("<pre><code>")
		w.code(n)
	case *ast.FencedCodeBlock:
		w.fencedCode(n)
	case *ast.HTMLBlock:
		w.htmlBlock(n, outer)
	case *east.Table:
		w.table(n)
	case *east.DefinitionList:
		w.definitionList(n)
	case *east.FootnoteList:
		w.footnoteList(n)
	case *east.FootnoteBacklink:
		w.raw("<p>")
		w.footnoteBacklink(n)
		w.raw("</p>\n")
	}
}

func (w *writer) paragraph(n *ast.Paragraph) {
	w.checkSlips(n)
	if image, ok := n.FirstChild().(*ast.Image); ok && !w.plain && n.FirstChild() == n.LastChild() && len(image.Title) > 0 {
		w.figure(image)
		return
	}
	if first, ok := n.FirstChild().(*ast.Text); ok {
		dropIndent(first, w.source)
	}
	if !w.plain && isSignature(n.Lines(), w.source) {
		w.raw(`<p class="signature">`)
	} else {
		w.raw("<p>")
	}
	w.inlines(n)
	w.raw("</p>\n")
	w.endLine()
}

var signingDate = regexp.MustCompile(`^([0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$`)

// isSignature reports whether a paragraph is the end of a document (落款): who has
// signed it, a line each, and the date in a line of its own. GB/T 9704-2012 sets
// it to the right.
func isSignature(lines *text.Segments, source []byte) bool {
	last := lines.Len() - 1
	if last < 1 || last > 4 {
		return false
	}
	for i := range last {
		line := lines.At(i)
		signer := bytes.TrimRight(bytes.TrimSpace(line.Value(source)), "\\")
		if n := utf8.RuneCount(signer); n == 0 || n > 30 || bytes.ContainsAny(signer, "。；：！？，|") {
			return false
		}
	}
	date := lines.At(last)
	return signingDate.Match(bytes.TrimSpace(date.Value(source)))
}

// dropIndent takes the ideographic spaces off the beginning of a paragraph.
func dropIndent(first *ast.Text, source []byte) {
	for s := &first.Segment; bytes.HasPrefix(source[s.Start:s.Stop], []byte("\u3000")); {
		s.Start += len("\u3000")
	}
}

func (w *writer) headingElement(n *ast.Heading) {
	h := w.headings[w.heading]
	w.heading++
	tag := "h" + strconv.Itoa(h.Level)
	w.raw("<", tag)
	if !w.plain {
		w.raw(` id="`)
		w.html = appendEscaped(w.html, h.ID)
		w.raw(`"`)
		if class, ok := n.AttributeString("class"); ok {
			w.raw(` class="`, class.(string), `"`)
		}
	}
	w.raw(">")
	w.inlines(n)
	w.raw("</", tag, ">\n")
	w.endLine()
}

func (w *writer) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	w.raw("<", tag)
	if n.IsOrdered() && n.Start != 1 {
		w.raw(` start="`, strconv.Itoa(n.Start), `"`)
	}
	w.raw(">\n")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		w.raw("<li>")
		if first := item.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			w.raw("\n")
		}
		w.blocks(item)
		w.raw("</li>\n")
	}
	w.raw("</", tag, ">\n")
}

func (w *writer) definitionList(n ast.Node) {
	w.raw("<dl>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *east.DefinitionTerm:
			w.raw("<dt>")
			w.inlines(c)
			w.raw("</dt>\n")
			w.endLine()
		case *east.DefinitionDescription:
			w.raw("<dd>")
			if !c.IsTight {
				w.raw("\n")
			}
			w.blocks(c)
			w.raw("</dd>\n")
		}
	}
	w.raw("</dl>\n")
}

func (w *writer) fencedCode(n *ast.FencedCodeBlock) {
	w.raw("<pre><code")
	if language := w.resolve(n.Language(w.source)); len(language) > 0 {
		w.raw(` class="language-`)
		w.escaped(language)
		w.raw(`"`)
	}
	w.raw(">")
	w.code(n)
}

// code writes the lines of a code block and ends it.
func (w *writer) code(n ast.Node) {
	for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
		value := line.Value(w.source)
		w.escaped(value)
		w.text = append(w.text, value...)
	}
	w.raw("</code></pre>\n")
	w.endLine()
}

// inlines writes the inline content of a block.
func (w *writer) inlines(block ast.Node) {
	w.current, w.shown = block, 0
	w.inlineChildren(block)
}

func (w *writer) inlineChildren(n ast.Node) {
	w.depth++
	if limit := w.opts.Limits.Nesting; w.depth > limit {
		w.tooComplex(n.Pos(), "强调、链接的嵌套超过 %d 层", "emphasis and links are nested more than %d deep", limit)
	} else {
		outer := len(w.open)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.inline(c, outer)
		}
		w.closeElements(outer)
	}
	w.depth--
}

// inline writes an inline element whose parent stands within the first outer
// elements of the text's own HTML.
func (w *writer) inline(n ast.Node, outer int) {
	switch n := n.(type) {
	case *ast.Text:
		w.textNode(n)
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			w.element("strong", n)
		} else {
			w.element("em", n)
		}
	case *east.Strikethrough:
		w.element("del", n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.inlineHTML(n, outer)
	case *east.FootnoteLink:
		w.footnoteLink(n)
	case *east.FootnoteBacklink:
		w.closeElements(outer) // of the note, which may be a link
		w.footnoteBacklink(n)
	case *east.TaskCheckBox:
		w.checkBox(n)
	}
}

func (w *writer) element(tag string, n ast.Node) {
	w.raw("<", tag, ">")
	w.inlineChildren(n)
	w.raw("</", tag, ">")
}

// show writes text and remembers its last character.
func (w *writer) show(text []byte) {
	if len(text) == 0 {
		return
	}
	w.escaped(text)
	w.text = appendLine(w.text, text)
	w.shown, _ = utf8.DecodeLastRune(text)
}

func (w *writer) textNode(n *ast.Text) {
	value := n.Segment.Value(w.source)
	if n.PreviousSibling() != nil && w.shown == 0 && !w.passHTML && n.PreviousSibling().Kind() == ast.KindRawHTML {
		value = bytes.TrimLeft(value, " \t") // after a comment that began the block
	}
	w.show(w.resolve(value))
	switch {
	case n.HardLineBreak():
		w.raw("<br>\n")
		w.text = append(w.text, ' ')
		w.shown = 0
	case n.SoftLineBreak() && !w.joins(w.shown, n, w.current):
		w.raw("\n")
		w.text = append(w.text, ' ')
	}
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.raw("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		segment := c.(*ast.Text).Segment
		value := segment.Value(w.source)
		if line, ok := bytes.CutSuffix(value, []byte("\n")); ok {
			w.show(line)
			value = []byte(" ")
		}
		w.show(value)
	}
	w.raw("</code>")
}

func (w *writer) checkBox(n *east.TaskCheckBox) {
	if n.IsChecked {
		w.raw(`<input type="checkbox" checked disabled aria-label="已完成"> `)
	} else {
		w.raw(`<input type="checkbox" disabled aria-label="未完成"> `)
	}
}
