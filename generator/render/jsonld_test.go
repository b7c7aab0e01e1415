package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/render"
	"jianbao/generator/site"
)

// blocks are the JSON-LD of a page, by type.
func blocks(t *testing.T, layouts *render.Layouts, name string, view any) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for node := range parsePage(t, renderPage(t, layouts, name, view)).Descendants() {
		if node.Data != "script" || attribute(node, "type") != "application/ld+json" {
			continue
		}
		var block map[string]any
		if err := json.Unmarshal([]byte(node.FirstChild.Data), &block); err != nil {
			t.Fatalf("%s: %v in %s", name, err, node.FirstChild.Data)
		}
		if block["@context"] != "https://schema.org" {
			t.Errorf("%s: the context is %v", name, block["@context"])
		}
		found[block["@type"].(string)] = block
	}
	return found
}

func TestStructuredData(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	document := sampleViews()["bulletin"].(site.Bulletin)
	article := document
	article.Number, article.Status = "", ""
	got := blocks(t, layouts, "bulletin", article)
	publisher := map[string]any{
		"@type": "GovernmentOrganization", "name": "示例经济技术开发区管理委员会", "url": "https://org.example/repo/",
		"telephone": "0000-1234567", "email": "reform@example.gov.cn", "address": "示例市示例大道1号",
	}
	want := map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle",
		"url": "https://org.example/repo/business/reform/green/", "mainEntityOfPage": "https://org.example/repo/business/reform/green/",
		"inLanguage": "zh-CN", "headline": "深化改革举措 推动绿色发展", "alternativeHeadline": "绿色发展改革综述", "articleSection": "全面深化改革",
		"description": "深化改革举措 推动绿色发展的说明。", "keywords": []any{"绿色发展", "集中供热"},
		"image":         "https://org.example/repo/business/reform/green/p.svg",
		"datePublished": "2018-05-31T09:30:00+08:00", "dateModified": "2018-05-31", "isBasedOn": "https://www.example.gov.cn/a.html",
		"author":    []any{map[string]any{"@type": "Person", "name": "张三"}, map[string]any{"@type": "Person", "name": "李四"}},
		"publisher": publisher,
	}
	if diff := cmp.Diff(want, got["NewsArticle"]); diff != "" {
		t.Error(diff)
	}
	crumb := func(n float64, name, address string) any {
		return map[string]any{"@type": "ListItem", "position": n, "name": name, "item": address}
	}
	trail := []any{crumb(1, "首页", "https://org.example/repo/"), crumb(2, "深化改革举措 推动绿色发展", "https://org.example/repo/business/reform/green/")}
	if diff := cmp.Diff(trail, got["BreadcrumbList"]["itemListElement"]); diff != "" {
		t.Error(diff)
	}
	publisher["@context"] = "https://schema.org"
	if diff := cmp.Diff(publisher, got["GovernmentOrganization"]); diff != "" {
		t.Error(diff)
	}
}

// A document with a number is Legislation, with the force that its status says.
func TestStructuredDataOfDocuments(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	document := sampleViews()["bulletin"].(site.Bulletin)
	for status, force := range map[string]string{"": "InForce", "有效": "InForce", "已修改": "PartiallyInForce", "已废止": "NotInForce", "失效": "NotInForce"} {
		document.Status = status
		got := blocks(t, layouts, "bulletin", document)
		law := got["Legislation"]
		if law == nil || got["NewsArticle"] != nil {
			t.Fatalf("the blocks are %v", got)
		}
		for key, want := range map[string]any{
			"legislationIdentifier": "示经改发〔2018〕5号", "legislationDate": "2018-05-31", "legislationLegalForce": force, "name": document.Title,
			"legislationPassedBy": map[string]any{"@type": "GovernmentOrganization", "name": "区管委会"},
		} {
			if diff := cmp.Diff(want, law[key]); diff != "" {
				t.Errorf("%s of a document that is %q: %s", key, status, diff)
			}
		}
	}
}

// Whatever a title holds, crawlers read it as it was written.
func TestStructuredDataKeepsTexts(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for _, text := range []string{
		`</script><script>alert(1)</script>`, `<!--<script>`, `]]>`, `"quoted" \ 'single'`, "line\u2028paragraph\u2029", "📄🇨🇳", "𠮷", `${x} {{y}}`, "&lt;&amp;", "\u00a0\ufeff", strings.Repeat("长", 200),
	} {
		for name, view := range sampleViews() {
			view = fillTexts(view, text)
			got := blocks(t, layouts, name, view)
			for kind, key := range map[string]string{"Legislation": "name", "GovernmentOrganization": "name"} {
				if block := got[kind]; block != nil && block[key] != text {
					t.Errorf("%s: the %s of %s is %q, want %q", name, key, kind, block[key], text)
				}
			}
			if trail := got["BreadcrumbList"]; trail != nil && trail["itemListElement"].([]any)[0].(map[string]any)["name"] != text {
				t.Errorf("%s: the breadcrumb is %v, want %q", name, trail, text)
			}
		}
	}
}
