package render_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jianbao/generator/render"
	"jianbao/generator/site"
)

// One fault a layout, with the place where it is reported. The fault is on the
// line that is to be named, as the parser and the executor see it.
func TestLayoutErrors(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string // below layouts/; home.html is rendered
		want  string
	}{
		{
			"unknown function", home("<p>甲</p>\n<p>乙 {{ nope .Title }}</p>"),
			"layouts/home.html:2:9: error: layout-error: there is no function nope",
		},
		{
			"unknown function in a pipe", home("甲{{.Title | nope}}"),
			"layouts/home.html:1:13: error: layout-error: there is no function nope",
		},
		{
			"unknown variable", home("{{.Title}} {{$甲}}"),
			"layouts/home.html:1:14: error: layout-error: there is no variable $甲",
		},
		{
			"unclosed if", home("甲\n  {{if .Title}}\n<p>乙</p>\n"),
			"layouts/home.html:2:3: error: layout-error: {{if}} has no {{end}}",
		},
		{
			"unclosed block", home("{{range .Latest}}{{end}}\n{{/* {{if}} */}}{{define \"main\"}}\n{{with .Site}}{{end}}"),
			"layouts/home.html:2:17: error: layout-error: {{define}} has no {{end}}",
		},
		{
			"end too many", home("甲 {{end}}"),
			"layouts/home.html:1:5: error: layout-error: there is an {{end}} too many",
		},
		{
			"unclosed action", home("<p>甲 {{.Title</p>"),
			"layouts/home.html:1:6: error: layout-error: error in the layout: bad character U+003C '<'",
		},
		{
			"unclosed action at the end", home("<p>甲 {{.Title"),
			"layouts/home.html:1:6: error: layout-error: {{ has no }}",
		},
		{
			"unclosed comment", home("甲{{/* 乙"),
			"layouts/home.html:1:2: error: layout-error: the comment never ends",
		},
		{
			"unclosed quote", home("甲{{\"乙}}"),
			"layouts/home.html:1:2: error: layout-error: the quote is never closed",
		},
		{
			"nothing to test", home("甲{{if}}{{end}}"),
			"layouts/home.html:1:2: error: layout-error: error in the layout: missing value for if",
		},
		{
			"break outside", home("甲{{break}}"),
			"layouts/home.html:1:4: error: layout-error: error in the layout: {{break}} outside {{range}}",
		},
		{
			"syntax error in a partial",
			map[string]string{"home.html": "x", "partials/a.html": "\n甲{{nope}}"},
			"layouts/partials/a.html:2:4: error: layout-error: there is no function nope",
		},
		{
			"faults in two files",
			map[string]string{"home.html": "{{end}}", "partials/a.html": "{{nope}}"},
			"layouts/home.html:1:3: error: layout-error: there is an {{end}} too many\n" +
				"layouts/partials/a.html:1:3: error: layout-error: there is no function nope",
		},

		{
			"unknown field", home("<p>甲</p>\n乙丙 {{.Titel}}"),
			"layouts/home.html:2:6: error: layout-error: site.Home has no field Titel",
		},
		{
			"unknown field of a field", home("甲{{.Site.Titel}}"),
			"layouts/home.html:1:4: error: layout-error: site.Chrome has no field Titel",
		},
		{
			"unknown field in a partial",
			map[string]string{"home.html": "\n\n{{template \"partials/a.html\" .}}", "partials/a.html": "甲\n 乙{{range .Latest}}{{.Titel}}{{end}}"},
			"layouts/partials/a.html:2:22: error: layout-error: site.Item has no field Titel",
		},
		{
			"unknown field in a define",
			map[string]string{"home.html": "{{define \"main\"}}\n 甲{{.Titel}}{{end}}", "base.html": "{{block \"main\" .}}{{end}}"},
			"layouts/home.html:2:5: error: layout-error: site.Home has no field Titel",
		},
		{
			"unknown field in the base",
			map[string]string{"home.html": "{{define \"main\"}}{{end}}", "base.html": "\n甲{{.Titel}}"},
			"layouts/base.html:2:4: error: layout-error: site.Home has no field Titel",
		},
		{
			"nil", home("甲{{.Column.Title}}"),
			"layouts/home.html:1:4: error: layout-error: this page has no *site.Column to take Title from",
		},
		{
			"range over a text", home("{{range .Title}}{{end}}"),
			"layouts/home.html:1:9: error: layout-error: range takes lists, not 标题",
		},
		{
			"too few arguments", home("甲{{date .Title}}"),
			"layouts/home.html:1:4: error: layout-error: the function date takes 2 arguments, not 1",
		},
		{
			"wrong type of argument", home("甲{{truncate .Title 3}}"),
			"layouts/home.html:1:13: error: layout-error: error in the layout: wrong type for value; expected int; got string",
		},
		{
			"bad argument", home("甲{{url .Title}}"),
			"layouts/home.html:1:4: error: layout-error: url takes a path of the site that begins with /, not \"标题\"",
		},
		{
			"dangerous address", home("甲<a href=\"{{href \"javascript:x\"}}\">"),
			"layouts/home.html:1:13: error: layout-error: the address \"javascript:x\" cannot be used; only http, https, mailto, tel and local ones can",
		},
		{
			"index out of range", home("甲{{index .Latest 9}}"),
			"layouts/home.html:1:4: error: layout-error: error in the layout: error calling index: index out of range: 9",
		},
		{
			"unknown asset in a variable", home("甲{{$n := \"x.css\"}}{{(asset $n).URL}}"),
			"layouts/home.html:1:22: error: layout-error: there is no x.css in assets",
		},

		{
			"unknown template", home("甲{{if .Column}}{{template \"partials/no.html\" .}}{{end}}"),
			"layouts/home.html:1:27: error: layout-error: there is no template \"partials/no.html\"",
		},
		{
			"unknown asset", home("甲{{if .Column}}{{(asset \"css/no.css\").URL}}{{end}}"),
			"layouts/home.html:1:25: error: missing-asset: there is no css/no.css in assets",
		},
		{
			"same name in two partials",
			map[string]string{"home.html": "x", "partials/a.html": "{{define \"row\"}}x{{end}}", "partials/b.html": "\n{{define \"row\"}}y{{end}}"},
			"layouts/partials/b.html:2:17: error: layout-error: the template \"row\" is already defined in layouts/partials/a.html",
		},
		{
			"quote left open in a branch", home("甲{{if .Title}}<a href=\"{{end}}x\">"),
			"layouts/home.html:1:7: error: layout-error: the branches leave HTML open in different places: a quote or tag is not closed in its branch",
		},
		{
			"quote never closed", home("<p>甲</p><a href=\"{{.Title}}"),
			"layouts/home.html:1:1: error: layout-error: the HTML is not complete: a quote, a tag or a script is not closed",
		},
		{
			"ambiguous address", home("甲<a href=\"{{if .Title}}/a?{{else}}/b{{end}}{{.Title}}\">"),
			"layouts/home.html:1:46: error: layout-error: the value may be in any part of an address and cannot be escaped safely",
		},

		{
			"template in itself", home("甲{{define \"a\"}}x{{template \"a\" .}}{{end}}{{template \"a\" .}}"),
			"layouts/home.html:1:28: error: layout-error: the template includes itself without end",
		},
		{
			"too much output", home("{{range 1000000000}}甲乙丙丁{{end}}"),
			"layouts/home.html: error: layout-error: the page is larger than 1 MB",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opts := siteOptions(t, test.files, nil)
			opts.MaxPage = 1 << 20
			layouts, diags := render.Load(opts)
			var page []byte
			if !diags.HasErrors() {
				view := site.Home{PageView: site.PageView{Site: &site.Chrome{}, Title: "标题"}, Latest: []*site.Item{{}}}
				page, diags = layouts.Render([]byte("before"), "home", view)
			}
			if got := strings.TrimSpace(print(diags)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if page != nil && string(page) != "before" {
				t.Errorf("a page was written in part: %s", page)
			}
			for _, d := range diags {
				if d.Message.ZH == "" || d.Message.ZH == d.Message.EN || strings.Contains(d.Message.ZH, "%!") {
					t.Errorf("bad Chinese message %q", d.Message.ZH)
				}
			}
		})
	}
}

