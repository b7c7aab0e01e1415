package minify

import "hash/crc32"

// tags remembers start tags with attributes that come again and again: nine out of ten
// of a site's. What becomes of one depends on nothing but its own bytes.
type tags struct {
	small map[string]string // by what they were before
	once  [256]uint32       // hashes of those that came once
}

// castagnoli is what processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Bounds of what is remembered.
const (
	mostTags   = 1 << 10
	longestTag = 1 << 9
)

func newTags() *tags { return &tags{small: map[string]string{}} }

// note notes what became of a tag, if it comes for the second time.
func (t *tags) note(tag, small []byte) {
	if len(tag) > longestTag {
		return
	}
	hash := crc32.Checksum(tag, castagnoli)
	if before := &t.once[hash%uint32(len(t.once))]; *before != hash {
		*before = hash
		return
	}
	if len(t.small) == mostTags {
		clear(t.small)
	}
	t.small[string(tag)] = string(small)
}
