// Package memo is the generator's memory: content sums, and the spool that
// keeps bodies out of the heap between the two passes of a build.
package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Sum is a content hash: SHA-256.
type Sum [sha256.Size]byte

// Of returns the sum of the parts. Each part is preceded by its length, so
// that ("ab", "c") and ("a", "bc") differ.
func Of(parts ...[]byte) Sum {
	h := sha256.New()
	piece := make([]byte, 0, 32)
	for _, p := range parts {
		h.Write(appendLength(piece, len(p)))
		h.Write(p)
	}
	return Sum(h.Sum(piece))
}

// OfList returns the sum of a list. Add adds what counts of one thing to a text, so that
// it tells where it ends.
func OfList[T any](list []T, add func(thing *T, text []byte) []byte) Sum {
	h := sha256.New()
	var text []byte
	for i := range list {
		if text = add(&list[i], text); len(text) >= enough {
			h.Write(text)
			text = text[:0]
		}
	}
	h.Write(text)
	return Sum(h.Sum(text[:0]))
}

func appendLength(dst []byte, n int) []byte { return binary.LittleEndian.AppendUint64(dst, uint64(n)) }

// String returns the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// OfFile returns the plain SHA-256 of a file, which a manifest lists.
func OfFile(data []byte) Sum { return sha256.Sum256(data) }

// File is a file of an output and the sum of what it holds.
type File struct {
	Path string
	Sum  Sum
}
