package frontmatter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
)

func shanghai(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// parse reads a bulletin. Diagnostics are printed as expect wants them.
func parse(t testing.TB, text string) (*frontmatter.Fields, frontmatter.Body, diag.List) {
	return new(frontmatter.Parser).Parse("content/a.md", []byte(text), shanghai(t))
}

// expect compares diagnostics with lines like "5:1 unknown-key"; what follows
// the rule in a line, if anything, must be in the English or Chinese message or
// hint.
func expect(t *testing.T, text string, diags diag.List, want ...string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	short := make([]string, len(want))
	for i, line := range want {
		place, rest, _ := strings.Cut(line, " ")
		rule, _, _ := strings.Cut(rest, " ")
		short[i] = place + " " + rule
	}
	if !slices.Equal(got, short) {
		t.Errorf("%.300q\n got %q\nwant %q", text, got, short)
		return
	}
	for i, line := range want {
		_, words, found := strings.Cut(strings.SplitN(line, " ", 2)[1], " ")
		d := diags[i]
		if all := strings.Join([]string{d.Message.EN, d.Hint.EN, d.Message.ZH, d.Hint.ZH}, "\n"); found && !strings.Contains(all, words) {
			t.Errorf("%.300q: %s says\n%s\nwithout %q", text, short[i], all, words)
		}
	}
}

// full prints a diagnostic with its words in one language.
func full(d diag.Diagnostic, lang string) string {
	return fmt.Sprintf("%s: %s: %s (%s)", d.Pos, d.Rule, d.Message.In(lang), d.Hint.In(lang))
}

// The errors of a file come all at once, in its order, each with its place, in
// both languages.
func TestAllErrorsAtOnce(t *testing.T) {
	_, _, diags := parse(t, `---
titel: 关于优化营商环境的若干措施
发布日期: 2018-05-31
date: 2018-02-30
source: ""
tag: [改革]
draft: yes
文号: 湘政发[2018]第05号
url: reform/green
pinned: 是
issue: 0
---
正文
`)
	want := []string{
		"content/a.md:2:1: unknown-key: there is no key titel (did you mean title (标题)?)",
		"content/a.md:2:1: unknown-key: 没有 titel 这一项 (是不是 title（标题）？)",
		"content/a.md:3:1: unknown-key: there is no key 发布日期 (did you mean 发布时间 (date)?)",
		"content/a.md:3:1: unknown-key: 没有 发布日期 这一项 (是不是 发布时间（date）？)",
		"content/a.md:4:7: bad-date: date: 2018-02-30 is not a day of the calendar (write it as 2018-05-31 or 2018-05-31 09:30)",
		"content/a.md:4:7: bad-date: date：“2018-02-30” 不是日历上的日子 (写作 2018-05-31 或 2018-05-31 09:30)",
		"content/a.md:5:9: empty-value: source has no value ()",
		"content/a.md:5:9: empty-value: source 没有内容 ()",
		"content/a.md:6:1: unknown-key: there is no key tag (did you mean tags (标签)?)",
		"content/a.md:6:1: unknown-key: 没有 tag 这一项 (是不是 tags（标签）？)",
		"content/a.md:7:8: wrong-type: draft must be true or false (write true or false: in lower case, without quotes)",
		"content/a.md:7:8: wrong-type: draft 只能是 true 或 false (写 true 或 false：小写，不加引号)",
		"content/a.md:8:5: bad-document-number: 文号 is not in the form of a document number: 湘政发[2018]第05号 (write 湘政发〔2018〕5号)",
		"content/a.md:8:5: bad-document-number: 文号 的写法不合规范：湘政发[2018]第05号 (写作 湘政发〔2018〕5号)",
		"content/a.md:9:6: bad-address: url must begin with /: reform/green (write /reform/green)",
		"content/a.md:9:6: bad-address: url 应以 / 开头：reform/green (写作 /reform/green)",
		"content/a.md:10:9: wrong-type: pinned must be true or false (write true or false: in lower case, without quotes)",
		"content/a.md:10:9: wrong-type: pinned 只能是 true 或 false (写 true 或 false：小写，不加引号)",
		"content/a.md:11:8: bad-value: issue must be a decimal whole number of at least 1 ()",
		"content/a.md:11:8: bad-value: issue 应是不小于 1 的十进制整数 ()",
	}
	var got []string
	for _, d := range diags {
		got = append(got, full(d, "en"), full(d, "zh"))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func rules(diags diag.List) (rules []string) {
	for _, d := range diags {
		rules = append(rules, d.Rule)
	}
	return rules
}
