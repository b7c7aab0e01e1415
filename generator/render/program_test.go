package render_test

import (
	"fmt"
	"strings"
	"testing"

	"jianbao/generator/civil"
	"jianbao/generator/render"
	"jianbao/generator/site"
)

// learnt returns the layout home.html when it has learnt what is common to views.
func learnt(t testing.TB, layout string, views []any) *render.Layouts {
	t.Helper()
	layouts, diags := render.Load(siteOptions(t, map[string]string{"home.html": layout}, nil))
	if diags.HasErrors() {
		t.Fatalf("%s: %s", layout, print(diags))
	}
	for n := range max(40, len(views)) {
		layouts.Render(nil, "home", views[n%len(views)])
	}
	return layouts
}

// What is compiled gives the bytes that the templates give.
func TestProgramsAreTemplates(t *testing.T) {
	tests := []struct {
		layout   string
		compiled bool
	}{
		{`{{.Title}} {{.Number}} {{.Pager.Number}} {{.Pinned}} {{.Size}}`, true},
		{`{{with .Prev}}<a href="{{.URL}}">{{.Title}}</a>{{else}}{{.Title}}{{end}}`, true},
		{`{{if .Prev}}{{.Prev.Title}}{{else if .Next}}{{.Next.Title}}{{else}}{{.Title}}{{end}}`, true},
		{`{{range .Items}}{{.Title}}{{range .Tags}}<a href="{{.URL}}">{{.Title}}</a>{{else}}none of {{$.Title}}{{end}}{{else}}{{.Title}}{{end}}`, true},
		{`{{range $i, $item := .Items}}{{$i}}{{$item.Title}}{{.URL}}{{$i}}{{end}}{{range $x := .Keywords}}{{$x}}{{.}}{{end}}`, true},
		{`{{$last := ""}}{{range .Items}}{{if ne .Source $last}}<h2>{{.Source}}</h2>{{$last = .Source}}{{end}}{{.Title}}{{end}}{{$last}}`, true},
		{`{{$x := .Title}}{{with .Prev}}{{$x := .Title}}{{$x}}{{end}}{{$x}}{{if $y := .Number}}{{$y}}{{else}}{{$y}}{{end}}`, true},
		{`{{$x := 1}}{{with .Next}}{{$x = .}}{{end}}{{with $x}}{{print .}}{{end}}`, true},
		{`{{template "tree" .Columns}}{{define "tree"}}<ul>{{range .}}<li>{{.Title}}{{with .Children}}{{template "tree" .}}{{end}}{{end}}</ul>{{end}}`, true},
		{`{{template "row" dict "a" .Title "b" .Items}}{{define "row"}}{{.a}}{{range .b}}{{.Title}}{{end}}{{.none}}{{end}}`, true},
		{`{{.Params.text}} {{.Params.number}} {{.Params.none}} {{.Params.list}} {{range .Params.list}}{{.}},{{end}} {{.Params.inner.deep}}`, true},
		{`{{if .Params.number}}{{.Params.none.deeper}}{{end}}{{with .Params}}{{.text}}{{end}}{{if eq .Params.text "甲"}}yes{{end}}`, true},
		{`{{date "2006-01-02" .Date}} {{datetime .Date}} {{with datetime .Updated}}{{.}}{{end}} {{range .Items}}{{datetime .Date}}{{end}}`, true},
		{`{{join "、" .Keywords}} {{.Title | truncate 3}} {{default "none" .Subtitle}} {{default .Title .Number}} {{.Title | printf "%s-%d-%s" "x" 7}}`, true},
		{`{{if and .Title .Prev}}a{{end}}{{if or .Prev .Next}}b{{end}}{{or .Subtitle .Title}}{{and .Prev .Number}}{{if not .Prev}}c{{end}}`, true},
		{`{{if eq .Title "第3页" "第5页"}}a{{end}}{{if lt .Number 5}}b{{end}}{{if le .Number 5}}c{{end}}{{if gt .Number 5}}d{{end}}{{if ge (len .Items) 2}}e{{end}}`, true},
		{`{{if lt .Title "第3页"}}a{{end}}{{if eq .Pinned true}}b{{end}}{{if ne .Number 3}}c{{end}}{{len .Title}}{{len .Keywords}}`, true},
		{`{{with .Prev}}{{(.).Title}}{{end}}`, true},
		{`<title>{{block "title" .}}{{.Title}} - {{.Site.Title}}{{if .Prev}}{{template "more" .}}{{end}}{{end}}</title>{{template "title" .}}{{define "more"}}{{.URL}}{{$.Number}}{{end}}`, true},
		{`<a title="{{template "x" .}}">{{define "x"}}{{$y := .Title}}{{$y}}{{end}}{{define "z"}}{{end}}`, false},
		{`<a title="{{template "x" .Prev}}">{{define "x"}}{{.Title}}{{end}}`, false},
		{`<a title="{{template "x" .}}">{{define "x"}}{{.Title}}{{with .None}}{{template "x" $}}{{end}}{{end}}`, false},
		{`{{if eq .Kind .Title}}{{.None}}{{end}}{{.Title}}`, true},
		{`{{.Body.HTML}}{{with .Body.HTML}}<div>{{.}}</div>{{else}}none{{end}}{{len .Body.HTML}}<p title="{{.Body.HTML}}">{{.Body}}`, true},
		{`{{($html := .Body.HTML)}}<i>{{$html}}</i>{{$body := .Body}}{{$body.HTML}}{{$x := .Body.HTML}}{{$x}}`, true},
		{`{{html .Title}}`, false},
		{`{{index .Keywords 0}}`, false},
		{`{{range .Keywords}}{{break}}{{end}}`, false},
		{`{{range .Number}}{{.}}{{end}}`, false},
		{`{{.Date.Date}}`, false},
		{`{{1.5}}{{.Title}}`, true}, // what is the same on all pages is text before
		{`{{if lt .Weight 1.5}}{{.Title}}{{end}}`, false},
	}
	views := programViews()
	for _, test := range tests {
		layouts := learnt(t, test.layout, views)
		for i, view := range views {
			compiled, executed, ok := layouts.BothWays("home", view)
			if ok != test.compiled || compiled != executed {
				t.Errorf("%s: view %d is compiled: %v\ngot  %s\nwant %s", test.layout, i, ok, compiled, executed)
			}
		}
	}
}

