package render_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/net/html"

	"jianbao"
	"jianbao/generator/asset"
	"jianbao/generator/minify"
	"jianbao/generator/render"
	"jianbao/generator/source"
)

// loadStarter loads the layouts of the starter for a site that has none.
func loadStarter(t testing.TB, language string) (*render.Layouts, *asset.Assets) {
	t.Helper()
	site, starter, minifier := source.New(fstest.MapFS{"assets/js/search.js": {Data: []byte("f()")}}), source.New(jianbao.Starter), minify.New()
	assets, diags := asset.Load(asset.Options{Site: site, Starter: starter, Base: "/repo/", Minifier: minifier})
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	layouts, diags := render.Load(render.Options{
		Site: site, Starter: starter, BaseURL: "https://org.example/repo/", Language: language, Assets: assets, Minifier: minifier,
	})
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	return layouts, assets
}

// renderPage renders a view that must make no trouble.
func renderPage(t *testing.T, layouts *render.Layouts, name string, view any) string {
	t.Helper()
	page, diags := layouts.Render(nil, name, view)
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	return string(page)
}

func parsePage(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// outline lists the elements of a page with the names of their attributes.
func outline(t *testing.T, page string) string {
	var b strings.Builder
	for node := range parsePage(t, page).Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		fmt.Fprint(&b, node.Data)
		for _, a := range node.Attr {
			fmt.Fprint(&b, " ", a.Key)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

func TestStarterLayouts(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for name, view := range sampleViews() {
		page := renderPage(t, layouts, name, view)
		for _, want := range []string{`<html lang="zh-CN">`, `integrity="sha384-`, "示例经开区改革信息网</title>", "主办单位"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
		for _, bad := range []string{"ZgotmplZ", "no value", "%!", "<style", "style=", "onclick", "javascript:"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s has %d first-level headings", name, n)
		}
	}
}

// Texts from front matter may hold anything; the page keeps its shape and shows
// them as they are.
func TestHostileTexts(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	hostile := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='x`, `</title><b>`, `</textarea>`, `<!--`, `-->`,
		`&lt;b&gt;`, `&amp;`, `javascript:alert(1)`, `{{.Site}}`, "`${1}`", `\u003cb`, `a="b' c`, `]]>`, `%3Cb%3E`, "　全角　", `"`, `'`,
	}
	for name, view := range sampleViews() {
		plain := outline(t, renderPage(t, layouts, name, fillTexts(view, "甲")))
		for _, text := range hostile {
			page := renderPage(t, layouts, name, fillTexts(view, text))
			if got := outline(t, page); got != plain {
				t.Errorf("%s: %s changes the shape of the page", name, text)
			}
			if got := heading(t, page); name != "redirect" && got != text {
				t.Errorf("%s: the heading is %q, want %q", name, got, text)
			}
			if strings.Contains(page, "ZgotmplZ") {
				t.Errorf("%s: %s was taken for an address", name, text)
			}
		}
	}
}

func heading(t *testing.T, page string) string {
	for node := range parsePage(t, page).Descendants() {
		if node.Data == "h1" && node.FirstChild != nil {
			return node.FirstChild.Data
		}
	}
	return ""
}

// A site in English shows no Chinese but its own.
func TestEnglishInterface(t *testing.T) {
	layouts, _ := loadStarter(t, "en")
	for name, view := range sampleViews() {
		page := renderPage(t, layouts, name, fillTexts(view, "text"))
		for i, r := range page {
			if unicode.Is(unicode.Han, r) || strings.ContainsRune("：，。（）“”", r) {
				t.Errorf("%s: %s", name, page[max(0, i-60):min(len(page), i+60)])
				break
			}
		}
	}
}

func TestIdentity(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	links := map[string]bool{}
	for node := range parsePage(t, renderPage(t, layouts, "bulletin", sampleViews()["bulletin"])).Descendants() {
		for _, a := range node.Attr {
			if a.Key == "href" {
				links[a.Val] = true
			}
		}
	}
	for _, want := range []string{
		"tel:00001234567", "mailto:reform@example.gov.cn", "https://beian.miit.gov.cn/",
		"https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000",
		"https://bszs.conac.cn/sitename?method=show&id=00000000000000000000000000000000",
		"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4307000001&url=https%3a%2f%2forg.example%2frepo%2fbusiness%2freform%2fgreen%2f",
	} {
		if !links[want] {
			t.Errorf("no link %s among %q", want, slices.Sorted(maps.Keys(links)))
		}
	}
}

// Generated pages have titles in the site's language.
func TestWords(t *testing.T) {
	if got, want := render.Words("en-GB").NotFound, "Page not found"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := render.Words("zh-CN").NotFound, "页面不存在"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What the table translates is said by a layout, by Words, or is the status of a document.
func TestNoIdleTranslations(t *testing.T) {
	said := "有效 已修改 已废止 失效 "
	words, err := os.ReadFile("strings.go")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(words), "func Words")
	said += after
	err = fs.WalkDir(jianbao.Starter, "layouts", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(jianbao.Starter, name)
		said += string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range keys(t, "strings.go") {
		if !strings.Contains(said, `"`+text+`"`) && !strings.Contains(said, `"`+text+`："`) && !strings.Contains(said, text+" ") {
			t.Errorf("%s is translated and never said", text)
		}
	}
}
