package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/site"
)

// columnRules are about what goes stale.
func columnRules() []*Rule {
	return []*Rule{
		{
			Name:      "stale-column",
			Title:     diag.Text{ZH: "栏目超过期限没有更新", EN: "a column that was not updated in time"},
			Indicator: of(indicators, "单项否决“栏目不更新”", "veto “columns not updated”"),
			Why: diag.Text{
				ZH: "动态、要闻类栏目 2 周，通知公告、政策文件类栏目 6 个月，人事、规划计划类栏目 1 年，不更新就算逾期；逾期栏目合计到数，整个网站单项否决。",
				EN: "Columns of news are stale after 2 weeks, of notices and policy documents after 6 months, of staff and plans after a year. Too many of them fail the whole site.",
			},
			Mend: diag.Text{
				ZH: "发布新内容；确实不必常更新的，在 _index.md 写 freshness（天数，0 为不限），或用 allow 写明原因",
				EN: "publish something, or set freshness (days; 0 is for ever) or allow, with a reason, in its _index.md",
			},
			Site: staleColumns,
		},
		{
			Name:      "blank-column",
			Title:     diag.Text{ZH: "空白栏目", EN: "a blank column"},
			Indicator: of(indicators, "单项否决“栏目不更新”：空白栏目 5 个以上", "veto “columns not updated”: 5 blank columns"),
			Why: diag.Text{
				ZH: "栏目里什么都没有，读者白点一次；空白栏目达到 5 个，整个网站单项否决。",
				EN: "There is nothing in the column. Five of them fail the whole site.",
			},
			Mend: diag.Text{ZH: "发布内容、写上栏目正文，或去掉这个栏目", EN: "publish something in it, write a text into its _index.md, or take it out"},
			Site: blankColumns,
		},
		{
			Name:      "stale-home",
			Title:     diag.Text{ZH: "首页 2 周没有更新", EN: "a home page without an update in 2 weeks"},
			Indicator: of(indicators, "单项否决“首页不更新”", "veto “home page not updated”"),
			Why: diag.Text{
				ZH: "监测时点前 2 周内首页信息没有更新的，整个网站单项否决。",
				EN: "Where nothing new shows on the home page for 2 weeks, the whole site fails.",
			},
			Mend: diag.Text{ZH: "发布新内容", EN: "publish something"},
			Site: staleHome,
		},
		{
			Name:      "stale-site",
			Title:     diag.Text{ZH: "逾期或空白的栏目达到单项否决的数目", EN: "as many stale or blank columns as fail the site"},
			Indicator: of(indicators, "单项否决“栏目不更新”：动态、要闻与通知公告、政策文件合计 5 个，其他应更新栏目 10 个，空白栏目 5 个", "veto “columns not updated”: 5 of news, notices and policy together, 10 others, or 5 blank"),
			Why: diag.Text{
				ZH: "任何一项达到数目，整个网站不合格，不再评分。",
				EN: "Any of these numbers fails the site, whatever else is good.",
			},
			Mend: diag.Text{ZH: "先更新逾期的栏目，减到数目以下", EN: "update stale columns first, until there are fewer"},
			Site: staleSite,
		},
	}
}

// The deadlines of the indicators, in days.
const (
	newsDays   = 14
	noticeDays = 180
	yearDays   = 365
	homeDays   = 14
)

// deadlines are those of types of columns; what is not in it has none.
var deadlines = map[string]int{
	"工作动态": newsDays, "要闻": newsDays, "动态要闻": newsDays,
	"通知公告": noticeDays, "政策文件": noticeDays,
	"规划计划": yearDays, "人事信息": yearDays,
}

// The numbers of columns that fail a site.
const (
	tooManyNews   = 5 // news, notices and policy documents together
	tooManyOthers = 10
	tooManyBlank  = 5
)

// Deadline is the day by which something is to be updated.
type Deadline struct {
	Title, URL string
	Source     string
	Days       int        // that may pass
	Newest     civil.Time // day of the last publication
	Last       civil.Time // the last day on which it is in time
	Left       int        // days until then; negative = it is stale
	home       bool
	allowed    bool // its column allows it to be stale
	kind       string
	pos        diag.Pos
}

// Forecast returns the deadline of the home page and of every column that has one
// and is not blank, the nearest first.
func Forecast(s *Site) []Deadline {
	var list []Deadline
	if s.Home.All > 0 {
		d := deadline(s, s.Home, homeDays)
		d.home = true
		list = append(list, d)
	}
	for _, c := range s.Columns {
		if limit := limitOf(c); limit > 0 && c.All > 0 {
			list = append(list, deadline(s, c, limit))
		}
	}
	slices.SortStableFunc(list, func(a, b Deadline) int { return cmp.Or(cmp.Compare(a.Left, b.Left), strings.Compare(a.URL, b.URL)) })
	return list
}

