package site_test

import (
	"testing"

	"jianbao/generator/site"
)

// What 网页标签规范 and search engines want of a page beyond what it shows.
func TestViewsForTags(t *testing.T) {
	m := load(t, files{
		"site.yaml":        "typography: {paragraphs: spacing}\nbaseURL: https://org.example:8080/repo/\n",
		"policy/_index.md": "type: 政策解读",
		"policy/a.md":      "date: 2018-05-31 09:30\nupdated: 2018-06-01\nattachments: [form.docx, scan.PNG]\n\n![图](p.png)",
		"policy/b.md":      "date: 2018-05-30\nimage: q.png\nrelated: [a.md]\n\n![图](p.png)",
		"policy/c.md":      "date: 2018-05-29\npinned: true\n\n[甲](a.md)",
		"policy/form.docx": "", "policy/scan.PNG": "", "policy/p.png": "", "policy/q.png": "",
	}).clean()
	a := view[site.Bulletin](m, "policy/a/index.html")
	b := view[site.Bulletin](m, "policy/b/index.html")
	c := view[site.Bulletin](m, "policy/c/index.html")
	home := view[site.Home](m, "index.html")
	chrome := home.Site
	for _, pair := range [][2]any{
		{chrome.Domain, "org.example"},
		{chrome.Origin, "https://org.example:8080"},
		{chrome.Paragraphs, "spacing"},
		{home.Type, "首页"},
		{home.Headline.Title, b.Title},
		{a.Published, "2018-05-31T09:30:00+08:00"},
		{a.Modified, "2018-06-01"},
		{b.Published, "2018-05-30"},
		{b.Modified, ""},
		{a.Picture, "/repo/policy/p.png"},
		{b.Picture, "/repo/policy/q.png"},
		{c.Picture, ""},
		{a.Attachments[0].Image, false},
		{a.Attachments[1].Image, true},
		{a.Related[0].Type, "政策解读"},
		{b.Related[0].Type, "政策解读"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("got %v, want %v", pair[0], pair[1])
		}
	}
	if none := view[site.Home](load(t, files{"a.md": ""}), "index.html"); none.Headline != nil {
		t.Errorf("a headline without an image: %v", none.Headline)
	}
}
