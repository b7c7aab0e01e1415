package report

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/settings"
)

// Estimate is what findings of a kind may cost. The indicators that the ministries use
// are not published with all their numbers, so it says where its number is from; a site
// that knows better gives its own (check.points).
type Estimate struct {
	Item   string  `json:"item"`
	Count  int     `json:"count"`
	Each   float64 `json:"each"`
	Points float64 `json:"points"` // Count times Each
	Source string  `json:"source"`

	group int
}

// price is what a finding costs, as somebody has said.
type price struct {
	item  diag.Text
	each  float64
	from  diag.Text
	costs func(o Options, d diag.Diagnostic) bool
}

// The sources of prices.
var (
	selfCheck = diag.Text{ZH: "一个国家部门的自查口径", EN: "the self-check of one national body"}
	rumoured  = diag.Text{ZH: "未经证实", EN: "not confirmed"}
	census    = diag.Text{ZH: "2015 年普查的分值，现行分值未经证实", EN: "of the census of 2015; today's number is not confirmed"}
)

// prices are those that are known. A finding has the first that fits.
var prices = []price{
	{
		diag.Text{ZH: "政策文件类一级栏目逾期", EN: "a stale first-level column of policy documents"},
		5, selfCheck,
		func(o Options, d diag.Diagnostic) bool {
			kind, level := staleColumn(o, d)
			return kind == "政策文件" && level == 1
		},
	},
	{
		diag.Text{ZH: "动态、要闻类栏目逾期", EN: "a stale column of news"},
		5, rumoured,
		func(o Options, d diag.Diagnostic) bool {
			kind, _ := staleColumn(o, d)
			return kind == "工作动态" || kind == "要闻" || kind == "动态要闻"
		},
	},
	{
		diag.Text{ZH: "首页死链", EN: "a dead link on the home page"},
		1, census,
		func(o Options, d diag.Diagnostic) bool {
			return isDeadLink(d) && d.Path == path.Join(o.Site.Home.Dir, "_index.md")
		},
	},
	{
		diag.Text{ZH: "其他页面死链", EN: "a dead link elsewhere"},
		0.1, census,
		func(_ Options, d diag.Diagnostic) bool { return isDeadLink(d) },
	},
}

// full is what the groups are worth, in their order, if the site does not say otherwise.
// Only that of services is confirmed.
var full = []float64{30, 25, 20, 25}

// staleColumn returns the type of a column that is stale, and how deep it is.
func staleColumn(o Options, d diag.Diagnostic) (kind string, level int) {
	if d.Rule != "stale-column" {
		return "", 0
	}
	for _, c := range o.Site.Columns {
		if c.Pos.Path == d.Path {
			return c.Type, strings.Count(c.Dir, "/")
		}
	}
	return "", 0
}

func isDeadLink(d diag.Diagnostic) bool {
	return slices.Contains([]string{"broken-link", "broken-file", "broken-image", "broken-attachment", "dead-external-link"}, d.Rule)
}

// priceOf returns what a finding costs; false where nobody has said.
func priceOf(o Options, d diag.Diagnostic) (price, bool) {
	if each, given := o.Site.Settings.Check.Points[d.Rule]; given {
		i := slices.IndexFunc(o.Rules, func(r *check.Rule) bool { return r.Name == d.Rule })
		item := diag.Text{ZH: d.Rule, EN: d.Rule}
		if i >= 0 {
			item = o.Rules[i].Title
		}
		return price{item: item, each: each, from: diag.Text{ZH: "site.yaml 的 check.points", EN: "check.points in site.yaml"}}, each > 0
	}
	for _, p := range prices {
		if p.costs(o, d) {
			return p, true
		}
	}
	return price{}, false
}

// estimates adds up what findings cost, by item, the dearest first.
func estimates(o Options) []Estimate {
	var list []Estimate
	for _, d := range o.Diagnostics {
		p, known := priceOf(o, d)
		if !known {
			continue
		}
		item, group := p.item.In(o.Lang), groupOf(d)
		i := slices.IndexFunc(list, func(e Estimate) bool { return e.Item == item && e.group == group })
		if i < 0 {
			i = len(list)
			list = append(list, Estimate{Item: item, Each: p.each, Source: p.from.In(o.Lang), group: group})
		}
		list[i].Count++
	}
	for i := range list {
		list[i].Points = tenths(float64(list[i].Count) * list[i].Each)
	}
	slices.SortStableFunc(list, func(a, b Estimate) int { return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Item, b.Item)) })
	return list
}

// assess gives groups what they are worth, and what they may lose of it.
func assess(o Options, groups []Group, list []Estimate) {
	for i := range groups {
		g := &groups[i]
		g.Full = full[i]
		if given, ok := o.Site.Settings.Check.Points[settings.ScoredGroups[i]]; ok {
			g.Full = given
		}
		for _, e := range list {
			if e.group == i {
				g.Estimate = min(g.Full, tenths(g.Estimate+e.Points))
			}
		}
	}
}

// tenths rounds to a tenth: sums of 0.1 are none.
func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// Loss words what a group may lose.
func (g Group) Loss(lang string) string {
	n := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case !g.Seen:
		return verdicts[unseen].In(lang)
	case g.Estimate == 0 && g.Errors+g.Warnings > 0:
		return diag.Sprintf("没有出处，不估算（满分 %s）", "not known, of %s", n(g.Full)).In(lang)
	}
	return diag.Sprintf("约 %s 分（满分 %s）", "about %s of %s", n(g.Estimate), n(g.Full)).In(lang)
}
