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

// Body returns the body of a document that is not empty.
func (b *bodies) Body(text site.Text) (*markdown.Body, error) {
	body, _, err := b.bodyIn(nil, text)
	return body, err
}

// bodyIn returns it with what is read of it in a room, as far as there is space.
func (b *bodies) bodyIn(room []byte, text site.Text) (*markdown.Body, []byte, error) {
	kept := b.kept[text.Number]
	if kept.html == 0 {
		body, err := b.parse(text.Document)
		return body, room, err
	}
	room, err := b.spool.Append(room[:0], kept.ref.Part(0, kept.html))
	return &markdown.Body{HTML: room, Links: text.Links}, room, err
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

// bodiesOfPage are the bodies for one who makes a page, and asks of the same document again
// and again. A body that they give is there until they are released, or for good once they
// are given up, since somebody may still read it.
type bodiesOfPage struct {
	*bodies
	room   *[]byte
	parsed *markdown.Body
	of     *document.Document // parsed is that
}

func (b *bodies) ofPage() *bodiesOfPage {
	own := *b
	page := &bodiesOfPage{bodies: &own, room: b.rooms.Get().(*[]byte)}
	own.parse = func(doc *document.Document) (body *markdown.Body, err error) {
		if page.of != doc {
			if body, err = b.parse(doc); err != nil {
				return nil, err
			}
			page.of, page.parsed = doc, body
		}
		return page.parsed, nil
	}
	return page
}

// Body is [bodies.Body].
func (p *bodiesOfPage) Body(text site.Text) (body *markdown.Body, err error) {
	body, *p.room, err = p.bodyIn(*p.room, text)
	return body, err
}

func (p *bodiesOfPage) release() {
	if p.room != nil {
		p.rooms.Put(p.room)
	}
}

func (p *bodiesOfPage) giveUp() { p.room = nil }

// sums are bodies of which the sums are enough.
type sums struct{ *bodies }

// Body returns nothing.
func (sums) Body(site.Text) (*markdown.Body, error) { return nil, nil }
