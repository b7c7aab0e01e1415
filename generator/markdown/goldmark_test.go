package markdown_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"jianbao/generator/markdown"
)

// FuzzByGoldmark holds what becomes of a text to what becomes of it where goldmark
// reads plain text and tables.
func FuzzByGoldmark(f *testing.F) {
	for _, archive := range goldenTexts(f) {
		f.Add(archive.Files[0].Data)
	}
	for _, text := range []string{
		"甲23.0%，乙：www.a.cn。丙http://a.cn/b与a@b.cn", "a\\ \\ b\\\\ \\*c*\\\nd", "a  \nb \nc\\\nd   \n*e*  \nf`g` \t\nh", "!a ![b](c) a_b_c~d~~e~~",
		"a\r b\r\nc", "| a. | b : c |\n|-|-|\n| `d|e\\|f` | g\\| |", "- [ ] a.b\n  c\td\n\n      e", "a .w www. WWW.a.b 。https://a.b.c)。", "[a.b: c](d) [e", "# a  b #\n\na\n: b. c",
		"a\\  \n甲\\|\n", "a \\  \n\\|b", "a\\  \n  \\:b", "a\\\\\\\n甲\\*b*", "| a | b\n :-: | --:|\n|c|d|e\n|f\n||\n`g", "前\n a|b\n -|-\nc|d", "| a |\n|-\f|\n| b |",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(oursOrGoldmark())
}

// lineTokens are what the texts of paragraphs and tables are made of.
var lineTokens = strings.Split("¦,¦,¦,¦,-,-,--,:, ,  ,\t,\n,\n,\n,\n    ,\f,\v,\\¦,\\,`,**,a,甲,：,￥1.5,http://a.cn,> ,- ,=", ",")

// TestByGoldmark compares them for texts of random tokens.
func TestByGoldmark(t *testing.T) {
	compare, random := oursOrGoldmark(), rand.New(rand.NewPCG(5, 1))
	for range 4000 {
		compare(t, randomText(random, tokens))
		if compare(t, randomText(random, lineTokens)); t.Failed() {
			return
		}
	}
}

func oursOrGoldmark() func(t *testing.T, source []byte) {
	options := markdown.Options{RawHTML: markdown.RawHTMLSanitize, Prose: true}
	ours, goldmarks := markdown.New(options), markdown.NewByGoldmark(options)
	return func(t *testing.T, source []byte) {
		t.Helper()
		source = bytes.ToValidUTF8(source, []byte("\uFFFD"))
		got, gotDiags, release := ours.Borrow("a.md", source, bodyLine)
		defer release()
		want, wantDiags := goldmarks.Parse("a.md", source, bodyLine)
		if !reflect.DeepEqual(gotDiags, wantDiags) {
			t.Errorf("%q\ngot  %v\nwant %v", source, gotDiags, wantDiags)
		}
		if got, want := everythingOf(got), everythingOf(want); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", source, got, want)
		}
	}
}

// everythingOf tells all that is in a body, with the place of every character of its prose.
func everythingOf(body *markdown.Body) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%+v\n%+v\n%q\n%q", body.HTML, body.Text, body.Links, body.Headings, body.IDs, body.Summary)
	for _, run := range body.Prose.Runs() {
		fmt.Fprintf(&b, "\n%v %d %q", run.Kind, run.Level, run.Text)
		for i := range run.Text {
			fmt.Fprint(&b, " ", run.At(i))
		}
	}
	return b.String()
}
