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

// matcher finds words of a list. It looks them up by their first two characters, after
// sets of the first and of both have dismissed nearly all places.
type matcher struct {
	first charset
	both  charset // of what pairOf makes of the two
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
	m.first.add(key[0])
	m.both.add(pairOf(key[0], key[1]))
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

// pairOf mixes two characters into one.
func pairOf(a, b rune) rune { return a<<5 ^ a>>11 ^ b }

// next returns the first word from an offset on, nil where there is none.
func (m *matcher) next(text string, from int) (at int, found *misspelling) {
	return nextWord(m, text, from)
}

// in reports whether there is a word in what readers read of a source.
func (m *matcher) in(t *Text) bool {
	_, found := nextWord(m, t.Prose.Lines(), 0)
	return found != nil
}

func nextWord[T words](m *matcher, text T, from int) (at int, found *misspelling) {
	if len(m.words) == 0 {
		return 0, nil
	}
	for i := from; i < len(text); {
		at, r, after := next(&m.first, text, i)
		if w := wordAt(m, text, at, r, after); w != nil {
			return at, w
		}
		i = after
	}
	return 0, nil
}

// wordAt returns the word that begins at i with the character r, which ends at after.
func wordAt[T words](m *matcher, text T, i int, r rune, after int) *misspelling {
	second, _ := firstRune(text[after:])
	if !m.both.has(pairOf(r, second)) {
		return nil
	}
	for _, w := range m.words[[2]rune{r, second}] {
		if hasPrefix(text[i:], w.wrong) && !excepted(w, text, i) {
			return w
		}
	}
	return nil
}

// excepted reports whether the word at i is part of a right one.
func excepted[T words](w *misspelling, text T, i int) bool {
	for _, e := range w.exceptions {
		if i >= e.before && hasPrefix(text[i-e.before:], e.text) {
			return true
		}
	}
	return false
}
