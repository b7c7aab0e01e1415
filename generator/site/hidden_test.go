package site_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/site"
)

// A bulletin is there from the first moment of its date, publish and expires
// cover what they name: a day alone begins with its first second and ends with its last.
func TestPublicationTimes(t *testing.T) {
	for _, c := range []struct {
		line, now string
		published bool
	}{
		{"date: 2026-05-31", "2026-05-30 23:59:59", false},
		{"date: 2026-05-31", "2026-05-31", true},
		{"date: 2026-05-31", "2026-05-31 00:00", true},
		{"date: 2026-05-31 09:30", "2026-05-31", false},
		{"date: 2026-05-31 09:30", "2026-05-31 09:29:59", false},
		{"date: 2026-05-31 09:30", "2026-05-31 09:30", true},
		{"date: 2026-05-31T09:30:00+08:00", "2026-05-31T01:30:00Z", true},
		{"date: 2026-05-31T09:30:00+08:00", "2026-05-31T01:29:59Z", false},
		{"publish: 2026-05-31", "2026-05-30 23:59:59", false},
		{"publish: 2026-05-31", "2026-05-31", true},
		{"定时发布: 2026-05-31 09:30", "2026-05-31 09:29:59", false},
		{"定时发布: 2026-05-31 09:30", "2026-05-31 09:30:00", true},
		{"expires: 2026-05-31", "2026-05-31 23:59:59", true},
		{"expires: 2026-05-31", "2026-06-01", false},
		{"expires: 2026-05-31 09:30", "2026-05-31 09:30:59", true},
		{"expires: 2026-05-31 09:30", "2026-05-31 09:31", false},
		{"expires: 2026-05-31 09:30:15", "2026-05-31 09:30:15", true},
		{"expires: 2026-05-31 09:30:15", "2026-05-31 09:30:16", false},
		{"expires: 2026-05-31", "2026-05-31", true},
		{"publish: 2026-05-01\nexpires: 2026-05-31", "2026-05-15", true},
		{"publish: 2026-05-01\nexpires: 2026-05-31\ndraft: true", "2026-05-15", false},
		{"draft: true\ndate: 2020-01-01", "2026-05-15", false},
		{"草稿: true", "2026-05-15", false},
		{"draft: false", "2026-05-15", true},
	} {
		m := load(t, files{":now": c.now, "a.md": c.line}).clean()
		if got := m.Bulletins() == 1; got != c.published || m.Bulletins()+m.Hidden() != 1 {
			t.Errorf("%s at %s: published %v", c.line, c.now, got)
		}
	}
}

// Whatever is doubtful about draft, the bulletin is hidden or the build stops.
func TestDraftFailsClosed(t *testing.T) {
	for _, line := range []string{
		"draft: true", "draft: True", "draft: TRUE", "草稿: true", `"draft": true`,
		"draft: yes", "draft: 是", "draft: 1", `draft: "true"`, "draft: on", "draft: y", "draft: true # 等审核", "draft: 真", "draft: [true]", "draft: {}",
		"Draft: true", "DRAFT: true", "darft: true", "drafts: true", "draft : true", "draft：true", "draft:true", " draft: true", "- draft: true",
		"草稿：是", "params: {draft: true}", "draft: true\ndraft: false", "draft: false\n草稿: true", "draft: ~\nDraft: true", "published: false",
	} {
		m := load(t, files{"a.md": "title: 甲\n" + line})
		if m.Bulletins() > 0 && m.errors() == "" {
			t.Errorf("%q is published", line)
		}
	}
}

// canary stands in everything that a hidden bulletin has.
const canary = "canary7391"

