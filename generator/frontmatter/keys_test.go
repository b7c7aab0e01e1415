package frontmatter_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
)

type fields = frontmatter.Fields

type group map[string]any

func day(y, m, d int) civil.Time {
	return civil.Time{Year: int16(y), Month: int8(m), Day: int8(d), Precision: civil.Day}
}

// One good value for each key of a bulletin, and what it is read as. In a file
// of one key each value stands at the same place, which samplePos returns.
var samples = map[string]struct {
	value any
	get   func(*fields) any
	want  any
}{
	"title":       {"深化改革", func(f *fields) any { return f.Title }, "深化改革"},
	"subtitle":    {"副题", func(f *fields) any { return f.Subtitle }, "副题"},
	"date":        {"2018-05-31", func(f *fields) any { return f.Date }, day(2018, 5, 31)},
	"updated":     {"2018年6月1日", func(f *fields) any { return f.Updated }, day(2018, 6, 1)},
	"source":      {"市委政研室", func(f *fields) any { return f.Source }, "市委政研室"},
	"sourceURL":   {"https://www.example.gov.cn/改革?id=1", func(f *fields) any { return f.SourceURL }, "https://www.example.gov.cn/改革?id=1"},
	"authors":     {"张三、李四,王五", func(f *fields) any { return f.Authors }, []string{"张三", "李四", "王五"}},
	"editor":      {"赵六", func(f *fields) any { return f.Editor }, "赵六"},
	"summary":     {"一句话。", func(f *fields) any { return f.Summary }, "一句话。"},
	"keywords":    {"改革 绿色发展", func(f *fields) any { return f.Keywords }, []string{"改革", "绿色发展"}},
	"tags":        {[]any{"改革", "营商环境", "改革"}, func(f *fields) any { return f.Tags }, []string{"改革", "营商环境"}},
	"image":       {"图.jpg", func(f *fields) any { return f.Image }, "图.jpg"},
	"imageAlt":    {"一张图", func(f *fields) any { return f.ImageAlt }, "一张图"},
	"number":      {"湘政发〔2018〕5号", func(f *fields) any { return f.Number }, "湘政发〔2018〕5号"},
	"index":       {"000014349/2018-00005", func(f *fields) any { return f.Index }, "000014349/2018-00005"},
	"issuer":      {"省政府", func(f *fields) any { return f.Issuer }, "省政府"},
	"signed":      {"2018.5.30", func(f *fields) any { return f.Signed }, day(2018, 5, 30)},
	"status":      {"已废止", func(f *fields) any { return f.Status }, "已废止"},
	"replacedBy":  {"new.md", func(f *fields) any { return f.ReplacedBy.Path }, "new.md"},
	"category":    {"综合政务", func(f *fields) any { return f.Category }, "综合政务"},
	"issue":       {12, func(f *fields) any { return f.Issue }, 12},
	"totalIssue":  {345, func(f *fields) any { return f.TotalIssue }, 345},
	"attachments": {[]any{"a.pdf", group{"文件": "b.pdf", "title": "乙"}}, func(f *fields) any { return names(f.Attachments) }, []string{"a.pdf/", "b.pdf/乙"}},
	"related":     {"../x.md", func(f *fields) any { return refs(f.Related) }, []string{"../x.md"}},
	"changes":     {[]any{group{"日期": "2018-06-01", "说明": "更正数字"}}, func(f *fields) any { return f.Changes }, []frontmatter.Change{{Date: day(2018, 6, 1), Note: "更正数字"}}},
	"reviews":     {group{"by": "张三", "环节": "二审"}, func(f *fields) any { return f.Reviews }, []frontmatter.Review{{By: "张三", Stage: "二审"}}},
	"allow":       {[]any{group{"rule": "long-title", "原因": "原题如此"}}, func(f *fields) any { return f.Allow }, []frontmatter.Allow{{Rule: "long-title", Reason: "原题如此"}}},
	"draft":       {true, func(f *fields) any { return f.Draft }, true},
	"publish":     {"2018-06-01", func(f *fields) any { return f.Publish }, day(2018, 6, 1)},
	"expires":     {"2019-06-01", func(f *fields) any { return f.Expires }, day(2019, 6, 1)},
	"pinned":      {true, func(f *fields) any { return f.Pinned }, true},
	"slug":        {"绿色-green", func(f *fields) any { return f.Slug }, "绿色-green"},
	"url":         {"/改革/green/", func(f *fields) any { return f.URL }, "/改革/green/"},
	"aliases":     {[]any{"/old.html", "/旧/"}, func(f *fields) any { return refs(f.Aliases) }, []string{"/old.html", "/旧/"}},
	"layout":      {"special", func(f *fields) any { return f.Layout }, "special"},
	"params":      {group{"a": []any{1, "二", true}}, func(f *fields) any { return f.Params }, map[string]any{"a": []any{int64(1), "二", true}}},
}

