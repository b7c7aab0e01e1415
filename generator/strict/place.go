package strict

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// at returns the place of the byte at an offset in the source.
func (b *builder) at(offset int) diag.Pos {
	offset = min(max(offset, 0), len(b.src))
	for offset > 0 && offset < len(b.src) && !utf8.RuneStart(b.src[offset]) {
		offset-- // parsers point at bytes
	}
	i, found := slices.BinarySearch(b.lines, offset)
	if !found {
		i--
	}
	from, column := b.lines[i], 1
	if last := b.last; last.offset >= from && last.offset <= offset { // on this line, too: a long one is not counted over and over
		from, column = last.offset, last.column
	}
	column += utf8.RuneCount(b.src[from:offset])
	b.last.offset, b.last.column = offset, column
	return b.shift(i+1, column)
}

// shift turns a line and column of the source into those of its file.
func (b *builder) shift(line, column int) diag.Pos {
	if line <= 1 {
		column += b.origin.Column - 1
	}
	return diag.Pos{Path: b.origin.Path, Line: b.origin.Line + line - 1, Column: column}
}

// clamp is shift for a place that a parser gives, which at the end of the text
// may be on a line that is not there.
func (b *builder) clamp(line, column int) diag.Pos {
	if line > len(b.lines) {
		return b.at(len(b.src))
	}
	return b.shift(line, column)
}

// line returns a line of the source by its number, counted from 1.
func (b *builder) line(n int) string {
	if n < 1 || n > len(b.lines) {
		return ""
	}
	end := len(b.src)
	if n < len(b.lines) {
		end = b.lines[n] - 1
	}
	return string(b.src[b.lines[n-1]:end])
}

// checkCharacters reports characters that people cannot see and parsers take
// for ends of lines or refuse without saying where.
func (b *builder) checkCharacters() bool {
	for i := 0; i < len(b.src); {
		r, size := utf8.DecodeRune(b.src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.diags.Errorf(b.at(i), "not-utf-8", "这里不是 UTF-8 编码", "this is not UTF-8")
			return false
		case hidden(r), r == '\r' && !bytes.HasPrefix(b.src[i+1:], []byte("\n")):
			b.diags.Errorf(b.at(i), "control-character", "文本含有控制字符 U+%04X", "the text holds the control character U+%04X", r).
				Hintf("删除这个看不见的字符", "delete this invisible character")
			return false
		}
		i += size
	}
	return true
}

func hidden(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < ' ', r >= 0x7F && r < 0xA0, r == '\u2028', r == '\u2029', r == '\uFEFF':
		return true
	}
	return r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF // no characters at all
}
