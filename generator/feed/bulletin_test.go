package feed_test

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/feed"
	"jianbao/generator/markdown"
	"jianbao/generator/site"
)

func body(html string) site.Body {
	return site.Body{Linked: markdown.Linked{Body: &markdown.Body{HTML: []byte(html)}}}
}

func sampleBulletin() *site.Bulletin {
	return &site.Bulletin{
		PageView: site.PageView{
			Title: `<推动> & “绿色”发展`, Canonical: "https://org.github.io/repo/a/", Keywords: []string{"绿色"},
			Column: &site.Column{Title: "改革", URL: "/repo/%E6%94%B9%E9%9D%A9/"}, Params: map[string]any{"secret": "布局"},
		},
		Body: body(`<p><a href="#fn:1">注</a> <img src="/repo/a/map.svg" alt=""></p>`),
		Path: "content/改革/a.md", Date: minute(day(2018, 5, 31), 9, 30), Updated: day(2018, 6, 2), Source: "市委政研室",
		Tags: []site.Link{{Title: "绿色发展", URL: "/repo/tags/x/"}}, Image: "/repo/a/cover.png", ImageAlt: "封面",
		Number: "示经改发〔2018〕5号", ReplacedBy: &site.Link{Title: "新文", URL: "/repo/b/"},
		Attachments: []site.Attachment{{Title: "台账", URL: "/repo/a/t.xlsx", Type: "XLSX", Size: 12}},
		Related:     []*site.Item{{Title: "解读", URL: "/repo/c/"}}, Changes: []site.Change{{Date: day(2018, 6, 2), Note: "更正"}},
	}
}

func TestBulletin(t *testing.T) {
	got := feed.AppendBulletin(nil, sampleBulletin(), "第一段\n第二段", shanghai(t))
	want := `{"title":"<推动> & “绿色”发展","url":"https://org.github.io/repo/a/",` +
		`"column":{"title":"改革","url":"https://org.github.io/repo/%E6%94%B9%E9%9D%A9/"},` +
		`"date":"2018-05-31T09:30:00+08:00","updated":"2018-06-02","source":"市委政研室","keywords":["绿色"],"tags":["绿色发展"],` +
		`"image":"https://org.github.io/repo/a/cover.png","imageAlt":"封面","number":"示经改发〔2018〕5号",` +
		`"replacedBy":{"title":"新文","url":"https://org.github.io/repo/b/"},` +
		`"attachments":[{"title":"台账","url":"https://org.github.io/repo/a/t.xlsx","type":"XLSX","size":12}],` +
		`"related":[{"title":"解读","url":"https://org.github.io/repo/c/"}],"changes":[{"date":"2018-06-02","note":"更正"}],` +
		`"html":"<p><a href=\"https://org.github.io/repo/a/#fn:1\">注</a> <img src=\"https://org.github.io/repo/a/map.svg\" alt=\"\"></p>",` +
		`"text":"第一段\n第二段"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// A day stays a day where midnight was skipped, and where the whole day was.
func TestDaysThatZonesSkip(t *testing.T) {
	apia, err := time.LoadLocation("Pacific/Apia")
	if err != nil {
		t.Fatal(err)
	}
	view := sampleBulletin()
	view.Date, view.Updated = day(2011, 12, 30), minute(day(2011, 12, 30), 9, 30)
	if got := string(feed.AppendBulletin(nil, view, "", apia)); !strings.Contains(got, `"date":"2011-12-30","updated":"2011-12-31T`) {
		t.Errorf("got %s", got)
	}
}

// Whatever a bulletin is called, its file is JSON that says so.
func TestBulletinRoundTrip(t *testing.T) {
	for _, text := range []string{`</script>`, `"`, `\`, "\u2028", "\ufffe", "𠮷", strings.Repeat("长", 9999), "a\x00b"} {
		view := sampleBulletin()
		view.Title, view.Body = text, body(html.EscapeString(text))
		var file struct{ Title, HTML, Text string }
		if err := json.Unmarshal(feed.AppendBulletin(nil, view, text, nil), &file); err != nil {
			t.Fatal(err)
		}
		if file.Title != text || file.Text != text || file.HTML != view.Body.String() {
			t.Errorf("%q became %+q", text, file)
		}
	}
	if bytes.Contains(feed.AppendBulletin(nil, sampleBulletin(), "", nil), []byte("布局")) {
		t.Error("params are published")
	}
}
