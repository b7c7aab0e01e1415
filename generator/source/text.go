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
	if kind := documentKind(raw); kind != nil {
		diags.Errorf(diag.Pos{Path: name}, "not-text", "这是%[1]s，不是文本", "this is %[2]s, not text", kind.ZH, kind.EN).
			Hintf("打开它，把文字复制到文本编辑器，另存为 UTF-8 编码的文本", "open it, copy its words into a text editor, and save them as text in UTF-8")
		return nil, diags
	}
	if encoding := wideEncoding(raw); encoding != "" {
		reportEncoding(&diags, diag.Pos{Path: name, Line: 1, Column: 1}, encoding)
		return nil, diags
	}
	text := bytes.TrimPrefix(raw, []byte("\uFEFF"))
	text = normaliseLines(text)
	if !isClean(text) {
		diags = findFault(name, text)
		return nil, diags
	}
	return text, nil
}

// findFault reports the first character of a text that is none, or that nobody can see.
func findFault(name string, text []byte) (diags diag.List) {
	line, column := 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		at := diag.Pos{Path: name, Line: line, Column: column}
		switch {
		case r == utf8.RuneError && size == 1:
			reportEncoding(&diags, at, guessEncoding(text))
			return diags
		case r == '\n':
			line, column = line+1, 0
		case r == '\t':
		case unprintable(r):
			diags.Errorf(at, "control-character", "文本含有控制字符 U+%04X", "the text holds the control character U+%04X", r).
				Hintf("删除这个看不见的字符", "delete this invisible character")
			return diags
		}
		i += size
		column++
	}
	return diags
}

// documentKind recognises what is often renamed to .md; nil if it may be text.
func documentKind(raw []byte) *diag.Text {
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return &diag.Text{ZH: " Word 文档（docx）或压缩包", EN: "a Word document (docx) or an archive"}
	case bytes.HasPrefix(raw, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return &diag.Text{ZH: " Word 文档（doc）或 WPS 文档", EN: "a Word document (doc) or a WPS one"}
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return &diag.Text{ZH: " PDF 文件", EN: "a PDF file"}
	}
	return nil
}

// unprintable reports characters that HTML 5 and XML 1.0 do not allow.
func unprintable(r rune) bool {
	return r < ' ' || r >= 0x7F && r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// isClean reports whether a text is UTF-8 of which every character can be printed. Whole
// texts go through it: what is not ASCII, a Chinese character or a full-width mark, it
// looks at more closely.
func isClean(text []byte) bool {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= 0xE1 && c <= 0xEC && follow(text[i+1:]), // U+1000 to U+CFFF
			c == 0xEF && follow(text[i+1:]) && text[i+1] <= 0xBD && text[i+1] >= 0xBC: // U+FF00 to U+FF7F
			i += 3
		case c >= ' ' && c < 0x7F, c == '\n', c == '\t':
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && size == 1 || unprintable(r) {
				return false
			}
			i += size
		}
	}
	return true
}

// follow reports whether a text begins with two bytes that are not the first of a character.
func follow(text []byte) bool {
	return len(text) >= 2 && text[0]&0xC0 == 0x80 && text[1]&0xC0 == 0x80
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
	switch encoding {
	case "":
		d.Hintf("在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor")
	case utf8Damaged:
		d.Hintf("其余部分是 UTF-8，只有这里坏了；删去坏字，重新输入", "the rest is UTF-8, only this is damaged; delete it and type it anew")
	default:
		d.Hintf("看起来是 %s；在编辑器中另存为 UTF-8", "it looks like %s; save it as UTF-8 in your editor", encoding)
	}
}

// wideEncoding recognises UTF-16 and UTF-32, whose bytes may be valid UTF-8
// (Latin text with NULs between).
func wideEncoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(raw, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}), zeroHalves(raw):
		return "UTF-16"
	}
	return ""
}

// zeroHalves reports text with several NULs, most of which are the first or the
// second byte of a pair: the ASCII characters of UTF-16 without a mark.
func zeroHalves(raw []byte) bool {
	if bytes.IndexByte(raw, 0) < 0 {
		return false
	}
	var first, second int
	for i, c := range raw {
		switch {
		case c != 0:
		case i%2 == 0:
			first++
		default:
			second++
		}
	}
	nuls := first + second
	return nuls >= 3 && nuls*50 >= len(raw) && min(first, second)*4 < max(first, second)
}

// utf8Damaged is what guessEncoding calls UTF-8 with a few bad bytes.
const utf8Damaged = "UTF-8"

// guessEncoding names what bytes that are not UTF-8 most likely are.
func guessEncoding(raw []byte) string {
	if mostlyUTF8(raw) {
		return utf8Damaged
	}
	return guessPairs(raw)
}

// mostlyUTF8 reports whether more characters beyond ASCII are right than wrong.
// Other encodings come upon valid UTF-8 by chance only.
func mostlyUTF8(raw []byte) bool {
	right, wrong := 0, 0
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			wrong++
		case size > 1:
			right++
		}
		raw = raw[size:]
	}
	return right > wrong
}

// guessPairs tells GBK and Big5 apart. In both, a byte from 0x81 up leads a pair.
// The second byte of common Chinese characters is from 0xA1 up in GBK; in Big5
// it is below 0x7F as often. GB18030, which GBK is a part of, has digits there.
func guessPairs(raw []byte) string {
	pairs, low, gbk := 0, 0, false
	for i := 0; i < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		if raw[i] == 0x80 || raw[i] == 0xFF || i+1 == len(raw) {
			return ""
		}
		i++
		switch second := raw[i]; {
		case second < 0x30 || second == 0x7F || second == 0xFF:
			return ""
		case second < 0x40 || second >= 0x80 && second <= 0xA0:
			gbk = true
		case second < 0x7F:
			low++
		}
		pairs++
	}
	switch {
	case pairs == 0:
		return ""
	case !gbk && low*5 > pairs:
		return "Big5"
	}
	return "GBK/GB18030"
}
