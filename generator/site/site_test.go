package site_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/settings"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// files are the sources of a site, by path below content/. A bulletin is its
// header without the lines --- (title, date and source are added where they are
// lacking, below the others), a blank line, and its text. "site.yaml" is added
// to the settings; ":now" is the moment of the build.
type files map[string]string

// model is a site with the bodies that a build would keep for it.
type model struct {
	*site.Site
	t      testing.TB
	diags  diag.List
	opts   site.Options
	docs   []*document.Document
	bodies bodies
}

type bodies map[string]*markdown.Body

func (b bodies) Sum(text site.Text) memo.Sum { return document.SumOf(b[text.Path]) }

func (b bodies) Body(text site.Text) (*markdown.Body, error) {
	body, ok := b[text.Path]
	if !ok {
		return nil, fmt.Errorf("no body of %s", text.Path)
	}
	return body, nil
}

func (b bodies) Text(text site.Text) (string, error) { return string(b[text.Path].Text), nil }

// justSums are bodies of which the sums are enough.
type justSums struct{ bodies }

func (justSums) Body(site.Text) (*markdown.Body, error) { return nil, nil }

// load makes the model of a site by way of the real parsers.
func load(t testing.TB, sources files) *model {
	t.Helper()
	m := parse(t, sources)
	m.Site, m.diags = site.New(m.opts, m.docs)
	m.staysTheSame()
	return m
}

// staysTheSame compares a site that is published with the same one made by who knows what
// was said of it.
func (m *model) staysTheSame() {
	m.t.Helper()
	if m.diags.HasErrors() { // nobody has published it
		return
	}
	again := *m
	again.opts.Known = &m.diags
	again.Site, again.diags = site.New(again.opts, m.docs)
	if print(again.diags) != print(m.diags) {
		m.t.Errorf("other diagnostics:\n%s\nat first:\n%s", print(again.diags), print(m.diags))
	}
	if again.everything() != m.everything() {
		m.t.Error("another site when it is known what is wrong with it")
	}
	told := func(m *model) string {
		facts := m.Facts()
		text := fmt.Sprintln(m.Since(), m.Until(), m.Bulletins(), m.Hidden(), m.HiddenOnes(), facts.Home, facts.Columns, facts.Images)
		for _, p := range m.Pages() {
			text += fmt.Sprintln(p.Output, m.OutputOf(p.Pos.Path), facts.Addresses.Standing("/"+p.Output), facts.Addresses.Standing("/"+p.JSON))
		}
		for _, name := range facts.Addresses.Lasting() {
			text += fmt.Sprintln(name, facts.Addresses.Standing(name))
		}
		return text
	}
	if got, want := told(&again), told(m); got != want {
		m.t.Errorf("when it is known what is wrong with the site:\n%s\nat first:\n%s", got, want)
	}
}

// parse reads the sources and stops before the model.
func parse(t testing.TB, sources files) *model {
	t.Helper()
	set, diags := settings.Parse("site.yaml", []byte("title: 示例网\nbaseURL: https://org.example/repo/\n"+sources["site.yaml"]))
	if strings.Contains(sources["site.yaml"], "baseURL") {
		set, diags = settings.Parse("site.yaml", []byte("title: 示例网\n"+sources["site.yaml"]))
	}
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	fsys := fstest.MapFS{}
	for name, text := range sources {
		if name == "site.yaml" || name == ":now" {
			continue
		}
		if path.Ext(name) == ".md" {
			text = header(name, text)
		}
		fsys["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree := source.New(fsys)
	list, diags := tree.List("content")
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	m := &model{t: t, bodies: bodies{}, opts: options(t, set, sources[":now"])}
	m.opts.Files = list
	parser := &document.Parser{Markdown: markdown.New(markdown.Options{}), Zone: set.Location}
	for _, f := range list {
		if path.Ext(f.Path) == ".md" {
			text, _ := tree.Text(f.Path)
			doc, body := parser.Parse(f.Path, text)
			m.docs = append(m.docs, doc)
			m.bodies[doc.Path] = body
		}
	}
	return m
}

func options(t testing.TB, set *settings.Settings, now string) site.Options {
	if now == "" {
		now = "2026-01-01 12:00:00"
	}
	moment, err := civil.Parse(now, set.Location)
	if err != nil {
		t.Fatal(err)
	}
	assets := map[string]string{"css/site.css": "assets/css/site.0a1b2c.css", "images/logo.png": "assets/images/logo.png"}
	return site.Options{
		Settings: set, Now: moment, Version: "0.1.0",
		Words:     site.Words{Home: "首页", Tags: "标签", Archive: "历史归档", Search: "搜索", Sitemap: "网站地图", NotFound: "页面不存在"},
		Asset:     func(name string) (string, bool) { output, ok := assets[name]; return output, ok },
		HasLayout: func(name string) bool { return name == "wide" },
		Claims: []site.Claim{
			{Output: "assets/css/site.0a1b2c.css", Pos: diag.Pos{Path: "assets/css/site.css"}},
			{Output: "search/index.json", Pos: diag.Pos{Path: "site.yaml"}},
		},
	}
}

// header makes the text of a file out of its short form. A bulletin of keys alone
// gets a text; what ends in an empty line has none.
func header(name, text string) string {
	head, body, parted := strings.Cut(text, "\n\n")
	if strings.HasPrefix(text, "\n") {
		head, body = "", text[1:]
	}
	lines := strings.Split(head, "\n")
	add := func(key, value string) {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, key+":") }) {
			lines = append(lines, key+": "+value)
		}
	}
	if head == "" {
		lines = nil
	}
	add("title", `"`+strings.TrimSuffix(strings.TrimSuffix(name, ".md"), "/index")+`"`)
	if !document.IsColumn(name) {
		add("date", "2020-01-01")
		add("source", "区改革办")
		if body == "" && !parted {
			body = "正文。\n"
		}
	}
	return "---\n" + strings.Join(lines, "\n") + "\n---\n" + body
}

