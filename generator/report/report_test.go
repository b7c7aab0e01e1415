package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"jianbao/generator/check"
	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/report"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

func day(year, month, day int) civil.Time {
	return civil.Time{Year: int16(year), Month: int8(month), Day: int8(day), Precision: civil.Day}
}

// sample is the report of an inspection.
func sample(lang string, list diag.List, silenced ...diag.Silenced) *report.Report {
	return report.New(inspection(lang, list, silenced...))
}

// inspection is one of a small site with the findings given.
func inspection(lang string, list diag.List, silenced ...diag.Silenced) report.Options {
	const home = "https://www.example.gov.cn/"
	s := &check.Site{
		Settings: &settings.Settings{Title: "示例网 <b>", BaseURL: home},
		Now:      day(2026, 6, 30),
		Facts: site.Facts{
			Home: site.ColumnFacts{Dir: "content", Title: "首页", URL: home, All: 1, Freshness: -1, Newest: day(2026, 6, 29)},
			Columns: []site.ColumnFacts{
				{Dir: "content/a", Title: "甲栏", URL: home + "a/", Type: "工作动态", Freshness: -1, Own: 1, All: 1, Newest: day(2026, 6, 1)},
				{Dir: "content/b", Title: "乙栏", URL: home + "b/", Type: "工作动态", Freshness: -1},
			},
			Bulletins: []site.BulletinFacts{{Source: "content/a/one/index.md", URL: home + "a/one/", Column: "content/a", Fields: &frontmatter.Fields{}}},
		},
	}
	return report.Options{Lang: lang, Diagnostics: list, Silenced: silenced, Rules: check.Rules(nil), Site: s}
}

func write(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func finding(path, rule string, severity diag.Severity, message string) diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{Path: path, Line: 3, Column: 1}, Rule: rule, Severity: severity, Message: diag.Text{ZH: message, EN: message}, Hint: diag.Text{ZH: "改", EN: "mend"}}
}

func states(r *report.Report) (list []string) {
	for _, h := range r.Heads {
		list = append(list, h.State)
	}
	return list
}

// A head is judged by what is found; what a build cannot see it does not judge.
func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		list   diag.List
		want   string
		passed bool
	}{
		"clean":         {nil, "good unseen good doubtful unseen unseen", true},
		"a leak":        {diag.List{finding("content/a/one/index.md", "id-card-number", diag.Error, "号")}, "bad unseen good doubtful unseen unseen", false},
		"a doubt":       {diag.List{finding("content/a/one/index.md", "mobile-number", diag.Warning, "号")}, "doubtful unseen good doubtful unseen unseen", true},
		"a dead link":   {diag.List{finding("content/a/one/index.md", "broken-link", diag.Error, "无")}, "good unseen good doubtful unseen unseen", false},
		"a stale home":  {diag.List{finding("content/_index.md", "stale-home", diag.Warning, "旧")}, "good unseen bad doubtful unseen unseen", false},
		"stale columns": {diag.List{finding("content", "stale-site", diag.Warning, "旧")}, "good unseen good bad unseen unseen", false},
	} {
		r := sample("zh", c.list)
		if got := strings.Join(states(r), " "); got != c.want || r.Passed != c.passed {
			t.Errorf("%s: %s, passed %v", name, got, r.Passed)
		}
	}
}

// A report says whether dates were held against the history.
func TestHistoryInReport(t *testing.T) {
	o := inspection("en", nil)
	if detail := report.New(o).Heads[0].Detail; !strings.Contains(detail, "no history") {
		t.Errorf("without a history: %s", detail)
	}
	o.Site.History = map[string]check.FirstCommit{}
	if detail := report.New(o).Heads[0].Detail; strings.Contains(detail, "history") {
		t.Errorf("with one: %s", detail)
	}
}

// What a site lets be fails no head, and is not called good either.
func TestSilencedVerdicts(t *testing.T) {
	r := sample("zh", nil, diag.Silenced{Diagnostic: finding("content/_index.md", "stale-home", diag.Warning, "旧"), Reason: "停更"})
	if got := strings.Join(states(r), " "); got != "good unseen doubtful doubtful unseen unseen" || !r.Passed {
		t.Errorf("%s, passed %v", got, r.Passed)
	}
}

