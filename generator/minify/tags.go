package minify

import "hash/maphash"

// tags remembers start tags with attributes that come again and again: nine out of ten
// of a site's. What becomes of one depends on nothing but its own bytes.
type tags struct {
	small map[string]string // by what they were before
	once  [256]uint64       // hashes of those that came once
	seed  maphash.Seed
}

// Bounds of what is remembered.
const (
	mostTags   = 1 << 10
	longestTag = 1 << 9
)

func newTags() *tags { return &tags{small: map[string]string{}, seed: maphash.MakeSeed()} }

// note notes what became of a tag, if it comes for the second time.
func (t *tags) note(tag, small []byte) {
	if len(tag) > longestTag {
		return
	}
	hash := maphash.Bytes(t.seed, tag)
	if before := &t.once[hash%uint64(len(t.once))]; *before != hash {
		*before = hash
		return
	}
	if len(t.small) == mostTags {
		clear(t.small)
	}
	t.small[string(tag)] = string(small)
}
