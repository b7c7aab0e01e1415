package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/site"
)

func navigation(items []site.NavItem) string {
	var b strings.Builder
	for _, i := range items {
		b.WriteString(" " + i.Title)
		if len(i.Children) > 0 {
			b.WriteString(" (" + navigation(i.Children) + ")")
		}
	}
	return strings.TrimSpace(b.String())
}

func crumbs(links []site.Link) string {
	var list []string
	for _, l := range links {
		list = append(list, l.Title+"="+l.URL)
	}
	return strings.Join(list, " > ")
}

func TestNavigation(t *testing.T) {
	m := load(t, files{
		"c/_index.md":       "title: 丙\nweight: 2",
		"a/_index.md":       "title: 甲",
		"b/_index.md":       "title: 乙",
		"d/_index.md":       "title: 丁\nweight: -1",
		"e/_index.md":       "title: 戊\nweight: 0",
		"c/x/_index.md":     "title: 丙一",
		"c/y/_index.md":     "title: 丙二\nnav: false",
		"c/y/z/_index.md":   "title: 丙二一",
		"hidden/_index.md":  "title: 不列\nnav: false",
		"plain/deep/two.md": "",
	}).clean()
	home := view[site.Home](m, "index.html")
	if got, want := navigation(home.Site.Nav), "丁 戊 丙 (丙一) 甲 乙 plain (deep)"; got != want {
		t.Errorf("navigation %q, want %q", got, want)
	}
	want := "content/plain: column-without-index: the column's folder has no _index.md, so it is named after the folder | add content/plain/_index.md with a title\n" +
		"content/plain/deep: column-without-index: the column's folder has no _index.md, so it is named after the folder | add content/plain/deep/_index.md with a title\n"
	if got := m.warnings(); got != want {
		t.Errorf("warnings:\n%s", got)
	}
	if !strings.Contains(strings.Join(m.outputs(), " "), " hidden/index.html ") {
		t.Error("nav: false takes the column out of the site")
	}
}

func TestBreadcrumbs(t *testing.T) {
	m := load(t, files{
		"business/_index.md":         "title: 业务信息",
		"business/reform/_index.md":  "title: 全面深化改革",
		"business/reform/绿色.md":      "title: 绿色\ntags: [环保]\naliases: [/old.html]",
		"about.md":                   "title: 关于",
		"business/reform/deep/ol.md": "title: 深",
	}).clean()
	for output, want := range map[string]string{
		"index.html":                         "首页=/repo/",
		"about/index.html":                   "首页=/repo/ > 关于=/repo/about/",
		"business/index.html":                "首页=/repo/ > 业务信息=/repo/business/",
		"business/reform/index.html":         "首页=/repo/ > 业务信息=/repo/business/ > 全面深化改革=/repo/business/reform/",
		"business/reform/绿色/index.html":      "首页=/repo/ > 业务信息=/repo/business/ > 全面深化改革=/repo/business/reform/ > 绿色=/repo/business/reform/%E7%BB%BF%E8%89%B2/",
		"business/reform/deep/ol/index.html": "首页=/repo/ > 业务信息=/repo/business/ > 全面深化改革=/repo/business/reform/ > deep=/repo/business/reform/deep/ > 深=/repo/business/reform/deep/ol/",
		"tags/index.html":                    "首页=/repo/ > 标签=/repo/tags/",
		"tags/环保/index.html":                 "首页=/repo/ > 标签=/repo/tags/ > 环保=/repo/tags/%E7%8E%AF%E4%BF%9D/",
		"archive/2020/index.html":            "首页=/repo/ > 历史归档=/repo/archive/ > 2020=/repo/archive/2020/",
		"search/index.html":                  "首页=/repo/ > 搜索=/repo/search/",
		"sitemap/index.html":                 "首页=/repo/ > 网站地图=/repo/sitemap/",
		"404.html":                           "首页=/repo/ > 页面不存在=/repo/404.html",
	} {
		if got := crumbs(pageView(m, output).Breadcrumb); got != want {
			t.Errorf("%s:\n%s, want\n%s", output, got, want)
		}
	}
	redirect := view[site.Redirect](m, "old.html")
	if redirect.Target != "/repo/business/reform/%E7%BB%BF%E8%89%B2/" || redirect.Canonical != "https://org.example"+redirect.Target {
		t.Errorf("redirect to %s, canonical %s", redirect.Target, redirect.Canonical)
	}
	b := view[site.Bulletin](m, "business/reform/绿色/index.html")
	if b.Column.Title != "全面深化改革" || b.Column.Top != "/repo/business/" || b.Column.Type != "工作动态" || b.Column.Feeds[0].URL != "/repo/business/reform/feed.xml" {
		t.Errorf("column %+v", b.Column)
	}
	home := view[site.Home](m, "index.html")
	for _, i := range home.Latest {
		if i.Title == "关于" && (i.Column != site.Link{Title: "首页", URL: "/repo/"}) {
			t.Errorf("a bulletin of the home page is in column %+v", i.Column)
		}
	}
	if about := view[site.Bulletin](m, "about/index.html"); about.Column != nil {
		t.Errorf("a bulletin of the home page has column %+v", about.Column)
	}
}

