package preview_test

import (
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/preview"
)

// with is the site with some files different; "" removes one.
func (s site) with(changes site) site {
	next := maps.Clone(s)
	for name, text := range changes {
		if next[name] = text; text == "" {
			delete(next, name)
		}
	}
	return next
}

func TestTabsAreToldWhatChanged(t *testing.T) {
	r, s := start(t, preview.Options{}), small()
	g := generation(t, nil, s)
	r.Update(g, preview.Report{})
	tab := r.stream(t)
	run := tab.next().Run
	restyled := site{"css/site.1.css": "", "css/site.2.css": "body { color: #222 }"}
	for name, text := range s {
		if strings.HasSuffix(name, ".html") {
			restyled[name] = strings.ReplaceAll(strings.ReplaceAll(text, "site.1.css", "site.2.css"), "sha384-1", "sha384-2")
		}
	}
	draft := preview.Report{Unpublished: []preview.Unreleased{{Path: "reform/index.html", Why: preview.Draft}}}
	for i, step := range []struct {
		what   string
		change site
		report preview.Report
		want   event
	}{
		{"nothing", nil, preview.Report{}, event{}},
		{"a text", site{"reform/green/index.html": page("新标题", "1")}, preview.Report{}, event{Files: []string{"reform/green/index.html"}}},
		{"a style sheet", restyled, preview.Report{}, event{Styles: true}},
		{
			"a page more",
			site{"reform/new/index.html": page("新", "2")},
			preview.Report{Navigate: "reform/new/index.html"},
			event{Files: []string{"reform/new/index.html"}, Navigate: "/reform/new/"},
		},
		{"a page less", site{"reform/new/index.html": ""}, preview.Report{}, event{Files: []string{"reform/new/index.html"}}},
		{"a draft", nil, draft, event{Files: []string{"reform/index.html"}}},
		{
			"a script and a canonical address",
			site{"js/site.js": "1", "index.html": strings.Replace(page("首页", "2"), `rel="canonical" href="`, `rel="canonical" href="x`, 1)},
			draft,
			event{Files: []string{"index.html", "js/site.js"}},
		},
	} {
		s = s.with(step.change)
		if step.what == "a style sheet" { // the text of the step before stays
			s["reform/green/index.html"] = page("新标题", "2")
		}
		g = generation(t, g, s)
		r.Update(g, step.report)
		got := tab.next()
		if got.Run != run || got.Generation != i+2 || got.Styles != step.want.Styles || got.Many || got.Navigate != step.want.Navigate ||
			!slices.Equal(got.Files, step.want.Files) || got.Overlay != nil {
			t.Errorf("%s: the tab is told %+v, want %+v", step.what, got, step.want)
		}
	}
}

func TestManyChanges(t *testing.T) {
	r, s := start(t, preview.Options{}), site{}
	for i := range 600 {
		s[strconv.Itoa(i)+"/index.html"] = page("网页", "1")
	}
	r.Update(generation(t, nil, s), preview.Report{})
	tab := r.stream(t)
	if got := tab.next(); !got.Many || got.Files != nil {
		t.Errorf("the first generation: many %v, %d files", got.Many, len(got.Files))
	}
	r.Update(generation(t, nil, site{}), preview.Report{})
	if got := tab.next(); !got.Many || len(got.Files) != 500 {
		t.Errorf("many %v, %d files", got.Many, len(got.Files))
	}
}

func TestBreakAndFix(t *testing.T) {
	r, s := start(t, preview.Options{Dir: "/srv/网站 一", Editor: "vscode"}), small()
	g := generation(t, nil, s)
	r.Update(g, preview.Report{})
	zh, en := r.stream(t), r.stream(t, "Accept-Language", "de, en;q=0.8, zh;q=0.5")
	zh.next()
	en.next()
	for i := range 500 {
		r.Fail(mistakes(2), source)
		got := zh.next()
		if got.Overlay == nil || got.Overlay.Failure != i+1 || len(got.Overlay.List) != 2 || got.Generation != i+1 {
			t.Fatalf("cycle %d: after an error the tab is told %+v", i, got)
		}
		first := got.Overlay.List[0]
		if first.Place != "content/a.md:1:3" || first.Severity != "error" ||
			first.Rule != "broken-link" || first.Said != "没有页面 </script><img src=x onerror=alert(0)>" || !strings.Contains(first.Frame, "   1 | 见</script>") ||
			!strings.HasSuffix(first.Frame, "^") || !strings.HasPrefix(first.Hint, "检查路径") || first.Edit != "vscode://file/srv/%E7%BD%91%E7%AB%99%20%E4%B8%80/content/a.md:1:3" {
			t.Fatalf("cycle %d: %+v", i, first)
		}
		if other := en.next().Overlay; !strings.Contains(other.List[0].Said, "no page at") || !strings.HasPrefix(other.Title, "2 errors") {
			t.Fatalf("cycle %d: in English %+v", i, other)
		}
		if a := r.get(t, "/reform/green/"); a.status != 200 || published(t, a.body) != s["reform/green/index.html"] {
			t.Fatalf("cycle %d: with errors the last good page is not served", i)
		}
		g = generation(t, g, s)
		r.Update(g, preview.Report{})
		if got, other := zh.next(), en.next(); got.Overlay != nil || other.Overlay != nil || got.Generation != i+2 || got.Files != nil {
			t.Fatalf("cycle %d: after the fix the tab is told %+v", i, got)
		}
	}
}

