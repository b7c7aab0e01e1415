package scaffold_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/scaffold"
)

// site makes a site with two columns; files are added to it.
func site(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	write(t, dir, "site.yaml", "title: 示例\n")
	write(t, dir, "content/_index.md", "")
	write(t, dir, "content/business/_index.md", "")
	write(t, dir, "content/business/改革/_index.md", "")
	for name, text := range files {
		write(t, dir, name, text)
	}
	return dir
}

func TestNew(t *testing.T) {
	const plain = "title={{.Title}} date={{.Date}} slug={{.Slug}} column={{.Column}}\n"
	tests := map[string]struct {
		files      map[string]string
		bulletin   scaffold.Bulletin
		name, want string
	}{
		"column's archetype": {
			map[string]string{"content/business/改革/_archetype.md": plain, "content/_archetype.md": "no"},
			scaffold.Bulletin{Column: "business/改革", Slug: "绿色发展", Title: ` 说"绿色": #1 \ {{.Date}} `, Date: "2026-11-24 09:30"},
			"content/business/改革/绿色发展.md",
			`title="说\"绿色\": #1 \\ {{.Date}}" date=2026-11-24 09:30 slug=绿色发展 column=business/改革` + "\n",
		},
		"archetype above, bundle": {
			map[string]string{"content/_archetype.md": "\uFEFF" + plain},
			scaffold.Bulletin{Column: "business", Slug: "2018-05-31-green", Title: "甲", Bundle: true},
			"content/business/2018-05-31-green/index.md",
			`title="甲" date= slug=2018-05-31-green column=business` + "\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := site(t, test.files)
			got, err := scaffold.New(dir, test.bulletin)
			if err != nil || got != test.name {
				t.Fatalf("%q, %v", got, err)
			}
			if text := read(t, dir, got); text != test.want {
				t.Errorf("%q, want %q", text, test.want)
			}
		})
	}
}

func TestBuiltInArchetype(t *testing.T) {
	const title = "“绿色”: \"a\" 'b' #c \\ <d> & – {{.Slug}} \u200D x"
	dir := site(t, nil)
	name, err := scaffold.New(dir, scaffold.Bulletin{
		Column: "business", Slug: "green", Title: title, Date: "2026-11-24 09:30",
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(read(t, dir, name), "\n")
	var got string
	if err := json.Unmarshal([]byte(strings.TrimPrefix(lines[1], "title: ")), &got); err != nil || got != title {
		t.Errorf("%s: %q, %v", lines[1], got, err)
	}
	if lines[0] != "---" || lines[2] != "date: 2026-11-24 09:30" || !strings.HasPrefix(lines[3], "draft: true ") {
		t.Errorf("header begins %q", lines[:4])
	}
	// An inherited source must not be hidden behind an empty one.
	if slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "source") }) {
		t.Error("it sets a source")
	}
}

