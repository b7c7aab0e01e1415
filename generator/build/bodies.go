package build

import (
	"sync"

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
	rooms *sync.Pool // of *[]byte, for what comes out of the spool
}

func newBodies(parse func(*document.Document) (*markdown.Body, error)) *bodies {
	return &bodies{
		spool: memo.NewSpool(""), kept: map[string]keptBody{}, parse: parse,
		rooms: &sync.Pool{New: func() any { return new([]byte) }},
	}
}

// keptBody says where the HTML of a body is, and its plain text behind it, if that is shown.
type keptBody struct {
	ref  memo.Ref
	html int // bytes
}

// put keeps a body; only one goroutine at a time may do so.
func (b *bodies) put(doc *document.Document, body *markdown.Body) error {
	if doc.Empty {
		return nil
	}
	ref, err := b.spool.Put(body.HTML, body.Text)
	b.kept[doc.Path] = keptBody{ref, len(body.HTML)}
	return err
}

// Sum stands for the body of a document.
func (b *bodies) Sum(doc *document.Document) memo.Sum { return b.sums[doc.Path] }

// HTML returns the HTML of a document that is not empty, with addresses in it.
func (b *bodies) HTML(doc *document.Document, address func(i int) markdown.Target) (string, error) {
	room := b.rooms.Get().(*[]byte)
	defer b.rooms.Put(room)
	body := &markdown.Body{Links: doc.Links}
	if kept, ok := b.kept[doc.Path]; ok {
		data, err := b.spool.Append((*room)[:0], kept.ref.Part(0, kept.html))
		if err != nil {
			return "", err
		}
		body.HTML, *room = data, data
	} else {
		var err error
		if body, err = b.parse(doc); err != nil {
			return "", err
		}
	}
	return body.Linked(address), nil
}

// Text returns the plain text of a document that is not empty.
func (b *bodies) Text(doc *document.Document) (string, error) {
	if kept, ok := b.kept[doc.Path]; ok {
		room := b.rooms.Get().(*[]byte)
		defer b.rooms.Put(room)
		data, err := b.spool.Append((*room)[:0], kept.ref.Part(kept.html, kept.ref.Len()))
		*room = data
		return string(data), err
	}
	body, err := b.parse(doc)
	if err != nil {
		return "", err
	}
	return string(body.Text), nil
}

// ofOne are the bodies for one that asks of the same document again and again.
func (b *bodies) ofOne() *bodies {
	one := *b
	var last *document.Document
	var body *markdown.Body
	one.parse = func(doc *document.Document) (_ *markdown.Body, err error) {
		if doc == last {
			return body, nil
		}
		if body, err = b.parse(doc); err == nil {
			last = doc
		}
		return body, err
	}
	return &one
}

// sums are bodies of which the sums are enough.
type sums struct{ *bodies }

// HTML returns nothing.
func (sums) HTML(*document.Document, func(int) markdown.Target) (string, error) { return "", nil }