// Nothing that a diagnostic says becomes part of a page.
func TestTextIsEscaped(t *testing.T) {
	const evil = `</script></template><img src=x onerror=alert(1)>'"{{.}}`
	r := start(t, preview.Options{})
	var list diag.List
	list.Warnf(diag.Pos{Path: "content/" + evil + ".md", Line: 1, Column: 1}, "rule", "%s", "%s", evil).Hintf("%s", "%s", evil)
	list.Errorf(diag.Pos{Path: "content/" + evil + ".md", Line: 1, Column: 1}, "rule", "%s", "%s", evil)
	text := func(string) []byte { return []byte(evil) }
	r.Fail(list, text)
	check := func(where string, a answer, text string) {
		t.Helper()
		if strings.Contains(a.body, "<img") || strings.Contains(a.body, evil) {
			t.Errorf("%s holds what was said as it was said:\n%s", where, a.body)
		}
		if !strings.Contains(html.UnescapeString(a.body), text) {
			t.Errorf("%s does not say it", where)
		}
	}
	check("the page about the build, before the first good one,", r.get(t, "/__jianbao/"), evil)
	r.Update(generation(t, nil, small().with(site{evil + "/index.html": page("坏", "1")})), preview.Report{
		Summary: diag.Text{ZH: evil, EN: evil}, Diagnostics: list, Source: text,
		Rebuilt:     []preview.Rebuilt{{Path: evil + "/index.html", Why: diag.Text{ZH: evil, EN: evil}}},
		Timings:     []preview.Timing{{Name: evil}},
		Unpublished: []preview.Unreleased{{Path: evil + "/index.html", Title: evil, Source: evil, Why: preview.Why(evil), When: evil}},
	})
	r.Fail(list, text)
	for _, lang := range []string{"zh", "en"} {
		a := r.get(t, "/__jianbao/", "Accept-Language", lang)
		check("the page about the build", a, evil)
		if strings.Contains(a.body, "ZgotmplZ") {
			t.Error("html/template has refused something")
		}
	}
	address := "/%3C/script%3E%3C/template%3E%3Cimg%20src=x%20onerror=alert(1)%3E'%22%7B%7B.%7D%7D/"
	check("a page", r.get(t, address), evil)
	check("a page that is not there", r.get(t, "/gone"+address), "404.html")
	tab := r.stream(t)
	if said := tab.next().Overlay.List[0].Said; said != evil {
		t.Errorf("the overlay says %q", said)
	}
}

func TestBanner(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{Unpublished: []preview.Unreleased{
		{Path: "reform/green/index.html", Title: "绿色发展", Why: preview.Draft},
		{Path: "reform/index.html", Title: "改革动态", Why: preview.Future, When: "2030-01-02"},
	}})
	for _, c := range []struct{ path, lang, want string }{
		{"/", "zh", ">预览 · 未发布</a>"},
		{"/", "en", ">Preview · not published</a>"},
		{"/", "fr", ">预览 · 未发布</a>"},
		{"/gone", "zh", ">预览 · 未发布</a>"},
		{"/reform/green/", "zh", ">预览 · 未发布 · 草稿</a>"},
		{"/reform/", "zh", ">预览 · 未发布 · 未到发布时间 2030-01-02</a>"},
		{"/reform/", "en-GB,zh;q=0.9", ">Preview · not published · scheduled 2030-01-02</a>"},
	} {
		if a := r.get(t, c.path, "Accept-Language", c.lang); !strings.Contains(a.body, c.want) {
			t.Errorf("%s in %s has no %s:\n%s", c.path, c.lang, c.want, a.body)
		}
	}
	if a := r.get(t, "/css/site.1.css"); strings.Contains(a.body, "预览") {
		t.Error("something is inserted into a style sheet")
	}
}

