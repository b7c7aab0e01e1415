package search

import (
	"encoding/binary"
	"slices"
)

// Postings are kept as runs. While documents are added, each gram of each is one
// number in a buffer. A full buffer is sorted and packed: for each gram a varint
// of its difference to the one before × 2, + 1 and the number of its documents if
// it has several; and their differences. That takes about three bytes a posting,
// and no table of the millions of grams that most large sites have but once.
//
// All grams are in order again when the runs are merged.

const (
	docBits   = 64 - gramBits // of a document's number in its run
	runLength = 1 << 19       // postings that make a full buffer
)

// postings collects which documents hold which grams.
type postings struct {
	runs    []run
	base    uint32 // the first document of pending
	newest  uint32
	pending []uint64
	sorted  []uint64 // space to sort in
	packed  []byte   // space to pack in
}

// run is a packed buffer.
type run struct {
	base uint32 // number of its first document
	data []byte
}

// add adds a document, whose number is above those of all before.
func (p *postings) add(number uint32, d *Document) {
	if len(p.pending) >= runLength || number-p.base >= 1<<docBits {
		p.pack()
	}
	if len(p.pending) == 0 {
		p.base = number
	}
	p.newest = number
	p.addTitle(d.Title)
	p.addField(d.Source)
	p.addField(d.Number)
	for _, tag := range d.Tags {
		p.addField(tag)
	}
	p.addField(d.Text)
}

// addField adds the pairs of one field. No pair spans two fields.
func (p *postings) addField(text string) {
	var before rune
	letters(text, func(r rune, broken bool) {
		if before != 0 {
			p.post(makeGram(before, r, broken).anywhere())
		}
		before = r
	})
}

// addTitle adds the pairs and the letters of a title.
func (p *postings) addTitle(text string) {
	p.addField(text)
	var before rune
	letters(text, func(r rune, broken bool) {
		p.post(makeGram(r, 0, false).inTitle())
		if before != 0 {
			p.post(makeGram(before, r, broken).inTitle())
		}
		before = r
	})
}

// post enters the newest document under a gram; how often does not matter.
func (p *postings) post(g gram) {
	p.pending = append(p.pending, uint64(g)<<docBits|uint64(p.newest-p.base))
}

// pack makes a run of the buffer.
func (p *postings) pack() {
	if len(p.pending) == 0 {
		return
	}
	p.sort()
	p.packed = appendRun(p.packed[:0], slices.Compact(p.sorted))
	p.runs = append(p.runs, run{p.base, slices.Clone(p.packed)})
	p.pending = p.pending[:0]
}

// sort puts what is pending into sorted. The hash deals it out evenly, so that
// small pieces are left to sort, which stay in the processor's cache.
func (p *postings) sort() {
	const shift = 64 - hashBits
	var ends [1<<hashBits + 1]int32
	for _, posting := range p.pending {
		ends[posting>>shift+1]++
	}
	for i := range 1 << hashBits {
		ends[i+1] += ends[i]
	}
	p.sorted = slices.Grow(p.sorted[:0], len(p.pending))[:len(p.pending)]
	for _, posting := range p.pending {
		at := &ends[posting>>shift]
		p.sorted[*at] = posting
		*at++
	}
	from := int32(0)
	for _, end := range ends[:1<<hashBits] {
		slices.Sort(p.sorted[from:end])
		from = end
	}
}

func appendRun(dst []byte, postings []uint64) []byte {
	var before uint64
	for len(postings) > 0 {
		g := postings[0] >> docBits
		n := 1
		for n < len(postings) && postings[n]>>docBits == g {
			n++
		}
		if n == 1 {
			dst = binary.AppendUvarint(dst, (g-before)<<1)
		} else {
			dst = binary.AppendUvarint(dst, (g-before)<<1|1)
			dst = binary.AppendUvarint(dst, uint64(n))
		}
		var doc uint64
		for _, posting := range postings[:n] {
			next := posting & (1<<docBits - 1)
			dst = binary.AppendUvarint(dst, next-doc)
			doc = next
		}
		postings, before = postings[n:], g
	}
	return dst
}

// cursor reads a run.
type cursor struct {
	run
	gram    gram
	several bool
}

// next moves to the next gram, whose documents are then to be read.
func (c *cursor) next() bool {
	if len(c.data) == 0 {
		return false
	}
	n := c.uvarint()
	c.gram += gram(n >> 1)
	c.several = n&1 == 1
	return true
}

// docs appends the documents of the gram.
func (c *cursor) docs(dst []uint32) []uint32 {
	doc, n := c.base, uint64(1)
	if c.several {
		n = c.uvarint()
	}
	for ; n > 0; n-- {
		doc += uint32(c.uvarint())
		dst = append(dst, doc)
	}
	return dst
}

// uvarint takes most numbers, which are small, by the short way.
func (c *cursor) uvarint() uint64 {
	if b := c.data[0]; b < 0x80 {
		c.data = c.data[1:]
		return uint64(b)
	}
	n, size := binary.Uvarint(c.data)
	c.data = c.data[size:]
	return n
}

// merger reads all runs as one.
type merger struct {
	open []*cursor // a heap: the least gram first, and its runs from the first on
	docs []uint32
}

// merge packs what is pending and returns a reader of all. The buffers make room
// for what comes next.
func (p *postings) merge() *merger {
	p.pack()
	p.pending, p.sorted, p.packed = nil, nil, nil
	m := &merger{}
	for _, r := range p.runs {
		if c := (&cursor{run: r}); c.next() {
			m.open = append(m.open, c)
		}
	}
	for i := len(m.open)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return m
}

// peek returns the gram that is next, or endGram.
func (m *merger) peek() gram {
	if len(m.open) == 0 {
		return endGram
	}
	return m.open[0].gram
}

// next returns the documents of the gram that peek returned, from the lowest on,
// and moves on. The slice is used again.
func (m *merger) next() []uint32 {
	g := m.peek()
	for m.docs = m.docs[:0]; len(m.open) > 0 && m.open[0].gram == g; {
		m.docs = m.open[0].docs(m.docs)
		if !m.open[0].next() {
			last := len(m.open) - 1
			m.open[0], m.open = m.open[last], m.open[:last]
		}
		m.sink(0)
	}
	return m.docs
}

// sink moves a cursor down to its place in the heap.
func (m *merger) sink(at int) {
	if at >= len(m.open) {
		return
	}
	c := m.open[at]
	for child := 2*at + 1; child < len(m.open); child = 2*at + 1 {
		if right := child + 1; right < len(m.open) && m.open[right].before(m.open[child]) {
			child = right
		}
		if c.before(m.open[child]) {
			break
		}
		m.open[at], at = m.open[child], child
	}
	m.open[at] = c
}

func (c *cursor) before(other *cursor) bool {
	return c.gram < other.gram || c.gram == other.gram && c.base < other.base
}