// Findings stand under their columns, errors first, with the page and the place.
func TestSections(t *testing.T) {
	r := sample("zh", diag.List{
		finding("content/a/one/index.md", "link-text", diag.Warning, "一"), finding("content/a/one/list.csv", "id-card-number", diag.Error, "二"),
		finding("content/b/_index.md", "blank-column", diag.Warning, "三"), finding("site.yaml", "identity-missing", diag.Warning, "四"),
	})
	var got []string
	for _, s := range r.Sections {
		for _, f := range s.Findings {
			got = append(got, s.Title+" "+f.Message+" "+f.URL+" "+f.Place)
		}
	}
	want := "甲栏 二 https://www.example.gov.cn/a/one/ content/a/one/list.csv:3:1\n" +
		"甲栏 一 https://www.example.gov.cn/a/one/ content/a/one/index.md:3:1\n" +
		"乙栏 三 https://www.example.gov.cn/b/ content/b/_index.md:3:1\n" +
		"全站 四  site.yaml:3:1"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if g := r.Groups; g[0].Errors != 1 || g[0].Warnings != 1 || g[3].Warnings != 2 || g[1].Seen {
		t.Errorf("%+v", g)
	}
}

// Findings are summed up by rule: errors first, then what there is most of. A rule of a stage has no
// title, so what it says stands for it.
func TestKinds(t *testing.T) {
	r := sample("zh", diag.List{
		finding("content/a/one/index.md", "link-text", diag.Warning, "一"), finding("content/a/one/index.md", "wrong-word", diag.Warning, "二"),
		finding("content/b/_index.md", "wrong-word", diag.Warning, "三"), finding("content/b/_index.md", "wrong-word", diag.Warning, "四"),
		finding("content/b/_index.md", "broken-link", diag.Error, "没有页面"),
	})
	var got []string
	for _, k := range r.Kinds {
		got = append(got, fmt.Sprint(k.Severity, k.Title, k.Count, k.Files))
	}
	if want := "错误没有页面1 1 警告错别字3 2 警告链接文字没有说明通向哪里1 1"; strings.Join(got, " ") != want {
		t.Errorf("got %s", strings.Join(got, " "))
	}
	if page := write(t, r.WriteHTML); !strings.Contains(page, "错别字 <small>wrong-word</small></th><td>3</td><td>2</td>") {
		t.Error("the page lacks the sum of a kind")
	}
}

