package markdown

import (
	"fmt"
	"strings"

	"jianbao/generator/diag"
)

// Body is a rendered Markdown text that does not yet know where its links go:
// HTML holds everything but the values of the href and src attributes of
// Links, which [Body.Linked] fills in once the site knows every target.
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

// Linked returns the body's HTML with its addresses: target returns that of Links[i], the
// same whenever it is asked, and need not escape it for HTML.
func (b *Body) Linked(target func(i int) Target) string {
	if len(b.Links) == 0 {
		return string(b.HTML)
	}
	size := len(b.HTML)
	for i := range b.Links {
		size += len(target(i).Address) + len(`" width="1000" height="1000`)
	}
	var html strings.Builder
	html.Grow(size) // mostly in one piece of memory, since there are many, and all are large
	var piece []byte
	from := 0
	for i, link := range b.Links {
		t := target(i)
		html.Write(b.HTML[from:link.Offset])
		piece = appendEscaped(piece[:0], t.Address)
		if link.Sized && t.Width > 0 && t.Height > 0 {
			piece = fmt.Appendf(piece, `" width="%d" height="%d`, t.Width, t.Height)
		}
		html.Write(piece)
		from = link.Offset
	}
	html.Write(b.HTML[from:])
	return html.String()
}