// hiddenSite has one visible bulletin and, for each way to be hidden, one whose
// every part holds the canary.
func hiddenSite() files {
	const everything = "title: canary7391\nsubtitle: canary7391\nsummary: canary7391\nsource: canary7391\nauthors: [canary7391]\n" +
		"keywords: [canary7391]\ntags: [canary7391, 改革]\nnumber: 湘政发〔2018〕7391号\nindex: canary7391\nissuer: canary7391\ncategory: canary7391\n" +
		"attachments: [canary7391.pdf]\nimage: canary7391.png\nimageAlt: canary7391\naliases: [/canary7391/old.html]\nslug: SLUG\n" +
		"related: [/reform/open/]\nparams: {a: canary7391}\nLINE\n\n# canary7391\n\ncanary7391 ![canary7391](canary7391.svg) [canary7391](canary7391.docx) [开](/reform/open/)\n"
	sources := files{
		"reform/_index.md": "title: 改革",
		"reform/open.md":   "title: 公开\ntags: [改革]\nrelated: [canary7391-draft/, canary7391-future/, canary7391-past/, canary7391-later/]",
	}
	for name, line := range map[string]string{
		"draft": "draft: true", "future": "date: 2030-01-01", "later": "publish: 2026-01-02", "past": "expires: 2025-12-31",
	} {
		for _, dir := range []string{"reform/", "canary7391column/sub/"} {
			bundle := dir + "canary7391-" + name + "/"
			text := strings.NewReplacer("SLUG", "canary7391-"+name, "LINE", line).Replace(everything)
			sources[bundle+"index.md"] = text
			for _, file := range []string{"canary7391.pdf", "canary7391.png", "canary7391.svg", "canary7391.docx"} {
				sources[bundle+file] = "canary7391"
			}
		}
		sources["reform/canary7391-single-"+name+".md"] = "title: canary7391\n" + line + "\n\n[canary7391](canary7391.zip)"
	}
	sources["reform/canary7391.zip"] = "canary7391"
	return sources
}

func TestNothingOfTheHiddenLeaks(t *testing.T) {
	m := load(t, hiddenSite()).clean()
	if m.Bulletins() != 1 || m.Hidden() != 12 {
		t.Fatalf("%d published, %d hidden", m.Bulletins(), m.Hidden())
	}
	all := m.everything()
	for from := 0; ; {
		i := strings.Index(all[from:], canary)
		if i < 0 {
			break
		}
		from += i
		t.Errorf("…%s…", all[max(0, from-100):min(len(all), from+100)])
		from += len(canary)
	}
	if strings.Contains(all, "7391") {
		t.Error("the document number leaks")
	}
	if len(m.Resources()) != 0 {
		t.Errorf("resources %v", m.Resources())
	}
	column := view[site.ColumnPage](m, "reform/index.html")
	home := view[site.Home](m, "index.html")
	tag := view[site.List](m, "tags/改革/index.html")
	b := view[site.Bulletin](m, "reform/open/index.html")
	if len(column.Items) != 1 || column.Pager.Total != 1 || len(home.Latest) != 1 || len(tag.Items) != 1 || b.Prev != nil || b.Next != nil || len(b.Related) > 0 {
		t.Error("something hidden counts")
	}
	if len(home.Site.Nav) != 1 || len(home.Blocks) != 1 {
		t.Errorf("the folder of hidden bulletins is a column: %v", home.Site.Nav)
	}
	if warnings := m.warnings(); warnings != "" {
		t.Errorf("the files of a draft are no one's business:\n%s", warnings)
	}
	// All of it appears once it is published: the canary would have been seen.
	open := load(t, func() files {
		all := files{}
		for name, text := range hiddenSite() {
			text = strings.NewReplacer("draft: true", "draft: false", "date: 2030", "date: 2020", "publish: 2026", "publish: 2020", "expires: 2025", "expires: 2035").Replace(text)
			all[name] = text
		}
		return all
	}())
	if open.Bulletins() != 13 || strings.Count(open.everything(), canary) < 100 || len(open.Resources()) != 33 {
		t.Errorf("%d bulletins, %d resources when all is published", open.Bulletins(), len(open.Resources()))
	}
}

