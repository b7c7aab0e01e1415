package markdown

import (
	"slices"
	"strconv"

	"jianbao/generator/diag"
)

// Body is a rendered Markdown text that does not yet know where its links go:
// HTML holds everything but the values of the href and src attributes of
// Links, which [Linked] fills in once the site knows every target.
// So a Body depends on its own file only, and is made once a build.
type Body struct {
	HTML     []byte
	Links    []Link    // in the order of HTML
	Headings []Heading // in order
	IDs      []string  // every id attribute in HTML (headings, footnotes), sorted
	Summary  string    // the first paragraph as plain text, cut at a sentence (≤ 120 characters)
	Prose    Prose     // what readers read, with Options.Prose
	Text     []byte    // the whole text, plain, a line a block; for feeds, search and JSON
}

// Link is one link or image of a body.
type Link struct {
	Dest   string   // as written, entities and escapes resolved
	Pos    diag.Pos // of the link in the source file
	Offset int      // byte offset in Body.HTML where the address goes
	Image  bool     // src of an image, not href of a link
	Sized  bool     // the width and height of the image may follow it
}

// Target is where a link leads. Width and Height are those of an image in
// pixels, 0 where they are not known: browsers keep the place free with them.
type Target struct {
	Address       string
	Width, Height int
}

// Heading is a section heading.
type Heading struct {
	Level    int
	ID, Text string
}

// Linked is a body whose links lead somewhere.
type Linked struct {
	Body    *Body
	Targets []Target // where its Links lead; addresses need not be escaped for HTML
}

// AppendHTML appends the body's HTML with its addresses.
func (l Linked) AppendHTML(dst []byte) []byte {
	html := l.Body.HTML
	size := len(html)
	for _, t := range l.Targets {
		size += len(t.Address) + len(`" width="1000" height="1000`)
	}
	dst = slices.Grow(dst, size) // mostly in one piece, since there are many, and all are large
	from := 0
	for i, link := range l.Body.Links {
		t := l.Targets[i]
		dst = append(dst, html[from:link.Offset]...)
		dst = appendEscaped(dst, t.Address)
		if link.Sized && t.Width > 0 && t.Height > 0 {
			dst = strconv.AppendInt(append(dst, `" width="`...), int64(t.Width), 10)
			dst = strconv.AppendInt(append(dst, `" height="`...), int64(t.Height), 10)
		}
		from = link.Offset
	}
	return append(dst, html[from:]...)
}
