package render_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"jianbao/generator/asset"
	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/minify"
	"jianbao/generator/render"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// siteOptions are the options for layouts of a site over those of a starter;
// names are below layouts/.
func siteOptions(t testing.TB, own, starter map[string]string) render.Options {
	t.Helper()
	assetFiles := fstest.MapFS{
		"assets/css/a.css": {Data: []byte("a{b:c}")}, "assets/css/b.css": {Data: []byte("b{c:d}")}, "assets/img/c.png": {Data: []byte("x")},
	}
	minifier := minify.New()
	assets, diags := asset.Load(asset.Options{Site: source.New(assetFiles), Starter: source.New(fstest.MapFS{}), Base: "/repo/", Minifier: minifier})
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	return render.Options{
		Site: tree(own), Starter: tree(starter), BaseURL: "https://org.example/repo/", Language: "zh-CN", Assets: assets, Minifier: minifier,
	}
}

func tree(layouts map[string]string) *source.Tree {
	fsys := fstest.MapFS{}
	for name, text := range layouts {
		fsys["layouts/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return source.New(fsys)
}

func load(t *testing.T, opts render.Options) *render.Layouts {
	t.Helper()
	layouts, diags := render.Load(opts)
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	return layouts
}

func print(diags diag.List) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s: %s: %s: %s\n", d.Pos, d.Severity, d.Rule, d.Message.EN)
	}
	return b.String()
}

// plain is a view with a title.
func plain(title string) site.Plain {
	return site.Plain{PageView: site.PageView{
		Site: &site.Chrome{Title: "站名", Params: map[string]any{"colour": "red"}}, Title: title,
		Params: map[string]any{"phone": "tel:0000-1", "mail": "mailto:a@b.example"},
	}}
}

