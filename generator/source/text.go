package source

import (
	"bytes"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// decode checks that raw is clean UTF-8 text and normalises it: no byte order
// mark, "\n" at the end of lines. What a browser or a feed reader could not
// show (control characters, noncharacters) is an error with its place.
func decode(name string, raw []byte) ([]byte, diag.List) {
	var diags diag.List
	if encoding := wideEncoding(raw); encoding != "" {
		reportEncoding(&diags, diag.Pos{Path: name, Line: 1, Column: 1}, encoding)
		return nil, diags
	}
	text := bytes.TrimPrefix(raw, []byte("\uFEFF"))
	text = normaliseLines(text)
	line, column := 1, 1
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c < 0x7F { // the fast path: printable ASCII
			i++
			column++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		at := diag.Pos{Path: name, Line: line, Column: column}
		switch {
		case r == utf8.RuneError && size == 1:
			reportEncoding(&diags, at, guessEncoding(text))
			return nil, diags
		case r == '\n':
			line, column = line+1, 0
		case r == '\t':
		case unprintable(r):
			diags.Errorf(at, "control-character", "文本含有控制字符 U+%04X", "the text holds the control character U+%04X", r).
				Hintf("删除这个看不见的字符", "delete this invisible character")
			return nil, diags
		}
		i += size
		column++
	}
	return text, diags
}

// unprintable reports characters that HTML 5 and XML 1.0 do not allow.
func unprintable(r rune) bool {
	return r < ' ' || r >= 0x7F && r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

func normaliseLines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

func reportEncoding(diags *diag.List, at diag.Pos, encoding string) {
	d := diags.Errorf(at, "not-utf-8", "文件不是 UTF-8 编码", "the file is not UTF-8")
	if encoding == "" {
		d.Hintf("在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor")
		return
	}
	d.Hintf("看起来是 %s；在编辑器中另存为 UTF-8", "it looks like %s; save it as UTF-8 in your editor", encoding)
}

// wideEncoding recognises UTF-16 and UTF-32, whose bytes may be valid UTF-8
// (Latin text with NULs between).
func wideEncoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(raw, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return "UTF-16"
	}
	if n := bytes.Count(raw, []byte{0}); n > 0 && n >= len(raw)/4 {
		return "UTF-16"
	}
	return ""
}

// guessEncoding names what bytes that are not UTF-8 most likely are. In GBK and
// its superset GB18030 every byte from 0x81 up leads a pair (or four bytes).
func guessEncoding(raw []byte) string {
	pairs := 0
	for i := 0; i < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		if raw[i] == 0x80 || raw[i] == 0xFF || i+1 == len(raw) {
			return ""
		}
		i++
		if second := raw[i]; second < 0x30 || second == 0x7F || second == 0xFF {
			return ""
		}
		pairs++
	}
	if pairs == 0 {
		return ""
	}
	return "GBK/GB18030"
}
