package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/site"
)

func TestPermalinks(t *testing.T) {
	const traditional = "/:column/:year:month/t:year:month:day_:slug.html"
	for _, c := range []struct{ pattern, name, head, output, json, url string }{
		{"", "reform/green.md", "", "reform/green/index.html", "reform/green/index.json", "/repo/reform/green/"},
		{"", "reform/green/index.md", "", "reform/green/index.html", "reform/green/index.json", "/repo/reform/green/"},
		{"", "reform/深化改革.md", "", "reform/深化改革/index.html", "reform/深化改革/index.json", "/repo/reform/%E6%B7%B1%E5%8C%96%E6%94%B9%E9%9D%A9/"},
		{"", "reform/2018-05-31-green.md", "", "reform/2018-05-31-green/index.html", "reform/2018-05-31-green/index.json", "/repo/reform/2018-05-31-green/"},
		{"", "reform/a b.md", "", "reform/a-b/index.html", "reform/a-b/index.json", "/repo/reform/a-b/"},
		{"", "reform/50%.md", "", "reform/50/index.html", "reform/50/index.json", "/repo/reform/50/"},
		{"", "a b/c/d.md", "", "a-b/c/d/index.html", "a-b/c/d/index.json", "/repo/a-b/c/d/"},
		{"", "about.md", "", "about/index.html", "about/index.json", "/repo/about/"},
		{"", "reform/v1.2.md", "", "reform/v1.2/index.html", "reform/v1.2/index.json", "/repo/reform/v1.2/"},
		{"", "reform/x.md", "slug: 第5期：改革", "reform/第5期：改革/index.html", "reform/第5期：改革/index.json", "/repo/reform/%E7%AC%AC5%E6%9C%9F%EF%BC%9A%E6%94%B9%E9%9D%A9/"},
		{"", "reform/x.md", "slug: \"a: b.\"", "reform/a--b/index.html", "reform/a--b/index.json", "/repo/reform/a--b/"},
		{"", "reform/x.md", "url: /old/path", "old/path/index.html", "old/path/index.json", "/repo/old/path/"},
		{"", "reform/x.md", "url: /old/page.html", "old/page.html", "old/page.json", "/repo/old/page.html"},
		{"", "reform/x.md", "url: /old/page.htm", "old/page.htm", "old/page.json", "/repo/old/page.htm"},
		{"", "reform/x.md", "url: /旧 站/1.html", "旧 站/1.html", "旧 站/1.json", "/repo/%E6%97%A7%20%E7%AB%99/1.html"},
		{"", "reform/x.md", "url: /old/index.html", "old/index.html", "old/index.json", "/repo/old/"},
		{"", "reform/x.md", "url: /old/myindex.html", "old/myindex.html", "old/myindex.json", "/repo/old/myindex.html"},
		{"/:slug/index.html", "reform/x.md", "", "x/index.html", "x/index.json", "/repo/x/"},
		{"", "reform/x.md", "url: /old/1.aspx", "old/1.aspx/index.html", "old/1.aspx/index.json", "/repo/old/1.aspx/"},
		{traditional, "reform/green.md", "date: 2018-05-31", "reform/201805/t20180531_green.html", "reform/201805/t20180531_green.json", "/repo/reform/201805/t20180531_green.html"},
		{traditional, "green.md", "date: 2018-05-31", "201805/t20180531_green.html", "201805/t20180531_green.json", "/repo/201805/t20180531_green.html"},
		{traditional, "a/b/green.md", "slug: \":year\"", "a/b/202001/t20200101_year.html", "a/b/202001/t20200101_year.json", "/repo/a/b/202001/t20200101_year.html"},
		{"/:year/:name/", "reform/green.md", "slug: other", "2020/green/index.html", "2020/green/index.json", "/repo/2020/green/"},
		{"/p/:slug.html", "reform/green.md", "", "p/green.html", "p/green.json", "/repo/p/green.html"},
	} {
		sources := files{c.name: c.head}
		if c.pattern != "" {
			sources["site.yaml"] = "permalink: " + c.pattern + "\n"
		}
		m := load(t, sources).clean()
		i := slices.IndexFunc(m.Pages(), func(p site.Page) bool { return p.JSON != "" })
		p := m.Pages()[i]
		if p.Output != c.output || p.JSON != c.json {
			t.Errorf("%s %s %s: %s and %s, want %s and %s", c.pattern, c.name, c.head, p.Output, p.JSON, c.output, c.json)
			continue
		}
		v := view[site.Bulletin](m, p.Output)
		if e := m.Entries().At(0); v.URL != c.url || v.Canonical != "https://org.example"+c.url || e.Path != c.url || e.URL != v.Canonical {
			t.Errorf("%s %s %s: address %s, canonical %s, entry %s, want %s", c.pattern, c.name, c.head, v.URL, v.Canonical, e.URL, c.url)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	const (
		dots      = `it has an empty, "." or ".." segment`
		long      = "a segment is longer than 255 bytes"
		invisible = "it holds invisible characters"
		marks     = `it holds one of \ : * ? " < > |`
		ends      = "a segment begins or ends with a space or ends with a dot"
		hidden    = "a segment begins with a dot, so hosts hide it"
	)
	for _, c := range []struct{ line, why string }{
		{`url: "/CON/"`, `"CON" is a reserved file name on Windows`},
		{`url: "/a/nul.html"`, `"nul.html" is a reserved file name on Windows`},
		{`url: "/a/com1.x/b/"`, `"com1.x" is a reserved file name on Windows`},
		{`slug: aux`, `"aux" is a reserved file name on Windows`},
		{`url: "/a./b/"`, ends},
		{`url: "/a /b/"`, ends},
		{`url: "/ a/b/"`, ends},
		{`url: "/a:b/"`, marks},
		{`url: "/a*/"`, marks},
		{`url: "/a|b/"`, marks},
		{`url: "/.git/x/"`, hidden},
		{`url: "/.html"`, hidden},
		{`url: "/a\u200Bb/"`, invisible},
		{`url: "/a\u202Eb/"`, invisible},
		{`url: "/a\uE000b/"`, invisible},
		{`slug: "a\u200Db"`, invisible},
		{`slug: "` + strings.Repeat("长", 86) + `"`, long},
		{`url: "/` + strings.Repeat("a", 251) + `.html"`, long},
		{`url: "` + strings.Repeat("/abcdefghi", 100) + `/"`, "it is longer than 1,000 bytes"},
		{`aliases: ["/lpt9/"]`, `"lpt9" is a reserved file name on Windows`},
		{`aliases: ["/a\u2066b/"]`, invisible},
	} {
		got := load(t, files{"reform/a.md": c.line}).errors()
		if !strings.HasPrefix(got, "content/reform/a.md:2:") || !strings.HasSuffix(got, "cannot be used: "+c.why+"\n") {
			t.Errorf("%s: %s", c.line, got)
		}
	}
	// What does not even get through the header.
	for _, line := range []string{
		`url: a/b`, `url: //host/a`, `url: https://a.example/`, `url: /a/../b/`, `url: /a//b/`, `url: /a\b/`, `url: /%E4/`, `url: "/a?b"`, `url: "/a#b"`, `url: "/a\u0007b"`, `slug: a/b`, `slug: ..`,
		`aliases: [a/b]`, `aliases: [//host/a]`, `aliases: ["https://a.example/"]`, `aliases: ["javascript:alert(1)"]`, `aliases: ["/\\host"]`, `aliases: [/a/../../b]`, `aliases: [/%2e%2e/]`, `aliases: ["/a?id=1"]`,
	} {
		m := load(t, files{"reform/a.md": line})
		if got := m.errors(); !strings.Contains(got, ": bad-address: ") && !strings.Contains(got, ": control-character: ") {
			t.Errorf("%s: %s", line, got)
		}
		if strings.Contains(strings.Join(m.outputs(), " "), "host") {
			t.Errorf("%s makes %v", line, m.outputs())
		}
	}
	for name, want := range map[string]string{
		"con/x.md":      "content/con: bad-path: the address /con/ cannot be used: \"con\" is a reserved file name on Windows\n",
		"reform/---.md": "content/reform/---.md: bad-path: there is nothing in \"---\" that an address could be made of\n",
		"a\u200B/x.md":  "content/a\u200B: bad-path: the address /a\u200B/ cannot be used: it holds invisible characters\n",
		"---/x.md":      "content/---: bad-path: the address // cannot be used: " + dots + "\n",
	} {
		if got := load(t, files{name: ""}).errors(); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAliases(t *testing.T) {
	m := load(t, files{
		"reform/a.md": "title: 甲\naliases: [/old/1.html, /旧/址, /archive.php, /reform/a/older/]",
		"reform/b.md": "\n[x](/old/1.html) [y](/旧/址/) [z](/archive.php)",
	}).clean()
	var got []string
	for _, p := range m.Pages() {
		if p.Layout == "redirect" {
			v := view[site.Redirect](m, p.Output)
			got = append(got, fmt.Sprint(p.Output, " ", v.URL, " → ", v.Target, " ", v.Canonical))
		}
	}
	const to = " → /repo/reform/a/ https://org.example/repo/reform/a/"
	want := []string{
		"old/1.html /repo/old/1.html" + to,
		"旧/址/index.html /repo/%E6%97%A7/%E5%9D%80/" + to,
		"archive.php/index.html /repo/archive.php/" + to,
		"reform/a/older/index.html /repo/reform/a/older/" + to,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// A link to an old address leads to the new one.
	if html := view[site.Bulletin](m, "reform/b/index.html").Body.String(); strings.Count(html, `href="/repo/reform/a/"`) != 3 {
		t.Error(html)
	}
}

func TestBasePath(t *testing.T) {
	for base, want := range map[string]string{
		"https://a.example/":        "/reform/a/ https://a.example/reform/a/ / https://a.example/",
		"https://a.example":         "/reform/a/ https://a.example/reform/a/ / https://a.example/",
		"https://a.example:8443/x/": "/x/reform/a/ https://a.example:8443/x/reform/a/ /x/ https://a.example:8443/x/",
		"https://a.example/改/":      "/%E6%94%B9/reform/a/ https://a.example/%E6%94%B9/reform/a/ /%E6%94%B9/ https://a.example/%E6%94%B9/",
	} {
		m := load(t, files{"site.yaml": "baseURL: " + base + "\n", "reform/a.md": ""}).clean()
		v := view[site.Bulletin](m, "reform/a/index.html")
		if got := fmt.Sprint(v.URL, " ", v.Canonical, " ", v.Site.Home, " ", v.Site.BaseURL); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}