// programView has fields of all kinds that views have.
type programView struct {
	site.PageView
	Subtitle      string
	Number        int
	Size          int64
	Weight        float64
	Pinned        bool
	Date, Updated civil.Time
	Prev, Next    *site.Link
	Items         []*site.Item
	Columns       []site.SitemapNode
	Pager         site.Pager
	Body          site.Body
}

func programViews() (views []any) {
	chrome := &site.Chrome{Title: "站名"}
	for i := range 40 {
		v := programView{
			PageView: site.PageView{Site: chrome, Kind: "home", Title: fmt.Sprintf("第%d页", i), URL: fmt.Sprintf("/%d/", i)},
			Number:   i, Size: int64(i), Weight: float64(i), Pinned: i%2 == 0, Date: civil.Time{Year: 2018, Month: 5, Day: 31, Precision: civil.Day},
			Prev: &site.Link{Title: "上<一>篇", URL: "/prev/?a&b"}, Pager: site.Pager{Number: i},
		}
		if i%3 > 0 {
			v.Body = body(fmt.Sprintf("<p>第%d页</p>", i))
		}
		v.Params = map[string]any{"text": "甲", "number": i, "list": []any{1, "b", nil, true}, "inner": map[string]any{"deep": v.Title}}
		for k := range i % 4 {
			v.Keywords = append(v.Keywords, fmt.Sprint("词", k))
			v.Items = append(v.Items, &site.Item{Title: fmt.Sprint(i, "&", k), URL: "/x/", Source: fmt.Sprint(k / 2), Date: v.Date, Tags: make([]site.Link, k)})
		}
		if i > 20 {
			v.Prev, v.Next, v.Subtitle = nil, &site.Link{Title: "下"}, "副"
			v.Columns = []site.SitemapNode{{Title: "一", Children: []site.SitemapNode{{Title: "二", Children: make([]site.SitemapNode, 2)}}}, {Title: "三"}}
		}
		views = append(views, v)
	}
	return views
}

