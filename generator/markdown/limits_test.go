package markdown_test

import (
	"strings"
	"testing"

	"jianbao/generator/markdown"
)

// TestLimits goes to each limit and one beyond it.
func TestLimits(t *testing.T) {
	small := markdown.Limits{
		Bytes: 10_000, Lines: 100, Nesting: 5, Columns: 3, Cells: 12, Elements: 50, Expanded: 1000, Work: 1_000_000,
	}
	for _, test := range []struct{ name, within, beyond, place, message string }{
		{
			"bytes", strings.Repeat("a", 10_000), strings.Repeat("a", 10_001),
			"a.md:5:10001", "the text is longer than 10000 bytes",
		},
		{
			"lines", strings.Repeat("\n", 100), strings.Repeat("\n", 101),
			"a.md:106:1", "the text has more than 100 lines",
		},
		{
			"quotes", strings.Repeat("> ", 5) + "a", strings.Repeat("> ", 6) + "a",
			"a.md:5:11", "lists and quotes are nested more than 5 deep",
		},
		{
			"bullets", strings.Repeat("- ", 5) + "a", strings.Repeat("- ", 6) + "a",
			"a.md:5:11", "lists and quotes are nested more than 5 deep",
		},
		{
			"emphasis", nested("*", 4), nested("*", 5),
			"a.md:5:13", "emphasis and links are nested more than 5 deep",
		},
		{
			"columns", "甲\n\n" + table(3, 1), "甲\n\n" + table(4, 1),
			"a.md:7:1", "the table has more than 3 columns",
		},
		{
			"cells", table(3, 3), table(3, 4),
			"a.md:5:1", "the tables have more than 12 cells",
		},
		{
			"missing cells", table(3, 2) + "|x\n", table(3, 2) + "|x\n|y\n",
			"a.md:5:1", "the tables have more than 12 cells",
		},
		{
			"lines of a paragraph", strings.Repeat("a\n", 50), strings.Repeat("a\n", 51),
			"a.md:55:1", "the text has more than 50 paragraphs, lines and marks",
		},
		{
			"marks", strings.Repeat("`a` ", 49), strings.Repeat("`a` ", 50),
			"a.md:5:197", "the text has more than 50 paragraphs, lines and marks",
		},
		{
			"targets", "[a]: /" + strings.Repeat("u", 800) + "\n\n" + strings.Repeat("[a] ", 10), "[a]: /" + strings.Repeat("u", 800) + "\n\n" + strings.Repeat("[a] ", 15),
			"a.md:7:43", "reference links expand to more than",
		},
	} {
		r := markdown.New(markdown.Options{Limits: small})
		if _, diags := r.Parse("a.md", []byte(test.within), bodyLine); diags.HasErrors() {
			t.Errorf("%s: within: %v", test.name, diags)
		}
		body, diags := r.Parse("a.md", []byte(test.beyond), bodyLine)
		if len(diags) != 1 || diags[0].Rule != "too-complex" || diags[0].Pos.String() != test.place || !strings.HasPrefix(diags[0].Message.EN, test.message) {
			t.Errorf("%s: beyond: %v", test.name, diags)
		}
		if len(body.HTML) > 0 || len(body.Text) > 0 {
			t.Errorf("%s: beyond: there is a body", test.name)
		}
	}
}

func TestManyReferences(t *testing.T) {
	_, diags := markdown.New(markdown.Options{}).Parse("a.md", []byte("[^1]: b\n\n"+strings.Repeat("a[^1]", 1001)), 1)
	if len(diags) != 1 || diags[0].Pos.String() != "a.md:3:5002" || diags[0].Rule != "too-complex" {
		t.Error(diags)
	}
}

func nested(mark string, depth int) string {
	return strings.Repeat(mark+"a ", depth) + strings.Repeat("a"+mark, depth)
}

func table(columns, rows int) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" +
		strings.Repeat(strings.Repeat("|b", columns)+"|\n", rows)
}

// TestHonest renders texts that are large, but of a kind that people write.
func TestHonest(t *testing.T) {
	for _, test := range []struct{ name, source string }{
		{"a book", strings.Repeat("## 一、标题\n\n"+strings.Repeat("深化**“放管服”**改革，[推动](a.md)发展。", 20)+"\n\n", 400)},
		{"a long table", table(12, 3000)},
		{"a long list", strings.Repeat("1. 条目，见[链接](a.md)\n", 10_000)},
		{"many notes", numbered(500, func(i string) string { return "文字[^" + i + "]\n\n[^" + i + "]: 注\n\n" })},
		{"many references", numbered(2000, func(i string) string { return "[甲][" + i + "]\n\n[" + i + "]: a.md\n\n" })},
		{"a long paragraph", strings.Repeat("深化*改革*，推动**发展**。（`代码`）", 2000)},
		{"deep lists", strings.Repeat("- a\n  - b\n    - c\n      - d\n        > e\n", 2000)},
	} {
		body, diags := markdown.New(markdown.Options{}).Parse("a.md", []byte(test.source), 1)
		if len(diags) > 0 || len(body.HTML) < len(test.source) {
			t.Errorf("%s: %d bytes became %d, %v", test.name, len(test.source), len(body.HTML), diags)
		}
	}
}