// Nothing visible may link to what is hidden, nor use its files.
func TestLinksToTheHidden(t *testing.T) {
	const hint = " | take the link out, or publish that bulletin first\n"
	sources := hiddenSite()
	for _, c := range []struct{ text, want string }{
		{"\n[x](canary7391-draft/index.md)", "content/reform/a.md:6:1: hidden-link: canary7391-draft/index.md is not published (a draft)" + hint},
		{"\n[x](canary7391-future/)", "content/reform/a.md:6:1: hidden-link: canary7391-future/ is not published (not yet published)" + hint},
		{"\n[x](/reform/canary7391-past/)", "content/reform/a.md:6:1: hidden-link: /reform/canary7391-past/ is not published (expired)" + hint},
		{"\n[x](https://org.example/repo/reform/canary7391-past/)", "content/reform/a.md:6:1: hidden-link: /reform/canary7391-past/ is not published (expired)" + hint},
		{"\n[x](canary7391-draft/canary7391.pdf)", "content/reform/a.md:6:1: hidden-link: canary7391.pdf is not published (a draft)" + hint},
		{"\n[x](/reform/canary7391-draft/canary7391.pdf)", "content/reform/a.md:6:1: hidden-link: canary7391.pdf is not published (a draft)" + hint},
		{"\n![x](canary7391-draft/canary7391.png)", "content/reform/a.md:6:1: hidden-link: canary7391.png is not published (a draft)" + hint},
		{"image: canary7391-draft/canary7391.png", "content/reform/a.md:2:8: hidden-link: canary7391.png is not published (a draft)" + hint},
		{"attachments: [canary7391-later/canary7391.pdf]", "content/reform/a.md:2:15: hidden-link: canary7391.pdf is not published (not yet published)" + hint},
		{"replacedBy: canary7391-draft/", "content/reform/a.md:2:13: hidden-link: canary7391-draft/ is not published (a draft)" + hint},
		{"\n[x](/canary7391/old.html)", "content/reform/a.md:6:1: broken-link: no page at /canary7391/old.html\n"},
		{"\n[x](/canary7391column/)", "content/reform/a.md:6:1: broken-link: no page at /canary7391column/\n"},
		{"\n[x](/tags/canary7391/)", "content/reform/a.md:6:1: broken-link: no page at /tags/canary7391/\n"},
	} {
		m := load(t, sources.with(files{"reform/a.md": c.text}))
		if got := m.errors(); got != c.want {
			t.Errorf("%q: %s", c.text, got)
		}
		for _, r := range m.Resources() {
			if strings.Contains(r.Source, canary) {
				t.Errorf("%q publishes %s", c.text, r.Source)
			}
		}
	}
	// A file beside a hidden bulletin that is no folder belongs to the column.
	m := load(t, sources.with(files{"reform/a.md": "\n[x](canary7391.zip)"})).clean()
	if len(m.Resources()) != 1 {
		t.Errorf("resources %v", m.Resources())
	}
}

// The address of a hidden bulletin is free for others. When it is scheduled and
// will find its address taken, that is told beforehand.
func TestAddressesOfTheHidden(t *testing.T) {
	const hint = " | change the slug, url or aliases of one of them\n"
	for _, c := range []struct{ visible, hidden, want string }{
		{"aliases: [/b/]", "draft: true", ""},
		{"aliases: [/b/]", "expires: 2025-01-01", ""},
		{"aliases: [/b/]", "publish: 2026-02-01", "content/b.md: address-taken: when it is published on 2026-02-01, its address /b/ will still be that of content/a.md" + hint},
		{"url: /b/", "date: 2026-02-01 09:30", "content/b.md: address-taken: when it is published on 2026-02-01 09:30, its address /b/ will still be that of content/a.md" + hint},
		{"url: /b/\nexpires: 2026-01-31", "publish: 2026-02-01", ""},
		{"url: /b/\nexpires: 2026-02-01", "publish: 2026-02-01", "content/b.md: address-taken: when it is published on 2026-02-01, its address /b/ will still be that of content/a.md" + hint},
		{"url: /b/\nexpires: 2026-02-01", "publish: 2026-02-02", ""},
		{"url: /b/\nexpires: 2026-02-01", "publish: 2026-02-01 09:30", "content/b.md: address-taken: when it is published on 2026-02-01 09:30, its address /b/ will still be that of content/a.md" + hint},
		{"url: /c/", "publish: 2026-02-01", ""},
		{"tags: [x]", "publish: 2026-02-01\nurl: /tags/x/", "content/b.md:3:6: address-taken: when it is published on 2026-02-01, its address /tags/x/ will still be that of content/a.md" + hint},
	} {
		m := load(t, files{"a.md": c.visible, "b.md": c.hidden + "\ntitle: " + canary}).clean()
		if got := m.warnings(); got != c.want {
			t.Errorf("%q and %q: %s", c.visible, c.hidden, got)
		}
		if strings.Contains(m.everything(), canary) {
			t.Errorf("%q and %q: the hidden one shows", c.visible, c.hidden)
		}
	}
	m := load(t, files{"a.md": "aliases: [/b/]", "b.md": "draft: true", "c.md": "\n[x](/b/) [y](b.md)"})
	if got, want := m.errors(), "content/c.md:6:10: hidden-link: b.md is not published (a draft) | take the link out, or publish that bulletin first\n"; got != want {
		t.Errorf("a link to a taken address: %s, want %s", got, want)
	}
	if !slices.Contains(m.outputs(), "b/index.html") {
		t.Error("the alias is not published")
	}
}