func TestNewRefuses(t *testing.T) {
	columns := []string{"business", "business/改革"}
	files := map[string]string{
		"content/business/taken.md":           "keep",
		"content/business/Bundle/index.md":    "keep",
		"content/business/改革/_archetype.md":   "title: {{ .Titel }} {{ .Title }}",
		"content/policy/no-column.md":         "keep",
		"content/business/bare/_index.md":     "",
		"content/business/bare/_archetype.md": "title: 固定\n",
	}
	columns = append(columns, "business/bare")
	slices.Sort(columns)
	tests := []struct {
		column, slug, title string
		kind                scaffold.Kind
		name                string
	}{
		{"business", "taken", "甲", scaffold.Taken, "content/business/taken.md"},
		{"business", "TAKEN", "甲", scaffold.Taken, "content/business/taken.md"},
		{"business", "bundle", "甲", scaffold.Taken, "content/business/Bundle"},
		{"business", "改革", "甲", scaffold.Taken, "content/business/改革"},
		{"busines", "a", "甲", scaffold.NoColumn, "busines"},
		{"policy", "a", "甲", scaffold.NoColumn, "policy"},
		{"..", "a", "甲", scaffold.NoColumn, ".."},
		{"business/../business", "a", "甲", scaffold.NoColumn, "business/../business"},
		{".", "a", "甲", scaffold.NoColumn, "."},
		{"business/改革", "a", "甲", scaffold.BadArchetype, "content/business/改革/_archetype.md"},
		{"business/bare", "a", "甲", scaffold.BadArchetype, "content/business/bare/_archetype.md"},
		{"business", "a", "", scaffold.BadTitle, ""},
		{"business", "a", " 　", scaffold.BadTitle, ""},
		{"business", "a", "甲\n乙", scaffold.BadTitle, "甲\n乙"},
		{"business", "a", "甲\xff", scaffold.BadTitle, "甲\xff"},
		{"business", "a", "\uFEFF甲", scaffold.BadTitle, "\uFEFF甲"},
		{"business", "a", "甲\u2028乙", scaffold.BadTitle, "甲\u2028乙"},
		{"business", "a", "甲\uFFFE", scaffold.BadTitle, "甲\uFFFE"},
	}
	for _, slug := range []string{
		"", ".", "..", "_index", "_archetype", ".hidden", "a b", "a　b", "a:b", "a?b", "a#b", "a%20b", "a\x00b", "a\u202eb", "a\u200bb",
		"CON", "nul.x", "a.", "~a", "a~", "index", "Index", "a\xff", strings.Repeat("长", 100),
	} {
		tests = append(tests, struct {
			column, slug, title string
			kind                scaffold.Kind
			name                string
		}{"business", slug, "甲", scaffold.BadName, slug})
	}
	dir := site(t, files)
	before := listing(t, dir)
	for _, bundle := range []bool{false, true} {
		for _, test := range tests {
			_, err := scaffold.New(dir, scaffold.Bulletin{Column: test.column, Slug: test.slug, Title: test.title, Bundle: bundle})
			var got *scaffold.Error
			if !errors.As(err, &got) || got.Kind != test.kind || got.Name != test.name {
				t.Errorf("%q/%q %q: %v", test.column, test.slug, test.title, err)
				continue
			}
			if got.Kind == scaffold.NoColumn && !slices.Equal(got.Others, columns) {
				t.Errorf("columns are %q", got.Others)
			}
		}
	}
	if after := listing(t, dir); !slices.Equal(before, after) {
		t.Errorf("the site changed from %q to %q", before, after)
	}
}

// A column that is a link out of the site is none.
func TestNewStaysInside(t *testing.T) {
	outside := site(t, nil)
	dir := site(t, nil)
	symlink(t, filepath.Join(dir, "content"), filepath.Join(outside, "content/business"), "out")
	before := listing(t, outside)
	if _, err := scaffold.New(dir, scaffold.Bulletin{Column: "out", Slug: "a", Title: "甲"}); err == nil {
		t.Error("no error")
	}
	if after := listing(t, outside); !slices.Equal(before, after) {
		t.Errorf("written outside: %q", after)
	}
}

func TestParsePath(t *testing.T) {
	for arg, want := range map[string][2]string{
		"reform/green":              {"reform", "green"},
		"business/reform/绿色":        {"business/reform", "绿色"},
		"content/reform/green.md":   {"reform", "green"},
		"./content/reform/green.md": {"reform", "green"},
		`reform\green`:              {"reform", "green"},
		"/reform/green":             {"reform", "green"},
		"reform/2018-05-31.v2":      {"reform", "2018-05-31.v2"},
		"green":                     {},
		"reform/":                   {},
		"/green":                    {},
		"":                          {},
		"content/green.md":          {},
		"../../etc/passwd":          {"../../etc", "passwd"}, // no such column
	} {
		column, slug, err := scaffold.ParsePath(arg)
		if column != want[0] || slug != want[1] || (err != nil) != (want[1] == "") {
			t.Errorf("%q: %q, %q, %v", arg, column, slug, err)
		}
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
