package frontmatter

import (
	"errors"
	"slices"
	"strings"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// value is a value of a header, to be read as what its key wants.
type value struct {
	strict.Value
	zone *time.Location
}

// date reads a date.
func (v value) date() civil.Time {
	text := v.Filled()
	if text == "" {
		return civil.Time{}
	}
	t, err := civil.Parse(text, v.zone)
	if err != nil {
		why := describeDate(err)
		v.Errorf("bad-date", "%[1]s：“%[2]s” %[3]s", "%[1]s: %[2]s %[4]s", v.Name(), text, why.ZH, why.EN).
			Hint = dateHint(text)
	}
	return t
}

func dateHint(text string) diag.Text {
	switch {
	case strings.ContainsAny(text, "“”‘’"):
		return diag.Text{ZH: "去掉全角引号，写作 2018-05-31 或 2018-05-31 09:30", EN: "without the full-width quotes: 2018-05-31 or 2018-05-31 09:30"}
	case strings.Contains(text, "午"): // 上午, 下午
		return diag.Text{ZH: "时刻用24小时制，写作 2018-05-31 15:30", EN: "write the time with 24 hours, as 2018-05-31 15:30"}
	}
	return diag.Text{ZH: "写作 2018-05-31 或 2018-05-31 09:30", EN: "write it as 2018-05-31 or 2018-05-31 09:30"}
}

func describeDate(err error) diag.Text {
	switch {
	case errors.Is(err, civil.ErrOrder):
		return diag.Text{ZH: "分不清年月日：年份要写在最前，写四位", EN: "is ambiguous: the year comes first, with four digits"}
	case errors.Is(err, civil.ErrYear):
		return diag.Text{ZH: "的年份不在 1900 到 2100 之间", EN: "is not between the years 1900 and 2100"}
	case errors.Is(err, civil.ErrDay):
		return diag.Text{ZH: "不是日历上的日子", EN: "is not a day of the calendar"}
	case errors.Is(err, civil.ErrClock):
		return diag.Text{ZH: "的时刻不存在", EN: "is not a time of day"}
	}
	return diag.Text{ZH: "不是日期", EN: "is not a date"}
}

// oneOf reads one of a few texts.
func (v value) oneOf(choices ...string) string {
	text := v.Text()
	if text == "" || slices.Contains(choices, text) {
		return text
	}
	list := strings.Join(choices, "、")
	v.Errorf("bad-value", "%[1]s 不能是“%[2]s”", "%[1]s cannot be %[2]s", v.Name(), text).
		Hintf("只能是 %s 之一", "it is one of %s", list)
	return ""
}

// draft reads the one value that decides whether readers see a file. What
// cannot be read is a draft, for want of a better guess.
func (v value) draft() bool {
	draft, ok := v.Bool()
	return draft || !ok
}

// The keys of the small groups in a header.
var (
	attachmentKeys = []strict.Key{{Name: "file", Twins: []string{"文件"}, Likes: []string{"path", "src", "url", "路径"}}, {Name: "title", Twins: []string{"标题"}, Likes: []string{"name", "名称"}}}
	changeKeys     = []strict.Key{{Name: "date", Twins: []string{"日期"}, Likes: []string{"时间"}}, {Name: "note", Twins: []string{"说明"}, Likes: []string{"内容"}}}
	reviewKeys     = []strict.Key{{Name: "by", Twins: []string{"审核人"}, Likes: []string{"name", "reviewer", "姓名"}}, {Name: "date", Twins: []string{"日期"}}, {Name: "stage", Twins: []string{"环节"}}}
	allowKeys      = []strict.Key{{Name: "rule", Twins: []string{"规则"}}, {Name: "reason", Twins: []string{"原因"}, Likes: []string{"理由"}}}
)

// allowLikes are what other programs call allow.
var allowLikes = []string{"ignore", "disable"}

// group is one item of a list of small groups.
type group struct {
	strict.Object
	value
}

// groups reads a list of groups.
func (v value) groups(keys []strict.Key) []group {
	var groups []group
	for _, item := range v.Items() {
		if !item.IsSet() {
			item.Errorf("empty-value", "%s 中有空项", "%s has an empty item", v.Name())
			continue
		}
		groups = append(groups, group{item.Object(keys), value{item, v.zone}})
	}
	return groups
}

// part returns a value of the group that must be there.
func (g group) part(name, chinese string) value {
	part := value{g.Get(name), g.zone}
	if !part.IsSet() && g.Kind() == strict.Map {
		g.Errorf("missing-key", "%[1]s 缺少 %[2]s（%[3]s）", "%[1]s lacks %[2]s (%[3]s)", g.Name(), name, chinese)
	}
	return part
}

// optional returns a value of the group that need not be there.
func (g group) optional(name string) value { return value{g.Get(name), g.zone} }

func (v value) changes() []Change {
	var changes []Change
	for _, g := range v.groups(changeKeys) {
		c := Change{Note: g.part("note", "说明").Paragraph()}
		if date := g.part("date", "日期"); date.IsSet() {
			c.Date = date.date()
		}
		changes = append(changes, c)
	}
	return changes
}

func (v value) reviews() []Review {
	var reviews []Review
	for _, g := range v.groups(reviewKeys) {
		r := Review{By: g.part("by", "审核人").Text(), Stage: g.optional("stage").Text()}
		if date := g.optional("date"); date.IsSet() {
			r.Date = date.date()
		}
		reviews = append(reviews, r)
	}
	return reviews
}

func (v value) allowances() []Allow {
	var list []Allow
	for _, g := range v.groups(allowKeys) {
		a := Allow{Rule: g.part("rule", "规则").Text()}
		if reason := g.part("reason", "原因"); reason.IsSet() {
			a.Reason = reason.FilledParagraph()
		}
		list = append(list, a)
	}
	return list
}

func (v value) attachments() []Attachment {
	var list []Attachment
	for _, item := range v.Items() {
		file, title := value{item, v.zone}, ""
		if item.Kind() == strict.Map {
			g := group{item.Object(attachmentKeys), file}
			file, title = g.part("file", "文件"), g.optional("title").Text()
			if !file.IsSet() {
				continue
			}
		}
		if path := file.Filled(); path != "" {
			list = append(list, Attachment{path, title, file.Pos()})
		}
	}
	return list
}
