package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
	"jianbao/generator/report"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

// linked is the report of a bulletin with three links, after the web was asked or not.
func linked(lang string, answers map[string]check.Answer) *report.Report {
	link := func(dest string, column int) markdown.Link {
		return markdown.Link{Dest: dest, Pos: diag.Pos{Path: "content/a/one/index.md", Line: 9, Column: column}}
	}
	const home = "https://www.example.gov.cn/"
	s := &check.Site{
		Settings: &settings.Settings{Title: "示例网", BaseURL: home}, Now: day(2026, 6, 30), Answers: answers,
		Facts: site.Facts{
			Home:    site.ColumnFacts{Dir: "content", Title: "首页", URL: home},
			Columns: []site.ColumnFacts{{Dir: "content/a", Title: "甲栏", URL: home + "a/"}},
			Bulletins: []site.BulletinFacts{{
				Source: "content/a/one/index.md", URL: home + "a/one/", Column: "content/a", Fields: &frontmatter.Fields{},
				Links: []markdown.Link{link("http://a.example/", 1), link("http://b.example/甲#乙", 5), link("http://c.example/", 9), link("http://c.example/", 13)},
			}},
		},
	}
	return report.New(report.Options{Lang: lang, Rules: check.Rules(nil), Site: s})
}

// The report says whether the web was asked, and lists every place whose link is
// unclear; the dead ones are findings.
func TestLinks(t *testing.T) {
	closed := check.Answer{Says: diag.Text{ZH: "服务器回答 403", EN: "the server answers 403"}}
	answers := map[string]check.Answer{
		"http://a.example/": {Verdict: check.Good}, "http://b.example/%E7%94%B2": closed, "http://c.example/": closed,
	}
	r := linked("zh", answers)
	var got []string
	for _, f := range r.Links.Unclear {
		got = append(got, fmt.Sprint(f.Column, " ", f.URL, " ", f.Place, " ", f.Message))
	}
	want := "甲栏 https://www.example.gov.cn/a/one/ content/a/one/index.md:9:5 http://b.example/甲#乙：服务器回答 403\n" +
		"甲栏 https://www.example.gov.cn/a/one/ content/a/one/index.md:9:9 http://c.example/：服务器回答 403\n" +
		"甲栏 https://www.example.gov.cn/a/one/ content/a/one/index.md:9:13 http://c.example/：服务器回答 403"
	if l := r.Links; !l.Asked || l.Good != 1 || l.Dead != 0 || l.Doubted != 2 || strings.Join(got, "\n") != want {
		t.Errorf("%+v\n%s", l, strings.Join(got, "\n"))
	}
	for lang, words := range map[string]string{"zh": "正常 1，失效 0，不能确定 2", "en": "good 1, dead 0, unclear 2"} {
		if page := write(t, linked(lang, answers).WriteHTML); !strings.Contains(page, words) {
			t.Errorf("%s: the page lacks %q", lang, words)
		}
	}
	if page := write(t, linked("en", nil).WriteHTML); !strings.Contains(page, "Other sites were not asked") {
		t.Error("the page does not say that nobody was asked")
	}
	var data struct {
		ExternalLinks struct {
			Asked        bool
			Unclear      int
			UnclearLinks []map[string]string
		}
	}
	for _, answers := range []map[string]check.Answer{nil, answers} {
		if err := json.Unmarshal([]byte(write(t, linked("zh", answers).WriteJSON)), &data); err != nil {
			t.Fatal(err)
		}
		if l := data.ExternalLinks; l.Asked != (answers != nil) || l.Unclear != len(answers)*2/3 || l.UnclearLinks == nil || len(l.UnclearLinks) != len(answers) {
			t.Errorf("%+v", l)
		}
	}
}
