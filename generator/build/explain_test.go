package build_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianbao"
	"jianbao/generator/build"
)

// Why a page was rendered is said in words, and no page is rendered without a reason.
func TestExplained(t *testing.T) {
	dir := t.TempDir()
	bulletin := "---\ntitle: 甲\ndate: 2020-01-01\nsource: 办公室\n---\n\n正文。\n"
	write(t, dir, map[string]string{
		"site.yaml": "title: 网站\nbaseURL: https://a.example/\n", "content/_index.md": "---\ntitle: 网站\n---\n",
		"content/a/_index.md": "---\ntitle: 栏目\n---\n", "content/a/b.md": bulletin,
		"layouts/bulletin.html": `{{define "main"}}<h1>{{.Title}}</h1>{{template "partials/x.html" .}}{{end}}`, "layouts/partials/x.html": "<p>甲</p>",
	})
	mind := build.NewMemory()
	explain := func() string {
		t.Helper()
		result, err := build.Build(t.Context(), build.Options{Dir: dir, Now: now, Starter: jianbao.Starter, Version: "test", Memory: mind})
		if err != nil || !result.Published {
			t.Fatal(err, result.Diagnostics)
		}
		if len(result.Explained) != result.Rendered {
			t.Errorf("%d pages were rendered, %d explained", result.Rendered, len(result.Explained))
		}
		for _, e := range result.Explained {
			if len(e.Why) == 0 {
				t.Errorf("%s was rendered for no reason", e.Output)
			}
			if e.Output == "a/b/index.html" {
				var why []string
				for _, text := range e.Why {
					why = append(why, text.ZH)
				}
				return fmt.Sprint(e.Source, ": ", strings.Join(why, "、"))
			}
		}
		return ""
	}
	for _, step := range []struct {
		file, text, want string
	}{
		{"site.yaml", "title: 网站\nbaseURL: https://a.example/\n", "没有上次的记录"},
		{"content/a/b.md", bulletin, ""},
		{"content/a/b.md", strings.Replace(bulletin, "正文", "改正", 1), "正文、摘要"},
		{"content/a/b.md", strings.Replace(bulletin, "甲", "乙", 1), "标题"},
		{"content/a/c.md", strings.Replace(bulletin, "2020", "2021", 1), "上一篇"},
		{"layouts/partials/x.html", "<p>乙</p>", "layouts/partials/x.html"},
		{"layouts/bulletin.html", `{{define "main"}}<h1>{{.Title}}</h1>{{end}}`, "layouts/bulletin.html、不再用 layouts/partials/x.html"},
		{"layouts/other.html", `{{define "main"}}<h1>{{.Title}}</h1>{{end}}`, ""},
		{"content/a/b.md", strings.Replace(bulletin, "---\n\n", "layout: other\n---\n\n", 1), "版式换成 layouts/other.html"},
		{"site.yaml", "title: 新网站\nbaseURL: https://a.example/\n", "网站标题"},
		{"site.yaml", "title: 新网站\nbaseURL: https://a.example/\ntimezone: Asia/Urumqi\n", "设置"},
		{"public/a/b/index.html", "坏", "上次生成的文件被改动或删除"},
	} {
		write(t, dir, map[string]string{step.file: step.text})
		got := explain()
		if step.want == "" && got != "" || !strings.Contains(got, step.want) {
			t.Errorf("after a change of %s the page was rendered for %q, want %q", step.file, got, step.want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "content/a/c.md")); err != nil {
		t.Fatal(err)
	}
	if got := explain(); !strings.Contains(got, "上一篇") {
		t.Errorf("after the newer bulletin went: %q", got)
	}
}
