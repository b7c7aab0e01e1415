// Package report writes what an inspection came to as a 自查报告, in the order in
// which inspectors go: the heads of 单项否决 with a verdict, the groups that are
// scored, what is to be mended column by column, what is silenced and why, and when
// columns will be stale. What a build cannot see it does not judge.
//
//	report.go    the report as a value
//	heads.go     the heads and groups of the indicators
//	points.go    what findings may cost
//	kinds.go     how much there is of what
//	links.go     links to other sites, where the web was asked
//	html.go      a page that prints on A4
//	csv.go       the list of what is to be mended, for a spreadsheet
//	json.go      all of it, for programs
//
// A report depends on the inspection alone: the same site inspected as of the same
// day has the same report, to the byte.
package report

import (
	"cmp"
	"path"
	"slices"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// Options are what a report is made of.
type Options struct {
	Lang        string // "zh" or "en"
	Diagnostics diag.List
	Silenced    []diag.Silenced
	Rules       []*check.Rule
	Site        *check.Site
}

// Report is what an inspection came to, in one language.
type Report struct {
	Title, BaseURL   string
	AsOf             string // day
	Bulletins        int
	Columns          int
	Errors, Warnings int
	Vetoed           bool // a head of 单项否决 fails the site
	Passed           bool // neither that nor an error
	Heads            []Head
	Groups           []Group
	Estimates        []Estimate
	Kinds            []Kind
	Sections         []Section
	Silenced         []Finding
	Forecast         []Deadline
	Links            Links

	lang string
}

// Section is what is to be mended in a column.
type Section struct {
	Title    string
	Findings []Finding
}

// Finding is something to be mended.
type Finding struct {
	Column   string `json:"column"`
	URL      string `json:"url"` // of the page; "" where there is none
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Mend     string `json:"mend"`
	Reason   string `json:"reason,omitempty"` // of one that is silenced
}

// Deadline says when a column is to be updated.
type Deadline struct {
	Title  string `json:"title"`
	URL    string `json:"url"`
	Newest string `json:"newest"`
	Days   int    `json:"days"`
	Last   string `json:"last"`
	Left   int    `json:"left"`
}

// New makes a report.
func New(o Options) *Report {
	r := &Report{
		Title: o.Site.Settings.Title, BaseURL: o.Site.Settings.BaseURL, AsOf: o.Site.Now.Date(),
		Bulletins: len(o.Site.Bulletins), Columns: len(o.Site.Columns), lang: o.Lang,
	}
	r.Errors, r.Warnings = o.Diagnostics.Count()
	w := newWhere(o)
	r.Heads, r.Groups, r.Estimates = heads(o), groups(o), estimates(o)
	assess(o, r.Groups, r.Estimates)
	r.Vetoed = slices.ContainsFunc(r.Heads, func(h Head) bool { return h.State == bad })
	r.Passed = r.Errors == 0 && !r.Vetoed
	r.Kinds = kinds(o)
	for _, d := range o.Diagnostics {
		r.put(w.finding(d))
	}
	r.sort()
	for _, s := range o.Silenced {
		f := w.finding(s.Diagnostic)
		f.Reason = cmp.Or(s.Reason, diag.Text{ZH: "site.yaml 的 check.rules 关闭了这条规则", EN: "check.rules in site.yaml switches the rule off"}.In(o.Lang))
		r.Silenced = append(r.Silenced, f)
	}
	for _, d := range check.Forecast(o.Site) {
		r.Forecast = append(r.Forecast, Deadline{d.Title, d.URL, d.Newest.Date(), d.Days, d.Last.Date(), d.Left})
	}
	r.Links = links(o, w)
	return r
}

// put adds a finding to the section of its column. Sections come in the order of the
// columns, what concerns the whole site first.
func (r *Report) put(f Finding) {
	i := slices.IndexFunc(r.Sections, func(s Section) bool { return s.Title == f.Column })
	if i < 0 {
		i = len(r.Sections)
		r.Sections = append(r.Sections, Section{Title: f.Column})
	}
	r.Sections[i].Findings = append(r.Sections[i].Findings, f)
}

// sort puts the errors of each section before its warnings.
func (r *Report) sort() {
	fatal := severity(diag.Error).In(r.lang)
	for _, s := range r.Sections {
		slices.SortStableFunc(s.Findings, func(a, b Finding) int { return errorsFirst(a.Severity, b.Severity, fatal) })
	}
}

// where finds the page and the column of a source.
type where struct {
	lang  string
	urls  map[string]string // by source
	names map[string]string // of columns, by folder
}

func newWhere(o Options) *where {
	w := &where{o.Lang, map[string]string{}, map[string]string{}}
	for _, c := range append([]column{{o.Site.Home.Dir, o.Site.Home.Title, o.Site.Home.URL}}, columns(o.Site)...) {
		w.names[c.dir] = c.title
		w.urls[c.dir], w.urls[c.dir+"/_index.md"] = c.url, c.url
	}
	for _, b := range o.Site.Bulletins {
		w.urls[b.Source] = b.URL
		if path.Base(b.Source) == "index.md" { // and of the files beside it
			w.urls[path.Dir(b.Source)] = b.URL
		}
	}
	return w
}

type column struct{ dir, title, url string }

func columns(site *check.Site) (list []column) {
	for _, c := range site.Columns {
		list = append(list, column{c.Dir, c.Title, c.URL})
	}
	return list
}

func (w *where) finding(d diag.Diagnostic) Finding {
	f := Finding{
		URL: w.urls[d.Path], Place: d.Pos.String(), Severity: severity(d.Severity).In(w.lang), Rule: d.Rule,
		Message: d.Message.In(w.lang), Mend: d.Hint.In(w.lang),
		Column: diag.Text{ZH: "全站", EN: "the whole site"}.In(w.lang),
	}
	for dir := d.Path; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if f.URL == "" && dir != d.Path && w.names[dir] == "" {
			f.URL = w.urls[dir]
		}
		if name, ok := w.names[dir]; ok && dir != "content" {
			f.Column = name
			break
		}
	}
	return f
}

func severity(s diag.Severity) diag.Text {
	if s == diag.Error {
		return diag.Text{ZH: "错误", EN: "error"}
	}
	return diag.Text{ZH: "警告", EN: "warning"}
}
