package check

import "unicode/utf8"

// charset is a set of characters of the basic plane; of others it may hold one that is
// not in it.
type charset [1 << 10]uint64

func charsetOf(characters string) *charset {
	s := new(charset)
	for _, r := range characters {
		s.add(r)
	}
	return s
}

func (s *charset) add(r rune) { s[r&0xFFFF>>6] |= 1 << (r & 63) }

func (s *charset) has(r rune) bool { return s[r&0xFFFF>>6]&(1<<(r&63)) != 0 }

// words are a text, or texts of which none is made a string before something is found.
type words interface{ string | []byte }

// next returns the first character of a set from an offset on: where it stands, and
// where it ends. Where there is none, both are the length of the text.
func next[T words](s *charset, text T, from int) (at int, r rune, after int) {
	for i := from; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			if r>>4 == 0xE && i+2 < len(text) { // as nearly all Chinese characters
				r, n = r&0xF<<12|rune(text[i+1])&0x3F<<6|rune(text[i+2])&0x3F, 3
			} else {
				r, n = firstRune(text[i:])
			}
		}
		if s.has(r) {
			return i, r, i + n
		}
		i += n
	}
	return len(text), 0, len(text)
}

// firstRune returns the character that a text begins with, and its size.
func firstRune[T words](text T) (r rune, size int) {
	var head [utf8.UTFMax]byte
	return utf8.DecodeRune(head[:copy(head[:], text)])
}

func hasPrefix[T words](text T, prefix string) bool {
	return len(text) >= len(prefix) && string(text[:len(prefix)]) == prefix
}
