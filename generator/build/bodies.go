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
	pages sync.Pool // of *bodiesOfPage
}

func newBodies(parse func(*document.Document) (*markdown.Body, error)) *bodies {
	b := &bodies{spool: memo.NewSpool(""), parse: parse}
	b.pages.New = func() any { return &bodiesOfPage{bodies: b} }
	return b
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
	page := bodiesOfPage{bodies: b} // nobody else gets its room
	return page.Body(text)
}

// Text returns the plain text of a document that is not empty.
func (b *bodies) Text(text site.Text) (string, error) {
	page := b.ofPage()
	defer page.release()
	return page.Text(text)
}

// bodiesOfPage are the bodies for one who makes a page, and asks of the same document again
// and again. A body that they give is there until they are released, or for good once they
// are given up, since somebody may still read it.
type bodiesOfPage struct {
	*bodies
	room    []byte             // for what comes out of the spool
	of      *document.Document // what was parsed last
	parsed  *markdown.Body     // what came of that
	givenUp bool
}

func (b *bodies) ofPage() *bodiesOfPage { return b.pages.Get().(*bodiesOfPage) }

// Body is [bodies.Body].
func (p *bodiesOfPage) Body(text site.Text) (body *markdown.Body, err error) {
	kept := p.kept[text.Number]
	if kept.html == 0 {
		return p.parseOnce(text.Document)
	}
	p.room, err = p.spool.Append(p.room[:0], kept.ref.Part(0, kept.html))
	return &markdown.Body{HTML: p.room, Links: text.Links}, err
}

// Text is [bodies.Text].
func (p *bodiesOfPage) Text(text site.Text) (string, error) {
	kept := p.kept[text.Number]
	if kept.html == 0 {
		body, err := p.parseOnce(text.Document)
		if err != nil {
			return "", err
		}
		return string(body.Text), nil
	}
	other := p.ofPage() // a body may be in our room
	defer other.release()
	var err error
	other.room, err = p.spool.Append(other.room[:0], kept.ref.Part(kept.html, kept.ref.Len()))
	return string(other.room), err
}

func (p *bodiesOfPage) parseOnce(doc *document.Document) (*markdown.Body, error) {
	if p.of != doc {
		body, err := p.parse(doc)
		if err != nil {
			return nil, err
		}
		p.of, p.parsed = doc, body
	}
	return p.parsed, nil
}

func (p *bodiesOfPage) release() {
	if p.of, p.parsed = nil, nil; !p.givenUp {
		p.pages.Put(p)
	}
}

func (p *bodiesOfPage) giveUp() { p.givenUp = true }

// sums are bodies of which the sums are enough.
type sums struct{ *bodies }

// Body returns nothing.
func (sums) Body(site.Text) (*markdown.Body, error) { return nil, nil }
