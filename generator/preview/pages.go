package preview

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianbao/generator/diag"
)

//go:embed web
var web embed.FS

// pages are the templates of our own, by language.
type pages struct {
	templates map[string]*template.Template
}

func newPages() *pages {
	p := &pages{map[string]*template.Template{}}
	for _, lang := range []string{"zh", "en"} {
		words := template.FuncMap{
			// Both languages stand beside each other in a template: {{t "预览" "Preview"}}.
			"t":    func(zh, en string) string { return diag.Text{ZH: zh, EN: en}.In(lang) },
			"text": func(text diag.Text) string { return text.In(lang) },
			"took": func(d time.Duration) string { return d.Round(100 * time.Microsecond).String() },
		}
		p.templates[lang] = template.Must(template.New("").Funcs(words).ParseFS(web, "web/*.html"))
	}
	return p
}

func (p *pages) execute(lang, name string, data any) ([]byte, error) {
	var out bytes.Buffer
	err := p.templates[cmp.Or(lang, "zh")].ExecuteTemplate(&out, name, data)
	return out.Bytes(), err
}

// Unreleased is a bulletin that would not be published.
type Unreleased struct {
	Path   string // of the output; "" where the preview does not show it either
	Title  string
	Source string // the file it is made of
	Why    Why
	When   string // the moment it appears or was last to be seen, as it is written; may be empty
}

// Why says why a bulletin would not be published.
type Why string

// The reasons, in the words of the model.
const (
	Draft   Why = "draft"
	Future  Why = "scheduled"
	Expired Why = "expired"
)

// Text is the reason in words.
func (w Why) Text() diag.Text {
	switch w {
	case Draft:
		return diag.Text{ZH: "草稿", EN: "draft"}
	case Future:
		return diag.Text{ZH: "未到发布时间", EN: "scheduled"}
	case Expired:
		return diag.Text{ZH: "已过期", EN: "expired"}
	}
	return diag.Text{ZH: string(w), EN: string(w)}
}

// Rebuilt is a file that a build has made anew or removed.
type Rebuilt struct {
	Path    string // of the output
	Why     diag.Text
	Removed bool // so there is nothing to be opened
}

// Timing is how long the work of one kind took.
type Timing struct {
	Name    string
	Count   int
	Elapsed time.Duration
}

// inserted is what a page gets while it is served.
type inserted struct {
	Run        string
	Generation int
	Base       string
	Files      string // JSON list: the outputs that this address shows, or would show
	Always     bool   // it is the page about the build, which loads again with every state
	Failure    int    // with Always: number of the failure that it shows; 0 = none
	Why        string // this page would not be published; "" = it would
	When       string
}

// insert adds the banner and the script to a page: before the end of its body, or
// at its end where that is left out.
func (s *Server) insert(page []byte, r reader, st *state, asked string, status int) ([]byte, error) {
	files := []string{asked}
	if status == http.StatusNotFound {
		files = append(files, asked+"/index.html", notFound)
	}
	list, err := json.Marshal(files)
	if err != nil {
		return nil, err
	}
	data := inserted{Run: s.run, Generation: st.number, Base: st.report.Base, Files: string(list)}
	if u, is := st.unreleased[asked]; is {
		data.Why, data.When = u.Why.Text().In(r.lang), u.When
	}
	addition, err := s.pages.execute(r.lang, "insert.html", data)
	if err != nil {
		return nil, err
	}
	at := bodyEnd(page)
	return slices.Concat(page[:at], addition, page[at:]), nil
}

// bodyEnd is the offset of the last </body>, in any letter case.
func bodyEnd(page []byte) int {
	const tag = "</body"
	for at := len(page) - len(tag); at >= 0; at-- {
		if page[at] == '<' && strings.EqualFold(string(page[at:at+len(tag)]), tag) {
			return at
		}
	}
	return len(page)
}

