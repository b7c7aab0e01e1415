package document_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata"

	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/source"
)

func parser(t *testing.T) *document.Parser {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return &document.Parser{Markdown: markdown.New(markdown.Options{}), Zone: zone}
}

func places(diags diag.List) (places []string) {
	for _, d := range diags {
		places = append(places, fmt.Sprintf("%s: %s", d.Pos, d.Rule))
	}
	return places
}

const bulletin = `---
title: 深化改革
date: 2018-05-31T20:30:00Z
source: 市委政研室
---

推动[绿色发展](../green.md)。

## 一、目标

![图](图.png)
`

func TestBulletin(t *testing.T) {
	doc, body := parser(t).Parse("content/reform/a.md", []byte(bulletin))
	if doc.Header != nil || doc.Body != nil || doc.Column != nil || doc.Empty {
		t.Errorf("%+v", doc)
	}
	got := []any{doc.Path, doc.Fields.Title, doc.Fields.Date.String(), doc.Summary, doc.Anchors(), len(body.HTML) > 0}
	want := []any{"content/reform/a.md", "深化改革", "2018-06-01 04:30:00", "推动绿色发展。", []string{"一目标"}, true}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var links []string
	for _, l := range doc.Links {
		links = append(links, fmt.Sprintf("%s %s", l.Pos, l.Dest))
	}
	if want := []string{"content/reform/a.md:7:3 ../green.md", "content/reform/a.md:11:1 图.png"}; !slices.Equal(links, want) {
		t.Errorf("got %q, want %q", links, want)
	}
}

func TestColumn(t *testing.T) {
	doc, _ := parser(t).Parse("content/reform/_index.md", []byte("---\ntitle: 改革\nweight: 2\n---\n"))
	if doc.Header != nil || doc.Fields != nil || doc.Column.Title != "改革" || doc.Column.Weight != 2 || !doc.Empty {
		t.Errorf("%+v", doc)
	}
	for name, want := range map[string]bool{"content/_index.md": true, "content/a/_index.md": true, "content/a/index.md": false, "content/a_index.md": false} {
		if document.IsColumn(name) != want {
			t.Errorf("IsColumn(%q) is not %v", name, want)
		}
	}
}

// What is wrong in the header and what is wrong in the text are kept apart, and
// both have their lines in the file.
func TestDiagnostics(t *testing.T) {
	text := "\n---\ntitle: 标题\ntag: 甲\n---\n\n正文\n\n<div>\n"
	doc, _ := parser(t).Parse("content/a.md", []byte(text))
	if got := places(doc.Header); !slices.Equal(got, []string{"content/a.md:4:1: unknown-key"}) {
		t.Errorf("header: %q", got)
	}
	if got := places(doc.Body); !slices.Equal(got, []string{"content/a.md:9:1: raw-html"}) {
		t.Errorf("body: %q", got)
	}
}

// Editors differ in marks and ends of lines; the document is the same.
func TestEditors(t *testing.T) {
	want, _ := parser(t).Parse("content/a.md", []byte(bulletin))
	for name, raw := range map[string]string{
		"mark": "\uFEFF" + bulletin, "CRLF": strings.ReplaceAll(bulletin, "\n", "\r\n"), "CR": strings.ReplaceAll(bulletin, "\n", "\r"), "both": "\uFEFF" + strings.ReplaceAll(bulletin, "\n", "\r\n"),
	} {
		text, diags := source.New(fstest.MapFS{"content/a.md": {Data: []byte(raw)}}).Text("content/a.md")
		if diags != nil {
			t.Errorf("%s: %v", name, diags)
		}
		if got, _ := parser(t).Parse("content/a.md", text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another document", name)
		}
	}
}

// The body's sum tells texts apart, and nothing else.
func TestSumOf(t *testing.T) {
	p := parser(t)
	_, first := p.Parse("content/a.md", []byte(bulletin))
	_, header := p.Parse("content/b.md", []byte(strings.Replace(bulletin, "深化改革", "改革", 1)))
	_, text := p.Parse("content/a.md", []byte(strings.Replace(bulletin, "推动", "推进", 1)))
	if document.SumOf(first) != document.SumOf(header) || document.SumOf(first) == document.SumOf(text) {
		t.Error("the sum is of something else than the text")
	}
}

// One parser serves many goroutines, which borrow its bodies.
func TestConcurrentParsing(t *testing.T) {
	p := parser(t)
	want, wantBody := p.Parse("content/a.md", []byte(bulletin))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				doc, body, done := p.Borrow("content/a.md", []byte(bulletin))
				if !reflect.DeepEqual(doc, want) || !reflect.DeepEqual(body, wantBody) {
					t.Error("another document")
				}
				done()
			}
		})
	}
	all.Wait()
}

func TestUnreadable(t *testing.T) {
	var why diag.List
	why.Errorf(diag.Pos{Path: "content/a.md"}, "unreadable", "无法读取", "cannot be read")
	bulletin, column := document.Unreadable("content/a.md", why), document.Unreadable("content/_index.md", why)
	if bulletin.Fields == nil || bulletin.Column != nil || column.Column == nil || column.Fields != nil || !bulletin.Header.HasErrors() || !column.Header.HasErrors() {
		t.Errorf("%+v, %+v", bulletin, column)
	}
}

// A build remembers documents on disk: what is read back is what was parsed.
func TestDocumentsCanBeKept(t *testing.T) {
	parser := &document.Parser{Markdown: markdown.New(markdown.Options{}), Zone: time.UTC}
	var coder memo.Coder
	for name, text := range map[string]string{
		"content/a/_index.md": "---\ntitle: 栏目\nfreshness: 0\ndefaults: {source: 办公室, tags: [甲], params: {a: [1, 2.5, x, {b: true}]}}\nfreshnes: 3\n---\n\n说明。\n",
		"content/a/b.md": "---\ntitle: 题\ndate: 2018-05-31 09:30\nsource: 办公室\nattachments: [{file: a.pdf, title: 甲}]\nrelated: [c.md]\nchanges: [{date: 2018-06-01, note: 改}]\n" +
			"reviews: [{by: 张, date: 2018-05-30, stage: 初审}]\nallow: [{rule: x, reason: y}]\naliases: [/old/]\nparams: {n: 1, f: 1.5, s: x, l: [], m: {}}\n---\n\n首段[一](c.md)。\n\n## 目标 {#a}\n\n![图](a.png)注[^1]\n\n[^1]: 注\n\n<b>\n",
		"content/a/c.md": "没有文首",
	} {
		doc, _ := parser.Parse(name, []byte(text))
		var again *document.Document
		if err := coder.Read(string(coder.Append(nil, doc)), &again); err != nil || !reflect.DeepEqual(doc, again) {
			t.Errorf("%s is read back as\n%+v, not\n%+v: %v", name, again, doc, err)
		}
	}
}
