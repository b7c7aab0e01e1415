package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/site"
)

// many adds n bulletins to a column, newest first by name: 001 is the newest.
func many(sources files, column string, n int) files {
	all := sources.with(nil)
	for i := 1; i <= n; i++ {
		all[fmt.Sprintf("%s/%03d.md", column, i)] = fmt.Sprintf("title: \"%03d\"\ndate: %d-06-01", i, 2020-i)
	}
	return all
}

func TestPagination(t *testing.T) {
	for _, c := range []struct{ total, size, pages int }{
		{0, 20, 1}, {1, 20, 1}, {20, 20, 1}, {21, 20, 2}, {40, 20, 2}, {41, 20, 3}, {5, 1, 5}, {7, 3, 3},
	} {
		sources := files{"a/_index.md": fmt.Sprintf("title: 甲\npageSize: %d\n\n说明", c.size)}
		m := load(t, many(sources, "a", c.total)).clean()
		var seen []string
		for n := 1; n <= c.pages; n++ {
			output := "a/index.html"
			if n > 1 {
				output = fmt.Sprintf("a/page/%d/index.html", n)
			}
			v := view[site.ColumnPage](m, output)
			for _, i := range v.Items {
				seen = append(seen, i.Title)
			}
			p := v.Pager
			if p.Number != n || p.Count != c.pages || p.Total != c.total || (p.Prev == "") != (n == 1) || (p.Next == "") != (n == c.pages) {
				t.Errorf("%d by %d, page %d: %+v", c.total, c.size, n, p)
			}
			if (n == 1) != strings.Contains(v.Body.String(), "说明") {
				t.Errorf("%d by %d: the column's text on page %d: %q", c.total, c.size, n, v.Body.String())
			}
			if len(v.Items) > c.size || n < c.pages && len(v.Items) != c.size {
				t.Errorf("%d by %d: page %d has %d items", c.total, c.size, n, len(v.Items))
			}
		}
		if len(seen) != c.total || !slices.IsSorted(seen) {
			t.Errorf("%d by %d: the pages hold %v", c.total, c.size, seen)
		}
		if slices.Contains(m.outputs(), fmt.Sprintf("a/page/%d/index.html", c.pages+1)) || slices.Contains(m.outputs(), "a/page/1/index.html") {
			t.Errorf("%d by %d: a page too many among %v", c.total, c.size, m.outputs())
		}
	}
}

func TestPageSizeOfTheSite(t *testing.T) {
	m := load(t, many(files{"site.yaml": "pageSize: 3\n", "a/_index.md": "title: 甲", "a/t.md": "tags: [乙]"}, "a", 3)).clean()
	if v := view[site.ColumnPage](m, "a/page/2/index.html"); len(v.Items) != 1 {
		t.Errorf("%d items on page 2", len(v.Items))
	}
}

func TestPagerWindow(t *testing.T) {
	m := load(t, many(files{"a/_index.md": "title: 甲\npageSize: 1"}, "a", 12)).clean()
	for n, want := range map[int]string{
		1:  "[1] 2 3 … 12",
		2:  "1 [2] 3 4 … 12",
		4:  "1 2 3 [4] 5 6 … 12",
		5:  "1 … 3 4 [5] 6 7 … 12",
		9:  "1 … 7 8 [9] 10 11 12",
		12: "1 … 10 11 [12]",
	} {
		output := "a/index.html"
		if n > 1 {
			output = fmt.Sprintf("a/page/%d/index.html", n)
		}
		pager := view[site.ColumnPage](m, output).Pager
		var b strings.Builder
		for _, p := range pager.Pages {
			if p.Gap {
				b.WriteString(" …")
			}
			format := " %d"
			if p.Current {
				format = " [%d]"
			}
			fmt.Fprintf(&b, format, p.Number)
			if url := fmt.Sprintf("/repo/a/page/%d/", p.Number); p.Number > 1 && p.URL != url {
				t.Errorf("page %d has the address %s", p.Number, p.URL)
			}
		}
		if got := strings.TrimSpace(b.String()); got != want {
			t.Errorf("on page %d: %s, want %s", n, got, want)
		}
		if pager.First != "/repo/a/" || pager.Last != "/repo/a/page/12/" {
			t.Errorf("first %s, last %s", pager.First, pager.Last)
		}
	}
}

