package frontmatter_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	adrg "github.com/adrg/frontmatter"
	"go.yaml.in/yaml/v4"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
)

// Whatever a file holds: no panic, a place inside the file for every finding,
// a body that is the end of the file, the same result again, and no draft that
// another reader sees and we lose.
func FuzzParse(f *testing.F) {
	for _, test := range draftSpellings {
		f.Add([]byte("---\n" + yamlHeader + test.lines + "\n---\n正文\n"))
	}
	for _, text := range []string{
		"", "---", "---\n---\n", "\uFEFF\n---\r\ntitle: x\r\n---\r\n", "+++\n" + tomlHeader + "+++\n", "{" + jsonHeader + "}\n正文",
		"---\n" + yamlHeader + "---\n---\ndraft: true\n---\n", "---\na: &a [*a]\n---\n", "+++\na.b.c = [{d = 1}, [2]]\n[[e]]\n[e.f]\n+++\n", "{\"a\":{\"b\":[1,\"}\"]},}\n",
		"---\nchanges: [{date: 2018-05-31, note: x}]\nattachments: [a, {file: b}]\n---\n",
	} {
		f.Add([]byte(text))
	}
	zone := shanghai(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) {
			return // package source lets no such text pass
		}
		fields, body, diags := new(frontmatter.Parser).Parse("content/a.md", bytes.Clone(text), zone)
		lines := strings.Split(string(text), "\n")
		checkPlaces(t, lines, diags)
		_, _, ofColumn := new(frontmatter.Parser).ParseColumn("content/_index.md", text, zone)
		checkPlaces(t, lines, ofColumn)
		if !bytes.HasSuffix(text, body.Text) || body.Line < 1 || body.Line > len(lines) {
			t.Errorf("the body is %q from line %d", body.Text, body.Line)
		}
		if !diags.HasErrors() && !fields.Draft && othersSeeDraft(text) {
			t.Error("a draft would be published")
		}
		again, _, repeated := new(frontmatter.Parser).Parse("content/a.md", text, zone)
		if !reflect.DeepEqual(fields, again) || !reflect.DeepEqual(diags, repeated) {
			t.Error("another result for the same text")
		}
	})
}

// checkPlaces reports findings that are not in the file, or say nothing.
func checkPlaces(t *testing.T, lines []string, diags diag.List) {
	for _, d := range diags {
		if d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > utf8.RuneCountInString(lines[d.Line-1])+1 {
			t.Errorf("%s: %s is not in the file", d.Pos, d.Rule)
		}
		if d.Message.ZH == "" || d.Message.EN == "" {
			t.Errorf("%s says %+v", d.Rule, d)
		}
	}
}

// othersSeeDraft reports whether the libraries that other programs use see
// draft: true in the header, in any case of letters.
func othersSeeDraft(text []byte) bool {
	header := map[string]any{}
	if _, err := adrg.Parse(bytes.NewReader(text), &header); err == nil && saysDraft(header) {
		return true
	}
	before, rest, found := bytes.Cut(text, []byte("---\n"))
	if !found || len(before) > 0 {
		return false
	}
	header = map[string]any{}
	part, _, _ := bytes.Cut(rest, []byte("\n---"))
	return yaml.Unmarshal(part, &header) == nil && saysDraft(header)
}

func saysDraft(header map[string]any) bool {
	for key, value := range header {
		if (strings.EqualFold(key, "draft") || key == "草稿") && value == true {
			return true
		}
	}
	return false
}
