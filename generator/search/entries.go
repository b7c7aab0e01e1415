package search

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// errLost is for an index before that cannot be read, or not as one.
var errLost = errors.New("search: the index before is lost")

// entries reads a shard. It believes nothing: what no shardWriter made is
// errLost, and never a panic.
type entries struct {
	data  []byte
	bits  int
	shard int
	entry
}

// entry is what a shard holds of a pair.
type entry struct {
	gram        gram // inTitle
	raw         []byte
	titles, all list
}

// list is a list of documents.
type list struct {
	data   []byte
	bitmap bool
}

// next moves to the next entry. Their grams ascend.
func (e *entries) next() error {
	from, last := e.data, e.gram
	first, second := e.uvarint(), e.uvarint()
	e.titles, e.all = e.list(), e.list()
	if e.data == nil || first == 0 || first >= 1<<letterBits || second >= 1<<(letterBits+1) {
		return errLost
	}
	e.gram = makeGram(rune(first), rune(second>>1), second&1 == 1)
	e.raw = from[:len(from)-len(e.data)]
	if e.gram <= last || e.gram.shard(e.bits) != e.shard {
		return errLost
	}
	return nil
}

// list takes a list off the data.
func (e *entries) list() list {
	head := e.uvarint()
	if head>>1 > uint64(len(e.data)) {
		e.data = nil
		return list{}
	}
	l := list{e.data[:head>>1], head&1 == 1}
	e.data = e.data[head>>1:]
	return l
}

// uvarint takes a number off the data, which is nil when there was none.
func (e *entries) uvarint() uint64 {
	n, size := binary.Uvarint(e.data)
	if size <= 0 {
		e.data = nil
		return 0
	}
	e.data = e.data[size:]
	return n
}

// appendTo appends the new numbers of the documents in a list.
func (l list) appendTo(dst []uint32, moved []int32) ([]uint32, error) {
	if l.bitmap {
		return l.appendBits(dst, moved)
	}
	before, data := uint64(0), l.data
	for len(data) > 0 {
		n, size := uint64(data[0]), 1
		if n >= 0x80 {
			n, size = binary.Uvarint(data)
		}
		n += before
		if size <= 0 || n >= uint64(len(moved)) || n == before && len(data) < len(l.data) {
			return nil, errLost
		}
		if to := moved[n]; to >= 0 {
			dst = append(dst, uint32(to))
		}
		before, data = n, data[size:]
	}
	return dst, nil
}

func (l list) appendBits(dst []uint32, moved []int32) ([]uint32, error) {
	for i, b := range l.data {
		for ; b != 0; b &= b - 1 {
			n := i*8 + bits.TrailingZeros8(b)
			if n >= len(moved) {
				return nil, errLost
			}
			if to := moved[n]; to >= 0 {
				dst = append(dst, uint32(to))
			}
		}
	}
	return dst, nil
}