func TestOrder(t *testing.T) {
	m := load(t, files{
		"a/_index.md": "title: 甲",
		"a/z.md":      "title: z\ndate: 2020-05-01",
		"a/m.md":      "title: m\ndate: 2020-05-01",
		"a/day.md":    "title: day\ndate: 2020-05-02",
		"a/noon.md":   "title: noon\ndate: 2020-05-02 12:00",
		"a/pin2.md":   "title: pin2\ndate: 2018-01-01\npinned: true",
		"a/pin1.md":   "title: pin1\ndate: 2019-01-01\n置顶: true",
	}).clean()
	if got := titles(view[site.ColumnPage](m, "a/index.html").Items); got != "pin1 pin2 noon day m z" {
		t.Errorf("column: %s", got)
	}
	if got := titles(view[site.List](m, "archive/2020/index.html").Items); got != "noon day m z" {
		t.Errorf("year: %s", got)
	}
	for _, f := range m.Feeds() {
		var got []string
		for _, e := range m.FeedEntries(f, 3) {
			got = append(got, e.Title)
		}
		if strings.Join(got, " ") != "noon day m" {
			t.Errorf("the feed %q is not newest first: %v", f.Prefix, got)
		}
	}
	if n := len(m.FeedEntries(m.Feeds()[1], 0)); n != 6 {
		t.Errorf("without a limit, %d entries", n)
	}
}

func TestYears(t *testing.T) {
	m := load(t, files{"a.md": "date: 2018-12-31 23:59", "b.md": "date: 2019-01-01 00:00", "c.md": "date: 2019年6月1日"}).clean()
	want := []site.Count{{Title: "2019", URL: "/repo/archive/2019/", Total: 2}, {Title: "2018", URL: "/repo/archive/2018/", Total: 1}}
	if diff := cmp.Diff(want, view[site.Archive](m, "archive/index.html").Years); diff != "" {
		t.Error(diff)
	}
}

func TestTags(t *testing.T) {
	m := load(t, files{
		"a.md": "tags: [改革, 改革, 绿色发展]",
		"b.md": "tags: 改革、smart city",
		"c.md": "tags: [AI, \"100%\", \" 改革 \"]\ndate: 2021-01-01",
		"d.md": "draft: true\ntags: [秘密]",
	}).clean()
	var got []string
	for _, c := range view[site.Tags](m, "tags/index.html").Tags {
		got = append(got, fmt.Sprintf("%s %s %d", c.Title, c.URL, c.Total))
	}
	want := []string{
		"改革 /repo/tags/%E6%94%B9%E9%9D%A9/ 3",
		"100% /repo/tags/100/ 1",
		"AI /repo/tags/AI/ 1",
		"smart city /repo/tags/smart-city/ 1",
		"绿色发展 /repo/tags/%E7%BB%BF%E8%89%B2%E5%8F%91%E5%B1%95/ 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := titles(view[site.List](m, "tags/改革/index.html").Items); got != "c a b" {
		t.Errorf("the list of the tag: %s", got)
	}
	if tags := view[site.Bulletin](m, "a/index.html").Tags; len(tags) != 2 {
		t.Errorf("a tag written twice stands twice: %v", tags)
	}
	if m := load(t, files{"a.md": ""}); pageView(m, "index.html").Site.Tags != "" {
		t.Error("a site without tags offers its list of tags")
	}
}

func TestTagsThatMakeOneAddress(t *testing.T) {
	const hint = " | spell this tag the same everywhere\n"
	for _, c := range []struct{ first, second, want string }{
		{"AI", "ai", "content/b.md:2:7: duplicate-path: the output tags/ai/index.html is the same as tags/AI/index.html (content/a.md)" + hint},
		{"a b", "a-b", "content/b.md:2:7: duplicate-path: the output tags/a-b/index.html is the same as tags/a-b/index.html (content/a.md)" + hint},
		{"a/b", "a b", "content/b.md:2:7: duplicate-path: the output tags/a-b/index.html is the same as tags/a-b/index.html (content/a.md)" + hint},
		{"é", "e\u0301", "content/b.md:2:7: duplicate-path: the output tags/e\u0301/index.html is the same as tags/é/index.html (content/a.md)" + hint},
		{"AI", "ＡＩ", ""}, // two addresses, but see below
		{"C", "C++", ""},
	} {
		m := load(t, files{ // the spelling that is used more often is the right one
			"a.md": fmt.Sprintf("tags: [%q]\ndate: 2021-01-01", c.first), "c.md": fmt.Sprintf("tags: [%q]", c.first),
			"b.md": fmt.Sprintf("tags: [%q]", c.second),
		})
		if got := m.errors(); got != c.want {
			t.Errorf("%q and %q: %s", c.first, c.second, got)
		}
	}
	m := load(t, files{"a.md": "tags: [ＡＩ, 5G]", "b.md": "tags: [AI, 5g标准]", "c.md": "tags: [AI]"}).clean()
	if got, want := m.warnings(), "content/a.md:2:7: similar-tags: the tags ＡＩ and AI differ in the width of characters only"+hint; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, tag := range []string{"/", "...", "con", "a\u200Bb", "a\u202Eb", strings.Repeat("长", 86)} {
		if got := load(t, files{"a.md": fmt.Sprintf("tags: [%q]", tag)}).errors(); !strings.HasPrefix(got, "content/a.md:2:7: ") || strings.Count(got, "\n") != 1 {
			t.Errorf("the tag %q: %s", tag, got)
		}
	}
}