// serveOurs answers below /__jianbao/.
func (s *Server) serveOurs(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "":
		s.serveStatus(w, r, s.state.Load())
	case "events":
		s.serveEvents(w, r)
	case "preview.js", "preview.css":
		data, _ := web.ReadFile("web/" + name) // it is there
		w.Header().Set("Content-Type", mediaType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	default:
		s.plain(w, r, http.StatusNotFound, noPage)
	}
}

// status is what the page about the last build shows.
type status struct {
	inserted
	Lang                     string
	Waiting, Failed          bool // nothing has been built yet; the last build has failed
	Report                   Report
	Changes                  changes
	Errors, Warnings         []shown
	ErrorCount, WarningCount int
	MoreErrors, MoreWarnings int // that are not listed
	Rebuilt                  []Rebuilt
	MoreRebuilt              int
	FileCount                int
}

func (s *Server) serveStatus(w http.ResponseWriter, r *http.Request, st *state) {
	reader := s.readerOf(r)
	data := status{
		inserted: inserted{Run: s.run, Generation: st.number, Base: st.report.Base, Files: "[]", Always: true},
		Lang:     reader.lang, Waiting: st.number == 0, Failed: st.failed(), Report: st.report, Changes: st.changes,
		Errors: st.errors.in(reader, maxFindings), ErrorCount: st.errors.errors,
		Warnings: st.warnings.in(reader, maxFindings), WarningCount: st.warnings.warnings,
		FileCount: st.generation.files.size,
	}
	if st.failed() {
		data.Failure = st.failures
	}
	data.Rebuilt = st.report.Rebuilt[:min(len(st.report.Rebuilt), maxListed)]
	data.MoreRebuilt = len(st.report.Rebuilt) - len(data.Rebuilt)
	data.MoreErrors = st.errors.errors + st.errors.warnings - len(data.Errors)
	data.MoreWarnings = st.warnings.errors + st.warnings.warnings - len(data.Warnings)
	s.ownPage(w, r, http.StatusOK, "status.html", data)
}

// serveWaiting answers before the first good build.
func (s *Server) serveWaiting(w http.ResponseWriter, r *http.Request, st *state) {
	w.Header().Set("Retry-After", "1")
	reader := s.readerOf(r)
	s.ownPage(w, r, http.StatusServiceUnavailable, "waiting.html", status{
		inserted: inserted{Run: s.run, Base: "/", Files: "[]"}, Lang: reader.lang, Failed: st.failed(),
	})
}

// serveMissing answers where neither the site nor its 404.html has anything, with
// a page that comes alive when it has.
func (s *Server) serveMissing(w http.ResponseWriter, r *http.Request, st *state, asked string) {
	files, err := json.Marshal([]string{asked, asked + "/index.html", notFound})
	if err != nil {
		files = []byte("[]")
	}
	s.ownPage(w, r, http.StatusNotFound, "missing.html", status{
		inserted: inserted{Run: s.run, Generation: st.number, Base: st.report.Base, Files: string(files)}, Lang: s.language(r),
	})
}

// ownPage answers with a page of our own, which needs nothing but our files.
func (s *Server) ownPage(w http.ResponseWriter, r *http.Request, code int, name string, data status) {
	page, err := s.pages.execute(data.Lang, name, data)
	if err != nil {
		s.plain(w, r, http.StatusInternalServerError, diag.Sprintf("程序内部出错：%v", "internal error: %v", err))
		return
	}
	w.Header().Set("Content-Type", pageType)
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	writeBody(w, r, code, page)
}

// base is where the site stands in its host.
func (s *Server) base() string { return cmp.Or(s.state.Load().report.Base, "/") }

// address is where a browser finds an output.
func (st *state) address(output string) string {
	name := strings.TrimSuffix("/"+output, "/index.html")
	if name != "/"+output {
		name += "/"
	}
	return (&url.URL{Path: strings.TrimSuffix(st.report.Base, "/") + name}).String()
}

// Address is where a browser finds an output, for the template.
func (d status) Address(output string) string {
	return (&state{report: d.Report}).address(output)
}
