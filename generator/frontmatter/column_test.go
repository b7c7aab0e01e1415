package frontmatter_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
)

func parseColumn(t *testing.T, text string) (*frontmatter.ColumnFields, diag.List) {
	f, _, diags := new(frontmatter.Parser).ParseColumn("content/reform/_index.md", []byte(text), shanghai(t))
	return f, diags
}

func TestColumn(t *testing.T) {
	for _, text := range []string{
		`---
title: 全面深化改革
description: 改革动态
keywords: 改革、开放
type: 通知公告
weight: -3
freshness: 180
nav: false
pageSize: 10
layout: list
params: {a: 1}
defaults: {source: 改革办}
---
`, `---
标题: 全面深化改革
描述: 改革动态
关键词: [改革, 开放]
类型: 通知公告
权重: -3
更新期限: 180
导航: false
每页条数: 10
版式: list
参数: {a: 1}
默认值: {信息来源: 改革办}
---
`, `+++
title = "全面深化改革"
description = "改革动态"
keywords = ["改革", "开放"]
type = "通知公告"
weight = -3
freshness = 180
nav = false
pageSize = 10
layout = "list"
params = {a = 1}
defaults.source = "改革办"
+++
`, `{"title":"全面深化改革","description":"改革动态","keywords":"改革,开放","type":"通知公告","weight":-3,"freshness":180,
"nav":false,"pageSize":10,"layout":"list","params":{"a":1},"defaults":{"source":"改革办"}}
`,
	} {
		f, diags := parseColumn(t, text)
		expect(t, text, diags)
		got := []any{f.Title, f.Description, f.Keywords, f.Type, f.Weight, f.Freshness, f.Nav, f.PageSize, f.Layout, f.Params, f.Defaults.Source}
		want := []any{"全面深化改革", "改革动态", []string{"改革", "开放"}, "通知公告", -3, 180, false, 10, "list", map[string]any{"a": int64(1)}, "改革办"}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got %#v\nwant %#v", text, got, want)
		}
	}
}

func TestColumnWithoutValues(t *testing.T) {
	f, diags := parseColumn(t, "---\ntitle: 改革\n---\n")
	expect(t, "", diags)
	if !f.Nav || f.Freshness != -1 || f.PageSize != 0 || f.Defaults != nil || f.Has("weight") {
		t.Errorf("%+v", f)
	}
	if got, want := f.At("title"), (diag.Pos{Path: "content/reform/_index.md", Line: 2, Column: 8}); got != want {
		t.Errorf("title is at %v", got)
	}
}

func TestBadColumns(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "1:1 no-front-matter named after its folder",
		"正文\n":               "1:1 no-front-matter 栏目名只能用文件夹名",
		"---\n---\n":         "1:1 missing-key title is missing",
		"---\ntitle:\n---\n": "1:1 missing-key",
		"---\ntitle: 改革\n":   "1:1 front-matter-not-closed",
		"---\ntitle: 改革\ndate: 2018-05-31\n---\n":                       "3:1 unknown-key",
		"---\ntitle: 改革\ndraft: true\n---\n":                            "3:1 unknown-key",
		"---\ntitle: 改革\norder: 1\n---\n":                               "3:1 unknown-key did you mean weight (权重)?",
		"---\ntitle: 改革\nsummary: x\n---\n":                             "3:1 unknown-key description",
		"---\ntitle: 改革\nweight: 一\n---\n":                              "3:9 wrong-type",
		"---\ntitle: 改革\nfreshness: -1\n---\n":                          "3:12 bad-value from 0 to 3650",
		"---\ntitle: 改革\npageSize: 0\n---\n":                            "3:11 bad-value 1 到 1000",
		"---\ntitle: 改革\nnav: no\n---\n":                                "3:6 wrong-type",
		"---\ntitle: 改革\ntype: 其他\n---\n":                               "3:7 unknown-column-type the tag rules list no column type 其他",
		"---\ntitle：改革\n---\n":                                          "2:6 bad-yaml",
		"---\ntitle: 改革\ndefaults: x\n---\n":                            "3:11 wrong-type",
		"---\ntitle: 改革\ndefaults: {sorce: x}\n---\n":                   "3:12 unknown-key did you mean source (信息来源)?",
		"---\ntitle: 改革\ndefaults:\n  source: 甲\n    draft：true\n---\n": "5:5 draft-not-read",
		"---\ntitle: 改革\ndefaults:\n  Draft: true\n---\n":               "4:3 unknown-key did you mean draft (草稿)?",
		"---\ntitle: 改革\n---\n---\ndraft: true\n---\n":                  "5:1 draft-not-read",
	} {
		f, diags := parseColumn(t, text)
		expect(t, text, diags, strings.Split(want, "\n")...)
		if warning := strings.Contains(want, "no-front-matter") || strings.Contains(want, "missing-key") || strings.Contains(want, "unknown-column-type"); diags.HasErrors() == warning {
			t.Errorf("%q: errors are %v", text, diags.HasErrors())
		}
		if f == nil {
			t.Errorf("%q: no fields", text)
		}
	}
}

