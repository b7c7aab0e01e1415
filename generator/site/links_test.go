package site_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"jianbao/generator/site"
)

// linkSite is what the links below lead to.
var linkSite = files{
	"_index.md":              "title: 首页",
	"reform/_index.md":       "title: 改革\n\n## 目标\n\n[甲](green.md) ![图](map.png)",
	"reform/green.md":        "tags: [绿色发展]\n\n## 一、总体 要求\n\n文字[^1]\n\n[^1]: 注",
	"reform/bundle/index.md": "slug: 新名\n\n## A\n",
	"reform/bundle/a b.pdf":  "x",
	"reform/bundle/in/图.png": "x",
	"reform/map.png":         "x",
	"reform/x%20y.pdf":       "x",
	"reform/编码.md":           "url: /p/编码.html",
	"policy/deep/_index.md":  "title: 深",
	"policy/deep/b.md":       "aliases: [/old.html]",
	"policy/app.js":          "x",
	"policy/page.html":       "x",
	"policy/data.XLSX":       "x",
	"index-of.md":            "url: /p/myindex.html\naliases: [/p/older/index.html]",
	"top.md":                 "",
}

var address = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// addresses returns those in the text of the page at an output.
func addresses(m *model, output string) string {
	var list []string
	for _, match := range address.FindAllStringSubmatch(view[site.Bulletin](m, output).Body.String(), -1) {
		list = append(list, match[1])
	}
	return strings.Join(list, " ")
}