func names(list []frontmatter.Attachment) (names []string) {
	for _, a := range list {
		names = append(names, a.File+"/"+a.Title)
	}
	return names
}

func refs(list []frontmatter.Ref) (paths []string) {
	for _, r := range list {
		paths = append(paths, r.Path)
	}
	return paths
}

// toml prints a sample as TOML; JSON can print it as JSON, and as YAML.
func toml(v any) string {
	switch v := v.(type) {
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, toml(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case group:
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			pairs = append(pairs, fmt.Sprintf("%q = %s", key, toml(v[key])))
		}
		return "{" + strings.Join(pairs, ", ") + "}"
	case string:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}

// Every key is read from YAML, TOML and JSON, under every name it has.
func TestKeys(t *testing.T) {
	for _, key := range frontmatter.Keys() {
		sample, ok := samples[key.Name]
		if !ok {
			t.Errorf("no sample of %s", key.Name)
			continue
		}
		asJSON, err := json.Marshal(sample.value)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append([]string{key.Name, key.Chinese}, key.Aliases...) {
			column := len([]rune(name)) + 3
			for _, test := range []struct {
				text   string
				line   int
				column int
			}{
				{fmt.Sprintf("---\n%s: %s\n---\n", name, asJSON), 2, column},
				{fmt.Sprintf("+++\n%q = %s\n+++\n", name, toml(sample.value)), 2, column + 3},
				{fmt.Sprintf("{\n%q: %s\n}\n", name, asJSON), 2, column + 2},
			} {
				f, _, diags := parse(t, test.text)
				expect(t, test.text, diags)
				if got := sample.get(f); !reflect.DeepEqual(got, sample.want) {
					t.Errorf("%q: %s is %#v, want %#v", test.text, key.Name, got, sample.want)
				}
				if want := (diag.Pos{Path: "content/a.md", Line: test.line, Column: test.column}); !f.Has(key.Name) || f.At(key.Name) != want {
					t.Errorf("%q: %s is at %v, want %v", test.text, key.Name, f.At(key.Name), want)
				}
			}
		}
	}
	if len(samples) != len(frontmatter.Keys()) {
		t.Errorf("%d samples for %d keys", len(samples), len(frontmatter.Keys()))
	}
}

// Two names of one key in one file are an error at the second.
func TestTwins(t *testing.T) {
	for _, key := range frontmatter.Keys() {
		sample, _ := json.Marshal(samples[key.Name].value)
		for _, other := range append([]string{key.Chinese}, key.Aliases...) {
			text := fmt.Sprintf("---\n%s: %s\n%s: %s\n---\n", key.Name, sample, other, sample)
			_, _, diags := parse(t, text)
			expect(t, text, diags, "3:1 duplicate-key "+other+" means the same as "+key.Name+" on line 2")
		}
	}
}

// A key that is there with nothing after it counts as not written, except for
// those that must not be forgotten.
func TestEmptyKeys(t *testing.T) {
	for _, key := range frontmatter.Keys() {
		text := "---\n" + key.Chinese + ":\n---\n"
		f, _, diags := parse(t, text)
		switch key.Name {
		case "title", "date", "draft", "publish", "expires":
			expect(t, text, diags, "2:1 empty-value "+key.Chinese+" has no value")
		default:
			expect(t, text, diags)
		}
		if f.Has(key.Name) {
			t.Errorf("%q: has %s", text, key.Name)
		}
	}
}

// What other programs call a key, what people write for it, and slips of the
// hand lead to the right name, in the script they are written in.
func TestSuggestions(t *testing.T) {
	for typed, want := range map[string]string{
		"titel": "title (标题)", "Title": "title (标题)", "標題": "标题 (title)", "标題": "标题 (title)", "文章标题": "",
		"发布日期": "发布时间 (date)", "日期": "发布时间 (date)", "時間": "发布时间 (date)", "发布時間": "发布时间 (date)", "Date": "date (发布时间)", "pubDate": "date (发布时间)",
		"last_mod": "lastmod (updated)", "lastModified": "updated (更新时间)", "modified": "updated (更新时间)", "更新日期": "更新时间 (updated)",
		"来源": "信息来源 (source)", "稿源": "信息来源 (source)", "Source": "source (信息来源)", "sourceUrl": "sourceURL (来源网址)", "source_url": "sourceURL (来源网址)",
		"Author": "author (authors)", "auther": "author (authors)", "description": "summary (摘要)", "简介": "摘要 (summary)", "关键字": "关键词 (keywords)", "keyword": "keywords (关键词)",
		"tag": "tags (标签)", "Tags": "tags (标签)", "标 签": "标签 (tags)", "category": "", "categories": "category (主题分类)",
		"发文字号": "文号 (number)", "状态": "有效性 (status)", "附 件": "附件 (attachments)", "attachment": "attachments (附件)", "expiryDate": "expires (到期)", "publishDate": "publish (定时发布)",
		"weight": "", "type": "", "permalink": "url (网址)", "alias": "aliases (旧网址)", "template": "layout (版式)", "extra": "params (参数)", "ｔａｇｓ": "tags (标签)",
		"x": "", "随便": "", "😀": "",
	} {
		text := "---\n" + typed + ": x\n---\n"
		_, _, diags := parse(t, text)
		switch {
		case typed == "category":
			expect(t, text, diags)
		case want == "":
			expect(t, text, diags, "2:1 unknown-key what is your own goes under params")
		default:
			expect(t, text, diags, "2:1 unknown-key did you mean "+want+"?")
		}
	}
}

// What a key's value must be.
func TestValues(t *testing.T) {
	for header, want := range map[string]string{
		`title: [甲]`:                  "2:8 wrong-type title must be a text, and this is a list",
		`title: {a: b}`:               "2:8 wrong-type title 应是文字，这里是一组键值",
		`title: ""`:                   "2:8 empty-value",
		`title: "  "`:                 "2:8 empty-value",
		`title: "甲\n乙"`:               "2:8 multi-line-text title must be one line",
		`source: ''`:                  "2:9 empty-value",
		`date: [2018-05-31]`:          "2:7 wrong-type",
		`date: soon`:                  "2:7 bad-date date: soon is not a date",
		`updated: ""`:                 "2:10 empty-value",
		`sourceURL: www.example.com`:  "2:12 bad-address must be an address that begins with http:// or https://",
		`sourceURL: ftp://x.cn/`:      "2:12 bad-address",
		`sourceURL: javascript:x`:     "2:12 bad-address",
		`sourceURL: "https://a b/"`:   "2:12 bad-address",
		`sourceURL: https://u:p@x.cn`: "2:12 bad-address",
		`sourceURL: //x.cn/`:          "2:12 bad-address",
		`authors: {name: 甲}`:          "2:10 wrong-type authors must be a list",
		`authors: [甲, ""]`:            "2:14 empty-value authors has an empty item",
		`authors: [甲, [乙]]`:           "2:14 wrong-type each item of authors must be a text, and this is a list",
		`tags: [甲, null]`:             "2:11 empty-value tags 中有空项",
		`number: 湘政发[2018]5号`:         "2:9 bad-document-number write 湘政发〔2018〕5号",
		`number: 湘政发（２０１８）第０５号`:         "2:9 bad-document-number 写作 湘政发〔2018〕5号",
		`number: 湘政发2018-5`:             "2:9 bad-document-number six-angle brackets",
		`status: 现行有效`:                  "2:9 bad-value 只能是 有效、已修改、已废止、失效 之一",
		`issue: 一`:                      "2:8 wrong-type issue must be a whole number, and this is a text",
		`issue: "5"`:                    "2:8 wrong-type",
		`issue: 1.5`:                    "2:8 wrong-type",
		`issue: -1`:                     "2:8 bad-value at least 1",
		`issue: 05`:                     "2:8 bad-value",
		`issue: 0x10`:                   "2:8 bad-value",
		`issue: 99999999999999999999`:   "2:8 wrong-type",
		`attachments: {title: 甲}`:       "2:14 missing-key attachments lacks file (文件)",
		`attachments: [{path: a}]`:      "2:15 missing-key\n2:16 unknown-key did you mean file (文件)?",
		`attachments: [""]`:             "2:15 empty-value",
		`related: [a.md, {}]`:           "2:17 wrong-type related 的每一项应是文字，这里是一组键值",
		`changes: 改了`:                   "2:10 wrong-type changes must be a group of keys",
		`changes: [{date: 2018-06-01}]`: "2:11 missing-key changes 缺少 note（说明）",
		`changes: [{note: 改}]`:          "2:11 missing-key changes lacks date (日期)",
		`changes: [{date: x, note: 改}]`: "2:18 bad-date",
		`changes: [~]`:                  "2:11 empty-value",
		`reviews: [{date: 2018-06-01, 日期: 2018-06-01}]`: "2:11 missing-key by\n2:30 duplicate-key",
		`allow: [{rule: a}]`:             "2:9 missing-key reason",
		`allow: [{rule: a, reason: ""}]`: "2:27 empty-value",
		`allow: a`:                       "2:8 wrong-type",
		`pinned: yes`:                    "2:9 wrong-type pinned must be true or false",
		`slug: a/b`:                      "2:7 bad-address a whole address goes into url",
		`slug: ..`:                       "2:7 bad-address",
		`slug: a?b`:                      "2:7 bad-address",
		`url: https://evil.example/`:     "2:6 bad-address cannot be an address of another site",
		`url: //evil.example/`:           "2:6 bad-address 不能指向别的网站",
		`url: /\evil.example/`:           "2:6 bad-address cannot hold a backslash",
		`url: green/`:                    "2:6 bad-address write /green/",
		`url: /a/../b/`:                  "2:6 bad-address",
		`url: /a//b/`:                    "2:6 bad-address",
		`url: /a?b=1`:                    "2:6 bad-address",
		`url: /%2e%2e/`:                  "2:6 bad-address",
		`url: "/\tevil/"`:                "2:6 control-character",
		`aliases: [/a/, b, //c]`:         "2:16 bad-address\n2:19 bad-address",
		`aliases: ""`:                    "2:10 empty-value",
		`params: x`:                      "2:9 wrong-type params must be a group of keys",
		`params: []`:                     "2:9 wrong-type",
		`keywords: {a: b}`:               "2:11 wrong-type",
	} {
		text := "---\n" + header + "\n---\n"
		_, _, diags := parse(t, text)
		expect(t, text, diags, strings.Split(want, "\n")...)
	}
}

// Texts keep what was written, whatever YAML makes of it.
func TestTextsAsWritten(t *testing.T) {
	f, _, diags := parse(t, `---
title: 2026
subtitle: 007
source: 1e3
editor: yes
issuer: 2018-05-31
category: "  税收  "
index: 0x1F
summary: |
  第一行
  第二行 end
  of line

  又一段
tags: [2026, 1.50, true, ~x]
params: {n: 007, big: 12345678901234567890, f: 1.5, d: 2018-05-31, nothing: ~, no: no}
---
`)
	expect(t, "texts", diags)
	got := []any{f.Title, f.Subtitle, f.Source, f.Editor, f.Issuer, f.Category, f.Index, f.Summary, f.Tags, f.Params}
	want := []any{
		"2026", "007", "1e3", "yes", "2018-05-31", "税收", "0x1F", "第一行第二行 end of line又一段",
		[]string{"2026", "1.50", "true", "~x"},
		map[string]any{"n": "007", "big": "12345678901234567890", "f": 1.5, "d": "2018-05-31", "nothing": "", "no": "no"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
}
