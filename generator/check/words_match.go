package check

import (
	"strings"
	"unicode/utf8"
)

// misspelling is a wrong word and its right one.
type misspelling struct {
	wrong, right string
	reason       string // why, in a site's own words; may be empty

	exceptions []exception
}

// exception is a longer text in which the wrong word is right.
type exception struct {
	text   string
	before int // bytes of it before the wrong word
}

// matcher finds words of a list. It looks them up by their first two characters,
// after a table of first characters has dismissed nearly all places.
type matcher struct {
	first [1 << 10]uint64 // a bit for each first character of the basic plane
	words map[[2]rune][]*misspelling
}

func newMatcher() *matcher { return &matcher{words: map[[2]rune][]*misspelling{}} }

// add adds a word of at least two characters. An exception holds the word at one
// place or more, and each of them excepts it.
func (m *matcher) add(w misspelling, exceptions []string) {
	for _, text := range exceptions {
		for from := 0; ; {
			i := strings.Index(text[from:], w.wrong)
			if i < 0 {
				break
			}
			w.exceptions = append(w.exceptions, exception{text, from + i})
			from += i + 1
		}
	}
	key, ok := firstTwo(w.wrong)
	if !ok {
		return
	}
	m.first[key[0]&0xFFFF>>6] |= 1 << (key[0] & 63)
	list := append(m.words[key], &w)
	for i := len(list) - 1; i > 0 && len(list[i].wrong) > len(list[i-1].wrong); i-- { // the longest first
		list[i], list[i-1] = list[i-1], list[i]
	}
	m.words[key] = list
}

func firstTwo(text string) (key [2]rune, ok bool) {
	a, n := utf8.DecodeRuneInString(text)
	b, k := utf8.DecodeRuneInString(text[n:])
	return [2]rune{a, b}, n > 0 && k > 0
}

// next returns the first word from an offset on, nil where there is none.
func (m *matcher) next(text string, from int) (at int, found *misspelling) {
	for i := from; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			if r>>4 == 0xE && i+2 < len(text) { // as nearly all Chinese characters
				r, n = r&0xF<<12|rune(text[i+1])&0x3F<<6|rune(text[i+2])&0x3F, 3
			} else {
				r, n = utf8.DecodeRuneInString(text[i:])
			}
		}
		if m.first[r&0xFFFF>>6]&(1<<(r&63)) != 0 {
			if w := m.at(text, i, r, i+n); w != nil {
				return i, w
			}
		}
		i += n
	}
	return 0, nil
}

// at returns the word that begins at i with the character r, which ends at after.
func (m *matcher) at(text string, i int, r rune, after int) *misspelling {
	second, _ := utf8.DecodeRuneInString(text[after:])
	for _, w := range m.words[[2]rune{r, second}] {
		if strings.HasPrefix(text[i:], w.wrong) && !w.excepted(text, i) {
			return w
		}
	}
	return nil
}

// excepted reports whether the word at i is part of a right one.
func (w *misspelling) excepted(text string, i int) bool {
	for _, e := range w.exceptions {
		if i >= e.before && strings.HasPrefix(text[i-e.before:], e.text) {
			return true
		}
	}
	return false
}