func TestLinks(t *testing.T) {
	const green = "/repo/reform/green/"
	const bundle = "/repo/reform/%E6%96%B0%E5%90%8D/"
	for _, c := range []struct{ link, want string }{
		// paths of source files
		{"green.md", green},
		{"./green.md", green},
		{"../reform/green.md", green},
		{"/reform/green.md", green},
		{"../top.md", "/repo/top/"},
		{"../policy/deep/b.md", "/repo/policy/deep/b/"},
		{"bundle/index.md", bundle},
		{"bundle", bundle},
		{"bundle/", bundle},
		{"编码.md", "/repo/p/%E7%BC%96%E7%A0%81.html"},
		{"%E7%BC%96%E7%A0%81.md", "/repo/p/%E7%BC%96%E7%A0%81.html"},
		{"_index.md", "/repo/reform/"},
		{"../_index.md", "/repo/"},
		{".", "/repo/reform/"},
		{"..", "/repo/"},
		{"../policy/deep", "/repo/policy/deep/"},
		{"../policy/deep/_index.md", "/repo/policy/deep/"},
		// paths of the site
		{"/", "/repo/"},
		{"/index.html", "/repo/"},
		{"/reform/", "/repo/reform/"},
		{"/reform", "/repo/reform/"},
		{"/reform/green/", green},
		{"/reform/green", green},
		{"/reform/green/index.html", green},
		{"/reform/green/index.json", green + "index.json"},
		{"/reform/新名/", bundle},
		{"/p/编码.html", "/repo/p/%E7%BC%96%E7%A0%81.html"},
		{"/p/%e7%bc%96%e7%a0%81.html", "/repo/p/%E7%BC%96%E7%A0%81.html"},
		{"/old.html", "/repo/policy/deep/b/"},
		{"/p/myindex.html", "/repo/p/myindex.html"},
		{"/p/myindex.json", "/repo/p/myindex.json"},
		{"/p/编码.json", "/repo/p/%E7%BC%96%E7%A0%81.json"},
		{"/old.json", ""}, // an old address has no JSON file
		{"/reform/index.json", ""},
		{"/p/older/", "/repo/p/myindex.html"},
		{"/p/older/index.html", "/repo/p/myindex.html"},
		{"/tags/", "/repo/tags/"},
		{"/tags/绿色发展/", "/repo/tags/%E7%BB%BF%E8%89%B2%E5%8F%91%E5%B1%95/"},
		{"/archive/2020/", "/repo/archive/2020/"},
		{"/search/?q=绿色 a&amp;b", "/repo/search/?q=%E7%BB%BF%E8%89%B2%20a&amp;b"},
		{"/sitemap/", "/repo/sitemap/"},
		{"/sitemap.xml", "/repo/sitemap.xml"},
		{"/feed.xml", "/repo/feed.xml"},
		{"/reform/atom.xml", "/repo/reform/atom.xml"},
		{"feed.json", ""}, // no file is there, and a relative path is one of a file
		// anchors and queries
		{"#", "#"},
		{"#top", "#top"},
		{"#本页", "#%E6%9C%AC%E9%A1%B5"},
		{"#%E6%9C%AC%E9%A1%B5", "#%E6%9C%AC%E9%A1%B5"},
		{"green.md#一总体-要求", green + "#%E4%B8%80%E6%80%BB%E4%BD%93-%E8%A6%81%E6%B1%82"},
		{"/reform/green/#一总体-要求", green + "#%E4%B8%80%E6%80%BB%E4%BD%93-%E8%A6%81%E6%B1%82"},
		{"green.md#fn:1", green + "#fn:1"},
		{"green.md#fnref:1", green + "#fnref:1"},
		{"green.md#top", green + "#top"},
		{"green.md?a=1#fn:1", green + "?a=1#fn:1"},
		{"/reform/#目标", "/repo/reform/#%E7%9B%AE%E6%A0%87"},
		{"/tags/#any", "/repo/tags/#any"},
		// files and assets
		{"map.png", "/repo/reform/map.png"},
		{"bundle/a b.pdf", bundle + "a%20b.pdf"},
		{"bundle/a%20b.pdf", bundle + "a%20b.pdf"},
		{"/reform/新名/a b.pdf", bundle + "a%20b.pdf"},
		{"bundle/in/图.png", bundle + "in/%E5%9B%BE.png"},
		{"x%20y.pdf", "/repo/reform/x%2520y.pdf"},
		{"../policy/data.XLSX", "/repo/policy/data.XLSX"},
		{"../../assets/images/logo.png", "/repo/assets/images/logo.png"},
		{"/assets/css/site.css", "/repo/assets/css/site.0a1b2c.css"},
		{"/images/logo.png", "/repo/assets/images/logo.png"},
		// our own site by its whole address
		{"https://org.example/repo/reform/green/#fn:1", green + "#fn:1"},
		{"HTTP://ORG.example/repo", "/repo/"},
		{"https://org.example/repo?a", "/repo/?a"},
		// other sites
		{"https://org.example/repository/", "https://org.example/repository/"},
		{"https://org.example/other/", "https://org.example/other/"},
		{"https://org.example:8443/repo/gone/", "https://org.example:8443/repo/gone/"},
		{"https://org.example.evil/repo/", "https://org.example.evil/repo/"},
		{"https://www.gov.cn/政策 a?b=1#c", "https://www.gov.cn/%E6%94%BF%E7%AD%96%20a?b=1#c"},
		{"https://a.example/%E4?x=%2F", "https://a.example/%E4?x=%2F"},
		{"mailto:a@b.example", "mailto:a@b.example"},
		{"tel:+86-10-1234", "tel:+86-10-1234"},
	} {
		m := load(t, linkSite.with(files{"reform/here.md": "\n## 本页\n\n[x](<" + c.link + ">)"}))
		if c.want == "" {
			if m.errors() == "" {
				t.Errorf("%s gives no error", c.link)
			}
			continue
		}
		m.clean()
		if got := addresses(m, "reform/here/index.html"); got != c.want {
			t.Errorf("%s: %s, want %s", c.link, got, c.want)
		}
	}
}

// put is the hint where there is nothing like what is missing.
const put = " | put the file into content/reform/; its name must be the same to the letter\n"

