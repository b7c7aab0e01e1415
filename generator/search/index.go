package search

import (
	"slices"

	"jianbao/generator/civil"
)

// Index collects documents one by one, where they are not all known before the
// first. It is not safe for concurrent use.
type Index struct {
	lines    []line
	postings postings
}

// line is a line of the table.
type line struct {
	date civil.Time
	json []byte
}

// New returns an empty index.
func New() *Index { return &Index{} }

// Add adds a document. Of two with the same date, the one added first is shown
// first.
func (ix *Index) Add(d Document) {
	ix.postings.add(uint32(len(ix.lines)), &d)
	ix.lines = append(ix.lines, line{d.Date, appendLine(nil, &d)})
}

// Files writes the index: every file once, in the order of their paths. An
// error is one that write returned.
func (ix *Index) Files(write func(path string, data []byte) error) error {
	order := number(len(ix.lines), func(i int) civil.Time { return ix.lines[i].date })
	final := make([]uint32, len(order))
	for n, i := range order {
		final[i] = uint32(n)
	}
	for lines := range slices.Chunk(order, chunk) {
		data := table(lines, func(dst []byte, i int) []byte { return append(dst, ix.lines[i].json...) })
		if err := write(tablePath(int(final[lines[0]])/chunk), data); err != nil {
			return err
		}
	}
	bits := shardBits(sampleSize(&ix.postings, final))
	if err := writeShards(&ix.postings, final, bits, 0, write); err != nil {
		return err
	}
	return write(metaPath, meta{len(order), chunk, 1 << bits}.json())
}