// limitOf is the number of days in which a column is to be updated, 0 for none. A
// column that only holds others is as fresh as they are: it has a limit where its
// author gives one.
func limitOf(c site.ColumnFacts) int {
	if c.Freshness >= 0 {
		return c.Freshness
	}
	if c.Own == 0 && c.Columns > 0 {
		return 0
	}
	return deadlines[c.Type]
}

func deadline(s *Site, c site.ColumnFacts, limit int) Deadline {
	last := dayOf(c.Newest).AddDate(0, 0, limit)
	return Deadline{
		Title: c.Title, URL: c.URL, Source: c.Pos.Path, Days: limit, Newest: c.Newest,
		Last: civil.Time{Year: int16(last.Year()), Month: int8(last.Month()), Day: int8(last.Day()), Precision: civil.Day},
		Left: limit - days(c.Newest, s.Now), kind: c.Type, pos: c.Pos,
		allowed: allows(c, "stale-column"),
	}
}

// dayOf is the day of a time, in a calendar without time zones.
func dayOf(t civil.Time) time.Time {
	return time.Date(int(t.Year), time.Month(t.Month), int(t.Day), 0, 0, 0, 0, time.UTC)
}

func staleColumns(s *Site, found *Findings) {
	for _, d := range Forecast(s) {
		if d.Left < 0 && !d.home {
			found.Add(d.pos, "栏目“%[1]s”最近一次发布是 %[2]s，超过 %[3]d 天的期限 %[4]d 天", "the column %[1]s was last updated on %[2]s; its %[3]d days were over %[4]d days ago",
				d.Title, d.Newest.Date(), d.Days, -d.Left)
		}
	}
}

func staleHome(s *Site, found *Findings) {
	if s.Home.All == 0 {
		found.Add(s.Home.Pos, "首页没有任何信息", "there is nothing on the home page")
	}
	for _, d := range Forecast(s) {
		if d.Left < 0 && d.home {
			found.Add(d.pos, "首页最近一次更新是 %[1]s，已有 %[2]d 天", "the home page was last updated on %[1]s, %[2]d days ago", d.Newest.Date(), d.Days-d.Left)
		}
	}
}

func blankColumns(s *Site, found *Findings) {
	for _, c := range s.Columns {
		if showsNothing(c) {
			found.Add(diag.Pos{Path: c.Pos.Path, Line: 1, Column: 1}, "栏目“%s”是空的", "the column %s is blank", c.Title)
		}
	}
}

// showsNothing reports whether a column shows nothing. One that is to have nothing else
// may have a text.
func showsNothing(c site.ColumnFacts) bool { return c.All == 0 && !c.Text }

// allows reports whether a column allows what a rule finds in it.
func allows(c site.ColumnFacts, rule string) bool {
	return slices.ContainsFunc(c.Allow, func(a frontmatter.Allow) bool { return a.Rule == rule })
}

// Tally counts what the veto “columns not updated” counts.
type Tally struct{ News, Others, Blank int }

// Count counts stale and blank columns, but for those that allow it, with a reason:
// inspectors strike such columns off, too.
func Count(s *Site) Tally {
	var t Tally
	for _, d := range Forecast(s) {
		switch {
		case d.Left >= 0 || d.home || d.allowed:
		case deadlines[d.kind] == newsDays || deadlines[d.kind] == noticeDays:
			t.News++
		default:
			t.Others++
		}
	}
	for _, c := range s.Columns {
		if showsNothing(c) && !allows(c, "blank-column") {
			t.Blank++
		}
	}
	return t
}

// Fails reports whether so many columns fail the site.
func (t Tally) Fails() bool {
	return t.News >= tooManyNews || t.Others >= tooManyOthers || t.Blank >= tooManyBlank
}

func staleSite(s *Site, found *Findings) {
	t := Count(s)
	if t.Fails() {
		found.Add(diag.Pos{Path: s.Home.Dir}, "逾期栏目：动态、通知、政策类 %[1]d 个（%[4]d 个否决），其他 %[2]d 个（%[5]d 个否决）；空白栏目 %[3]d 个（%[6]d 个否决）",
			"stale columns: %[1]d of news, notices and policy (%[4]d fail the site), %[2]d others (%[5]d fail it); %[3]d blank (%[6]d fail it)",
			t.News, t.Others, t.Blank, tooManyNews, tooManyOthers, tooManyBlank)
	}
}
