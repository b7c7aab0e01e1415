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

func shardPath(bits, shard int) string {
	return fmt.Sprintf("%sgrams/%x-%05x.bin", Prefix, 1<<bits, shard)
}

// shardBits returns the number of shards, as a power of two, for a sample of so
// many bytes.
func shardBits(sample int) int {
	bits := 0
	for sample<<sampleBits > shardSize<<bits && bits < hashBits {
		bits++
	}
	return bits
}

// sampleSize returns the size of the sample.
func sampleSize(p *postings) int {
	var w shardWriter
	size := 0
	for m := p.merge(); m.peek() < 1<<(gramBits-sampleBits); {
		w.add(m.peek(), m.next())
		if w.open == 0 {
			size += len(w.out)
			w.out = w.out[:0]
		}
	}
	w.close()
	return size + len(w.out)
}

// writeShards writes the shards from one on.
func writeShards(p *postings, bits, from int, write func(string, []byte) error) error {
	var w shardWriter
	m := p.merge()
	for shard := range 1 << bits {
		for m.peek().shard(bits) == shard {
			w.add(m.peek(), m.next())
		}
		data := w.take()
		if shard < from {
			continue
		}
		if err := write(shardPath(bits, shard), data); err != nil {
			return err
		}
	}
	return nil
}

// shardWriter makes shards, one after the other.
type shardWriter struct {
	out  []byte
	open gram // pair whose titles are written and whose other list is due; 0 = none
	list []byte
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

// copy adds a whole entry as it was.
func (w *shardWriter) copy(entry []byte) {
	w.close()
	w.out = append(w.out, entry...)
}

// appendList appends a list in the shorter of its two forms.
func (w *shardWriter) appendList(docs []uint32) {
	bitmap := int(docs[len(docs)-1]/8) + 1
	if len(docs) <= bitmap {
		w.list = appendNumbers(w.list[:0], docs)
		if len(w.list) <= bitmap {
			w.out = binary.AppendUvarint(w.out, uint64(len(w.list))<<1)
			w.out = append(w.out, w.list...)
			return
		}
	}
	w.out = binary.AppendUvarint(w.out, uint64(bitmap)<<1|1)
	at := len(w.out)
	w.out = slices.Grow(w.out, bitmap)[:at+bitmap]
	bits := w.out[at:]
	clear(bits)
	for _, n := range docs {
		bits[n/8] |= 1 << (n % 8)
	}
}

// appendNumbers appends numbers as their differences.
func appendNumbers(list []byte, docs []uint32) []byte {
	before := uint32(0)
	for _, n := range docs {
		if d := n - before; d < 0x80 {
			list = append(list, byte(d))
		} else {
			list = binary.AppendUvarint(list, uint64(d))
		}
		before = n
	}
	return list
}