// What findings may cost is an estimate that says where it is from, and no more than a
// group is worth. What the settings say comes first.
func TestEstimates(t *testing.T) {
	list := diag.List{
		finding("content/a/_index.md", "stale-column", diag.Warning, "一"), finding("content/_index.md", "broken-link", diag.Error, "二"),
		finding("content/a/one/index.md", "dead-external-link", diag.Warning, "三"), finding("content/a/one/index.md", "wrong-word", diag.Warning, "四"),
		finding("content/p/_index.md", "stale-column", diag.Warning, "五"), finding("content/p/q/_index.md", "stale-column", diag.Warning, "六"),
	}
	for range 3 {
		list = append(list, finding("content/a/one/index.md", "broken-image", diag.Error, "七"))
	}
	for name, c := range map[string]struct {
		points map[string]float64
		want   string
	}{
		"known": {nil, "动态、要闻类栏目逾期 1×5=5; 政策文件类一级栏目逾期 1×5=5; 首页死链 1×1=1; 其他页面死链 4×0.1=0.4; 约 10 分（满分 30） 约 1.4 分（满分 25）"},
		"of the site's": {
			map[string]float64{"wrong-word": 0.5, "stale-column": 0, "broken-image": 2, "功能设计": 5},
			"broken-image 3×2=6; 首页死链 1×1=1; 错别字 1×0.5=0.5; 其他页面死链 1×0.1=0.1; 约 0.5 分（满分 30） 约 5 分（满分 5）",
		},
	} {
		o := inspection("zh", list)
		o.Site.Settings.Check.Points = c.points
		for i, dir := range []string{"content/a", "content/p", "content/p/q"} {
			column := site.ColumnFacts{Dir: dir, Type: "政策文件", Pos: diag.Pos{Path: dir + "/_index.md"}}
			if i == 0 {
				column.Type = "工作动态"
			}
			o.Site.Columns = append(o.Site.Columns, column)
		}
		r := report.New(o)
		var got []string
		for _, e := range r.Estimates {
			if e.Source == "" {
				t.Errorf("%s: nobody knows where the number for %s is from", name, e.Item)
			}
			got = append(got, fmt.Sprintf("%s %d×%g=%g", e.Item, e.Count, e.Each, e.Points))
		}
		got = append(got, r.Groups[0].Loss("zh")+" "+r.Groups[3].Loss("zh"))
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: got %s", name, text)
		}
		if g := report.New(inspection("zh", list[3:4])).Groups; g[0].Loss("zh") != "没有出处，不估算（满分 30）" || g[3].Loss("zh") != "约 0 分（满分 25）" {
			t.Errorf("what nobody knows is %s, %s", g[0].Loss("zh"), g[3].Loss("zh"))
		}
		if r.Groups[1].Loss("zh") != "生成时看不到" {
			t.Errorf("%s: %s", name, r.Groups[1].Loss("zh"))
		}
		if page := write(t, r.WriteHTML); !strings.Contains(page, "扣分（估算）") || !strings.Contains(page, "未经证实") {
			t.Errorf("%s: the page does not say that it estimates", name)
		}
	}
}

// A spreadsheet runs nothing of what a source says, and finds the columns again.
func TestCSV(t *testing.T) {
	r := sample("zh", diag.List{
		finding("content/a/one/index.md", "link-text", diag.Warning, `=HYPERLINK("http://x")`), finding("content/a/one/index.md", "link-text", diag.Warning, "@x,\"y\"\n+z"),
	}, diag.Silenced{Diagnostic: finding("content/a/one/index.md", "link-text", diag.Warning, "三"), Reason: "-2"})
	text := write(t, r.WriteCSV)
	if !strings.HasPrefix(text, "\uFEFF栏目,") {
		t.Errorf("%.40q", text)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatal(rows, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@") == 0 {
				t.Errorf("a cell begins a formula: %q", cell)
			}
		}
	}
	if rows[3][1] != "已豁免" || rows[3][7] != "'-2" {
		t.Errorf("%q", rows[3])
	}
}

// JSON has its lists even where they are empty.
func TestJSON(t *testing.T) {
	var data map[string]any
	if err := json.Unmarshal([]byte(write(t, sample("en", nil).WriteJSON)), &data); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"veto", "groups", "estimates", "kinds", "findings", "silenced", "deadlines"} {
		if _, ok := data[key].([]any); !ok {
			t.Errorf("%s is %v", key, data[key])
		}
	}
	if data["asOf"] != "2026-06-30" || data["passed"] != true {
		t.Error(data)
	}
}

// The page shows what sources say as text, in either language, and is the same each time.
func TestHTML(t *testing.T) {
	list := diag.List{finding("content/a/one/index.md", "link-text", diag.Warning, "<script>x</script>\u202e")}
	for _, lang := range []string{"zh", "en"} {
		page := write(t, sample(lang, list).WriteHTML)
		if strings.Contains(page, "<script") || strings.Contains(page, "<b>") || strings.ContainsRune(page, '\u202e') {
			t.Errorf("%s: what a source says is markup", lang)
		}
		if page != write(t, sample(lang, list).WriteHTML) {
			t.Errorf("%s: two reports differ", lang)
		}
		for _, want := range []string{map[string]string{"zh": `<html lang="zh-CN">`, "en": `<html lang="en">`}[lang], "&lt;script&gt;", `href="https://www.example.gov.cn/a/one/"`, "2026-06-15"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %s", lang, want)
			}
		}
	}
}