// print writes diagnostics one a line, with the hint behind a bar.
func print(diags diag.List) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s: %s: %s", d.Pos, d.Rule, d.Message.EN)
		if d.Hint.EN != "" {
			fmt.Fprintf(&b, " | %s", d.Hint.EN)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// found returns the diagnostics of one severity.
func (m *model) found(s diag.Severity) string {
	return print(slices.DeleteFunc(slices.Clone(m.diags), func(d diag.Diagnostic) bool { return d.Severity != s }))
}

func (m *model) errors() string   { return m.found(diag.Error) }
func (m *model) warnings() string { return m.found(diag.Warning) }

// clean fails the test when the model has errors.
func (m *model) clean() *model {
	m.t.Helper()
	if errors := m.errors(); errors != "" {
		m.t.Errorf("unexpected errors:\n%s", errors)
	}
	return m
}

// outputs lists the output of every page.
func (m *model) outputs() []string {
	var list []string
	for _, p := range m.Pages() {
		list = append(list, p.Output)
	}
	return list
}

// view makes the view of the page at an output.
func view[V any](m *model, output string) V {
	m.t.Helper()
	for _, p := range m.Pages() {
		if p.Output == output {
			v, err := m.View(p, m.bodies)
			if err != nil {
				m.t.Fatal(err)
			}
			typed, ok := v.(V)
			if !ok {
				m.t.Fatalf("%s has a %T", output, v)
			}
			return typed
		}
	}
	m.t.Fatalf("no page %s among %s", output, m.outputs())
	panic("unreachable")
}

// everything is all that the model gives to other stages, as JSON.
func (m *model) everything() string {
	m.t.Helper()
	type body struct{ HTML, Text string }
	all := struct {
		Pages, Views, HTML []any
		Entries            []site.Entry
		Bodies             []body
		Feeds              map[string][]site.Entry
		Locations          []site.Location
		Resources          []site.Resource
	}{Entries: m.entries(), Feeds: map[string][]site.Entry{}, Locations: m.Locations(), Resources: m.Resources()}
	for _, p := range m.Pages() {
		v, err := m.View(p, m.bodies)
		if err != nil {
			m.t.Fatal(err)
		}
		all.Pages, all.Views = append(all.Pages, p), append(all.Views, v)
		switch v := v.(type) { // which JSON leaves out
		case site.Home:
			all.HTML = append(all.HTML, v.Body.String())
		case site.ColumnPage:
			all.HTML = append(all.HTML, v.Body.String())
		case site.Bulletin:
			all.HTML = append(all.HTML, v.Body.String())
		}
	}
	for i, e := range all.Entries {
		html, err := m.EntryHTML(e, m.bodies)
		text, textErr := m.Entries().Text(i, m.bodies)
		if err != nil || textErr != nil {
			m.t.Fatal(err, textErr)
		}
		all.Bodies = append(all.Bodies, body{html, text})
	}
	for _, f := range m.Feeds() {
		all.Feeds[fmt.Sprint(f.Prefix, f.Title, f.Description, f.Home)] = m.FeedEntries(f, 0)
	}
	data, err := json.Marshal(all)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(data)
}

func (m *model) entries() (list []site.Entry) {
	all := m.Entries()
	for i := range all.Len() {
		list = append(list, all.At(i))
		if e := list[i]; all.Date(i) != e.Date || !slices.ContainsFunc(m.Pages(), func(p site.Page) bool { return p.Output == all.Page(i) && m.Address(p) == e.URL }) {
			m.t.Errorf("%s of %v is %s of %v", e.URL, e.Date, all.Page(i), all.Date(i))
		}
	}
	return list
}

func titles(items []*site.Item) string {
	var list []string
	for _, i := range items {
		list = append(list, i.Title)
	}
	return strings.Join(list, " ")
}

// with returns the sources with more of them.
func (f files) with(more files) files {
	all := maps.Clone(f)
	maps.Copy(all, more)
	return all
}
