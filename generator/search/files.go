package search

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

const (
	// Prefix is where all files of the index lie. The page of search itself,
	// search/index.html, is none of them.
	Prefix = "search/"

	chunk = 16 // lines in a table
)

// Files writes the index: every file once, in the order of their paths. An
// error is one that write returned.
func (ix *Index) Files(write func(path string, data []byte) error) error {
	ix.pack()
	order, number := ix.number()
	if err := ix.writeTables(order, write); err != nil {
		return err
	}
	bits := ix.shardBits(number)
	if err := ix.writeShards(bits, number, write); err != nil {
		return err
	}
	meta := fmt.Appendf(nil, `{"docs":%d,"chunk":%d,"shards":%d}`, len(ix.lines), chunk, 1<<bits)
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
