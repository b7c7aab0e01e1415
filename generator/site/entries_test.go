package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/site"
)

func TestEntries(t *testing.T) {
	m := load(t, files{
		"reform/_index.md":      "title: 改革",
		"reform/绿 色/index.md":   "title: 绿\ndate: 2020-05-01\nupdated: 2021-06-02 09:00\nauthors: 张三、李四\ntags: [环保]\nnumber: 湘政发〔2018〕5号\n\n第一段。\n\n[甲](#fn:1) [乙](../other.md) ![图](p.png) [外](https://a.example/)[^x]\n\n[^x]: 注",
		"reform/绿 色/p.png":      "x",
		"reform/other.md":       "title: 别\ndate: 2021-01-01\nsummary: 写明的摘要\nupdated: 2020-12-31",
		"top.md":                "title: 顶\ndate: 2019-01-01\nattachments: top.pdf\n\n",
		"top.pdf":               "x",
		"reform/draft/index.md": "draft: true",
	}).clean()
	var got []string
	for _, e := range m.entries() {
		got = append(got, fmt.Sprint(e.Title, " ", e.URL, " ", e.Path, " ", e.JSON, " ", e.Date, "/", e.Changed, " ", e.Source, " ", e.Summary, " ", e.Authors, e.Tags, " ", e.Column, " ", e.Number))
	}
	want := []string{
		"别 https://org.example/repo/reform/other/ /repo/reform/other/ /repo/reform/other/index.json 2021-01-01/2021-01-01 区改革办 写明的摘要 [] [] 改革 ",
		"绿 https://org.example/repo/reform/%E7%BB%BF-%E8%89%B2/ /repo/reform/%E7%BB%BF-%E8%89%B2/ /repo/reform/%E7%BB%BF-%E8%89%B2/index.json 2020-05-01/2021-06-02 09:00 区改革办 第一段。 [张三 李四] [环保] 改革 湘政发〔2018〕5号",
		"顶 https://org.example/repo/top/ /repo/top/ /repo/top/index.json 2019-01-01/2019-01-01 区改革办  [] []  ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	html, err := m.EntryHTML(m.Entries().At(1), m.bodies)
	text, textErr := m.Entries().Text(1, m.bodies)
	if err != nil || textErr != nil {
		t.Fatal(err, textErr)
	}
	const page = "https://org.example/repo/reform/"
	for _, want := range []string{`href="` + page + `%E7%BB%BF-%E8%89%B2/#fn:1"`, `href="` + page + `other/"`, `src="` + page + `%E7%BB%BF-%E8%89%B2/p.png"`, `href="https://a.example/"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if !strings.HasPrefix(text, "第一段。\n") {
		t.Errorf("text %q", text)
	}
	if html, err := m.EntryHTML(m.Entries().At(2), m.bodies); html != "" || err != nil {
		t.Errorf("an empty text is %q %v", html, err)
	}
	if _, err := m.EntryHTML(m.Entries().At(1), bodies{}); err == nil {
		t.Error("a body that is lost is no error")
	}
}

func TestFeeds(t *testing.T) {
	m := load(t, files{
		"site.yaml":     "description: 网站说明\n",
		"a/_index.md":   "title: 甲\ndescription: 甲栏说明",
		"a/b/_index.md": "title: 乙",
		"a/b/c.md":      "",
	}).clean()
	var got []string
	for _, f := range m.Feeds() {
		got = append(got, fmt.Sprint(f.Prefix, "|", f.Title, "|", f.Description, "|", f.Home, "|", len(m.FeedEntries(f, 50))))
	}
	want := []string{
		"|示例网|网站说明|https://org.example/repo/|1",
		"a/|甲 - 示例网|甲栏说明|https://org.example/repo/a/|1",
		"a/b/|乙 - 示例网||https://org.example/repo/a/b/|1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLocations(t *testing.T) {
	m := load(t, files{
		"site.yaml":   "pageSize: 2\n",
		"a/_index.md": "title: 甲", "empty/_index.md": "title: 空",
		"a/1.md": "date: 2020-01-01\nupdated: 2022-02-02\ntags: [改革]\naliases: [/old/]",
		"a/2.md": "date: 2021-01-01\ntags: [改革]",
		"a/3.md": "date: 2021-03-01",
		"a/4.md": "date: 2021-03-01\nupdated: 2025-01-01\ndraft: true\ntags: [改革]",
	}).clean()
	var got []string
	for _, l := range m.Locations() {
		got = append(got, strings.TrimPrefix(l.URL, "https://org.example/repo")+" "+l.LastMod.String())
	}
	want := []string{
		"/ 2022-02-02", "/a/ 2022-02-02", "/a/page/2/ 2022-02-02", "/empty/ ",
		"/a/3/ 2021-03-01", "/a/2/ 2021-01-01", "/a/1/ 2022-02-02",
		"/tags/ 2022-02-02", "/tags/%E6%94%B9%E9%9D%A9/ 2022-02-02",
		"/archive/ 2022-02-02", "/archive/2021/ 2021-03-01", "/archive/2020/ 2022-02-02",
		"/sitemap/ 2022-02-02",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnusedFiles(t *testing.T) {
	m := load(t, files{
		"a/_index.md": "\n[x](of-column.pdf)", "a/of-column.pdf": "",
		"a/b.md": "image: used.png\n\n![x](text.png)", "a/used.png": "", "a/text.png": "",
		"a/draft.md":     "draft: true\nattachments: [of-draft.pdf]\nimage: of%20draft.png\n\n[x](text-of-draft.pdf#page=2)",
		"a/of-draft.pdf": "", "a/of draft.png": "", "a/text-of-draft.pdf": "",
		"a/bundle/index.md": "draft: true", "a/bundle/any.pdf": "", "a/open/index.md": "", "a/open/lost.pdf": "",
		"a/lost.pdf": "",
	}).clean()
	const hint = ": unused-file: no bulletin uses this file; it is not published | link to it, list it under attachments, or delete it\n"
	if got, want := m.warnings(), "content/a/lost.pdf"+hint+"content/a/open/lost.pdf"+hint; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	var sources []string
	for _, r := range m.Resources() {
		sources = append(sources, r.Source+"→"+r.Output)
	}
	want := []string{"content/a/of-column.pdf→a/of-column.pdf", "content/a/text.png→a/text.png", "content/a/used.png→a/used.png"}
	if diff := cmp.Diff(want, sources); diff != "" {
		t.Error(diff)
	}
}

// What a browser would run as part of the site, or a system as a program, is not published.
func TestTypesOfFiles(t *testing.T) {
	for _, ext := range []string{
		"html", "htm", "xhtml", "HTML", "shtml", "mhtml", "js", "mjs", "wasm", "css", "php", "jsp", "asp", "aspx", "cgi", "swf", "jar", "svgz", "xsl", "xslt",
		"exe", "bat", "cmd", "com", "msi", "sh", "ps1", "vbs", "hta", "lnk", "url", "docm", "xlsm", "pptm", "yaml", "toml", "go", "db", "bak",
	} {
		m := load(t, files{"a.md": "attachments: [x." + ext + "]", "x." + ext: ""})
		if got := m.errors(); !strings.Contains(got, ": file-type: ") || len(m.Resources()) > 0 {
			t.Errorf(".%s is published: %s", ext, got)
		}
	}
	for _, ext := range []string{"pdf", "PDF", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "txt", "ppt", "pptx", "zip", "rar", "7z", "json", "xml", "jpg", "png", "svg", "mp4"} {
		m := load(t, files{"a.md": "attachments: [x." + ext + "]", "x." + ext: ""}).clean()
		if v := view[site.Bulletin](m, "a/index.html"); len(v.Attachments) != 1 || v.Attachments[0].Type != strings.ToUpper(ext) {
			t.Errorf(".%s: %+v", ext, v.Attachments)
		}
	}
	if got := load(t, files{"a.md": "attachments: [README]", "README": ""}).errors(); !strings.Contains(got, "file-type") {
		t.Errorf("a file without extension: %s", got)
	}
}
