package check_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/build"
	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// web is a web that knows of some addresses only; those that it was asked are noted.
type web struct {
	answers map[string]check.Answer
	asked   []string
}

func (w *web) ask(_ context.Context, addresses []string) (map[string]check.Answer, error) {
	w.asked = addresses
	return w.answers, nil
}

var gone = check.Answer{Verdict: check.Dead, Says: diag.Text{ZH: "回答 404", EN: "404"}}

// All that leads out of what is published is asked, each once; what is dead is found
// at every place, to the character.
func TestDeadExternalLinks(t *testing.T) {
	w := &web{answers: map[string]check.Answer{
		"https://gone.example/%E7%94%B2?x=%E4%B9%99":  gone,
		"http://gone.example/":                        gone,
		"https://source.example/a":                    gone,
		"https://column.example/":                     gone,
		"https://unclear.example/":                    {Says: diag.Text{ZH: "超时", EN: "timed out"}},
		"https://good.example/":                       {Verdict: check.Good},
		"https://reform.example.gov.cn/a/one/unknown": gone,
	}}
	r := inspectWith(t, files{
		"content/a/_index.md": "title: 甲\n\n见[上级](https://column.example)。",
		"content/a/one.md": "title: 标题\nsource: 办公室\ndate: 2026-06-29\nsourceURL: \"https://source.example/a#b\"\n\n" +
			"又见[甲](https://Gone.example/甲?x=乙#丙)、[乙](https://unclear.example/)、[丙](https://good.example/#a)。\n\n" +
			"| 表 | 头 |\n|---|---|\n| 一 | http://gone.example |\n",
		"content/a/two.md":    "title: 标题\nsource: https://source.example/a\ndate: 2026-06-29\n\n[甲](HTTPS://u:p@gone.example/甲?x=乙)、<mailto:a@b.example>、[己](one.md)",
		"content/a/hidden.md": fresh("draft: true", "[甲](https://hidden.example/)"),
	}, build.Options{Ask: w.ask})
	want := []string{
		"http://gone.example/", "https://column.example/", "https://gone.example/%E7%94%B2?x=%E4%B9%99", "https://good.example/",
		"https://source.example/a", "https://unclear.example/",
	}
	if !slices.Equal(w.asked, want) {
		t.Errorf("asked %q", w.asked)
	}
	const text = `content/a/_index.md:5:2: dead-external-link: https://column.example is dead: 404
content/a/one.md:5:12: dead-external-link: https://source.example/a#b is dead: 404
content/a/one.md:8:3: dead-external-link: https://Gone.example/甲?x=乙#丙 is dead: 404
content/a/one.md:12:7: dead-external-link: http://gone.example is dead: 404
content/a/two.md:3:9: dead-external-link: https://source.example/a is dead: 404
content/a/two.md:7:1: dead-external-link: HTTPS://u:p@gone.example/甲?x=乙 is dead: 404
`
	if got := findings(r); got != text {
		t.Errorf("got\n%swant\n%s", got, text)
	}
}

// What is dead can be allowed in a bulletin and switched off for a site, and is
// counted all the same.
func TestDeadExternalLinksSilenced(t *testing.T) {
	w := &web{answers: map[string]check.Answer{"https://gone.example/": gone}}
	for _, c := range []struct{ rules, allow, want string }{
		{"", "", "warning"},
		{"check: {rules: {dead-external-link: error}}\n", "", "error"},
		{"check: {rules: {dead-external-link: off}}\n", "", "silenced "},
		{"", "allow: [{rule: dead-external-link, reason: 存档}]", "silenced 存档"},
	} {
		r := inspectWith(t, files{
			"site.yaml": siteYAML + c.rules, "content/a/_index.md": "title: 甲",
			"content/a/one.md": fresh(c.allow, "[甲](https://gone.example/)"),
		}, build.Options{Ask: w.ask})
		var got []string
		for _, d := range r.Diagnostics {
			got = append(got, d.Severity.String())
		}
		for _, s := range r.Silenced {
			got = append(got, "silenced "+s.Reason)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s%s: %q", c.rules, c.allow, got)
		}
	}
}

// What many bulletins inherit is one link, at the place where it is written.
func TestInheritedLinkIsOne(t *testing.T) {
	w := &web{answers: map[string]check.Answer{"https://unclear.example/": {}}}
	bulletin := "title: 标题\ndate: 2026-06-29\n\n正文。"
	r := inspectWith(t, files{
		"content/a/_index.md": "title: 甲\ndefaults: {source: https://unclear.example/}", "content/a/one.md": bulletin, "content/a/two.md": bulletin,
	}, build.Options{Ask: w.ask})
	links := r.Inspection.Site.UnclearLinks()
	if len(links) != 1 || links[0].Pos.String() != "content/a/_index.md:3:20" {
		t.Errorf("%v", links)
	}
}
