// Package render turns the views of pages into HTML by way of layouts.
//
// Layouts are html/template files in the folder layouts/. The site's own lie
// over those embedded in the program, file by file, so a site may have one, all
// or none:
//
//	base.html        the frame of every page, with blocks to fill
//	home.html …      one for each kind of page; fills the blocks of base.html
//	NAME.html        for bulletins and columns that say "layout: NAME"
//	partials/*.html  parts, as {{template "partials/header.html" .}}
//
// A layout that holds nothing but {{define}}s is put into base.html; one with
// text of its own stands alone. What a layout sees is the view of its page
// (package site, view.go) and the functions of funcs.go. Both are documented in
// docs/layouts.md.
//
// [Load] parses everything once (files.go, layout.go), and finds what can be
// found without a page: syntax errors, missing templates and assets, places
// where a value cannot be escaped safely. [Layouts.Render] makes pages, by many
// goroutines at once (page.go). Errors of both become diagnostics with the
// place in the layout (errors.go).
//
// Pages of one kind have much in common, and so much is made once. After its
// first pages a layout knows what repeats (share.go) and is made anew for the
// pages to come, which get the same bytes as before:
//
//   - What depends on nothing but .Site and .Kind becomes text (fold.go).
//   - Partials that are given the page ("." or "$") in plain text, and that look at
//     little else of it (reads.go), are executed and minified once for each set of
//     values that they look at (part.go). A mark is in the page in their stead
//     until it is minified (mark.go).
//   - What is left is compiled (compile.go, terms.go, calls.go): the fields and functions
//     are looked up once, and values are escaped without a call of html/template where
//     that gives the same (escape.go). A layout with something unusual in it is not.
//
// A page that fails in such a layout is rendered as if there were none, so that
// errors are those of the layout as it was written.
package render

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/minify"
	"jianbao/generator/qr"
	"jianbao/generator/source"
)

// folder is where layouts are.
const folder = "layouts"

// Options say where layouts come from and what their functions know.
type Options struct {
	Site     *source.Tree // the site
	Starter  *source.Tree // the embedded one
	BaseURL  string       // "https://org.github.io/repo/"
	Language string       // of the interface: "zh-CN", "en"
	Assets   *asset.Assets
	Minifier *minify.Minifier

	// Sound reports whether a layout of just these parts is known to have no errors; then
	// it is compiled when the first page is made by it. nil = none is known.
	Sound func(name string, parts []Part) bool

	MaxPage int           // bytes of a page before it is minified; 0 = 50 MB
	Timeout time.Duration // for one page; 0 = 5 s
}

// Limits of a page where the options give none.
const (
	maxPage = 50 << 20
	timeout = 5 * time.Second
)

// Layouts are the layouts of one build.
type Layouts struct {
	opts    Options
	base    *url.URL
	files   map[string]*file
	layouts map[string]*layout // by name: "home"
	pages   pagePool
	codes   qr.Encoder
}

// Load reads and parses all layouts. They can be used when the list has no errors.
func Load(opts Options) (*Layouts, diag.List) {
	base, err := url.Parse(opts.BaseURL)
	if err != nil {
		panic(err) // package settings has checked it
	}
	if opts.MaxPage == 0 {
		opts.MaxPage = maxPage
	}
	if opts.Timeout == 0 {
		opts.Timeout = timeout
	}
	l := &Layouts{opts: opts, base: base, files: map[string]*file{}, layouts: map[string]*layout{}}
	diags := l.read()
	if diags.HasErrors() {
		return l, diags
	}
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if f := l.files[name]; f.isPage() {
			page := strings.TrimSuffix(name, ".html")
			l.layouts[page] = l.assemble(f, &diags)
		}
	}
	diags.Sort() // base.html and the partials are in every layout
	return l, diags
}

// Has reports whether there is a layout of that name.
func (l *Layouts) Has(name string) bool {
	_, ok := l.layouts[name]
	return ok
}

// OfSite reports whether a layout is the site's own, wholly or in part. What is not
// are files that come with the program, which make a page of every view.
func (l *Layouts) OfSite(name string) bool { return len(l.layouts[name].own) > 0 }

// Find returns the first place of one of some texts in the site's own files of such a
// layout, whatever the case of letters: of the first text that is in any of them.
// Where there is none, it is a file as a whole.
func (l *Layouts) Find(name string, texts ...string) diag.Pos {
	own := l.layouts[name].own
	for _, text := range texts {
		for _, f := range own {
			if i := strings.Index(lower(f.text), lower(text)); i >= 0 {
				return f.position(i)
			}
		}
	}
	return diag.Pos{Path: own[0].path()}
}

// lower makes small letters of ASCII ones, so that every byte stays in its place.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, text)
}

// Key is a hash of everything but the view that goes into a page: the layout
// with all it includes, the names and contents of its assets, the options.
func (l *Layouts) Key(name string) memo.Sum { return l.layouts[name].key }

// Part is something that goes into the pages of a layout beside their views: a
// file, by its path in the site, or one of the settings.
type Part struct {
	Name string
	Sum  memo.Sum
}

// Parts returns what [Layouts.Key] sums, to say what has changed.
func (l *Layouts) Parts(name string) []Part { return l.layouts[name].parts }

// Named returns the names of the assets that a layout names in so many words, sorted:
// those that its pages load. A layout that is not there, or has errors, names none.
func (l *Layouts) Named(name string) []string {
	if layout := l.layouts[name]; layout != nil {
		return layout.named
	}
	return nil
}

// Assets returns the names of the assets that layouts use, sorted.
func (l *Layouts) Assets() []string {
	used := map[string]bool{}
	for _, layout := range l.layouts {
		for _, name := range layout.assets {
			used[name] = true
		}
	}
	return slices.Sorted(maps.Keys(used))
}
