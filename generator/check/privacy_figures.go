package check

import (
	"strings"
	"unicode/utf8"
)

// figure is a number as people write it: digits in groups, with a space, hyphen
// or dot between two groups. Full-width digits are digits, and what nobody sees,
// as a zero-width space, is not there. A figure never goes beyond a line.
//
// A number that matters is a window of whole groups, so that nothing is found in
// the middle of a longer number.
type figure struct {
	text   string
	digits []byte // '0' to '9'; the last may be the 'X' of an identity number
	places []span // of each digit in the text
	groups []group
}

// span is a piece of a text, in bytes.
type span struct{ from, to int }

// group is the digits of a figure from one separator to the next.
type group struct {
	from, to int  // in digits
	before   byte // the separator before it: ' ', '-', '.'; 0 for the first
}

func (g group) len() int { return g.to - g.from }

// window is groups of a figure, from one to before another.
type window struct{ from, to int }

// eachFigure visits the figures of a text. The figure is only good until visit
// returns. In source text, bold marks are not there either.
func eachFigure(text string, source bool, visit func(f *figure)) {
	f := figure{text: text}
	for at := 0; at < len(text); {
		if c := text[at]; c-'0' > 9 && c != 0xEF {
			at++
			continue
		}
		_, size := digitAt(text[at:])
		if size == 0 {
			at++
			continue
		}
		at = f.read(at, source)
		visit(&f)
	}
}

// leastDigits is how many digits a number has that matters.
const leastDigits = 11

// mayHoldLongFigure reports whether a text has so many digits with no Chinese
// character and no end of a line between them, as there is none in a figure. Nearly
// all texts have not.
func mayHoldLongFigure[T words](text T) bool {
	digits := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c-'0' <= 9:
			digits++
		case c == '\n':
			digits = 0
		case c >= 0xE4 && c <= 0xE9: // with which U+4000 to U+9FFF begin
			digits = 0
			if i+2 < len(text) && text[i+1]>>6 == 0b10 && text[i+2]>>6 == 0b10 {
				i += 2
			}
		case c == 0xEF:
			if _, size := digitAt(text[i:]); size > 0 {
				digits++
			}
		}
		if digits == leastDigits {
			return true
		}
	}
	return false
}

// read reads the figure that begins at an offset, and returns where it ends.
func (f *figure) read(at int, source bool) int {
	f.digits, f.places, f.groups = f.digits[:0], f.places[:0], append(f.groups[:0], group{})
	for {
		digit, size := digitAt(f.text[at:])
		f.digits, f.places = append(f.digits, digit), append(f.places, span{at, at + size})
		at += size
		if _, size := digitAt(f.text[at:]); size > 0 {
			continue
		}
		next, separator := f.gap(at, source)
		if _, size := digitAt(f.text[next:]); size > 0 {
			if separator != 0 {
				f.cut(separator)
			}
			at = next
			continue
		}
		if size := f.checkLetter(next); size > 0 && len(f.digits) >= 17 {
			if separator != 0 {
				f.cut(separator)
			}
			f.digits, f.places = append(f.digits, 'X'), append(f.places, span{next, next + size})
			at = next + size
		}
		f.groups[len(f.groups)-1].to = len(f.digits)
		return at
	}
}

// cut ends a group and begins another one.
func (f *figure) cut(separator byte) {
	f.groups[len(f.groups)-1].to = len(f.digits)
	f.groups = append(f.groups, group{from: len(f.digits), before: separator})
}

// gap reads what may stand between two digits: where it ends, and what separates.
// One hyphen or dot may have spaces around it; three spaces are not one number.
func (f *figure) gap(at int, source bool) (next int, separator byte) {
	for spaces := 0; at < len(f.text); {
		if source && strings.HasPrefix(f.text[at:], "**") && !strings.HasPrefix(f.text[at:], "***") && !strings.HasSuffix(f.text[:at], "*") {
			at += 2
			continue
		}
		class, size := separatorAt(f.text[at:])
		switch class {
		case 0:
			return at, separator
		case ' ':
			if spaces++; spaces > 2 {
				return at, separator
			}
			if separator == 0 {
				separator = ' '
			}
		case '-', '.':
			if separator == '-' || separator == '.' {
				return at, separator
			}
			separator = class
		}
		at += size
	}
	return at, separator
}

