package report

import (
	"fmt"
	"slices"
	"strings"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// Head is one of the heads of 单项否决: any of them fails the site.
type Head struct {
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
	State   string `json:"state"` // good, bad, doubtful, unseen
	Detail  string `json:"detail"`
}

// Group is one of the groups that are scored. How much a finding costs the notices
// do not agree on, so findings are counted, and what they cost is an estimate.
type Group struct {
	Name     string `json:"name"`
	Seen     bool   `json:"seen"` // a build can see something of it
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`

	Full     float64 `json:"full"`     // points, as far as is known
	Estimate float64 `json:"estimate"` // of the points that are lost, as far as anybody has said what a finding costs
}

// The states of heads.
const (
	good     = "good"
	bad      = "bad"
	doubtful = "doubtful"
	unseen   = "unseen"
)

var verdicts = map[string]diag.Text{
	good:     {ZH: "未发现问题", EN: "nothing found"},
	bad:      {ZH: "触及否决", EN: "fails the site"},
	doubtful: {ZH: "需要核实", EN: "to be looked at"},
	unseen:   {ZH: "生成时看不到", EN: "a build cannot see it"},
}

// Failing returns the heads that fail the site.
func Failing(o Options) []Head {
	return slices.DeleteFunc(heads(o), func(h Head) bool { return h.State != bad })
}

// heads judges the six heads of the indicators, in their order.
func heads(o Options) []Head {
	var list []Head
	add := func(name diag.Text, state string, detail diag.Text) {
		list = append(list, Head{name.In(o.Lang), verdicts[state].In(o.Lang), state, detail.In(o.Lang)})
	}
	watched := diag.Text{ZH: "由监测平台和人工检查判定", EN: "monitoring and people judge it"}
	state, detail := security(o)
	add(diag.Text{ZH: "安全、泄密事故等严重问题", EN: "grave problems of security and secrecy"}, state, detail)
	add(diag.Text{ZH: "站点无法访问", EN: "the site cannot be reached"}, unseen, watched)
	state, detail = home(o)
	add(diag.Text{ZH: "首页不更新", EN: "the home page is not updated"}, state, detail)
	state, detail = stale(o)
	add(diag.Text{ZH: "栏目不更新", EN: "columns are not updated"}, state, detail)
	add(diag.Text{ZH: "互动回应差", EN: "poor answers to the public"}, unseen, watched)
	add(diag.Text{ZH: "服务不实用", EN: "services of no use"}, unseen, watched)
	return list
}

// security counts findings of the rules that follow this head.
func security(o Options) (string, diag.Text) {
	grave := map[string]bool{}
	for _, r := range o.Rules {
		grave[r.Name] = strings.Contains(r.Indicator.ZH, "单项否决") && strings.Contains(r.Indicator.ZH, "安全、泄密")
	}
	var found diag.List
	for _, d := range o.Diagnostics {
		if grave[d.Rule] {
			found = append(found, d)
		}
	}
	errors, warnings := found.Count()
	detail := diag.Sprintf("错误 %d 处，警告 %d 处；表述、意识形态等须人工把关", "%d errors, %d warnings; what is said people must judge", errors, warnings)
	if o.Site.History == nil {
		detail.ZH += "；发布时间没有版本历史可以核对"
		detail.EN += "; there is no history to hold dates against"
	}
	switch {
	case errors > 0:
		return bad, detail
	case warnings > 0:
		return doubtful, detail
	}
	return good, detail
}

// vetoing judges a head by the rule that finds it failed. What its site has let be, with
// a reason or for good, fails nothing, and is looked at.
func vetoing(o Options, rule string) string {
	switch {
	case slices.ContainsFunc(o.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == rule }):
		return bad
	case slices.ContainsFunc(o.Silenced, func(s diag.Silenced) bool { return s.Rule == rule }):
		return doubtful
	}
	return good
}

func home(o Options) (string, diag.Text) {
	detail := diag.Text{ZH: "首页没有任何信息", EN: "there is nothing on it"}
	for _, d := range check.Forecast(o.Site) {
		if d.URL == o.Site.Home.URL {
			detail = diag.Sprintf("最近更新 %s，%s 以前要有新内容", "last updated on %s; needs something new by %s", d.Newest.Date(), d.Last.Date())
		}
	}
	return vetoing(o, "stale-home"), detail
}

func stale(o Options) (string, diag.Text) {
	t := check.Count(o.Site)
	detail := diag.Sprintf("逾期：动态、通知、政策类 %d 个（5 个否决），其他 %d 个（10 个否决）；空白 %d 个（5 个否决）",
		"stale: %d of news, notices and policy (5 fail the site), %d others (10 fail it); %d blank (5 fail it)", t.News, t.Others, t.Blank)
	state := vetoing(o, "stale-site")
	if state == good && t != (check.Tally{}) {
		state = doubtful
	}
	return state, detail
}

// functional are rules about how a site works, and not about what it says. Those
// that begin with broken- are, too.
var functional = []string{
	"dead-external-link", "external-host", "external-load", "heading-order", "hidden-link", "identity-format", "identity-missing", "image-without-alt",
	"inline-script", "large-image", "link-text", "local-address", "own-absolute-link", "page-identity", "page-image-alt", "page-language",
	"page-outline", "page-tags", "page-title", "page-weight", "preview-link", "stale-host", "table-without-header", "unknown-own-page", "vanished-address",
}

// groupOf returns the number of the group that a finding is in.
func groupOf(d diag.Diagnostic) int {
	if strings.HasPrefix(d.Rule, "broken-") || slices.Contains(functional, d.Rule) {
		return 3
	}
	return 0
}

// groups counts findings by the groups of the indicators.
func groups(o Options) []Group {
	name := func(zh, en string, seen bool) Group {
		return Group{Name: diag.Text{ZH: zh, EN: en}.In(o.Lang), Seen: seen}
	}
	list := []Group{
		name("发布解读", "publication and interpretation", true), name("办事服务", "services", false),
		name("互动交流", "exchange with the public", false), name("功能设计", "functions", true),
	}
	for _, d := range o.Diagnostics {
		g := &list[groupOf(d)]
		if d.Severity == diag.Error {
			g.Errors++
		} else {
			g.Warnings++
		}
	}
	return list
}

// Count words how many findings a group has.
func (g Group) Count(lang string) string {
	if !g.Seen {
		return verdicts[unseen].In(lang)
	}
	return diag.Text{ZH: fmt.Sprintf("错误 %d，警告 %d", g.Errors, g.Warnings), EN: fmt.Sprintf("%d errors, %d warnings", g.Errors, g.Warnings)}.In(lang)
}
