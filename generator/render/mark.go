package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"jianbao/generator/minify"
)

// A mark stands in a page where a shared part belongs. It is an element that no
// page has otherwise, since control characters are in no source and never
// outside a quoted value. What minifying leaves of it tells about the place: in
// plain text the blanks and the single quotes are gone; in preformatted text, in
// a drawing or in text that is no markup some of them stay.
func mark(number int) []byte {
	return append(strconv.AppendInt([]byte(markStart), int64(number), 10), markEnd...)
}

const (
	markStart = "<div  \x1a='"
	markEnd   = "'> </div>"

	smallStart = "<div \x1a=\""
	smallEnd   = "\"></div>"
)

// cut is a mark in a page.
type cut struct {
	start, end, number int
}

// cuts finds the marks of a page: where their control character is.
func cuts(page []byte, start, end string) (list []cut) {
	control := strings.IndexByte(start, '\x1a')
	for at := 0; ; {
		i := bytes.IndexByte(page[at:], '\x1a')
		if i < 0 {
			return list
		}
		begin := at + i - control
		at += i + 1
		if begin < 0 || !bytes.HasPrefix(page[begin:], []byte(start)) {
			continue
		}
		first := begin + len(start)
		digits := bytes.IndexByte(page[first:], end[0])
		if digits < 0 || !bytes.HasPrefix(page[first+digits:], []byte(end)) {
			continue
		}
		number, err := strconv.Atoi(string(page[first : first+digits]))
		if err == nil {
			at = first + digits + len(end)
			list = append(list, cut{begin, at, number})
		}
	}
}

// fill appends a page with pieces in place of its marks.
func fill(dst, page []byte, marks []cut, piece func(dst []byte, i int) []byte) []byte {
	at := 0
	for i, m := range marks {
		dst = append(dst, page[at:m.start]...)
		dst = piece(dst, i)
		at = m.end
	}
	return append(dst, page[at:]...)
}

// minifyPiece minifies a piece, where the result is the same on whatever page.
//
// That is so for one that begins and ends with the tag of a block: white space
// beside such tags goes, and whatever comes before a start tag of a block does not
// change how what follows it is minified, as far as both marks are left as
// they should be: then the piece neither begins nor ends within something.
func (l *Layouts) minifyPiece(p *piece) {
	core := bytes.Trim(p.raw, " \t\n")
	if !isBlock(core) {
		return
	}
	start := bytes.Index(p.raw, core)
	p.lead, p.trail = p.raw[:start], p.raw[start+len(core):]
	edge, small := mark(0), []byte(smallStart+"0"+smallEnd)
	out, err := l.opts.Minifier.Append(nil, minify.HTML, slices.Concat(edge, core, edge))
	if err == nil && len(out) >= 2*len(small) && bytes.HasPrefix(out, small) && bytes.HasSuffix(out, small) {
		p.small = out[len(small) : len(out)-len(small)]
	}
}

// isBlock reports whether a text begins with the start tag of a block and ends
// with the end tag of one.
func isBlock(text []byte) bool {
	open := bytes.IndexAny(text, " \t\n>")
	last := bytes.LastIndex(text, []byte("</"))
	return open > 0 && last > 0 && text[0] == '<' && slices.Contains(blocks, string(text[1:open])) &&
		bytes.HasSuffix(text, []byte(">")) && slices.Contains(blocks, string(text[last+2:len(text)-1]))
}

// blocks are the elements beside which the minifier drops white space, without
// those that have rules of their own.
var blocks = []string{
	"address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form",
	"h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "ol", "p", "section", "table", "ul",
}