// Where a page goes without </body>, or has it in capitals, the insertion still has a place.
func TestInsertionWithoutBodyTag(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, site{"a.html": "<p>一", "b.html": "<p>二</p></BODY></html>", "c.html": "", "d.html": "<!-- </body> --><p>三</p></body >"}), preview.Report{})
	for path, ends := range map[string][2]string{
		"/a.html": {"<p>一<jianbao-preview ", "</script>"},
		"/b.html": {"<p>二</p><jianbao-preview ", "</script></BODY></html>"},
		"/c.html": {"<jianbao-preview ", "</script>"},
		"/d.html": {"<!-- </body> --><p>三</p><jianbao-preview ", "</script></body >"},
	} {
		if a := r.get(t, path); !strings.HasPrefix(a.body, ends[0]) || !strings.HasSuffix(a.body, ends[1]) {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}

func TestBeforeTheFirstBuild(t *testing.T) {
	r := start(t, preview.Options{})
	if a := r.get(t, "/reform/"); a.status != 503 || !strings.Contains(a.body, "正在构建") || !strings.Contains(a.body, "/__jianbao/preview.js") {
		t.Errorf("%d %s", a.status, a.body)
	}
	tab := r.stream(t)
	if e := tab.next(); e.Generation != 0 || e.Overlay != nil {
		t.Errorf("%+v", e)
	}
	r.Fail(mistakes(1), nil)
	if e := tab.next(); e.Generation != 0 || e.Overlay == nil || e.Overlay.Title != "1 个错误，网站没有更新" {
		t.Errorf("%+v", e)
	}
	r.Update(generation(t, nil, small()), preview.Report{})
	if e := tab.next(); e.Generation != 1 || e.Overlay != nil {
		t.Errorf("%+v", e)
	}
}

func TestGenerationRefuses(t *testing.T) {
	g := preview.NewGeneration(nil)
	for _, name := range []string{"", ".", "/a", "a/", "../a", "a/../b", "a//b", "./a", `a\b`, "a\x00b"} {
		if g.Write(name, nil) == nil {
			t.Errorf("%q is taken as a path", name)
		}
	}
	if err := g.Write("a", nil); err != nil {
		t.Fatal(err)
	}
	if g.Write("a", nil) == nil || g.Refer("a", 0, "", nil) == nil {
		t.Error("a path is written twice")
	}
	g.Seal()
	if g.Write("b", nil) == nil {
		t.Error("a sealed generation is written to")
	}
	next := preview.NewGeneration(g)
	if kept, err := next.Keep(memo.File{Path: "a", Sum: memo.OfFile(nil)}); !kept || err != nil {
		t.Errorf("a file of the generation before is not kept: %v", err)
	}
	if kept, err := next.Keep(memo.File{Path: "b", Sum: memo.OfFile(nil)}); kept || err != nil {
		t.Errorf("a file is kept that was not there: %v", err)
	}
}

// What Write was given may be used again by its caller.
func TestWriteKeepsNothingOfItsCaller(t *testing.T) {
	r, data := start(t, preview.Options{}), []byte("甲")
	g := preview.NewGeneration(nil)
	if err := g.Write("a.txt", data); err != nil {
		t.Fatal(err)
	}
	copy(data, "乙")
	r.Update(g, preview.Report{})
	if a := r.get(t, "/a.txt"); a.body != "甲" {
		t.Errorf("the file is %q", a.body)
	}
}

func TestManyDiagnostics(t *testing.T) {
	r := start(t, preview.Options{Lang: "en"})
	r.Fail(mistakes(700), source)
	o := r.stream(t).next().Overlay
	if o.Title != "700 errors; the site was not updated" || len(o.List) != 50 || o.More != "650 more" || o.List[0].Edit != "" {
		t.Errorf("%s, %d listed, %s", o.Title, len(o.List), o.More)
	}
	if a := r.get(t, "/__jianbao/", "Accept-Language", "zh"); !strings.Contains(a.body, "More: 500") {
		t.Errorf("the page about the build does not tell that there are more:\n%s", a.body)
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{})
	for _, path := range []string{"/", "/js/site.js", "/gone", "/reform", "/__jianbao/"} {
		for _, accept := range []string{"", "gzip"} {
			status, header, body := r.exchange(t, strings.Replace(request(path, "localhost:P", "Accept-Encoding: "+accept), "GET", "HEAD", 1))
			a := r.get(t, path, "Accept-Encoding", accept)
			if status != a.status || header.Get("Content-Length") != strconv.Itoa(len(a.body)) || body != "" {
				t.Errorf("%s: %d, %s bytes; GET: %d, %d bytes", path, status, header.Get("Content-Length"), a.status, len(a.body))
			}
		}
	}
}
