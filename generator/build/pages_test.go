package build_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/build"
)

// Our layouts give pages in which rules find nothing, in every layout. They are looked
// at as if they were the site's own: with a comment more.
func TestOurPagesAreFreeOfFindings(t *testing.T) {
	dir := starter(t)
	base := filepath.Join(dir, "layouts/base.html")
	text, err := os.ReadFile(base)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{
		"layouts/base.html":     string(text) + "{{/* our own */}}",
		"layouts/redirect.html": readFile(t, filepath.Join(dir, "layouts/redirect.html")) + "{{/* our own */}}",
		"content/old.md":        "---\ntitle: 旧址\nsource: 办公室\ndate: 2026-11-26\naliases: [/before/]\n---\n\n## 一、背景\n\n#### 细节\n\n![图](old.png)\n",
		"content/old.png":       "x",
	})
	for _, language := range []string{"zh-CN", "en"} {
		settings := readFile(t, filepath.Join(dir, "site.yaml"))
		write(t, dir, map[string]string{"site.yaml": strings.Replace(settings, "language: zh-CN", "language: "+language, 1)})
		result := inspected(t, nil, dir, true)
		for _, d := range result.Diagnostics {
			if strings.HasPrefix(d.Path, "layouts/") {
				t.Errorf("%s: %s: %s", d.Pos, d.Rule, d.Message.EN)
			}
		}
		names := map[string]bool{}
		for _, layout := range result.Layouts {
			names[layout.Name] = true
		}
		files, err := filepath.Glob(filepath.Join(dir, "layouts/*.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if name := strings.TrimSuffix(filepath.Base(file), ".html"); name != "base" && !names[name] {
				t.Errorf("no page has the layout %s, but %v", name, slices.Sorted(maps.Keys(names)))
			}
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// pageFindings are those in layouts, in English.
func pageFindings(r build.Result) string {
	var b strings.Builder
	for _, d := range r.Diagnostics {
		if strings.HasPrefix(d.Path, "layouts/") {
			b.WriteString(d.Pos.String() + " " + d.Rule + ": " + d.Message.EN + "\n")
		}
	}
	return b.String()
}

// What many pages have in common is told once, where it stands in a file of the site:
// cold and warm alike, and no longer when it is mended.
func TestPageFindings(t *testing.T) {
	const script = "<script>f()</script>"
	dir := leakySite(t, map[string]string{
		"layouts/column.html":           `{{define "main"}}<h1>{{.Title}}</h1>{{template "partials/own.html" .}}{{end}}`,
		"layouts/partials/own.html":     "<p>\n  " + script + "</p>",
		"layouts/special.html":          `{{define "main"}}<h2>{{.Title}}</h2>{{template "partials/own.html" .}}{{end}}`,
		"layouts/partials/related.html": "<b onclick='f()'>{{.Title}}</b>",
		"content/a/special.md":          "---\ntitle: 特别\nsource: 办公室\ndate: 2026-12-31\nlayout: special\n---\n\n正文。\n",
	})
	const related = "layouts/partials/related.html:1:4 inline-script: the attribute onclick holds a script (on 2 pages, as /a/list/)\n"
	const want = "layouts/partials/own.html:2:3 inline-script: a script stands in <script> (on 2 pages, as /a/)\n" + related +
		"layouts/special.html page-outline: there is no h1 (on /a/special/)\n"
	memory := build.NewMemory()
	for i := range 3 {
		if got := pageFindings(inspected(t, memory, dir, true)); got != want {
			t.Errorf("inspection %d: got\n%swant\n%s", i, got, want)
		}
	}
	if r := inspected(t, nil, dir, false); !r.Published || pageFindings(r) != "" {
		t.Errorf("a build tells of\n%s", pageFindings(r))
	}
	write(t, dir, map[string]string{
		"layouts/partials/own.html": "<p></p>",
		"layouts/special.html":      `{{define "main"}}<h1>{{.Title}}</h1>{{end}}`,
	})
	if got := pageFindings(inspected(t, memory, dir, true)); got != related {
		t.Errorf("mended: got\n%swant\n%s", got, related)
	}
}

// What the settings make an error stops a build, as long as it is there.
func TestPageErrorsStopABuild(t *testing.T) {
	settings := "title: 示例网\nbaseURL: https://www.example.gov.cn/\ncheck: {rules: {inline-script: error}}\n"
	const bad, good = `<h1>{{.Title}}</h1><p onclick="f()">文</p>`, `<h1>{{.Title}}</h1><p>文</p>`
	dir := leakySite(t, map[string]string{"site.yaml": settings, "layouts/column.html": good})
	memory := build.NewMemory()
	for _, step := range []struct {
		layout string
		stops  bool
	}{{good, false}, {bad, true}, {bad, true}, {good, false}, {good, false}} {
		write(t, dir, map[string]string{"layouts/column.html": step.layout})
		r := inspected(t, memory, dir, false)
		if r.Published == step.stops || strings.Contains(pageFindings(r), "inline-script") != step.stops {
			t.Errorf("%s: published %v with\n%s", step.layout, r.Published, pageFindings(r))
		}
	}
}
