package source_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"jianbao/generator/diag"
	"jianbao/generator/source"
)

const sample = "---\ntitle: 深化改革举措 推动绿色发展\ndate: 2018-05-31\nsource: 市委政研室\n---\n\n经开区坚持生态优先、绿色发展，聚焦三大主导产业，全面推进改革。\n"

// in returns text in another encoding.
func in(t *testing.T, e encoding.Encoding, text string) string {
	encoded, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// read reads a file that holds raw, and prints what was said about it:
// "line:column rule", and the message with the hint in English.
func read(raw string) (text []byte, said []string) {
	tree := source.New(fstest.MapFS{"content/a.md": {Data: []byte(raw)}})
	text, diags := tree.Text("content/a.md")
	return text, words(diags)
}

func words(diags diag.List) (said []string) {
	for _, d := range diags {
		said = append(said, fmt.Sprintf("%s: %s: %s; %s", d.Pos, d.Rule, d.Message.EN, d.Hint.EN))
	}
	return said
}

// Clean texts, whatever editor they come from.
func TestCleanText(t *testing.T) {
	for name, test := range map[string]struct{ raw, want string }{
		"empty":              {"", ""},
		"ASCII":              {"abc\n", "abc\n"},
		"UTF-8":              {sample, sample},
		"byte order mark":    {"\uFEFF" + sample, sample},
		"only a mark":        {"\uFEFF", ""},
		"CRLF":               {strings.ReplaceAll(sample, "\n", "\r\n"), sample},
		"old Macintosh":      {strings.ReplaceAll(sample, "\n", "\r"), sample},
		"mixed ends":         {"a\r\nb\rc\n\rd", "a\nb\nc\n\nd"},
		"no end":             {"改革", "改革"},
		"tabs":               {"a\tb\n", "a\tb\n"},
		"beyond the BMP":     {"𠮷😀\n", "𠮷😀\n"},
		"private use":        {"\uE000\n", "\uE000\n"},
		"a mark in the text": {"a\uFEFFb", "a\uFEFFb"},
		"replacement":        {"a\uFFFDb", "a\uFFFDb"},
		"joiners":            {"a\u200D\u200Bb\u3000c\u00A0d\u2028e", "a\u200D\u200Bb\u3000c\u00A0d\u2028e"},
		"4 MB":               {strings.Repeat("a", source.MaxText), strings.Repeat("a", source.MaxText)},
	} {
		text, said := read(test.raw)
		if string(text) != test.want || said != nil {
			t.Errorf("%s: %.60q, %q", name, text, said)
		}
	}
}

// All others are refused, with the place and what they look like.
func TestOtherEncodings(t *testing.T) {
	for name, test := range map[string]struct{ raw, want string }{
		"GBK":                  {in(t, simplifiedchinese.GBK, sample), "2:8: not-utf-8: the file is not UTF-8; it looks like GBK/GB18030; save it as UTF-8 in your editor"},
		"GBK, rare characters": {in(t, simplifiedchinese.GBK, "朱镕基、陶喆、柳堃，都是人名"), "1:1: not-utf-8: the file is not UTF-8; it looks like GBK/GB18030; save it as UTF-8 in your editor"},
		"GB18030, four bytes":  {in(t, simplifiedchinese.GB18030, "改革㐀𠮷"), "1:1: not-utf-8: the file is not UTF-8; it looks like GBK/GB18030; save it as UTF-8 in your editor"},
		"Big5":                 {in(t, traditionalchinese.Big5, "深化改革舉措，推動綠色發展。經濟開發區堅持生態優先"), "1:1: not-utf-8: the file is not UTF-8; it looks like Big5; save it as UTF-8 in your editor"},
		"UTF-16 LE":            {in(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), sample), "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-16; save it as UTF-8 in your editor"},
		"UTF-16 BE":            {in(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), sample), "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-16; save it as UTF-8 in your editor"},
		"UTF-16 LE, no mark":   {in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), sample), "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-16; save it as UTF-8 in your editor"},
		"UTF-16 BE, no mark":   {in(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), sample), "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-16; save it as UTF-8 in your editor"},
		"UTF-16, Latin":        {in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "title: green"), "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-16; save it as UTF-8 in your editor"},
		"UTF-32 LE":            {"\xFF\xFE\x00\x00a\x00\x00\x00", "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-32; save it as UTF-8 in your editor"},
		"UTF-32 BE":            {"\x00\x00\xFE\xFF\x00\x00\x00a", "1:1: not-utf-8: the file is not UTF-8; it looks like UTF-32; save it as UTF-8 in your editor"},
		"Latin-1":              {"caf\xE9 noir\n", "1:4: not-utf-8: the file is not UTF-8; save it as UTF-8 in your editor"},
		"one bad byte":         {"改革开\xFF放\n", "1:4: not-utf-8: the file is not UTF-8; the rest is UTF-8, only this is damaged; delete it and type it anew"},
		"a character cut off":  {"改革\n开放\xE6\x94", "2:3: not-utf-8: the file is not UTF-8; the rest is UTF-8, only this is damaged; delete it and type it anew"},
		"half a surrogate":     {"改革\xED\xA0\x80开放", "1:3: not-utf-8: the file is not UTF-8; the rest is UTF-8, only this is damaged; delete it and type it anew"},
		"surrogates as UTF-8":  {"改革开放创新发展\xED\xA0\xBD\xED\xB8\x80", "1:9: not-utf-8: the file is not UTF-8; the rest is UTF-8, only this is damaged; delete it and type it anew"},
		"overlong":             {"/..\xC0\xAF", "1:4: not-utf-8: the file is not UTF-8; it looks like GBK/GB18030; save it as UTF-8 in your editor"},
		"beyond Unicode":       {"a\xF4\x90\x80\x80", "1:2: not-utf-8: the file is not UTF-8; save it as UTF-8 in your editor"},
		"NUL":                  {"改革\n\x00", "2:1: control-character: the text holds the control character U+0000; delete this invisible character"},
		"NULs here and there":  {"a\x00b\x00\x00c", "1:2: control-character: the text holds the control character U+0000; delete this invisible character"},
		"escape":               {"改\x1B[31m", "1:2: control-character: the text holds the control character U+001B; delete this invisible character"},
		"delete":               {"改\x7F", "1:2: control-character: the text holds the control character U+007F; delete this invisible character"},
		"C1 control":           {"改\u0085革", "1:2: control-character: the text holds the control character U+0085; delete this invisible character"},
		"form feed":            {"\f", "1:1: control-character: the text holds the control character U+000C; delete this invisible character"},
		"noncharacter":         {"改革\n开\uFFFE", "2:2: control-character: the text holds the control character U+FFFE; delete this invisible character"},
		"noncharacter FDD0":    {"\uFDD0", "1:1: control-character: the text holds the control character U+FDD0; delete this invisible character"},
		"noncharacter 10FFFF":  {"\U0010FFFF", "1:1: control-character: the text holds the control character U+10FFFF; delete this invisible character"},
	} {
		text, said := read(test.raw)
		if text != nil || len(said) != 1 || said[0] != "content/a.md:"+test.want {
			t.Errorf("%s: %.60q\n got %q\nwant %q", name, text, said, test.want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	text, said := read(strings.Repeat("a", source.MaxText+1))
	want := "content/a.md: file-too-large: the file is larger than 4 MB; split it, or publish it as an attachment"
	if text != nil || len(said) != 1 || said[0] != want {
		t.Errorf("got %q", said)
	}
}

// Of all sequences of a few bytes those pass that are UTF-8.
func TestEverySequence(t *testing.T) {
	bytes := []byte("\x80\x90\x9F\xA0\xBC\xBD\xBF\xC2\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF4a")
	for n := range len(bytes) * len(bytes) * len(bytes) * len(bytes) {
		var raw []byte
		for rest := n; len(raw) < 4; rest /= len(bytes) {
			raw = append(raw, bytes[rest%len(bytes)])
		}
		if _, said := read("改革" + string(raw)); (len(said) == 0) != (utf8.Valid(raw) && !strings.ContainsFunc(string(raw), unprintable)) {
			t.Errorf("%q: %q", raw, said)
		}
	}
}

func unprintable(r rune) bool {
	return r < ' ' || r >= 0x7F && r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// Whatever bytes a file holds, what comes out is clean, or nothing comes out
// and it is said why.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", sample, "\uFEFFa\r\nb\rc", "\xFF\xFEa\x00", "a\x00", "caf\xE9", "\xC9\xEE\xBB\xAF", "\xED\xA0\x80", "\uFFFF"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, said := read(string(raw))
		if (text == nil) != (len(said) > 0) && len(raw) > 0 {
			t.Fatalf("%q and %q", text, said)
		}
		if !utf8.Valid(text) || strings.ContainsFunc(string(text), func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7F || r == 0xFFFF }) {
			t.Errorf("%q is not clean", text)
		}
	})
}

// Every character there is passes or is refused.
func TestEveryCharacter(t *testing.T) {
	var clean strings.Builder
	check := func() {
		if _, said := read(clean.String()); said != nil {
			t.Errorf("refused: %q", said)
		}
		clean.Reset()
	}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		switch {
		case !utf8.ValidRune(r), r == '\r':
		case r < ' ' && r != '\t' && r != '\n', r >= 0x7F && r <= 0x9F, r&0xFFFF >= 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			if _, said := read("改革" + string(r) + "。"); len(said) != 1 || !strings.HasPrefix(said[0], "content/a.md:1:3: ") {
				t.Errorf("%U: %q", r, said)
			}
		default:
			clean.WriteRune(r)
		}
		if clean.Len() > source.MaxText/2 {
			check()
		}
	}
	check()
}