func home(text string) map[string]string { return map[string]string{"home.html": text} }

// A layout that does not come to an end is left behind; its next write ends it.
func TestEndless(t *testing.T) {
	for name, text := range map[string]string{
		"for some views": "{{range .Latest}}{{range 1000000000}}{{range 1000000}}{{end}}x{{end}}{{end}}",
		"for any view":   "{{range 1000000000}}{{range 1000000}}{{end}}x{{end}}",
	} {
		opts := siteOptions(t, home(text), nil)
		opts.Timeout = 50 * time.Millisecond
		layouts, diags := render.Load(opts)
		if !diags.HasErrors() {
			_, diags = layouts.Render(nil, "home", site.Home{Latest: []*site.Item{{}}})
		}
		want := "layouts/home.html: error: layout-error: one page takes more than 50ms\n"
		if got := print(diags); got != want {
			t.Errorf("%s: got %swant %s", name, got, want)
		}
	}
}

// A layout that is known to be sound is compiled for its first page. Where it was not
// sound after all, that page says what would have been said before.
func TestSoundLayoutsAreCompiledLate(t *testing.T) {
	opts := siteOptions(t, map[string]string{
		"home.html": "<p>{{.Title}}</p>", "tag.html": `{{if .Title}}<a href="{{else}}<p>{{end}}`,
	}, nil)
	_, want := render.Load(opts)
	if !want.HasErrors() {
		t.Fatal("the layout has no errors")
	}
	var asked []string
	opts.Sound = func(name string, parts []render.Part) bool {
		if len(parts) == 0 {
			t.Errorf("%s has no parts", name)
		}
		asked = append(asked, name)
		return true
	}
	layouts := load(t, opts)
	if want := []string{"home", "tag"}; !slices.Equal(asked, want) {
		t.Errorf("asked of %v, not of %v", asked, want)
	}
	if page := renderPage(t, layouts, "home", contextView(&site.Chrome{}, "甲")); !strings.Contains(page, "甲") {
		t.Errorf("the page is %q", page)
	}
	page, diags := layouts.Render([]byte("x"), "tag", contextView(&site.Chrome{}, "甲"))
	if string(page) != "x" || print(diags) != print(want) {
		t.Errorf("%q, and\n%snot\n%s", page, print(diags), print(want))
	}
}
