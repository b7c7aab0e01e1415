package build

import (
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
)

// bodies keeps the texts of documents out of the heap between parsing and
// rendering (law 5). All are put before any is taken. Those of documents that
// were not parsed in this build are parsed when they are asked for.
type bodies struct {
	spool *memo.Spool
	sums  map[string]memo.Sum // by the path of the document
	kept  map[string]keptBody // likewise
	parse func(*document.Document) (*markdown.Body, error)
}

func newBodies(parse func(*document.Document) (*markdown.Body, error)) *bodies {
	return &bodies{memo.NewSpool(""), nil, map[string]keptBody{}, parse}
}

// keptBody says where the HTML of a body is, and its plain text behind it.
type keptBody struct {
	ref  memo.Ref
	html int // bytes
}

// put keeps a body; only one goroutine at a time may do so.
func (b *bodies) put(doc *document.Document, body *markdown.Body) error {
	if doc.Empty {
		return nil
	}
	ref, err := b.spool.Put(body.HTML, []byte(body.Text))
	b.kept[doc.Path] = keptBody{ref, len(body.HTML)}
	return err
}

// Sum stands for the body of a document.
func (b *bodies) Sum(doc *document.Document) memo.Sum { return b.sums[doc.Path] }

// Body returns the body of a document that is not empty.
func (b *bodies) Body(doc *document.Document) (*markdown.Body, error) {
	kept, ok := b.kept[doc.Path]
	if !ok {
		return b.parse(doc)
	}
	data, err := b.spool.Append(nil, kept.ref)
	if err != nil {
		return nil, err
	}
	return &markdown.Body{HTML: data[:kept.html:kept.html], Links: doc.Links, Text: string(data[kept.html:])}, nil
}

// sums are bodies of which the sums are enough.
type sums struct{ *bodies }

// Body returns none.
func (sums) Body(*document.Document) (*markdown.Body, error) { return nil, nil }

// lastBody remembers the body it gave last, for a page and its JSON file.
type lastBody struct {
	*bodies
	doc  *document.Document
	body *markdown.Body
}

// Body returns the body of a document that is not empty.
func (l *lastBody) Body(doc *document.Document) (*markdown.Body, error) {
	if doc == l.doc {
		return l.body, nil
	}
	body, err := l.bodies.Body(doc)
	if err == nil {
		l.doc, l.body = doc, body
	}
	return body, err
}

// text is the plain text of the body it gave last.
func (l *lastBody) text() string {
	if l.body == nil {
		return ""
	}
	return l.body.Text
}
