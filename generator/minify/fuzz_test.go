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
