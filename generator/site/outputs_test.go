package site_test

import (
	"fmt"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/site"
)

const (
	change = " | change the slug, url or file name of one of them\n"
	folder = " | one is a file, the other a folder of that name; change one address\n"
	drop   = " | take this alias out\n"
)

func same(at, output, first, source string) string {
	return at + ": duplicate-path: the output " + output + " is the same as " + first + " (" + source + ")"
}

// Two outputs with one path are an error that names both sources, and stands
// where an author can change it.
func TestOutputsThatClash(t *testing.T) {
	for _, c := range []struct {
		name    string
		sources files
		want    string
	}{
		{"bulletins", files{"a/x.md": "slug: s", "a/y.md": "slug: s"}, same("content/a/y.md:2:7", "a/s/index.html", "a/s/index.html", "content/a/x.md") + change},
		{"bulletin and bundle", files{"a/x.md": "", "a/x/index.md": ""}, same("content/a/x/index.md", "a/x/index.html", "a/x/index.html", "content/a/x.md") + change},
		{"by letter case", files{"a/x.md": "slug: Green", "a/y.md": "slug: green"}, same("content/a/y.md:2:7", "a/green/index.html", "a/Green/index.html", "content/a/x.md") + change},
		{"by letter case beyond ASCII", files{"a/x.md": "slug: ÀΣ", "a/y.md": "slug: àς"}, same("content/a/y.md:2:7", "a/àς/index.html", "a/ÀΣ/index.html", "content/a/x.md") + change},
		{"by letter case of a folder", files{"a/x.md": "url: /A/s/", "a/y.md": "slug: s"}, same("content/a/y.md:2:7", "a/s/index.html", "A/s/index.html", "content/a/x.md") + change},
		{"by Unicode form", files{"a/x.md": `slug: "caf\u00E9"`, "a/y.md": `slug: "cafe\u0301"`}, same("content/a/y.md:2:7", "a/cafe\u0301/index.html", "a/caf\u00E9/index.html", "content/a/x.md") + change},
		{"bulletin and column", files{"a/_index.md": "title: 甲", "x.md": "slug: a"}, same("content/x.md:2:7", "a/index.html", "a/index.html", "content/a/_index.md") + change},
		{"columns", files{"a b/_index.md": "title: 甲", "a-b/_index.md": "title: 乙"}, same("content/a-b/_index.md:1:1", "a-b/index.html", "a-b/index.html", "content/a b/_index.md") + change},
		{"bulletin and home page", files{"x.md": "url: /index.html"}, same("content/x.md:2:6", "index.html", "index.html", "layouts/home.html") + change},
		{"bulletin and written home page", files{"_index.md": "", "x.md": "url: /"}, same("content/x.md:2:6", "index.html", "index.html", "content/_index.md") + change},
		{"column and tags", files{"tags/_index.md": "title: 甲"}, same("content/tags/_index.md:1:1", "tags/index.html", "tags/index.html", "layouts/tags.html") + change},
		{"bulletin and tag", files{"x.md": "url: /tags/改革/", "y.md": "tags: [改革]"}, same("content/y.md:2:7", "tags/改革/index.html", "tags/改革/index.html", "content/x.md") + " | spell this tag the same everywhere\n"},
		{"column and archive", files{"archive/2020/_index.md": "title: 甲", "x.md": ""}, same("content/archive", "archive/index.html", "archive/index.html", "layouts/archive.html") + change + same("content/archive/2020/_index.md:1:1", "archive/2020/index.html", "archive/2020/index.html", "layouts/year.html") + change},
		{"bulletin and search", files{"search.md": ""}, same("content/search.md", "search/index.html", "search/index.html", "layouts/search.html") + change + same("content/search.md", "search/index.json", "search/index.json", "site.yaml") + change},
		{"bulletin and 404", files{"x.md": "url: /404.html"}, same("content/x.md:2:6", "404.html", "404.html", "layouts/404.html") + change},
		{"bulletin and page 2", many(files{"a/_index.md": "pageSize: 1", "x.md": "url: /a/page/2/"}, "a", 2), same("content/x.md:2:6", "a/page/2/index.html", "a/page/2/index.html", "content/a/_index.md") + change},
		{"JSON and feed", files{"feed.md": "url: /feed.html"}, same("content/feed.md:2:6", "feed.json", "feed.json", "site.yaml") + change},
		{"JSON and JSON", files{"x.md": "url: /p.html", "y.md": "url: /p.htm"}, same("content/y.md:2:6", "p.json", "p.json", "content/x.md") + change},
		{"JSON and the search index", files{"x.md": "url: /search/index.htm"}, same("content/x.md:2:6", "search/index.json", "search/index.json", "site.yaml") + change},
		{"bulletin and the shards of the index", files{"x.md": "url: /search/Docs/1/"}, same("content/x.md:2:6", "search/Docs/1/index.html", "search/docs", "site.yaml") + folder},
		{"file and JSON", files{"a/x/index.md": "attachments: [index.json]", "a/x/index.json": ""}, same("content/a/x/index.json", "a/x/index.json", "a/x/index.json", "content/a/x/index.md") + change},
		{"file and feed", files{"a/x.md": "attachments: [feed.xml]", "a/feed.xml": ""}, same("content/a/feed.xml", "a/feed.xml", "a/feed.xml", "content/a") + change},
		{"file and fixed file", files{"x.md": "attachments: [sitemap.xml]", "sitemap.xml": ""}, same("content/sitemap.xml", "sitemap.xml", "sitemap.xml", "site.yaml") + change},
		{"files by letter case", files{"a/x.md": "attachments: [Map.pdf, map.pdf]", "a/Map.pdf": "", "a/map.pdf": ""}, same("content/a/map.pdf", "a/map.pdf", "a/Map.pdf", "content/a/Map.pdf") + change},
		{"file and asset", files{"assets/css/x.md": "attachments: [SITE.0a1b2c.css.zip]", "assets/css/SITE.0a1b2c.css.zip": ""}, ""},
		{"bulletin and asset", files{"x.md": "url: /assets/css/site.0A1B2C.css/"}, same("content/x.md:2:6", "assets/css/site.0A1B2C.css/index.html", "assets/css/site.0a1b2c.css", "assets/css/site.css") + folder},
		{"folder where a file is", files{"x.md": "url: /a.html", "y.md": "url: /a.html/b/"}, same("content/y.md:2:6", "a.html/b/index.html", "a.html", "content/x.md") + folder},
		{"file where a folder is", files{"x.md": "url: /a.html/b/", "y.md": "url: /A.html"}, same("content/y.md:2:6", "A.html", "a.html/b/index.html", "content/x.md") + folder},
		{"column and CNAME", files{"cname/_index.md": "title: 甲"}, same("content/cname/_index.md:1:1", "cname/index.html", "CNAME", "site.yaml") + folder},
		{"alias and own page", files{"x.md": "aliases: [/x]"}, same("content/x.md:2:11", "x/index.html", "x/index.html", "content/x.md") + drop},
		{"alias and own JSON", files{"x.md": "aliases: [/x/index.json]"}, same("content/x.md:2:11", "x/index.json/index.html", "x/index.json", "content/x.md") + folder},
		{"alias and other page", files{"x.md": "", "y.md": "aliases: [/X/]"}, same("content/y.md:2:11", "X/index.html", "x/index.html", "content/x.md") + drop},
		{"alias and home page", files{"x.md": "aliases: [/]"}, same("content/x.md:2:11", "index.html", "index.html", "layouts/home.html") + drop},
		{"aliases", files{"x.md": "aliases: [/old/]", "y.md": "aliases: [/old/index.html]"}, same("content/y.md:2:11", "old/index.html", "old/index.html", "content/x.md") + drop},
		{"alias twice", files{"x.md": "aliases: [/old/, /OLD]"}, same("content/x.md:2:18", "OLD/index.html", "old/index.html", "content/x.md") + drop},
		{"alias and alias of an alias", files{"x.md": "aliases: [/y/]", "y.md": "aliases: [/z/]"}, same("content/x.md:2:11", "y/index.html", "y/index.html", "content/y.md") + drop},
		{"alias and column", files{"a/_index.md": "title: 甲", "x.md": "aliases: [/a/index.html]"}, same("content/x.md:2:11", "a/index.html", "a/index.html", "content/a/_index.md") + drop},
		{"alias and tag", files{"x.md": "tags: [改革]\naliases: [/tags/改革/]"}, same("content/x.md:3:11", "tags/改革/index.html", "tags/改革/index.html", "content/x.md") + drop},
		{"alias and feed", files{"x.md": "aliases: [/feed.xml]"}, same("content/x.md:2:11", "feed.xml/index.html", "feed.xml", "site.yaml") + folder},
		{"alias and file", files{"a/x.md": "attachments: [m.pdf]\naliases: [/a/m.pdf/n/]", "a/m.pdf": ""}, same("content/a/x.md:3:11", "a/m.pdf/n/index.html", "a/m.pdf", "content/a/m.pdf") + folder},
		{"nothing", files{"a/x.md": "aliases: [/old/x/]", "a/y.md": "url: /a.html", "a/x.png.md": ""}, ""},
	} {
		if got := load(t, c.sources).errors(); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// One mistake is one message, however many outputs it concerns.
func TestClashesAreToldOnce(t *testing.T) {
	sources := many(many(files{"a b/_index.md": "pageSize: 2", "a-b/_index.md": "pageSize: 2"}, "a b", 7), "a-b", 7)
	got := load(t, sources).errors()
	if n := strings.Count(got, "content/a-b/_index.md:1:1: "); n != 1 {
		t.Errorf("two columns with one path give %d messages", n)
	}
	if n := strings.Count(got, "\n"); n != 8 { // seven pairs of bulletins beside
		t.Errorf("%d messages:\n%s", n, got)
	}
}

// What other steps make is claimed like everything else.
func TestClaimsOfOtherSteps(t *testing.T) {
	m := parse(t, files{"x.md": ""})
	m.opts.Claims = []site.Claim{
		{Output: "assets/A.css", Pos: diag.Pos{Path: "assets/A.css"}},
		{Output: "assets/a.css", Pos: diag.Pos{Path: "assets/a.css"}},
		{Output: "x", Pos: diag.Pos{Path: "assets/x"}},
	}
	m.Site, m.diags = site.New(m.opts, m.docs)
	want := same("assets/a.css", "assets/a.css", "assets/A.css", "assets/A.css") + change + same("content/x.md", "x/index.html", "x", "assets/x") + folder
	if got := m.errors(); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

// What other steps publish is held to the same names.
func TestClaimsHaveUsableNames(t *testing.T) {
	for name, good := range map[string]bool{
		"assets/a.css": true, ".well-known/security.txt": true, "assets/图.png": true,
		"assets/con.txt": false, "assets/a?.txt": false, "assets/a\u202eb.txt": false, "assets/COM¹": false, "assets/" + strings.Repeat("a", 256): false,
	} {
		m := parse(t, files{"_index.md": "title: 首页"})
		m.opts.Claims = append(m.opts.Claims, site.Claim{Output: name, Pos: diag.Pos{Path: "assets/x"}})
		m.Site, m.diags = site.New(m.opts, m.docs)
		if got := !m.diags.HasErrors(); got != good {
			t.Errorf("%q is usable: %v\n%s", name, got, m.errors())
		}
	}
}

func TestTooManyTagsAndAttachmentsTwice(t *testing.T) {
	tags := make([]string, 101)
	for i := range tags {
		tags[i] = fmt.Sprint("标签", i)
	}
	m := load(t, files{
		"_index.md": "title: 首页", "a.md": "tags: [" + strings.Join(tags, ", ") + "]\n\n文", "x.pdf": "x",
		"b.md": "attachments: [x.pdf, ./x.pdf]\ntags: [" + strings.Join(tags[:100], ", ") + "]\n\n文",
	})
	if got := m.errors(); strings.Count(got, "too-many-tags") != 1 || !strings.Contains(got, "a.md") {
		t.Error(got)
	}
	if got := m.warnings(); strings.Count(got, "duplicate-attachment") != 1 {
		t.Error(got)
	}
	if got := view[site.Bulletin](m, "b/index.html").Attachments; len(got) != 1 {
		t.Error(got)
	}
}