func TestFallback(t *testing.T) {
	starter := map[string]string{
		"base.html":            `<title>{{block "title" .}}{{.Title}}{{end}}</title>{{template "partials/header.html" .}}{{block "main" .}}{{end}}`,
		"partials/header.html": `<i>starter</i>`,
		"home.html":            `{{define "main"}}<p>home</p>{{end}}`,
		"tags.html":            `{{define "main"}}<p>tags</p>{{end}}`,
	}
	tests := []struct {
		name         string
		own          map[string]string
		layout, want string
	}{
		{"nothing of its own", nil, "home", `<title>题</title><i>starter</i><p>home</p>`},
		{"own layout", map[string]string{"home.html": `{{define "main"}}<p>own</p>{{end}}`}, "home", `<title>题</title><i>starter</i><p>own</p>`},
		{"own layout leaves the others", map[string]string{"home.html": `x`}, "tags", `<title>题</title><i>starter</i><p>tags</p>`},
		{"own partial", map[string]string{"partials/header.html": `<b>own</b>`}, "home", `<title>题</title><b>own</b><p>home</p>`},
		{"own base", map[string]string{"base.html": `<b>{{block "main" .}}{{end}}</b>`}, "home", `<b><p>home</p></b>`},
		{"block of the base", map[string]string{"tags.html": `{{define "title"}}own{{end}}`}, "tags", `<title>own</title><i>starter</i>`},
		{"block emptied", map[string]string{"tags.html": `{{define "title"}}{{end}}`}, "tags", `<title></title><i>starter</i>`},
		{"layout without the base", map[string]string{"home.html": `<p>{{.Title}}</p>`}, "home", `<p>题</p>`},
		{"layout of another name", map[string]string{"special.html": `{{define "main"}}<p>special</p>{{end}}`}, "special", `<title>题</title><i>starter</i><p>special</p>`},
		{"empty layout", map[string]string{"home.html": ``}, "home", `<title>题</title><i>starter</i>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			layouts := load(t, siteOptions(t, test.own, starter))
			if !layouts.Has(test.layout) || layouts.Has("none") || layouts.Has("base") || layouts.Has("partials/header") {
				t.Error("Has tells wrong")
			}
			if got := renderPage(t, layouts, test.layout, plain("题")); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A layout is the site's own if any file that goes into its pages is; a copy of the
// embedded one is not.
func TestOfSite(t *testing.T) {
	starter := map[string]string{
		"base.html":            `{{template "partials/header.html" .}}{{block "main" .}}{{end}}`,
		"partials/header.html": `<i>starter</i>`,
		"home.html":            `{{define "main"}}{{template "partials/list.html" .}}{{end}}`,
		"partials/list.html":   `<p>list</p>`,
		"tags.html":            `{{define "main"}}<p>tags</p>{{end}}`,
	}
	tests := []struct {
		name string
		own  map[string]string
		want string
	}{
		{"nothing", nil, ""},
		{"copies", starter, ""},
		{"a layout", map[string]string{"home.html": `own`}, "home"},
		{"a layout of another name", map[string]string{"special.html": `own`}, "special"},
		{"a partial", map[string]string{"partials/list.html": `own`}, "home"},
		{"a partial of all", map[string]string{"partials/header.html": `own`}, "home tags"},
		{"a partial that nobody includes", map[string]string{"partials/other.html": `own`}, ""},
		{"the base", map[string]string{"base.html": `own {{block "main" .}}{{end}}`}, "home tags"},
	}
	for _, test := range tests {
		layouts := load(t, siteOptions(t, test.own, starter))
		var got []string
		for _, name := range []string{"home", "special", "tags"} {
			if layouts.Has(name) && layouts.OfSite(name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v are the site's own, want %s", test.name, got, test.want)
		}
	}
}

// What is wrong with a page is looked for in the site's own files: the layout, the
// base, partials.
func TestFind(t *testing.T) {
	starter := map[string]string{
		"base.html":            `<html><b>x</b>{{template "partials/header.html" .}}{{template "partials/other.html" .}}{{block "main" .}}{{end}}`,
		"partials/header.html": `<i>starter</i>`,
		"partials/other.html":  `<i>other</i>`,
		"home.html":            `{{define "main"}}<p>home</p>{{end}}`,
	}
	tests := []struct {
		own, want string
		texts     []string
	}{
		{"home.html base.html partials/header.html", "layouts/home.html:2:2", []string{"<b>"}},
		{"base.html partials/header.html", "layouts/base.html:2:2", []string{"<b>"}},
		{"partials/header.html", "layouts/partials/header.html:2:2", []string{"<b>"}},
		{"partials/header.html", "layouts/partials/header.html:2:2", []string{"gone", "<b>"}},
		{"partials/header.html", "layouts/partials/header.html:2:2", []string{"<B>"}},
		{"partials/header.html", "layouts/partials/header.html:2:2", []string{"<b>", "own"}},
		{"base.html partials/other.html", "layouts/base.html:1:1", []string{"own"}},
		{"base.html partials/other.html", "layouts/base.html", []string{"gone"}},
		{"home.html partials/other.html", "layouts/home.html", nil},
		{"partials/other.html", "layouts/partials/other.html", []string{"<html"}},
	}
	for _, test := range tests {
		own := map[string]string{}
		for _, name := range strings.Fields(test.own) {
			own[name] = "own\n字<B>{{/* */}}</B>" + starter[name]
		}
		own["tags.html"] = "<b>a layout that is another page's</b>"
		if got := load(t, siteOptions(t, own, starter)).Find("home", test.texts...); got.String() != test.want {
			t.Errorf("%s: %v is at %s, want %s", test.own, test.texts, got, test.want)
		}
	}
}

func TestFunctions(t *testing.T) {
	tests := []struct{ in, want string }{
		{`<a href="{{url "/reform/绿色/?a=1#b"}}">`, `<a href="/repo/reform/%E7%BB%BF%E8%89%B2/?a=1#b">`},
		{`<a href="{{url "/"}}">`, `<a href="/repo/">`},
		{`<a href="{{url "/a:b/"}}">`, `<a href="/repo/a:b/">`},
		{`<a href="{{absURL "/reform/"}}">`, `<a href="https://org.example/repo/reform/">`},
		{`<img src="{{(asset "img/c.png").URL}}">`, `<img src="/repo/assets/img/c.png">`},
		{`<a href="{{href .Params.phone}}">`, `<a href="tel:0000-1">`},
		{`<a href="{{.Params.mail}}">`, `<a href="mailto:a@b.example">`},
		{`<a href="tel:{{digits "0000-1234567"}}">`, `<a href="tel:00001234567">`},
		{`{{truncate 5 "深化改革举措"}} {{truncate 6 "深化改革举措"}} {{truncate 3 "a  b"}}`, `深化改革… 深化改革举措 a…`},
		{`{{size 0}}, {{size 1023}}, {{size 12345}}, {{size 1048575}}, {{size 5368709120}}`, `0 B, 1023 B, 12.1 KB, 1.0 MB, 5.0 GB`},
		{`{{default "无" .Description}} {{.Title | default "无"}}`, `无 题`},
		{`{{range list "a" 1}}[{{.}}]{{end}}`, `[a][1]`},
		{`{{with dict "a" 1 "b" "x"}}{{.a}}{{.b}}{{end}}`, `1x`},
		{`{{join "、" .Keywords}}`, ``},
		{`{{T "上一页"}} {{T "第 %d 页" 3}}`, `上一页 第 3 页`},
		{`[{{.Params.none}}] [{{.Site.Params.none.deeper}}] {{.Site.Params.colour}}`, `[] [] red`},
	}
	for _, test := range tests {
		layouts := load(t, siteOptions(t, home(test.in), nil))
		if got := renderPage(t, layouts, "home", plain("题")); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.in, got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	minute := civil.Time{Year: 2018, Month: 5, Day: 31, Hour: 9, Minute: 5, Precision: civil.Minute}
	day := civil.Time{Year: 1988, Month: 7, Day: 1, Precision: civil.Day}
	view := site.Bulletin{PageView: plain("题").PageView, Date: minute, Signed: day}
	layouts := load(t, siteOptions(t, home(`{{date "2006年1月2日 15:04" .Date}}, {{datetime .Date}}, {{datetime .Signed}}, {{date "2006-01-02 15:04" .Signed}}, [{{datetime .Updated}}{{date "2006" .Updated}}]`), nil))
	want := "2018年5月31日 09:05, 2018-05-31 09:05, 1988-07-01, 1988-07-01 00:00, []"
	if got := renderPage(t, layouts, "home", view); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A key changes with whatever a page is made of, and with nothing else.
func TestKey(t *testing.T) {
	starter := map[string]string{
		"base.html":         `{{template "partials/a.html" .}}{{block "main" .}}{{end}}`,
		"partials/a.html":   `a{{template "partials/b.html" .}}`,
		"partials/b.html":   `b`,
		"partials/c.html":   `c`,
		"home.html":         `{{define "main"}}{{if .Title}}{{(asset "css/a.css").URL}}{{end}}{{end}}`,
		"tags.html":         `{{define "main"}}{{template "partials/c.html"}}{{end}}`,
		"alone.html":        `<p>alone</p>`,
		"partials/any.html": `{{define "any"}}{{(asset .Title).URL}}{{end}}`,
	}
	names := []string{"alone", "home", "tags"}
	before := load(t, siteOptions(t, nil, starter))
	tests := []struct {
		name    string
		change  func(*render.Options)
		changed []string
	}{
		{"nothing", func(o *render.Options) {}, nil},
		{"the base", own("base.html", `x{{template "partials/a.html" .}}{{block "main" .}}{{end}}`), []string{"home", "tags"}},
		{"a partial of a partial", own("partials/b.html", `x`), []string{"home", "tags"}},
		{"a partial of one layout", own("partials/c.html", `x`), []string{"tags"}},
		{"a partial of none", own("partials/any.html", `x`), nil},
		{"a layout", own("alone.html", `x`), []string{"alone"}},
		{"a new layout", own("new.html", `x`), nil},
		{"an asset", func(o *render.Options) { o.Assets = otherAssets(t) }, []string{"home"}},
		{"the language", func(o *render.Options) { o.Language = "en" }, names},
		{"the address of the site", func(o *render.Options) { o.BaseURL = "https://org.example/" }, names},
	}
	for _, test := range tests {
		opts := siteOptions(t, nil, starter)
		test.change(&opts)
		after := load(t, opts)
		var changed []string
		for _, name := range names {
			if before.Key(name) != after.Key(name) {
				changed = append(changed, name)
			}
		}
		if !slices.Equal(changed, test.changed) {
			t.Errorf("%s: changes %q, want %q", test.name, changed, test.changed)
		}
	}
}

func own(name, text string) func(*render.Options) {
	return func(o *render.Options) { o.Site = tree(map[string]string{name: text}) }
}

func otherAssets(t *testing.T) *asset.Assets {
	files := fstest.MapFS{"assets/css/a.css": {Data: []byte("other{b:c}")}}
	assets, diags := asset.Load(asset.Options{Site: source.New(files), Starter: source.New(fstest.MapFS{}), Base: "/repo/", Minifier: minify.New()})
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	return assets
}

func TestAssets(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{`{{with asset "css/a.css"}}{{.URL}}{{end}}`, []string{"css/a.css"}},
		{`{{if .Title}}{{else}}{{range .Keywords}}{{(asset "img/c.png").URL}}{{end}}{{end}}`, []string{"img/c.png"}},
		{`{{template "partials/a.html" (asset "css/b.css")}}`, []string{"css/b.css", "img/c.png"}},
		{`{{$n := "css/a.css"}}{{(asset $n).URL}}`, []string{"css/a.css", "css/b.css", "img/c.png"}},
		{`{{define "main"}}{{(asset "css/a.css").URL}}{{end}}`, nil}, // there is no base that shows it
	}
	for _, test := range tests {
		layouts := load(t, siteOptions(t, map[string]string{"home.html": test.text, "partials/a.html": `{{(asset "img/c.png").URL}}`}, nil))
		if got := layouts.Assets(); !slices.Equal(got, test.want) {
			t.Errorf("%s uses %q, want %q", test.text, got, test.want)
		}
	}
}

func TestOtherFiles(t *testing.T) {
	_, diags := render.Load(siteOptions(t, map[string]string{"home.htm": "x", "notes/README.md": "x", ".home.html.swp": "x"}, nil))
	want := "layouts/home.htm: warning: unused-file: not a layout, ignored\nlayouts/notes/README.md: warning: unused-file: not a layout, ignored\n"
	if got := print(diags); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestBrokenScript(t *testing.T) {
	layouts := load(t, siteOptions(t, home("<p> {{.Title}} </p><script>var a = ;</script>"), nil))
	page, diags := layouts.Render(nil, "home", plain("题"))
	if string(page) != "<p> 题 </p><script>var a = ;</script>" {
		t.Errorf("got %s", page)
	}
	if len(diags) != 1 || diags.HasErrors() || diags[0].Rule != "not-minified" {
		t.Errorf("got %s", print(diags))
	}
}

func TestConcurrentUse(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	var group sync.WaitGroup
	for name, view := range sampleViews() {
		want := renderPage(t, layouts, name, view)
		for range 4 {
			group.Go(func() {
				var buf []byte
				for range 10 {
					buf, _ = layouts.Render(buf[:0], name, view)
					if string(buf) != want {
						t.Errorf("%s differs in another goroutine", name)
					}
				}
			})
		}
	}
	group.Wait()
}

func BenchmarkBulletin(b *testing.B) {
	layouts, _ := loadStarter(b, "zh-CN")
	view := sampleViews()["bulletin"]
	var page []byte
	for b.Loop() {
		page, _ = layouts.Render(page[:0], "bulletin", view)
	}
}
