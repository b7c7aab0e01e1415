package frontmatter

import (
	"encoding/binary"
	"iter"

	"jianbao/generator/diag"
)

// Places is where keys stand that have a value, in the order of the file. They are one
// text, since there is one place for each key of each bulletin, which all stay in memory
// and are read from disk by most builds.
//
// Each is its line, its column and the name of its key, with the length of that before it.
type Places string

// Place is where a key stands.
type Place struct {
	Key          string // canonical (English) name
	Line, Column int
}

// PlacesOf writes places into one text.
func PlacesOf(places ...Place) Places {
	text := make([]byte, 0, 256) // not of the heap
	for _, p := range places {
		text = appendPlace(text, p)
	}
	return Places(text)
}

func appendPlace(text []byte, p Place) []byte {
	text = binary.AppendUvarint(text, uint64(p.Line))
	text = binary.AppendUvarint(text, uint64(p.Column))
	return append(append(text, byte(len(p.Key))), p.Key...)
}

// All goes through the places.
func (p Places) All() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for p != "" {
			var one Place
			if one, p = p.cut(); !yield(one) {
				return
			}
		}
	}
}

// Len returns how many there are.
func (p Places) Len() int {
	n := 0
	for range p.All() {
		n++
	}
	return n
}

// find returns the place of a key in the file with that path.
func (p Places) find(path, key string) (diag.Pos, bool) {
	for p != "" {
		var one Place
		if one, p = p.cut(); one.Key == key {
			return diag.Pos{Path: path, Line: one.Line, Column: one.Column}, true
		}
	}
	return diag.Pos{}, false
}

// cut takes the first place off. What was damaged on a disk gives another one.
func (p Places) cut() (one Place, rest Places) {
	one.Line, p = p.number()
	one.Column, p = p.number()
	if p == "" {
		return one, ""
	}
	end := min(1+int(p[0]), len(p))
	one.Key = string(p[1:end])
	return one, p[end:]
}

// number takes a number off.
func (p Places) number() (n int, rest Places) {
	u, size := binary.Uvarint([]byte(p[:min(len(p), binary.MaxVarintLen64)]))
	if size <= 0 {
		return 0, ""
	}
	return int(u), p[size:]
}