// The home page is named after the site.
func TestHomeNeedsNoTitle(t *testing.T) {
	_, _, diags := new(frontmatter.Parser).ParseColumn("content/_index.md", []byte("---\ndescription: 首页\n---\n"), shanghai(t))
	expect(t, "home", diags)
}

// Defaults fill what a bulletin does not say: the nearest column's first.
func TestInherit(t *testing.T) {
	near, diags := parseColumn(t, "---\ntitle: 一\ndefaults:\n  source: 甲\n  tags: [近]\n  params: {a: 近, b: 近}\n---\n")
	expect(t, "near", diags)
	far, diags := parseColumn(t, "---\ntitle: 一\ndefaults:\n  信息来源: 乙\n  editor: 丙\n  草稿: true\n  params: {b: 远, c: 远}\n---\n")
	expect(t, "far", diags)
	f, _, diags := parse(t, "---\ntitle: 标题\ntags: []\nparams: {a: 自己}\n---\n")
	expect(t, "own", diags)
	f.Inherit(near.Defaults)
	f.Inherit(far.Defaults)
	got := []any{f.Title, f.Source, f.Editor, f.Tags, f.Draft, f.Params}
	want := []any{"标题", "甲", "丙", []string{}, true, map[string]any{"a": "自己", "b": "近", "c": "远"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
	if at := f.At("editor"); at.Line != 5 || at.Path != "content/reform/_index.md" {
		t.Errorf("editor comes from %v", at)
	}
	if missing := f.Missing(); len(missing) != 1 || missing[0].Name != "date" {
		t.Errorf("missing are %v", missing)
	}
	if at := f.At("date"); at != (diag.Pos{Path: "content/a.md", Line: 1, Column: 1}) {
		t.Errorf("what is nowhere is at %v", at)
	}
}

// A bulletin that says it is no draft is none, whatever the default.
func TestDraftOverDefaults(t *testing.T) {
	column, diags := parseColumn(t, "---\ntitle: 一\ndefaults: {draft: true}\n---\n")
	expect(t, "column", diags)
	f, _, diags := parse(t, "---\ndraft: false\n---\n")
	expect(t, "bulletin", diags)
	if f.Inherit(column.Defaults); f.Draft {
		t.Error("draft: false was overruled")
	}
}

// What belongs to one bulletin cannot be a default for many.
func TestNotDefaults(t *testing.T) {
	inherited := 0
	for _, key := range frontmatter.Keys() {
		if key.InDefaults {
			inherited++
			continue
		}
		text := "---\ntitle: 一\ndefaults:\n  " + key.Name + ": x\n---\n"
		_, diags := parseColumn(t, text)
		expect(t, text, diags, "4:"+column(key.Name)+" not-a-default "+key.Name+" cannot be a default")
	}
	if inherited < 10 {
		t.Errorf("only %d keys in defaults", inherited)
	}
	for defaults, want := range map[string]string{
		"draft: false":         "4:10 not-a-default can only be true",
		"draft: yes":           "4:10 wrong-type",
		"image: 图.jpg":         "4:10 not-a-default a default image must begin with /",
		"image: /图.jpg":        "",
		"params: {草稿: 1}":      "4:12 misplaced-key",
		"source: [甲]":          "4:11 wrong-type",
		"expires: 2018":        "4:12 bad-date",
		"信息来源: 甲\n  source: 乙": "5:3 duplicate-key",
	} {
		text := "---\ntitle: 一\ndefaults:\n  " + defaults + "\n---\n"
		_, diags := parseColumn(t, text)
		if want == "" {
			expect(t, text, diags)
		} else {
			expect(t, text, diags, want)
		}
	}
}

// column is where the value of an indented key begins.
func column(key string) string {
	return fmt.Sprint(len(key) + 5)
}