func TestBrokenLinks(t *testing.T) {
	const at = "content/reform/here.md:8:1: "
	hint := func(near string) string { return " | did you mean " + near + "?\n" }
	for _, c := range []struct{ link, want string }{
		{"[x](gone.md)", "broken-link: no page at gone.md\n"},
		{"[x]()", "broken-link: the link has no address\n"},
		{"[x](?a=1)", "broken-link: the link has no address\n"},
		{"[x](Green.md)", "broken-link: no page at Green.md" + hint("green.md")},
		{"[x](green)", "broken-link: no page at green" + hint("green.md")},
		{"[x](green/)", "broken-link: no page at green/" + hint("green.md")},
		{"[x](green.html)", "broken-link: no page at green.html" + hint("green.md")},
		{"[x](gren.md)", "broken-link: no page at gren.md" + hint("green.md")},
		{"[x](bundle.md)", "broken-link: no page at bundle.md" + hint("bundle/index.md")},
		{"[x](/reform/bundle/index.html)", "broken-link: no page at /reform/bundle/index.html" + hint("bundle/index.md")},
		{"[x](b.md)", "broken-link: no page at b.md" + hint("../policy/deep/b.md")},
		{"[x](/Reform/)", "broken-link: no page at /Reform/" + hint("/reform/")},
		{"[x](../Policy/Deep/)", "broken-link: no page at ../Policy/Deep/" + hint("../policy/deep/")},
		{"[x](/REFORM/green/)", "broken-link: no page at /REFORM/green/" + hint("/reform/green/")},
		{"[x](/repo/reform/green/)", "broken-link: no page at /repo/reform/green/" + hint("/reform/green/")},
		{"[x](/tags/gone/)", "broken-link: no page at /tags/gone/\n"},
		{"[x](/reform/page/2/)", "broken-link: no page at /reform/page/2/\n"},
		{"[x](Map.png)", "broken-file: no file at Map.png" + hint("map.png")},
		{"[x](../map.png)", "broken-file: no file at ../map.png" + hint("map.png")},
		{"[x](gone.pdf)", "broken-file: no file at gone.pdf\n"},
		{"[x](www.gov.cn)", "broken-file: no file at www.gov.cn | write the whole address of another site: https://www.gov.cn\n"},
		{"[x](www.gov.cn/a/b.htm)", "broken-file: no file at www.gov.cn/a/b.htm | write the whole address of another site: https://www.gov.cn/a/b.htm\n"},
		{`[x](..\policy\gone.pdf)`, `broken-file: no file at ..\policy\gone.pdf | folders are set apart by /, not by \` + "\n"},
		{`![x](..\reform\map.png)`, `broken-image: no image at ..\reform\map.png` + hint("map.png")},
		{"[x](../../site.yaml)", "broken-file: no file at ../../site.yaml\n"},
		{"[x](../../../../etc/passwd)", "broken-link: no page at ../../../../etc/passwd\n"},
		{"[x](/../../etc/passwd)", "broken-link: no page at /../../etc/passwd\n"},
		{"[x](%2e%2e/%2e%2e/site.yaml)", "broken-file: no file at %2e%2e/%2e%2e/site.yaml\n"},
		{"[x](../policy/app.js)", "file-type: files such as app.js cannot be published | use a document (PDF, OFD, DOCX, XLSX …) or an image\n"},
		{"[x](../policy/page.html)", "file-type: files such as page.html cannot be published | use a document (PDF, OFD, DOCX, XLSX …) or an image\n"},
		{"[x](#gone)", "broken-anchor: #gone: there is no anchor #gone there\n"},
		{"[x](#本业)", "broken-anchor: #本业: there is no anchor #本业 there\n"},
		{"[x](green.md#一总体要求)", "broken-anchor: green.md#一总体要求: there is no anchor #一总体要求 there" + hint("#一总体-要求")},
		{"[x](green.md#fn:2)", "broken-anchor: green.md#fn:2: there is no anchor #fn:2 there" + hint("#fn:1")},
		{"[x](/reform/#gone)", "broken-anchor: /reform/#gone: there is no anchor #gone there\n"},
		{"![x](gone.png)", "broken-image: no image at gone.png" + put},
		{"![x](Map.PNG)", "broken-image: no image at Map.PNG" + hint("map.png")},
		{"![x](green.md)", "broken-image: green.md is not an image that a browser shows\n"},
		{"![x](/reform/)", "broken-image: /reform/ is not an image that a browser shows\n"},
		{"![x](/tags/)", "broken-image: /tags/ is not an image that a browser shows\n"},
		{"![x](/feed.xml)", "broken-image: /feed.xml is not an image that a browser shows\n"},
		{"![x](<bundle/a b.pdf>)", "broken-image: bundle/a b.pdf is not an image that a browser shows\n"},
		{"![x](/assets/css/site.css)", "broken-image: /assets/css/site.css is not an image that a browser shows\n"},
		{"![x](#top)", "broken-image: no image at \n"},
	} {
		m := load(t, linkSite.with(files{"reform/here.md": "\n## 本页\n\n" + c.link}))
		if got := m.errors(); got != at+c.want {
			t.Errorf("%s: %s", c.link, got)
		}
	}
}

func TestLinksOfColumns(t *testing.T) {
	m := load(t, linkSite.with(files{"_index.md": "\n[x](reform/green.md) ![y](reform/map.png) [z](#gone)"}))
	if got, want := m.errors(), "content/_index.md:4:43: broken-anchor: #gone: there is no anchor #gone there\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	column := view[site.ColumnPage](m, "reform/index.html").Body.String()
	home := view[site.Home](m, "index.html").Body.String()
	for _, html := range []string{column, home} {
		if !strings.Contains(html, `href="/repo/reform/green/"`) || !strings.Contains(html, `src="/repo/reform/map.png"`) {
			t.Error(html)
		}
	}
}

// Another program may serve what is on our host and no page of ours.
func TestUnknownPagesOfOurHost(t *testing.T) {
	m := load(t, files{"reform/_index.md": "title: 改革", "reform/here.md": "\n[x](https://org.example/repo/信箱/?a=1) [y](https://org.example/repo/Reform/)"}).clean()
	const rule = ": unknown-own-page: this site has no "
	want := "content/reform/here.md:6:1" + rule + "https://org.example/repo/信箱/?a=1 (leave it, if another program serves it)\n" +
		"content/reform/here.md:6:39" + rule + "https://org.example/repo/Reform/ (leave it, if another program serves it) | did you mean /reform/?\n"
	if got := m.warnings(); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	if got, want := addresses(m, "reform/here/index.html"), "https://org.example/repo/%E4%BF%A1%E7%AE%B1/?a=1 https://org.example/repo/Reform/"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A link to a further page of a list leads there, not to the first one.
func TestLinksToPagesOfLists(t *testing.T) {
	m := load(t, many(files{"a/_index.md": "pageSize: 1", "x.md": "\n[x](/a/page/2/)"}, "a", 2)).clean()
	if got := addresses(m, "x/index.html"); got != "/repo/a/page/2/" {
		t.Error(got)
	}
}

// What is written in front matter is found like a link.
func TestFilesOfFrontMatter(t *testing.T) {
	m := load(t, linkSite.with(files{
		"reform/here.md": "image: bundle/in/图.png\nimageAlt: 图\nattachments:\n  - bundle/a%20b.pdf\n  - {file: ../policy/data.XLSX, title: 数据}",
		"reform/logo.md": "image: /images/logo.png",
	})).clean()
	v := view[site.Bulletin](m, "reform/here/index.html")
	got := fmt.Sprint(v.Image, v.Attachments)
	want := "/repo/reform/%E6%96%B0%E5%90%8D/in/%E5%9B%BE.png[{a b /repo/reform/%E6%96%B0%E5%90%8D/a%20b.pdf PDF 1 false} {数据 /repo/policy/data.XLSX XLSX 1 false}]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if v := view[site.Bulletin](m, "reform/logo/index.html"); v.Image != "/repo/assets/images/logo.png" {
		t.Errorf("image %s", v.Image)
	}
	for _, r := range m.Resources() {
		if record := strings.HasSuffix(r.Source, ".pdf") || strings.HasSuffix(r.Source, ".XLSX"); r.Record != record || r.Size != 1 {
			t.Errorf("%+v", r)
		}
	}
	for line, want := range map[string]string{
		"image: gone.png":               "content/reform/here.md:2:8: broken-image: no image at gone.png" + put,
		"image: bundle/a b.pdf":         "content/reform/here.md:2:8: broken-image: bundle/a b.pdf is not an image that a browser shows\n",
		"attachments: gone.pdf":         "content/reform/here.md:2:14: broken-attachment: no attachment at gone.pdf" + put,
		"attachments: green.md":         "content/reform/here.md:2:14: broken-attachment: green.md is not a file below content/\n",
		"attachments: bundle":           "content/reform/here.md:2:14: broken-attachment: bundle is not a file below content/\n",
		"attachments: Map.png":          "content/reform/here.md:2:14: broken-attachment: no attachment at Map.png | did you mean map.png?\n",
		"attachments: ../policy/app.js": "content/reform/here.md:2:14: file-type: files such as app.js cannot be published | use a document (PDF, OFD, DOCX, XLSX …) or an image\n",
	} {
		if got := load(t, linkSite.with(files{"reform/here.md": line})).errors(); got != want {
			t.Errorf("%s: %s", line, got)
		}
	}
}

// Whatever a text or header says, an address stays below the home page or is
// plainly one of the web, and nothing outside content/ is published.
func TestHostileReferences(t *testing.T) {
	var hostile []string
	for _, start := range []string{"", "/", "//", "///", "./", "../../../", `\`, `\\`, `/\`, "/./", "/%2f", "%2f%2f", "%5c%5c", "https:", "https:/", "https:\\\\", "HTTPS://org.example@", "https://org.example/repo/../", "javascript:", "data:text/html,", "file:///", " //", "\t//", "?", "#"} {
		for _, rest := range []string{"evil.example/", "etc/passwd", "reform/green.md", "..%2f..%2fsite.yaml", "%00", "%zz", "a\"b", "<script>", "\u202Ea", "tags/"} {
			hostile = append(hostile, start+rest)
		}
	}
	good := regexp.MustCompile(`(?i)^$|^/repo/([^/\\]|$)|^#|^https?://[^/\\]`)
	for _, ref := range hostile {
		for _, text := range []string{"\n[x](<" + ref + ">)", "\n![x](<" + ref + ">)", "image: '" + ref + "'", "attachments: ['" + ref + "']", "aliases: ['" + ref + "']", "url: '" + ref + "'"} {
			m := load(t, linkSite.with(files{"reform/here.md": text}))
			for _, p := range m.Pages() {
				if path := p.Output; strings.HasPrefix(path, "/") || strings.Contains(path, "//") || strings.Contains("/"+path, "/../") {
					if m.errors() == "" {
						t.Errorf("%q gives the output %s", text, path)
					}
				}
				if p.Pos.Path != "content/reform/here.md" || p.Layout != "bulletin" {
					continue
				}
				v := view[site.Bulletin](m, p.Output)
				for _, got := range append(strings.Fields(addresses(m, p.Output)), v.Image, v.URL) {
					if !good.MatchString(got) {
						t.Errorf("%q gives the address %q", text, got)
					}
				}
			}
			for _, r := range m.Resources() {
				if !strings.HasPrefix(r.Source, "content/") || strings.Contains(r.Output, "..") {
					t.Errorf("%q publishes %+v", text, r)
				}
			}
		}
	}
}

// Where the settings list outside hosts, a link to another is a warning.
func TestAllowedHosts(t *testing.T) {
	const text = "[甲](https://www.gov.cn/) [乙](http://WWW.gov.cn:80/x) [丙](https://a.b.example/) [丁](https://b.example.evil/) [戊](https://notb.example/) [己](mailto:a@evil.example) [庚](https://org.example/repo/a/)"
	site := func(settings string) *model {
		return load(t, files{"site.yaml": settings, "_index.md": "title: 首页", "a.md": "\n" + text})
	}
	site("").clean()
	m := site("check: {allowHosts: [www.gov.cn, b.example]}\n")
	for _, host := range []string{"b.example.evil is not", "notb.example is not"} {
		if !strings.Contains(m.warnings(), host) {
			t.Errorf("no warning of %s in %s", host, m.warnings())
		}
	}
	if n := strings.Count(m.warnings(), "external-host"); n != 2 {
		t.Errorf("%d warnings: %s", n, m.warnings())
	}
}

// A picture in a text comes with its size, so that the page does not jump. Each
// is measured once.
func TestImageSizes(t *testing.T) {
	m := parse(t, files{
		"_index.md": "title: 首页", "a.md": "\n![图](a.png) ![图](b.png) [图](a.png)", "b.md": "\n![图](a.png)",
		"a.png": "x", "b.png": "x",
	})
	measured := 0
	m.opts.ImageSize = func(file string) (width, height int) {
		measured++
		if file == "content/a.png" {
			return 320, 200
		}
		return 0, 0
	}
	m.Site, m.diags = site.New(m.opts, m.docs)
	m.clean()
	html := view[site.Bulletin](m, "a/index.html").Body.String()
	if n := strings.Count(html, `src="/repo/a.png" width="320" height="200" alt`); n != 1 || strings.Count(html, "width=") != 1 {
		t.Error(html)
	}
	if measured != 2 {
		t.Errorf("measured %d times", measured)
	}
}
