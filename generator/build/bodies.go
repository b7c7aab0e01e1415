package build

import (
	"sync"

	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// bodies keeps the texts of documents out of the heap between parsing and
// rendering (law 5). All are put before any is taken. Those of documents that
// were not parsed in this build are parsed when they are asked for.
type bodies struct {
	spool *memo.Spool
	sums  []memo.Sum // by the number of the document
	kept  []keptBody // likewise; empty where there is none
	parse func(*document.Document) (*markdown.Body, error)
	rooms *sync.Pool // of *[]byte, for what comes out of the spool
}

func newBodies(parse func(*document.Document) (*markdown.Body, error)) *bodies {
	return &bodies{
		spool: memo.NewSpool(""), parse: parse,
		rooms: &sync.Pool{New: func() any { return new([]byte) }},
	}
}

// keptBody says where the HTML of a body is, and its plain text behind it, if that is shown.
type keptBody struct {
	ref  memo.Ref
	html int // bytes
}

// makeRoom is for so many documents.
func (b *bodies) makeRoom(n int) { b.sums, b.kept = make([]memo.Sum, n), make([]keptBody, n) }

// put keeps a body; only one goroutine at a time may do so.
func (b *bodies) put(number int, body *markdown.Body) error {
	if len(body.HTML) == 0 {
		return nil
	}
	ref, err := b.spool.Put(body.HTML, body.Text)
	b.kept[number] = keptBody{ref, len(body.HTML)}
	return err
}

// Sum stands for the body of a document.
func (b *bodies) Sum(text site.Text) memo.Sum { return b.sums[text.Number] }

// HTML returns the HTML of a document that is not empty, with addresses in it.
func (b *bodies) HTML(text site.Text, address func(i int) markdown.Target) (string, error) {
	room := b.rooms.Get().(*[]byte)
	defer b.rooms.Put(room)
	body := &markdown.Body{Links: text.Links}
	if kept := b.kept[text.Number]; kept.html > 0 {
		data, err := b.spool.Append((*room)[:0], kept.ref.Part(0, kept.html))
		if err != nil {
			return "", err
		}
		body.HTML, *room = data, data
	} else {
		var err error
		if body, err = b.parse(text.Document); err != nil {
			return "", err
		}
	}
	return body.Linked(address), nil
}

// Text returns the plain text of a document that is not empty.
func (b *bodies) Text(text site.Text) (string, error) {
	if kept := b.kept[text.Number]; kept.html > 0 {
		room := b.rooms.Get().(*[]byte)
		defer b.rooms.Put(room)
		data, err := b.spool.Append((*room)[:0], kept.ref.Part(kept.html, kept.ref.Len()))
		*room = data
		return string(data), err
	}
	body, err := b.parse(text.Document)
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
func (sums) HTML(site.Text, func(int) markdown.Target) (string, error) { return "", nil }
