package search

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Before is an index that was written before, by the same version of the program.
type Before struct {
	// Same says of each of its documents, by number, which one of the new ones
	// is the same, its date and its text as well; -1 = none.
	Same []int

	// Read returns a file as it was written, or an error. It is Read that tells
	// whether a file still is what it was, by its sum. What it returns is not
	// written to. It is called by several goroutines at once; nothing else is.
	Read func(path string) ([]byte, error)

	// Size returns the size of a file, where that is known without reading it.
	// It may be nil.
	Size func(path string) (int64, error)

	// Keep makes a file part of the new index as it is. It reports false where
	// it cannot, since the file is not what it was.
	Keep func(path string) (bool, error)

	// Gone returns a document that is none of Same, with its text. What is not
	// searched of it may be left out, if its address is. Where Gone cannot, or is
	// nil, more shards have to be read.
	Gone func(number int) (Document, error)
}

// forward brings the shards of an index forward.
type forward struct {
	before *Before
	bits   int
	moved  []int32        // new numbers of its documents; -1 = gone
	fresh  postings       // of documents it does not have
	gone   postings       // of documents that only it has, when exact
	lines  map[int][]byte // of the table, of those

	// All others have the number that they had, and gone is known: shards that
	// no change falls into are what they were.
	exact bool
}

// forward prepares to bring an index forward. It returns nil where there is none
// that can be used, or too little of it: what is fresh has to find room in memory
// beside the shards it falls into.
func (w *writing) forward(before *Before) (*forward, error) {
	bits, ok := before.readMeta()
	if !ok {
		return nil, nil
	}
	f := &forward{before: before, bits: bits, moved: make([]int32, len(before.Same)), lines: map[int][]byte{}, exact: true}
	fresh, ok := f.move(w.order)
	if !ok || len(fresh) > len(w.order)/2 {
		return nil, nil
	}
	for _, n := range fresh {
		if err := w.add(&f.fresh, n); err != nil {
			return nil, err
		}
	}
	f.exact = f.exact && f.addGone()
	return f, nil
}

// move finds the new number of each document, and the numbers that are left for
// fresh ones. It reports false where two documents are to be the same one.
func (f *forward) move(order []uint32) (fresh []int, ok bool) {
	number := make([]int32, len(order))
	for n, i := range order {
		number[i] = int32(n)
	}
	for old, i := range f.before.Same {
		if f.moved[old] = -1; i < 0 {
			continue
		}
		if i >= len(number) || number[i] < 0 {
			return nil, false
		}
		f.moved[old], number[i] = number[i], -1
		f.exact = f.exact && int(f.moved[old]) == old
	}
	for n, i := range order {
		if number[i] >= 0 {
			fresh = append(fresh, n)
		}
	}
	return fresh, true
}

// readMeta returns the number of shards as a power of two, and whether there is
// an index at all.
func (b *Before) readMeta() (int, bool) {
	if b == nil {
		return 0, false
	}
	data, err := b.Read(metaPath)
	if err != nil {
		return 0, false
	}
	var m meta
	if json.Unmarshal(data, &m) != nil || !bytes.Equal(data, m.json()) || m.Docs != len(b.Same) || m.Chunk != chunk {
		return 0, false
	}
	for bits := range hashBits + 1 {
		if m.Shards == 1<<bits {
			return bits, true
		}
	}
	return 0, false
}

// addGone collects what is gone. That it does not for many documents: to go
// through all shards is quicker then.
func (f *forward) addGone() bool {
	limit := 8 + len(f.moved)/16
	for old, to := range f.moved {
		if to >= 0 {
			continue
		}
		if limit--; limit < 0 || f.before.Gone == nil {
			return false
		}
		d, err := f.before.Gone(old)
		if err != nil {
			return false
		}
		f.gone.add(uint32(old), &d)
		f.lines[old] = appendLine(nil, &d)
	}
	return true
}

// keepsTable reports whether a table of the new index is one of the old.
func (f *forward) keepsTable(table int, w *writing) bool {
	from, until := table*chunk, min((table+1)*chunk, len(w.order))
	if until != min((table+1)*chunk, len(f.moved)) {
		return false
	}
	for n := from; n < until; n++ {
		if int(f.moved[n]) == n {
			continue
		}
		if d := w.docs.At(int(w.order[n])); !bytes.Equal(f.lines[n], appendLine(nil, &d)) {
			return false
		}
	}
	return true
}

// sampleSize returns the size of the sample in the new index.
func (f *forward) sampleSize() (int, error) {
	size := 0
	for p := range f.parts(1<<max(0, f.bits-sampleBits), max(f.bits, sampleBits)) {
		n, err := f.sizeOf(p)
		if err != nil {
			return 0, err
		}
		size += n
	}
	return size, nil
}

// sizeOf returns the size of the first shard of a part.
func (f *forward) sizeOf(p *part) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	if !f.stays(p) {
		return len(p.shards[0]), nil
	}
	path := shardPath(f.bits, p.number)
	if f.before.Size != nil {
		n, err := f.before.Size(path)
		return int(n), err
	}
	data, err := f.before.Read(path)
	return len(data), err
}

// change is what happens to a list of documents: it loses those that are gone, as
// all lists do, and wins others.
type change struct {
	gram gram
	won  []uint32
}

// changes reads all changes, in the order of their grams.
type changes struct{ gone, fresh *merger }

func (f *forward) changes() *changes { return &changes{f.gone.merge(), f.fresh.merge()} }

// until returns the next changes below a gram, and whether they come to anything:
// a document that is gone and has a successor by the same number changes nothing
// where both have the gram.
func (c *changes) until(limit gram) (list []change, any bool) {
	for {
		g := min(c.gone.peek(), c.fresh.peek())
		if g >= limit {
			return list, any
		}
		var lost, won []uint32
		if c.gone.peek() == g {
			lost = c.gone.next()
		}
		if c.fresh.peek() == g {
			won = c.fresh.next()
		}
		list = append(list, change{g, slices.Clone(won)})
		any = any || !slices.Equal(lost, won)
	}
}