// pageView returns what all views share, whatever the kind of the page.
func pageView(m *model, output string) site.PageView {
	m.t.Helper()
	for _, p := range m.Pages() {
		if p.Output != output {
			continue
		}
		v, err := m.View(p, m.bodies)
		if err != nil {
			m.t.Fatal(err)
		}
		switch v := v.(type) {
		case site.Home:
			return v.PageView
		case site.ColumnPage:
			return v.PageView
		case site.Bulletin:
			return v.PageView
		case site.Tags:
			return v.PageView
		case site.Archive:
			return v.PageView
		case site.List:
			return v.PageView
		case site.Sitemap:
			return v.PageView
		case site.Plain:
			return v.PageView
		case site.Redirect:
			return v.PageView
		}
	}
	m.t.Fatalf("no page %s", output)
	panic("unreachable")
}

func TestDefaultsAreInherited(t *testing.T) {
	const none = "source: \"\""
	base := files{
		"site.yaml":     "defaults: {source: 网站, editor: 总编, params: {a: 1, b: 1}}\n",
		"a/_index.md":   "defaults: {source: 甲栏, issuer: 甲机关, tags: [甲], params: {b: 2, c: 2}}",
		"a/b/_index.md": "title: 乙\ndefaults:\n  source: 乙栏\n  params: {c: 3}",
	}
	m := load(t, base.with(files{
		"top.md":      "source:",
		"a/one.md":    "source:",
		"a/b/two.md":  "source:",
		"a/b/mine.md": "source: 本篇\neditor: 小编\ntags: [己]\nparams: {a: 9}",
		"a/c/far.md":  "source:",
	})).clean()
	for _, c := range []struct{ output, want string }{
		{"top/index.html", "网站 总编  [] map[a:1 b:1]"},
		{"a/one/index.html", "甲栏 总编 甲机关 [{甲 /repo/tags/%E7%94%B2/}] map[a:1 b:2 c:2]"},
		{"a/b/two/index.html", "乙栏 总编 甲机关 [{甲 /repo/tags/%E7%94%B2/}] map[a:1 b:2 c:3]"},
		{"a/b/mine/index.html", "本篇 小编 甲机关 [{己 /repo/tags/%E5%B7%B1/}] map[a:9 b:2 c:3]"},
		{"a/c/far/index.html", "甲栏 总编 甲机关 [{甲 /repo/tags/%E7%94%B2/}] map[a:1 b:2 c:2]"},
	} {
		b := view[site.Bulletin](m, c.output)
		if got := fmt.Sprint(b.Source, " ", b.Editor, " ", b.Issuer, " ", b.Tags, " ", b.Params); got != c.want {
			t.Errorf("%s: %s, want %s", c.output, got, c.want)
		}
	}
	for _, doc := range m.docs { // the documents themselves stay as they were parsed
		if doc.Fields != nil && doc.Path == "content/a/one.md" && (doc.Fields.Source != "" || doc.Fields.Params != nil) {
			t.Errorf("the document of %s was changed: %+v", doc.Path, doc.Fields)
		}
	}
	m = load(t, files{"a/_index.md": "title: 甲\ndefaults: {draft: true}", "a/one.md": "", "a/two.md": "draft: false", "a/b/three.md": ""}).clean()
	if got := titles(view[site.ColumnPage](m, "a/index.html").Items); got != "a/two" {
		t.Errorf("with draft: true as default, %q is published", got)
	}
	if m := load(t, files{"a.md": none}); m.errors() == "" {
		t.Error("a bulletin without a source passes")
	}
}

