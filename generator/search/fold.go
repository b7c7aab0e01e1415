package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters calls visit with each letter and digit of a text in its normal form,
// in order, and with whether a break lies before it.
func letters(text string, visit func(r rune, broken bool)) {
	f := folding{visit: visit}
	for _, r := range text {
		f.add(r)
	}
}

// folding is the state of letters. It has no more context than the last letter
// and the gap after it, so that the script can tell for each letter where in the
// text it stands.
type folding struct {
	visit func(r rune, broken bool)
	last  rune // 0 before the first
	gap   gap
	char  []byte
	parts []byte
}

// gap is what lies between two letters.
type gap byte

const (
	none gap = iota
	blank
	hard // anything but blanks
)

// add adds a character. The common ones are their own normal form.
func (f *folding) add(r rune) {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '+', 0x4E00 <= r && r <= 0x9FFF:
		f.letter(r)
	case 'A' <= r && r <= 'Z':
		f.letter(r - 'A' + 'a')
	case r == ' ' || r == '\t':
		f.blank()
	case r < utf8.RuneSelf, 0x3001 <= r && r <= 0x3002, 0x3008 <= r && r <= 0x3011, 0x2018 <= r && r <= 0x201D:
		f.gap = hard // ASCII, 、。, 《》 and other brackets, quotation marks
	case 0xFF01 <= r && r <= 0xFF5E:
		f.add(r - 0xFF01 + '!') // full width
	default:
		f.char = utf8.AppendRune(f.char[:0], r)
		f.parts = norm.NFKD.Append(f.parts[:0], f.char...)
		f.addParts()
	}
}

// addParts adds what a character is made of: an accent is a part of its own, and
// is left out like everything invisible.
func (f *folding) addParts() {
	for parts := f.parts; len(parts) > 0; {
		r, size := utf8.DecodeRune(parts)
		parts = parts[size:]
		switch r = unicode.ToLower(r); {
		case isLetter(r):
			f.letter(r)
		case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r):
		case r == ' ':
			f.blank()
		default:
			f.gap = hard
		}
	}
}

// isLetter takes two whole planes as Chinese, those characters as well that our
// tables do not know yet. The plus sign makes words, too: 3+2, C++.
func isLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '+' || 0x20000 <= r && r <= 0x3FFFF
}

// isChinese is for characters that are written without blanks between words,
// kana among them.
func isChinese(r rune) bool { return r >= 0x2E80 }

func (f *folding) letter(r rune) {
	broken := f.gap == hard || f.gap == blank && !isChinese(f.last) && !isChinese(r)
	f.visit(r, broken && f.last != 0)
	f.last, f.gap = r, none
}

func (f *folding) blank() { f.gap = max(f.gap, blank) }