// checkLetter returns the size of the X of an identity number at an offset, or 0.
func (f *figure) checkLetter(at int) int {
	r, size := utf8.DecodeRuneInString(f.text[at:])
	switch r {
	case 'X', 'x', 'Ｘ', 'ｘ', 'Х', 'х', 'Ⅹ': // the fifth and sixth are Cyrillic, the last is Roman
		next, _ := utf8.DecodeRuneInString(f.text[at+size:])
		if !isLetter(next) && (next < '0' || next > '9') {
			return size
		}
	}
	return 0
}

// digitAt returns the digit that a text begins with, and its size in bytes, 0 if
// there is none.
func digitAt[T words](text T) (digit byte, size int) {
	switch {
	case len(text) == 0:
	case text[0]-'0' <= 9:
		return text[0], 1
	case len(text) >= 3 && text[0] == 0xEF && text[1] == 0xBC && text[2]-0x90 <= 9: // ０ to ９
		return text[2] - 0x90 + '0', 3
	}
	return 0, 0
}

// separatorAt classifies what a text begins with: ' ', '-', '.', or 'z' for what
// is not seen, with its size in bytes.
func separatorAt(text string) (class byte, size int) {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case r == ' ', r == '\t', r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return ' ', size
	case r == '-', r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xFE63, r == 0xFF0D:
		return '-', size
	case r == '.', r == '·', r == '．', r == '•', r == '・', r == '_':
		return '.', size
	case invisible(r):
		return 'z', size
	}
	return 0, size
}

// invisible reports whether a character takes no place.
func invisible(r rune) bool {
	return r == 0xAD || r == 0x180E || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E ||
		r >= 0x2060 && r <= 0x206F || r >= 0xFE00 && r <= 0xFE0F || r == 0xFEFF
}

func isLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// of returns the digits of a window, and where they stand.
func (f *figure) of(w window) (digits []byte, at span) {
	from, to := f.groups[w.from].from, f.groups[w.to-1].to
	return f.digits[from:to], span{f.places[from].from, f.places[to-1].to}
}

// all returns the digits of a window, as a span of the figure's.
func (f *figure) all(w window) span { return span{f.groups[w.from].from, f.groups[w.to-1].to} }

// single reports whether a window is one group.
func (w window) single() bool { return w.to-w.from == 1 }

// fits reports whether the groups of a window have these lengths.
func (f *figure) fits(w window, lengths ...int) bool {
	if w.to-w.from != len(lengths) {
		return false
	}
	for i, n := range lengths {
		if f.groups[w.from+i].len() != n {
			return false
		}
	}
	return true
}

// separator returns the separator between the groups of a window: 0 if it is
// one group, '?' if there are different ones.
func (f *figure) separator(w window) byte {
	var separator byte
	for _, g := range f.groups[w.from+1 : w.to] {
		if separator != 0 && g.before != separator {
			return '?'
		}
		separator = g.before
	}
	return separator
}

// around returns the separators between a window and the groups before and after it.
func (f *figure) around(w window) (before, after byte) {
	if w.from > 0 {
		before = f.groups[w.from].before
	}
	if w.to < len(f.groups) {
		after = f.groups[w.to].before
	}
	return before, after
}

// stands reports whether a window stands by itself: what separates it from the
// groups around it is not what separates its own. Dates and phone numbers after
// each other do, the middle of a card number does not.
func (f *figure) stands(w window, last int) bool {
	inner := f.separator(w)
	before, after := f.around(w)
	if w.from == last {
		before = 0 // a number that was found ends there
	}
	if w.single() {
		return before != '-' && before != '.' && after != '-' && after != '.' || f.glued(w, before, after)
	}
	return inner != '?' && before != inner && (after != inner || f.repeats(w)) && before != '.' && after != '.'
}

// repeats reports whether the groups after a window are as long as its own: then
// another number of the kind follows.
func (f *figure) repeats(w window) bool {
	n := w.to - w.from
	if w.to+n > len(f.groups) || n > 5 {
		return false
	}
	for i := w.from; i < w.to; i++ {
		if f.groups[i].len() != f.groups[i+n].len() {
			return false
		}
	}
	return true
}

// glued reports whether the hyphens or dots around a group are such as stand
// between two numbers: they have a space beside them, or are underscores.
func (f *figure) glued(w window, before, after byte) bool {
	_, at := f.of(w)
	loose := func(separator byte, beside string) bool {
		return separator == 0 || separator == ' ' || strings.ContainsAny(beside, " _\u3000")
	}
	left, right := "", ""
	if w.from > 0 {
		left = f.text[f.places[f.groups[w.from].from-1].to:at.from]
	}
	if w.to < len(f.groups) {
		right = f.text[at.to:f.places[f.groups[w.to].from].from]
	}
	return loose(before, left) && loose(after, right)
}
