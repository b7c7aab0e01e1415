package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/render"
	"jianbao/generator/site"
)

// sameAsAlone renders views by layouts that share parts, and each again by ones
// that have just been loaded and share nothing yet. It returns what was shared.
func sameAsAlone(t *testing.T, load func() *render.Layouts, name string, views []any) []string {
	t.Helper()
	learnt, fresh := load(), load()
	for n := range max(40, len(views)) {
		learnt.Render(nil, name, views[n%len(views)])
	}
	for i, view := range views {
		if fresh.Shared(name) != nil || i%10 == 0 {
			fresh = load()
		}
		want, wantDiags := fresh.Render(nil, name, view)
		got, diags := learnt.Render([]byte("before"), name, view)
		if string(got) != "before"+string(want) || print(diags) != print(wantDiags) {
			t.Errorf("%s: view %d:\ngot  %s%s\nwant %s%s", name, i, got, print(diags), want, print(wantDiags))
		}
	}
	return learnt.Shared(name)
}

func TestStarterIsShared(t *testing.T) {
	load := func() *render.Layouts {
		layouts, _ := loadStarter(t, "zh-CN")
		return layouts
	}
	want := map[string][]string{
		"bulletin": {"partials/header.html", "partials/tools.html", "partials/status.html"},
		"column":   {"partials/header.html"},
	}
	for name, view := range sampleViews() {
		views := slices.Repeat([]any{view}, 10)
		if name == "bulletin" {
			views = bulletinViews(40)
		}
		shared := sameAsAlone(t, load, name, views)
		for _, part := range want[name] {
			if !slices.Contains(shared, part) {
				t.Errorf("%s shares %q, not %s", name, shared, part)
			}
		}
	}
}

