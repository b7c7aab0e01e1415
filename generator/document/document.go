// Package document turns one source file into a [Document]: its front matter and
// what its text holds. Parsing is pure: the result depends on the file's bytes
// and the options only.
package document

import (
	"bytes"
	"path"
	"slices"
	"time"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
)

// Document is what the site's model keeps of a source file. The body is not in it,
// not even its sum: a few kilobytes a document stay in memory, however long the
// text, and most changes of a text leave the document as it was.
type Document struct {
	Path   string                    // content/reform/green.md
	Fields *frontmatter.Fields       // of a bulletin; nil for a column
	Column *frontmatter.ColumnFields // of an _index.md; nil for a bulletin

	// What is wrong with the front matter stops a build even where the bulletin
	// would not be published: a draft is only known to be one when its header is
	// right. What is wrong with the text of a draft is left to its author.
	Header, Body diag.List

	Empty    bool   // the body has no text
	Summary  string // the first paragraph
	Links    []markdown.Link
	Headings markdown.Outline
	IDs      []string // of the body, but for those of headings
}

// Anchors returns every id of the body, sorted.
func (d *Document) Anchors() []string {
	ids := slices.Clone(d.IDs)
	for h := range d.Headings.All() {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return ids
}

// IsColumn reports whether the file of that path describes a column.
func IsColumn(name string) bool { return path.Base(name) == "_index.md" }

// Parser parses documents; it may be used by many goroutines at once.
type Parser struct {
	Markdown *markdown.Renderer
	Zone     *time.Location // of dates in front matter

	headers frontmatter.Parser
}

// Parse reads the text of one file. The body is apart from the document, so that the
// caller can put it away until its page is rendered.
func (p *Parser) Parse(name string, text []byte) (*Document, *markdown.Body) {
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	doc, body, _ := p.Borrow(name, text)
	return doc, body
}

// Borrow is Parse for one who is sure that the text is UTF-8, and puts the body away at
// once: release ends its use.
func (p *Parser) Borrow(name string, text []byte) (_ *Document, _ *markdown.Body, release func()) {
	doc := &Document{Path: name}
	var rest frontmatter.Body
	if IsColumn(name) {
		doc.Column, rest, doc.Header = p.headers.ParseColumn(name, text, p.Zone)
	} else {
		doc.Fields, rest, doc.Header = p.headers.Parse(name, text, p.Zone)
	}
	body, diags, release := p.Markdown.Borrow(name, rest.Text, rest.Line)
	doc.Body = diags
	doc.Empty = len(body.HTML) == 0
	doc.Summary = body.Summary
	doc.Links, doc.Headings, doc.IDs = body.Links, markdown.OutlineOf(body.Headings), otherIDs(body)
	return doc, body, release
}

// otherIDs are the ids of a body that are not those of headings.
func otherIDs(body *markdown.Body) []string {
	n := len(body.IDs) - len(body.Headings)
	if n <= 0 {
		return nil
	}
	ids := make([]string, 0, n)
	for _, id := range body.IDs {
		if !slices.ContainsFunc(body.Headings, func(h markdown.Heading) bool { return h.ID == id }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// SumOf tells bodies apart, by their HTML and plain text, before links are resolved.
func SumOf(body *markdown.Body) memo.Sum { return memo.Of(body.HTML, body.Text) }

// Unreadable stands for a file that is there and could not be read. It keeps its
// place in the model, so that a link to it is not called dead.
func Unreadable(name string, why diag.List) *Document {
	doc := &Document{Path: name, Header: why, Empty: true}
	if IsColumn(name) {
		doc.Column = &frontmatter.ColumnFields{Nav: true, Freshness: -1}
	} else {
		doc.Fields = &frontmatter.Fields{}
	}
	return doc
}
