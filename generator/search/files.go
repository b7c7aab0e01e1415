package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

const (
	// Prefix is where all files of the index lie. The page of search itself,
	// search/index.html, is none of them.
	Prefix = "search/"

	chunk     = 16       // lines in a table
	shardSize = 16 << 10 // bytes that a shard has at most on average
)

// Files writes the index: every file once, in the order of their paths. An
// error is one that write returned.
func (ix *Index) Files(write func(path string, data []byte) error) error {
	order, number := ix.number()
	if err := ix.writeTables(order, write); err != nil {
		return err
	}
	shards := ix.shards()
	if err := ix.writeShards(shards, number, write); err != nil {
		return err
	}
	meta := fmt.Appendf(nil, `{"docs":%d,"chunk":%d,"shards":%d}`, len(ix.lines), chunk, shards)
	return write(Prefix+"meta.json", meta)
}

// number returns the documents from the oldest to the newest, and the number of
// each in that order.
func (ix *Index) number() (order, number []uint32) {
	order = make([]uint32, len(ix.lines))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(ix.lines[a].date.Compare(ix.lines[b].date), cmp.Compare(b, a))
	})
	number = make([]uint32, len(order))
	for n, doc := range order {
		number[doc] = uint32(n)
	}
	return order, number
}

func (ix *Index) writeTables(order []uint32, write func(string, []byte) error) error {
	for i := 0; i*chunk < len(order); i++ {
		var lines [][]byte
		for _, doc := range order[i*chunk : min((i+1)*chunk, len(order))] {
			lines = append(lines, ix.lines[doc].json)
		}
		table := slices.Concat([]byte("["), bytes.Join(lines, []byte(",")), []byte("]"))
		if err := write(fmt.Sprintf("%sdocs/%05x.json", Prefix, i), table); err != nil {
			return err
		}
	}
	return nil
}

// shards returns the number of shards, from what the lists take as they are. In
// their final order they take much the same.
func (ix *Index) shards() uint32 {
	const entry = 6 // bytes before the lists, with a list's head
	bitmap := uint32(len(ix.lines)/8 + 1)
	total := 0
	for i := range ix.lists {
		total += entry + int(min(ix.lists[i].size, bitmap))
	}
	shards := uint32(1)
	for total > shardSize*int(shards) {
		shards *= 2
	}
	return shards
}

// term is a list with its place in the files.
type term struct {
	gram        gram
	shard, list uint32
}

// sorted returns all lists in the order of the files.
func (ix *Index) sorted(shards uint32) []term {
	terms := make([]term, 0, len(ix.terms))
	for g, at := range ix.terms {
		terms = append(terms, term{g, g.shard(shards), at})
	}
	slices.SortFunc(terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(a.shard, b.shard), cmp.Compare(a.gram, b.gram))
	})
	return terms
}

func (ix *Index) writeShards(shards uint32, number []uint32, write func(string, []byte) error) error {
	terms := ix.sorted(shards)
	w := shardWriter{ix: ix, number: number}
	for shard := range shards {
		end := 0
		for end < len(terms) && terms[end].shard == shard {
			end++
		}
		name := fmt.Sprintf("%sgrams/%x-%05x.bin", Prefix, shards, shard)
		if err := write(name, w.shard(terms[:end])); err != nil {
			return err
		}
		terms = terms[end:]
	}
	return nil
}

// shardWriter makes shards, one after the other.
type shardWriter struct {
	ix      *Index
	number  []uint32 // final number of a document
	out     []byte
	numbers []uint32
	list    []byte
}

// shard returns the shard of some terms. The list of a pair and that of its
// titles are neighbours in order; either may be missing.
func (w *shardWriter) shard(terms []term) []byte {
	w.out = nil // whoever got the last one may keep it
	for len(terms) > 0 {
		pair := terms[0].gram.pair()
		var all, titles *list
		for len(terms) > 0 && terms[0].gram.pair() == pair {
			l := &w.ix.lists[terms[0].list]
			if terms[0].gram.title() {
				titles = l
			} else {
				all = l
			}
			terms = terms[1:]
		}
		w.out = binary.AppendUvarint(w.out, pair.first())
		w.out = binary.AppendUvarint(w.out, pair.second())
		w.appendList(titles)
		w.appendList(all)
	}
	return w.out
}

// appendList appends a list in final numbers, in the shorter of its two forms.
func (w *shardWriter) appendList(l *list) {
	if l == nil {
		w.out = append(w.out, 0)
		return
	}
	w.numbers = w.ix.store.numbers(w.numbers[:0], *l)
	for i, doc := range w.numbers {
		w.numbers[i] = w.number[doc]
	}
	slices.Sort(w.numbers)
	bitmap := int(w.numbers[len(w.numbers)-1]/8) + 1

	w.list = w.list[:0]
	after := uint32(0)
	for _, n := range w.numbers {
		w.list = binary.AppendUvarint(w.list, uint64(n-after))
		after = n
	}
	if len(w.list) <= bitmap {
		w.out = binary.AppendUvarint(w.out, uint64(len(w.list))<<1)
		w.out = append(w.out, w.list...)
		return
	}
	w.out = binary.AppendUvarint(w.out, uint64(bitmap)<<1|1)
	at := len(w.out)
	w.out = append(w.out, make([]byte, bitmap)...)
	for _, n := range w.numbers {
		w.out[at+int(n/8)] |= 1 << (n % 8)
	}
}
