package markdown_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/markdown"
)

// FuzzStretches holds what becomes of a text to what becomes of it where goldmark
// goes through it byte by byte.
func FuzzStretches(f *testing.F) {
	for _, name := range goldenFiles(f) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	for _, text := range []string{
		"甲23.0%，乙：www.a.cn。丙http://a.cn/b与a@b.cn", "a\\ \\ b\\\\ \\*c*\\\nd", "a  \nb \nc\\\nd   \n*e*  \nf`g` \t\nh", "!a ![b](c) a_b_c~d~~e~~",
		"a\r b\r\nc", "| a. | b : c |\n|-|-|\n| `d|e\\|f` | g\\| |", "- [ ] a.b\n  c\td\n\n      e", "a .w www. WWW.a.b 。https://a.b.c)。", "[a.b: c](d) [e", "# a  b #\n\na\n: b. c",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(stretchesOrBytes())
}

// TestStretches compares them for texts of random tokens.
func TestStretches(t *testing.T) {
	compare, random := stretchesOrBytes(), rand.New(rand.NewPCG(5, 1))
	for range 4000 {
		if compare(t, randomText(random)); t.Failed() {
			return
		}
	}
}

func stretchesOrBytes() func(t *testing.T, source []byte) {
	options := markdown.Options{RawHTML: markdown.RawHTMLSanitize, Prose: true}
	inStretches, byByte := markdown.New(options), markdown.NewByByte(options)
	return func(t *testing.T, source []byte) {
		t.Helper()
		got, gotDiags := inStretches.Parse("a.md", source, bodyLine)
		want, wantDiags := byByte.Parse("a.md", source, bodyLine)
		if !reflect.DeepEqual(gotDiags, wantDiags) {
			t.Errorf("%q\ngot  %v\nwant %v", source, gotDiags, wantDiags)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\ngot  %s\nwant %s", source, got.HTML, want.HTML)
		}
	}
}