// A page that a program cannot make is made by the templates, as are all after it.
func TestProgramsGiveUp(t *testing.T) {
	views := programViews()
	for _, layout := range []string{
		`{{.Next.Title}}`, `{{.Params.inner.deep.deeper}}`, `{{if eq .Params.text 1}}{{end}}`, `{{truncate 0 .Title}}`, `{{range .Params.text}}{{end}}`,
		`{{if eq .Prev .Next}}{{end}}`, `{{len .Params.number}}`,
	} {
		layouts := learnt(t, layout, views)
		fresh, _ := render.Load(siteOptions(t, map[string]string{"home.html": layout}, nil))
		for i, view := range views {
			got, diags := layouts.Render(nil, "home", view)
			want, wantDiags := fresh.Render(nil, "home", view)
			if i < 20 && (string(got) != string(want) || print(diags) != print(wantDiags)) {
				t.Errorf("%s: view %d:\ngot  %s%s\nwant %s%s", layout, i, got, print(diags), want, print(wantDiags))
			}
		}
		if _, _, ok := layouts.BothWays("home", views[0]); ok {
			t.Errorf("%s: a program is still there", layout)
		}
	}
}

// contexts are the places in which values are escaped in ways of their own.
const contexts = `{{.Title}}<p title="{{.Title}}" data-x='{{.Title}}'>{{.Body.HTML}}</p><textarea>{{.Title}}</textarea>
<a href="{{.Title}}">a</a><a href="/x/{{.Title}}">b</a><a href="/x?y={{.Title}}&amp;z={{.URL}}#{{.Title}}">c</a><a href="{{.Title}}?{{.Title}}" title={{.Title}}>d</a>
<img src="{{.Title}}" srcset="{{.Title}} 2x" alt="{{.Body.HTML}}"><script>f({{.Title}}, "{{.Title}}")</script><p style="color: {{.Title}}">{{.Body}}</p>`

func contextView(chrome *site.Chrome, text string) any {
	return site.Home{PageView: site.PageView{Site: chrome, Kind: "home", Title: text, URL: text}, Body: body(text)}
}

// What is escaped without html/template is escaped as by it.
func FuzzEscaping(f *testing.F) {
	chrome := &site.Chrome{Title: "站名"}
	layouts := learnt(f, contexts, []any{contextView(chrome, "甲"), contextView(chrome, "/a/")})
	for _, text := range []string{
		"", "\x00\x01\a\t\n\x7f", `<b title="x">'y' & z + {1}</b>`, "javascript:alert(1)", "JAVASCRIPT:x", "mailto:a@b", "tel:1", "//x:y", "a:b", ":", "/a b(c)'d'",
		"https://例子.cn/路径?甲=乙&丙", "/%e4%b8", "/%zz%", "%", "%4", "http:x", "HTTPS://x", "\xff\xc0甲\xe7\x94", "\ufdd0\uffff\ufffd", "!#$&*+,/:;=?@[]-._~", "]]>--></script>", "\\\"`$",
	} {
		f.Add(text)
	}
	var every strings.Builder
	for c := range rune(0x3000) {
		every.WriteRune(c)
	}
	f.Add(every.String())
	f.Fuzz(func(t *testing.T, text string) {
		compiled, executed, ok := layouts.BothWays("home", contextView(chrome, text))
		if !ok || compiled != executed {
			t.Errorf("%q is compiled: %v\ngot  %s\nwant %s", text, ok, compiled, executed)
		}
	})
}

// The layouts that come with the program are compiled, all of them.
func TestStarterIsCompiled(t *testing.T) {
	for name, view := range sampleViews() {
		layouts, _ := loadStarter(t, "zh-CN")
		for range 40 {
			layouts.Render(nil, name, view)
		}
		compiled, executed, ok := layouts.BothWays(name, view)
		if !ok || compiled != executed {
			t.Errorf("%s is compiled: %v\ngot  %s\nwant %s", name, ok, compiled, executed)
		}
	}
}
