package site_test

import (
	"strings"
	"testing"

	"jianbao/generator/site"
)

func TestRelatedBothWays(t *testing.T) {
	m := load(t, files{
		"a/_index.md":      "title: 甲",
		"a/one.md":         "title: 一\ndate: 2020-01-01\nrelated: [two.md, ../b/three/, /b/three/, ../b/three/index.md]",
		"a/two.md":         "title: 二\ndate: 2021-01-01\nrelated: [one.md]",
		"b/three/index.md": "title: 三\ndate: 2022-01-01\naliases: [/old/]",
		"a/four.md":        "title: 四\nrelated: [/old/, secret.md, later.md]",
		"a/secret.md":      "title: 密\ndraft: true\nrelated: [one.md]",
		"a/later.md":       "title: 后\ndate: 2030-01-01\nrelated: [two.md]",
	}).clean()
	for output, want := range map[string]string{"a/one": "三 二", "a/two": "一", "b/three": "四 一", "a/four": "三"} {
		if got := titles(view[site.Bulletin](m, output+"/index.html").Related); got != want {
			t.Errorf("related of %s: %s, want %s", output, got, want)
		}
	}
}

func TestReplaced(t *testing.T) {
	m := load(t, files{
		"old1.md": "title: 旧一\nstatus: 已废止\nreplacedBy: new.md",
		"old2.md": "title: 旧二\n有效性: 失效\n替代文件: /new/",
		"new.md":  "title: 新\nstatus: 有效",
	}).clean()
	v := view[site.Bulletin](m, "new/index.html")
	if len(v.Replaces) != 2 || v.Replaces[0] != (site.Link{Title: "旧一", URL: "/repo/old1/"}) || v.Status != "有效" {
		t.Errorf("%+v replaces %+v", v.Status, v.Replaces)
	}
	old := view[site.Bulletin](m, "old1/index.html")
	if old.ReplacedBy == nil || old.ReplacedBy.URL != "/repo/new/" {
		t.Errorf("replaced by %+v", old.ReplacedBy)
	}
	for _, i := range view[site.Home](m, "index.html").Latest {
		if want := map[string]string{"旧一": "已废止", "旧二": "失效"}[i.Title]; i.Status != want {
			t.Errorf("%s has the status %q in lists", i.Title, i.Status)
		}
	}
}

func TestWrongRelations(t *testing.T) {
	const self = " | take it out, or name another one\n"
	others := files{"b/_index.md": "title: 乙", "b/draft.md": "draft: true", "b/map.svg": "", "b/other.md": ""}
	for _, c := range []struct{ line, want string }{
		{"related: [gone.md]", "content/b/a.md:2:11: broken-link: no page at gone.md\n"},
		{"related: [Other.md]", "content/b/a.md:2:11: broken-link: no page at Other.md | did you mean other.md?\n"},
		{"related: [a.md]", "content/b/a.md:2:11: self-reference: related names the bulletin itself" + self},
		{"replacedBy: /b/a/", "content/b/a.md:2:13: self-reference: replacedBy names the bulletin itself" + self},
		{"related: [../b/]", "content/b/a.md:2:11: broken-link: ../b/ is not a bulletin\n"},
		{"related: [map.svg]", "content/b/a.md:2:11: broken-link: map.svg is not a bulletin\n"},
		{"related: [/tags/]", "content/b/a.md:2:11: broken-link: /tags/ is not a bulletin\n"},
		{"replacedBy: gone.md", "content/b/a.md:2:13: broken-link: no page at gone.md\n"},
		{"replacedBy: draft.md", "content/b/a.md:2:13: hidden-link: draft.md is not published (a draft) | take the link out, or publish that bulletin first\n"},
		{"related: [../../../etc/passwd]", "content/b/a.md:2:11: broken-link: no page at ../../../etc/passwd\n"},
		{"related: [\"https://a.example/\"]", "content/b/a.md:2:11: broken-link: no page at https://a.example/\n"},
	} {
		if got := load(t, others.with(files{"b/a.md": c.line})).errors(); got != c.want {
			t.Errorf("%s: %s", c.line, got)
		}
	}
}

func TestReplacementsInACircle(t *testing.T) {
	m := load(t, files{"a.md": "replacedBy: b.md", "b.md": "replacedBy: c.md", "c.md": "replacedBy: a.md", "d.md": "replacedBy: a.md"})
	const rule = ".md:2:13: self-reference: the documents that replace this one lead back to it | write replacedBy in the older document only\n"
	if got, want := m.errors(), "content/a"+rule+"content/b"+rule+"content/c"+rule; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

func TestIndexIsUnique(t *testing.T) {
	m := load(t, files{
		"new.md": "index: 4307/1\ndate: 2021-01-01", "old.md": "索引号: 4307/1", "other.md": "index: 4307/2",
		"draft.md": "index: 4307/1\ndraft: true",
	})
	if got, want := m.errors(), "content/old.md:2:6: duplicate-index: index 4307/1 is used by content/new.md already\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if strings.Contains(m.everything(), "draft") {
		t.Error("the draft shows")
	}
}
