package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Visible makes text safe to print on one line of a terminal. Control
// characters (ANSI escapes begin with one), bidirectional overrides, zero-width
// characters, line separators and bytes that are not UTF-8 are written as Go
// writes them in string literals: \n, \x1b, \u202e.
func Visible(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, unsafe) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(visible(r, s[:size]))
		s = s[size:]
	}
	return b.String()
}

// visible returns the printed form of one character, whose bytes are raw.
func visible(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case !unsafe(r):
		return raw
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// unsafe reports characters that are not shown as themselves: controls (Cc),
// format characters (Cf), private use (Co), and separators of lines and paragraphs.
func unsafe(r rune) bool {
	return r < ' ' || r > '~' && unicode.In(r, unicode.C, unicode.Zl, unicode.Zp)
}

// escapeJSON replaces the unsafe characters that JSON lets stand by \u escapes.
// They mean the same, so nothing is lost.
func escapeJSON(line string) string {
	if !strings.ContainsFunc(line, unsafe) {
		return line
	}
	var b strings.Builder
	for _, r := range line {
		if !unsafe(r) {
			b.WriteRune(r)
			continue
		}
		if high, low := utf16.EncodeRune(r); high != unicode.ReplacementChar {
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}