// What is the same on all pages becomes text; what is not never does.
func TestFixedBecomesText(t *testing.T) {
	for _, layout := range []string{
		`{{T "首页"}} <a href="{{.Site.Title}}{{.URL}}" title="{{.Site.Title}} {{.Title}}">{{.Kind}}</a>`,
		`<a href="{{.Site.Title}}:{{.Title}}">{{.Title}}</a><a href="/{{.Site.Title}}?{{.Title}}#{{.Site.Title}}">`,
		`<script>f({{.Site.Title}}, {{.Title}}, {{.Site}})</script><script>"{{.Site.Title}}{{.Title}}"</script>`,
		`{{if eq .Kind "home"}}home {{.Title}}{{else}}other {{.Title}}{{end}}`,
		`{{if eq .Kind "other"}}home {{.Title}}{{else if eq .Kind "home"}}<b>{{.Title}}</b>{{end}}{{if eq .Kind "other"}}x{{end}}`,
		`{{if and (eq .Kind "home") .Title}}{{.Title}}{{end}}{{if eq .Kind .Title}}x{{end}}`,
		`{{$x := .Site.Title}}{{$x}}{{$x = .Title}}{{$x}}{{if $x}}{{.Kind}}{{end}}`,
		`{{$x := 1}}{{if eq .Kind "home"}}{{$x := 2}}{{$x}}{{end}}{{$x}}`,
		`{{$x := 1}}{{if eq .Kind "home"}}{{$x = 2}}{{end}}{{$x}}`,
		`{{$x := 1}}{{if eq .Kind "home"}}{{print ($x := 2)}}{{end}}{{$x}}`,
		`{{$x := .Title}}{{with .Site}}{{$x}}{{.Title}}{{$.Title}}{{T "首页"}}{{end}}`,
		`{{with $y := .Site}}{{$y.Title}}{{.Title}}{{end}}{{with .Site.Params.none}}x{{else}}{{.Title}}{{.Kind}}{{end}}`,
		`{{range .Site.Nav}}{{.Title}}{{$.Kind}}{{end}}{{range $i, $n := .Site.Nav}}{{$i}}{{$n.URL}}{{end}}`,
		`{{range .Site.Nav}}{{.Title}}{{if eq $.Kind "home"}}{{break}}{{end}}{{end}}`,
		`{{range .Keywords}}{{if eq $.Kind "home"}}{{continue}}{{end}}{{.}}{{end}}`,
		`{{range .Keywords}}{{if eq $.Kind "other"}}{{break}}{{end}}{{.}}{{T "首页"}}{{else}}{{.Kind}}{{end}}`,
		`{{template "row" .Site}}{{template "row" .}}{{define "row"}}<i>{{.Title}}</i>{{T "首页"}}{{end}}`,
		`<a title="{{template "row" .Site}}">{{template "row" .Site}}{{define "row"}}{{.Title}} &amp; {{T "首页"}}{{end}}`,
		`{{template "row" dict "a" .Site.Title "b" .Title}}{{template "row" dict "a" 1 "b" 2}}{{define "row"}}{{.a}}{{.b}}{{end}}`,
		`{{if .Site.Identity.Phone}}{{.Column.Title}}{{end}}{{.Site.Identity.Phone}}`,
		`{{with .Column}}{{.Title}}{{with $.Site}}{{.Title}}{{end}}{{else}}{{.Kind}}{{end}}`,
		`{{block "a" .}}{{.Kind}}{{.Title}}{{end}}{{block "b" .Kind}}{{.}}{{end}}`,
		`{{if $x := .Kind}}{{$x}}{{.Title}}{{end}}{{index .Site.Nav 9}}`,
		`{{with .Site}}{{.Title}}{{with .Params}}{{.seven}}{{$.Title}}{{end}}{{range .Nav}}{{.URL}}{{T "首页"}}{{end}}{{if .Title}}{{.Title}}{{$.URL}}{{end}}{{end}}`,
		`{{with .Site.Identity}}{{with .Phone}}x{{$.Title}}{{else}}{{.ICP}}none{{$.Title}}{{T "首页"}}{{end}}{{end}}{{with .Site.Identity.ICP}}x{{end}}`,
		`{{with .Site}}<a href="{{.Title}}{{$.URL}}?{{.Title}}">{{with .Identity}}{{if or .Phone $.Title}}{{$.Title}}{{end}}{{end}}</a>{{end}}`,
		`{{with $s := .Site}}{{.Title}}{{$s.Title}}{{$.Title}}{{end}}{{with .Site}}{{$x := .Title}}{{$x}}{{with .Nav}}{{$x}}{{len .}}{{end}}{{$.URL}}{{end}}`,
		`{{range .Keywords}}{{with $.Site}}{{.Title}}{{with $.Title}}{{.}}{{end}}{{T "首页"}}{{end}}{{.}}{{end}}`,
		`{{range .Site.Nav}}{{with .URL}}{{.}}{{$.URL}}{{end}}{{end}}{{template "row" .Site}}{{define "row"}}{{with .Title}}{{.}}{{end}}{{with $.Nav}}{{len .}}{{end}}{{end}}`,
		`{{(.).Title}}{{($).Title}}{{$v := .}}{{$v.Title}}{{with $}}{{.Title}}{{$.URL}}{{end}}{{.PageView.Title}}`,
		`<pre>{{.Site.Title}}  {{T "首页"}}</pre> {{/* x */}} {{- .Kind -}} `,
		`<title>{{block "a" .}}{{.Title}} - {{.Site.Title}}{{if .Column}}{{template "b" .}}{{end}}{{end}}</title>{{template "a" .}}{{define "b"}}{{.URL}}{{$.Title}}{{end}}`,
		`{{with .Column}}<a title="{{template "a" $}}">{{template "a" .}}</a>{{end}}<a title="{{template "a" .}}">{{define "a"}}{{.Title}}{{end}}`,
		`<a title="{{template "a" $}}" href="{{template "b" .}}">{{define "a"}}{{.Title}}{{with .Column}}{{template "c" $}}{{end}}{{end}}{{define "b"}}{{$x := .URL}}{{$x}}{{end}}{{define "c"}}{{.Title}}{{end}}`,
		`{{range .Keywords}}<a title="{{template "a" $}}">{{template "a" $}}</a>{{end}}{{define "a"}}{{.Title}}{{$.URL}}{{end}}`,
	} {
		load := func() *render.Layouts {
			layouts, diags := render.Load(siteOptions(t, map[string]string{"home.html": layout}, nil))
			if diags.HasErrors() {
				t.Fatalf("%s: %s", layout, print(diags))
			}
			return layouts
		}
		sameAsAlone(t, load, "home", variedViews())
	}
}