func TestUpperColumnsListSubColumns(t *testing.T) {
	m := load(t, files{
		"a/_index.md": "title: 甲", "a/b/_index.md": "title: 乙", "a/c/_index.md": "title: 丙\nweight: 1",
		"a/1.md":   "title: 一\ndate: 2021-01-01",
		"a/b/2.md": "title: 二\ndate: 2022-01-01",
		"a/b/3.md": "title: 三\ndate: 2020-01-01\npinned: true",
		"a/c/4.md": "title: 四\ndate: 2023-01-01",
		"5.md":     "title: 五\ndate: 2019-01-01",
	}).clean()
	a := view[site.ColumnPage](m, "a/index.html")
	if got := titles(a.Items); got != "三 四 二 一" {
		t.Errorf("the list of the upper column is %s", got)
	}
	if len(a.Blocks) != 2 || a.Blocks[0].Title != "丙" || a.Blocks[1].Total != 2 || titles(a.Blocks[1].Items) != "三 二" {
		t.Errorf("blocks %+v", a.Blocks)
	}
	home := view[site.Home](m, "index.html")
	if titles(home.Pinned) != "三" || titles(home.Latest) != "四 二 一 五" {
		t.Errorf("home: pinned %s, latest %s", titles(home.Pinned), titles(home.Latest))
	}
	nodes := view[site.Sitemap](m, "sitemap/index.html").Columns
	if diff := cmp.Diff([]site.SitemapNode{{Title: "甲", URL: "/repo/a/", Total: 4, Children: []site.SitemapNode{
		{Title: "丙", URL: "/repo/a/c/", Total: 1}, {Title: "乙", URL: "/repo/a/b/", Total: 2},
	}}}, nodes); diff != "" {
		t.Error(diff)
	}
	// Neighbours stay in the bulletin's own column, by time whatever is pinned.
	for output, want := range map[string]string{"a/1": "- -", "a/b/2": "- 三", "a/b/3": "二 -", "a/c/4": "- -"} {
		b := view[site.Bulletin](m, output+"/index.html")
		name := func(l *site.Link) string {
			if l == nil {
				return "-"
			}
			return l.Title
		}
		if got := name(b.Prev) + " " + name(b.Next); got != want {
			t.Errorf("neighbours of %s: %s, want %s", output, got, want)
		}
	}
}

func TestMisplacedBulletins(t *testing.T) {
	for _, c := range []struct {
		sources files
		want    string
	}{
		{
			files{"a/_index.md": "title: 甲", "a/index.md": ""},
			"content/a/index.md: index-in-column: folder content/a is a column; its page is _index.md | rename it to _index.md or to something else\n",
		},
		{
			files{"index.md": ""},
			"content/index.md: index-in-column: folder content is a column; its page is _index.md | rename it to _index.md or to something else\n",
		},
		{
			files{"a/index.md": "", "a/b/c.md": ""},
			"content/a/b/c.md: inside-bundle: folder content/a is a bulletin (it has an index.md); no other can be inside | move it into a column's folder\n",
		},
		{
			files{"a/index.md": "", "a/b/index.md": ""},
			"content/a/b/index.md: inside-bundle: folder content/a is a bulletin (it has an index.md); no other can be inside | move it into a column's folder\n",
		},
	} {
		if got := load(t, c.sources).errors(); got != c.want {
			t.Errorf("%v:\n%s", c.sources, got)
		}
	}
}

func TestLayoutsMustExist(t *testing.T) {
	m := load(t, files{"a/_index.md": "layout: gone", "a/b.md": "layout: wide", "a/c.md": "layout: narrow", "a/d.md": "layout: narrow\ndraft: true"})
	want := "content/a/_index.md:2:9: unknown-layout: there is no layouts/gone.html\n" +
		"content/a/c.md:2:9: unknown-layout: there is no layouts/narrow.html\n"
	if got := m.errors(); got != want {
		t.Errorf("%s", got)
	}
	for _, p := range m.Pages() {
		if p.Output == "a/b/index.html" && p.Layout != "wide" {
			t.Errorf("layout %s", p.Layout)
		}
	}
}

func TestReviewsAreCounted(t *testing.T) {
	m := load(t, files{
		"site.yaml": "review: {required: 2}\n",
		"a.md":      "reviews: [{by: 甲}, {by: 乙}]", "b.md": "reviews: [{by: 甲}]", "c.md": "draft: true",
	})
	if got, want := m.errors(), "content/b.md:2:10: review-missing: needs 2 reviews, has 1 | record them under reviews, or set draft: true until then\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
