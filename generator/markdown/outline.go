package markdown

import (
	"encoding/binary"
	"iter"
)

// Outline is the headings of a text, written into one: they stay in memory as long as
// the site does, and as a list they take more than twice as much.
//
// Each is its level, its id and its text, with the length of these before them. An id
// that is written as the text has the length 0.
type Outline string

// OutlineOf writes headings into an outline.
func OutlineOf(headings []Heading) Outline {
	text := make([]byte, 0, 512) // not of the heap
	for _, h := range headings {
		id := h.ID
		if id == h.Text {
			id = ""
		}
		text = append(text, byte(h.Level))
		text = append(binary.AppendUvarint(text, uint64(len(id))), id...)
		text = append(binary.AppendUvarint(text, uint64(len(h.Text))), h.Text...)
	}
	return Outline(text)
}

// All goes through the headings.
func (o Outline) All() iter.Seq[Heading] {
	return func(yield func(Heading) bool) {
		for rest := string(o); rest != ""; {
			h := Heading{Level: int(rest[0])}
			h.ID, rest = cutPiece(rest[1:])
			h.Text, rest = cutPiece(rest)
			if h.ID == "" {
				h.ID = h.Text
			}
			if !yield(h) {
				return
			}
		}
	}
}

// Len returns how many headings there are.
func (o Outline) Len() int {
	n := 0
	for range o.All() {
		n++
	}
	return n
}

// cutPiece takes a piece off a text, with its length. What was damaged on a disk gives
// another piece.
func cutPiece(text string) (piece, rest string) {
	length, size := binary.Uvarint([]byte(text[:min(len(text), binary.MaxVarintLen64)]))
	if size <= 0 {
		return "", ""
	}
	text = text[size:]
	end := min(length, uint64(len(text)))
	return text[:end], text[end:]
}
