package search

import (
	"encoding/binary"
	"fmt"
	"slices"
)

const (
	shardSize = 16 << 10 // bytes that a shard has at most on average

	// The size of the whole is told from that of the first 1/16 of it: a hash has
	// put the grams in order, so one part is like another.
	sampleBits = 4
)

// shardBits returns the number of shards, as a power of two.
func (ix *Index) shardBits(number []uint32) int {
	sample := shardWriter{number: number}
	ix.merge(1<<(gramBits-sampleBits), func(g gram, docs []uint32) error { // the visit has no error
		sample.add(g, docs)
		return nil
	})
	bits := 0
	for len(sample.out)<<sampleBits > shardSize<<bits && bits < hashBits {
		bits++
	}
	return bits
}

func (ix *Index) writeShards(bits int, number []uint32, write func(string, []byte) error) error {
	w := shardWriter{number: number}
	next := 0
	flush := func(until int) error {
		for ; next < until; next++ {
			name := fmt.Sprintf("%sgrams/%x-%05x.bin", Prefix, 1<<bits, next)
			if err := write(name, w.take()); err != nil {
				return err
			}
		}
		return nil
	}
	err := ix.merge(1<<gramBits, func(g gram, docs []uint32) error {
		if err := flush(g.shard(bits)); err != nil {
			return err
		}
		w.add(g, docs)
		return nil
	})
	if err != nil {
		return err
	}
	return flush(1 << bits)
}

// shardWriter makes shards, one after the other.
type shardWriter struct {
	number []uint32 // final number of a document
	out    []byte
	open   gram // pair whose titles are written and whose other list is due; 0 = none
	list   []byte
}

// take returns the shard and begins the next.
func (w *shardWriter) take() []byte {
	w.close()
	shard := slices.Clone(w.out)
	w.out = w.out[:0]
	return shard
}

// close ends the entry of a single letter, which has no other list.
func (w *shardWriter) close() {
	if w.open != 0 {
		w.out = append(w.out, 0)
		w.open = 0
	}
}

// add adds a list. That of the titles of a pair comes before that of all.
func (w *shardWriter) add(g gram, docs []uint32) {
	if w.open == g.inTitle() {
		w.appendList(docs)
		w.open = 0
		return
	}
	w.close()
	w.out = binary.AppendUvarint(w.out, g.first())
	w.out = binary.AppendUvarint(w.out, g.second())
	if g.isAnywhere() {
		w.out = append(w.out, 0)
	} else {
		w.open = g
	}
	w.appendList(docs)
}

// appendList appends a list in final numbers, in the shorter of its two forms.
func (w *shardWriter) appendList(docs []uint32) {
	for i, doc := range docs {
		docs[i] = w.number[doc]
	}
	slices.Sort(docs)
	bitmap := int(docs[len(docs)-1]/8) + 1

	w.list = w.list[:0]
	before := uint32(0)
	for _, n := range docs {
		w.list = binary.AppendUvarint(w.list, uint64(n-before))
		before = n
	}
	if len(w.list) <= bitmap {
		w.out = binary.AppendUvarint(w.out, uint64(len(w.list))<<1)
		w.out = append(w.out, w.list...)
		return
	}
	w.out = binary.AppendUvarint(w.out, uint64(bitmap)<<1|1)
	at := len(w.out)
	w.out = append(w.out, make([]byte, bitmap)...)
	for _, n := range docs {
		w.out[at+int(n/8)] |= 1 << (n % 8)
	}
}
