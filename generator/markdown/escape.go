package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// longestReference is longer than any character reference (&CounterClockwiseContourIntegral;).
const longestReference = 40

// appendEscaped appends text as HTML, for elements and for quoted attributes
// alike. Characters that HTML does not allow become U+FFFD.
func appendEscaped[T string | []byte](dst []byte, text T) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		var escape string
		switch c := text[i]; {
		case c > '>':
			continue
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '"':
			escape = "&quot;"
		case c < ' ' && c != '\n' && c != '\t':
			escape = "\uFFFD"
		default:
			continue
		}
		dst = append(dst, text[from:i]...)
		dst = append(dst, escape...)
		from = i + 1
	}
	return append(dst, text[from:]...)
}

// resolve returns the text that Markdown stands for: without the backslashes of
// escapes, and with the characters that references name. The result is valid until
// the next call.
func (p *parsing) resolve(source []byte) []byte {
	if !mayResolve(source) {
		return source
	}
	p.resolved = appendResolved(p.resolved[:0], source)
	return p.resolved
}

// mayResolve reports whether there may be an escape or a reference in a text.
func mayResolve(source []byte) bool {
	return bytes.IndexByte(source, '\\') >= 0 || bytes.IndexByte(source, '&') >= 0
}

func appendResolved(dst, source []byte) []byte {
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case c == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]):
			i++
			dst = append(dst, source[i])
			continue
		case c == '&':
			if n := 0; i+2 < len(source) {
				if dst, n = appendReference(dst, source[i:]); n > 0 {
					i += n - 1
					continue
				}
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// appendReference appends the character that a reference at the beginning of
// source names, and returns the length of the reference; 0 if there is none.
func appendReference(dst, source []byte) ([]byte, int) {
	end := bytes.IndexByte(source[:min(len(source), longestReference)], ';')
	if end < 2 {
		return dst, 0
	}
	name := string(source[1:end])
	if name[0] != '#' {
		entity, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return dst, 0
		}
		return append(dst, entity.Characters...), end + 1
	}
	digits, base, longest := name[1:], 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base, longest = digits[1:], 16, 6
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > longest {
		return dst, 0
	}
	return utf8.AppendRune(dst, allowed(rune(n))), end + 1
}

// allowed returns a character, or U+FFFD instead of one that HTML does not allow.
func allowed(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r < ' ', r >= 0x7F && r < 0xA0, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF, !utf8.ValidRune(r):
		return utf8.RuneError
	}
	return r
}