// What a part depends on is what it reads of the view; whatever way it reads it,
// each page gets its own.
func TestPartsDependOnTheView(t *testing.T) {
	tests := []struct {
		part   string
		shared bool
	}{
		{`<p>{{.Site.Title}}</p>`, true},
		{`<p>{{.Kind}}</p>`, true},
		{`<p>{{.Title}}</p>`, false},
		{`<p>{{$.Title}}</p>`, false},
		{`<p>{{with .Site}}{{$.Title}}{{end}}</p>`, false},
		{`<p>{{range .Site.Nav}}{{.Title}}{{$.Title}}{{end}}</p>`, false},
		{`<p>{{$x := .}}{{with .Site}}{{$x.Title}}{{end}}</p>`, false},
		{`<p>{{$x := ""}}{{with .Title}}{{$x = .}}{{end}}{{$x}}</p>`, false},
		{`<p>{{$x := "a"}}{{if .Site.Title}}{{$x := .Title}}{{else}}{{$x}}{{end}}{{$x}}</p>`, true},
		{`<p>{{len .Title}}</p>`, false},
		{`<p>{{if .Title}}x{{end}}{{with .Column}}y{{end}}</p>`, true},
		{`<p>{{with .Column}}{{.Title}}{{else}}{{.Kind}}{{end}}</p>`, true},
		{`<p>{{.Column.Title}}</p>`, true}, // an error on pages without a column
		{`<p>{{range .Keywords}}{{.}}{{end}}</p>`, false},
		{`<p>{{range .Breadcrumb}}{{.Title}}{{end}}</p>`, true},
		{`<p>{{range .Site.Nav}}{{if eq .URL $.URL}}here{{end}}{{end}}</p>`, true},
		{`<p>{{range .Site.Nav}}{{if ne $.URL .URL}}there{{end}}{{end}}</p>`, true},
		{`<p>{{if eq .URL "/7/"}}seven{{end}}</p>`, false},
		{`<p>{{if eq .URL (printf "/%d/" 7)}}seven{{end}}</p>`, false},
		{`<p>{{$x := "/7/"}}{{if eq .URL $x}}seven{{end}}</p>`, false},
		{`<p>{{$x := .Site.Title}}{{$x = "/7/"}}{{if eq .URL $x}}seven{{end}}</p>`, false},
		{`<p>{{if .Site.Title | eq .URL}}title{{end}}</p>`, false},
		{`<p>{{if .URL | eq .Site.Title "/7/"}}title{{end}}</p>`, false},
		{`<p>{{if eq .Site.Title .URL "/7/"}}seven{{end}}</p>`, false},
		{`<p>{{if eq .URL .Site.Params.seven}}seven{{end}}</p>`, true},
		{`<p>{{with .Site.Identity.Phone}}{{$.Title}}{{end}}</p>`, true}, // it has none
		{`<p>{{if .Site.Identity.Phone}}{{else}}{{$.Title}}{{end}}</p>`, false},
		{`<p>{{template "row" .}}</p>{{define "row"}}{{.Title}}{{end}}`, false},
		{`<p>{{template "row" .Column}}</p>{{define "row"}}{{with .}}{{.Title}}{{end}}{{end}}`, true},
		{`<p>{{template "row" dict "t" .Title}}</p>{{define "row"}}{{.t}}{{end}}`, false},
		{`<p>{{template "row" dict "v" .}}</p>{{define "row"}}{{.v.Title}}{{end}}`, false},
		{`<p>{{with list .}}{{range .}}{{.Title}}{{end}}{{end}}</p>`, false},
		{`<p>{{(index (list .) 0).Title}}</p>`, false},
		{`<p>{{(.).Title}}{{(.Site).Title}}</p>`, false},
		{`<p>{{.Params.x}}</p>`, false},
		{`<p>{{index .Params "x"}}</p>`, false},
		{`<p>{{(asset "css/a.css").URL}}{{T "首页"}}</p>`, true},
		{`<p>{{define "deep"}}{{if .Title}}{{with .Column}}{{template "deep" .}}{{end}}{{end}}{{end}}{{template "deep" .}}</p>`, false},
		{`{{with .Column}}<p>{{.Title}}</p>{{end}}`, true},
		{`{{break}}`, false},
	}
	for _, test := range tests {
		load := func() *render.Layouts {
			layouts, _ := render.Load(siteOptions(t, map[string]string{
				"home.html": `<div>{{.URL}} {{template "partials/a.html" .}} {{.Title}}</div>`, "partials/a.html": test.part,
			}, nil))
			return layouts
		}
		if _, diags := render.Load(siteOptions(t, map[string]string{"home.html": test.part}, nil)); diags.HasErrors() {
			continue
		}
		shared := sameAsAlone(t, load, "home", variedViews())
		if got := slices.Contains(shared, "partials/a.html"); got != test.shared {
			t.Errorf("%s: shared is %v", test.part, got)
		}
	}
}

// variedViews are views of one site that differ in what most pages differ in.
func variedViews() (views []any) {
	chrome := &site.Chrome{
		Title: "站名", Params: map[string]any{"seven": "/7/"},
		Nav: []site.NavItem{{Title: "三", URL: "/3/"}, {Title: "五", URL: "/5/"}, {Title: "甲", URL: "/a/"}},
	}
	column := &site.Column{Title: "甲", URL: "/a/"}
	for i := range 40 {
		v := site.Plain{PageView: site.PageView{
			Site: chrome, Kind: "home", Title: fmt.Sprintf("第%d页", i), URL: fmt.Sprintf("/%d/", i), Keywords: []string{fmt.Sprint(i)},
			Params: map[string]any{"x": i},
		}}
		if i > 20 {
			v.Column = column
		}
		if i == 30 {
			v.Kind, v.URL = "search", "站名"
		}
		views = append(views, v)
	}
	return views
}