// What is wrong in the text of a draft is its author's business; what is wrong
// in its header might be the very line that hides it.
func TestFaultsOfDrafts(t *testing.T) {
	m := load(t, files{"a.md": "draft: true\n\n[x](gone.md) <div>\n", "b.md": "draft: true\nimage: gone.png\nattachments: [gone.pdf]\nlayout: gone"}).clean()
	if m.Hidden() != 2 {
		t.Errorf("%d hidden", m.Hidden())
	}
	if m := load(t, files{"a.md": "draft: true\ndate: 昨天"}); m.errors() == "" {
		t.Error("a bad header of a draft passes")
	}
}

// What is published blank, or never, is told.
func TestBlankAndNeverPublished(t *testing.T) {
	const blank = "content/a.md:1:1: empty-text: there is no text, so a blank page is published | write the text, or set draft: true until it is written\n"
	const never = ":2:10: never-published: it expires before it appears, so it is never published | look at date, publish and expires\n"
	for text, want := range map[string]string{
		"title: a\n\n": blank, "\n<!-- 待写 -->\n": blank, "\n正文": "",
		"attachments: a.pdf\n\n": "", "image: a.png\n\n": "", "draft: true\n\n": "",
		"expires: 2019-12-31":                        "content/a.md" + never,
		"expires: 2020-01-01":                        "",
		"expires: 2026-05-01\npublish: 2026-05-02":   "content/a.md" + never,
		"expires: 2026-05-01\npublish: 2026-05-01":   "",
		"expires: 2019-12-31\ndraft: true":           "",
		"expires: 2026-05-01\npublish: 2026-04-30\n": "",
	} {
		m := load(t, files{"_index.md": "title: 首页", "a.md": text, "a.pdf": "x", "a.png": "x", "b.md": "image: a.png\nattachments: a.pdf"})
		if got := m.errors() + m.warnings(); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Authors are told what is hidden, why, and until when.
func TestHiddenOnes(t *testing.T) {
	sources := files{
		":now": "2026-05-15", "open.md": "title: 甲", "draft.md": "title: 乙\ndraft: true\ndate: 2030-01-01",
		"later.md": "title: 丙\ndate: 2026-05-16\npublish: 2026-06-01 09:30", "tomorrow.md": "title: 丁\ndate: 2026-05-16",
		"over.md": "title: 戊\nexpires: 2026-05-14", "both.md": "title: 己\npublish: 2026-06-01\nexpires: 2026-05-14",
	}
	var got []string
	for _, h := range load(t, sources).clean().HiddenOnes() {
		got = append(got, strings.Join([]string{h.Title, path.Base(h.Source), h.Output, string(h.State), h.When.String()}, " "))
	}
	want := []string{
		"己 both.md  scheduled 2026-06-01", "乙 draft.md  draft ", "丙 later.md  scheduled 2026-06-01 09:30",
		"戊 over.md  expired 2026-05-14", "丁 tomorrow.md  scheduled 2026-05-16",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
