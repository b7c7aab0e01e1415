package minify_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"jianbao/generator/minify"
)

// FuzzAttributes puts any value into an attribute and an element, and reads
// it back out of the minified page.
func FuzzAttributes(f *testing.F) {
	for _, seed := range []string{
		"简报", `"甲"`, `'乙'`, `"'`, "<script>alert(1)</script>", "</title>", "&lt;", "&amp;lt;", "a=1&copy=2", "　全角　", "a,  b", "<!-- x -->", "--><b>", "&#34;", "\u00a0",
	} {
		f.Add(seed)
	}
	m := minify.New()
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsAny(value, "\r\x00\f\v") || strings.ToValidUTF8(value, "") != value {
			return // never in a page: sources are clean text
		}
		escaped := html.EscapeString(value)
		page := `<html><head><title>` + escaped + `</title><meta name="x" content="` + escaped +
			`"></head><body><p title="` + escaped + `">` + escaped + `</p></body></html>`
		got, err := m.Append(nil, minify.HTML, []byte(page))
		if err != nil {
			t.Fatal(err)
		}
		want := texts(t, page)
		if have := texts(t, string(got)); !slices.Equal(have, want) {
			t.Errorf("%s\nhas  %q\nwant %q", got, have, want)
		}
	})
}

// FuzzDrawing takes the way of the simplest drawings and, because of a comment
// behind them, that of all others.
func FuzzDrawing(f *testing.F) {
	for _, seed := range []string{
		`<svg viewBox="0 0 1 1"><path d="M0 0h1v1h-1z"/></svg>`, `<svg><g></g><g/></svg>`, `<svg/>`, `<svg></g>`, `<svg>`, `</svg>`, `<svg a="1" a="2"/>`,
		`<svg a="<"/>`, `<svg a="&"/>`, `<svg a="&lt;"/>`, `<svg a='1'/>`, `<svg  a="1"/>`, `<svg a="1" />`, `<svg a="1"b="2"/>`, `<svg>x</svg>`, `<svg> </svg>`, `<svg/><svg/>`,
		"<svg a=\"\uFFFE\"/>", "<svg a=\"\uFFFD\"/>", "<svg a=\"\xFF\"/>", "<svg a=\"\x01\"/>", "<svg a=\"\n\"/>", "<svg a=\"\u0085\"/>", `<svg a-b="1" xmlns="x"/>`, `<x:y/>`, `<svg -a="1"/>`,
		`<svg a=">"/>`, `<svg a="/>"><b/></svg>`, `<>`, `</>`, `<svg =""/>`, `<svg a=""/>`, `<svg/ >`, `<svg><text>a</text></svg>`, `<svg xml="1"/>`, `<xmlns/>`,
	} {
		f.Add(seed)
	}
	m := minify.New()
	f.Fuzz(func(t *testing.T, drawing string) {
		got, err := m.Append(nil, minify.SVG, []byte(drawing))
		if err != nil || strings.Contains(drawing, "<!") {
			return // not a simple one
		}
		want, err := m.Append(nil, minify.SVG, []byte(drawing+"<!-- -->"))
		if err != nil || string(got) != string(want) {
			t.Errorf("%q: got %q, want %q, %v", drawing, got, want, err)
		}
	})
}

// texts returns the attribute values and texts of a page in order, with white
// space as a browser shows it.
func texts(t *testing.T, page string) []string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for node := range root.Descendants() {
		for _, a := range node.Attr {
			list = append(list, a.Val)
		}
		if text := strings.Trim(node.Data, " \t\n"); node.Type == html.TextNode && text != "" {
			list = append(list, strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n", r) }), " "))
		}
	}
	return list
}