// Wherever a part stands and whatever it is, a page is what minifying it as a
// whole gives.
func TestPartsAnywhere(t *testing.T) {
	places := []string{
		`X`, ` X `, `甲X乙`, `甲 X 乙`, `<p>甲 X 乙</p>`, `<p>甲 <b> X </b> 乙</p>`, `<b>甲</b> X <b>乙</b>`, `<p> X X </p>`, `<i>X</i>`, `<i> X</i> 甲`,
		`<div>X</div> 甲`, `<pre>X</pre>`, `<pre> X </pre> 甲`, `<pre><code>X</code></pre>`, `<textarea>X</textarea>`, `<title>X</title>`, `<title>甲</title> X`,
		`<a href="X">甲</a>`, `<a title="X">`, `<a title='甲 X 乙'>`, `<a X>`, `<script>f("X")</script>`, `<script>var x = X;</script>`, `<style>a { b: X }</style>`,
		`<svg><g>X</g></svg>`, `<math>X</math>`, `<noframes>X</noframes>`, `<iframe>X</iframe>`, `<xmp>X</xmp>`, `<noscript>X</noscript>`, `<template> X </template>`,
		`<select><option>X</option></select>`, `<select>X</select> 甲`, `<table><tr><td>X</td></tr></table>`, `<ul> X </ul>`, `<button> X </button> 甲`,
		`<img> X <img>`, `<br> X <br>`, `<span></span> X`, `{{range .Site.Nav}} X {{end}}`, `{{range .Site.Nav}} {{template "partials/a.html" $}} {{end}}`,
		`{{with .Site}} X {{end}}`, `{{if .Title}} X {{end}}`, `<script>var x = ;</script> X`, `X <pre> X </pre> X`, `<head> X </head><body> X </body>`,
		`{{template "box" .}}{{define "box"}} X {{end}}`, `<pre>{{template "box" .}}</pre>{{template "box" .}}{{define "box"}} X {{end}}`,
		`<a title="{{template "box" .}}">{{template "box" .}}{{define "box"}}X{{end}}`, `{{template "box" .Site}}{{template "box" .}}{{define "box"}}X{{end}}`,
	}
	parts := []string{
		``, ` `, "\n\n", `乙`, ` 乙 `, `<b>乙</b>`, ` <b> 乙 </b> `, `<p>乙</p>`, "\n<p>\n乙\n</p>\n", `<p class=a> 乙 </p> <p>丙 </p>`, `<ul><li> 乙`, `<p> 乙 `,
		`乙 <p>丙</p> 丁`, `<p>乙</p> 丙`, `丙 <p>乙</p>`, `<div> <pre> 乙  丙 </pre> </div>`, `<div><pre></div>`, `</pre><div> 乙 </div>`, `<section><b> 乙 </section>`,
		`<div><script>f( 1 )</script></div>`, `<div><script>var x = ;</script></div>`, `<div><textarea> 乙 </textarea></div>`, `<div>{{with .Site.Title}} {{.}} {{end}}</div>`,
		`<nav title='a "b"' hidden=hidden> 乙 <b> </b> </nav>`, `<table> <tr> <td> 乙 </table>`, `<div> <svg> <g/> </svg> </div>`, `<div><!-- 乙 --></div>`, `<div>&lt; &nbsp; &amp;</div>`,
		`<form><select><option> 乙 </select></form>`, `</p><p>`, `<div> <i> 乙 </i> </div>`, `<p>乙</p><br>`, `<hr>`, `<p>乙</p><!-- 丙 -->`, `<p/>`, `<DIV> 乙 </DIV>`, `<div > 乙 </div >`,
	}
	shared := 0
	for i, place := range places {
		for j, part := range parts {
			if (i+j)%3 > 0 && i > 7 && j > 8 || testing.Short() && (i+j)%7 > 0 { // a third of the odd ones will do
				continue
			}
			opts := siteOptions(t, map[string]string{
				"home.html": strings.ReplaceAll(place, "X", `{{template "partials/a.html" .}}`), "partials/a.html": part,
			}, nil)
			if _, diags := render.Load(opts); diags.HasErrors() {
				continue
			}
			load := func() *render.Layouts {
				layouts, _ := render.Load(opts)
				return layouts
			}
			shared += len(sameAsAlone(t, load, "home", variedViews()[19:22]))
			if t.Failed() {
				t.Fatalf("in %s: %s", place, part)
			}
		}
	}
	if !testing.Short() && shared < len(places)*len(parts)/5 {
		t.Errorf("%d are shared", shared)
	}
}
