package search

import (
	"container/heap"
	"encoding/binary"
	"slices"
)

// Postings are kept as runs. While documents are added, each gram of each is one
// number in a buffer. A full buffer is sorted and packed: for each gram a varint
// of its difference to the one before, the number of its documents, and their
// differences. That takes about three bytes a posting, and no table of the
// millions of grams that most large sites have but once.
//
// All grams are in order again when the runs are merged.

const (
	docBits   = 64 - gramBits // of a document's number in its run
	runLength = 1 << 20       // postings that make a full buffer
)

// run is a packed buffer.
type run struct {
	base uint32 // number of its first document
	data []byte
}

// post enters the newest document under a gram; how often does not matter.
func (ix *Index) post(g gram) {
	ix.pending = append(ix.pending, uint64(g)<<docBits|uint64(ix.newest()-ix.base))
}

// full reports whether the buffer has room for no more documents.
func (ix *Index) full() bool {
	return len(ix.pending) >= runLength || ix.newest()-ix.base == 1<<docBits-1
}

// pack makes a run of the buffer.
func (ix *Index) pack() {
	if len(ix.pending) > 0 {
		slices.Sort(ix.pending)
		ix.packed = appendRun(ix.packed[:0], slices.Compact(ix.pending))
		ix.runs = append(ix.runs, run{ix.base, slices.Clone(ix.packed)})
	}
	ix.pending, ix.base = ix.pending[:0], uint32(len(ix.lines))
}

func appendRun(dst []byte, postings []uint64) []byte {
	var before uint64
	for len(postings) > 0 {
		g := postings[0] >> docBits
		n := 1
		for n < len(postings) && postings[n]>>docBits == g {
			n++
		}
		dst = binary.AppendUvarint(dst, g-before)
		dst = binary.AppendUvarint(dst, uint64(n))
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
	gram gram
}

// next moves to the next gram, whose documents are then to be read.
func (c *cursor) next() bool {
	if len(c.data) == 0 {
		return false
	}
	c.gram += gram(c.uvarint())
	return true
}

// docs appends the documents of the gram.
func (c *cursor) docs(dst []uint32) []uint32 {
	doc := c.base
	for n := c.uvarint(); n > 0; n-- {
		doc += uint32(c.uvarint())
		dst = append(dst, doc)
	}
	return dst
}

func (c *cursor) uvarint() uint64 {
	n, size := binary.Uvarint(c.data)
	c.data = c.data[size:]
	return n
}

// cursors is a heap: the least gram first, and its runs from the first on.
type cursors []*cursor

func (h cursors) Len() int { return len(h) }
func (h cursors) Less(i, j int) bool {
	return h[i].gram < h[j].gram || h[i].gram == h[j].gram && h[i].base < h[j].base
}
func (h cursors) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *cursors) Push(x any)   { *h = append(*h, x.(*cursor)) }
func (h *cursors) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// merge calls visit with each gram below a limit, in order, and with its
// documents in the order they were added. The slice is used again.
func (ix *Index) merge(limit gram, visit func(g gram, docs []uint32) error) error {
	var open cursors
	for _, r := range ix.runs {
		if c := (&cursor{run: r}); c.next() {
			open = append(open, c)
		}
	}
	heap.Init(&open)
	var docs []uint32
	for len(open) > 0 && open[0].gram < limit {
		g := open[0].gram
		for docs = docs[:0]; len(open) > 0 && open[0].gram == g; {
			docs = open[0].docs(docs)
			if open[0].next() {
				heap.Fix(&open, 0)
			} else {
				heap.Pop(&open)
			}
		}
		if err := visit(g, docs); err != nil {
			return err
		}
	}
	return nil
}
