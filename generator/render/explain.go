package render

import (
	"errors"
	"regexp"

	"jianbao/generator/diag"
)

// fault is an error of one of our functions, in both languages.
type fault struct{ diag.Text }

func (f *fault) Error() string { return f.EN }

func faultf(zh, en string, args ...any) error { return &fault{diag.Sprintf(zh, en, args...)} }

// explanation says in other words what a template error means.
type explanation struct {
	pattern        *regexp.Regexp
	zh, en         string // %[1]s is the first group of pattern
	hintZH, hintEN string
}

var explanations = []explanation{
	{
		regexp.MustCompile(`^can't evaluate field (\S+) in type \*?(\S+)`),
		"%[2]s 没有字段 %[1]s", "%[2]s has no field %[1]s",
		"docs/layouts.md 列出每种页面可用的字段", "docs/layouts.md lists the fields of every page",
	}, {
		regexp.MustCompile(`^nil pointer evaluating (\S+)\.(\w+)`),
		"这一页没有 %[1]s，取不到 %[2]s", "this page has no %[1]s to take %[2]s from",
		"先用 {{with}} 判断有没有", "ask by {{with}} first",
	}, {
		regexp.MustCompile(`^function "(.+)" not defined`),
		"没有函数 %[1]s", "there is no function %[1]s",
		"docs/layouts.md 列出全部函数", "docs/layouts.md lists all functions",
	}, {
		regexp.MustCompile(`^undefined variable "(.+)"`),
		"没有变量 %[1]s", "there is no variable %[1]s", "", "",
	}, {
		regexp.MustCompile(`^wrong number of args for (\S+): want (.+) got (\d+)`),
		"函数 %[1]s 要 %[2]s 个参数，给了 %[3]s 个", "the function %[1]s takes %[2]s arguments, not %[3]s",
		"docs/layouts.md 列出全部函数", "docs/layouts.md lists all functions",
	}, {
		regexp.MustCompile(`^exceeded maximum template depth`),
		"模板包含自己，没有尽头", "the template includes itself without end", "", "",
	}, {
		regexp.MustCompile(`^unexpected \{\{end\}\}`),
		"多了一个 {{end}}", "there is an {{end}} too many", "", "",
	}, {
		regexp.MustCompile(`^unexpected EOF`),
		"文件没有写完", "the file ends too early", "", "",
	}, {
		regexp.MustCompile(`^unclosed action`),
		"{{ 没有对应的 }}", "{{ has no }}", "", "",
	}, {
		regexp.MustCompile(`^unclosed comment`),
		"注释没有结束", "the comment never ends", "注释写作 {{/* … */}}", "comments are written {{/* … */}}",
	}, {
		regexp.MustCompile(`^unterminated quoted string`),
		"引号没有闭合", "the quote is never closed", "", "",
	}, {
		regexp.MustCompile(`^range can't iterate over (.*)`),
		"range 只能用于列表，不能用于 %[1]s", "range takes lists, not %[1]s", "", "",
	}, {
		regexp.MustCompile(`branches end in different contexts`),
		"各分支写出的 HTML 片段不完整，引号或标签没有在同一分支里闭合", "the branches leave HTML open in different places: a quote or tag is not closed in its branch",
		"", "",
	}, {
		regexp.MustCompile(`ends in a non-text context`),
		"HTML 没有写完，引号、标签或 script 没有闭合", "the HTML is not complete: a quote, a tag or a script is not closed", "", "",
	}, {
		regexp.MustCompile(`appears in an ambiguous context`),
		"看不出值在地址的哪一部分，无法安全转义", "the value may be in any part of an address and cannot be escaped safely",
		"把整个地址放进一个变量或同一分支", "put the whole address into one branch or variable",
	},
}

// explain adds the diagnostic of a template error: the function's own words,
// ours where we have any, else those of Go.
func explain(diags *diag.List, at diag.Pos, err error, text string) {
	var own *fault
	if errors.As(err, &own) {
		diags.Errorf(at, rule, "%[1]s", "%[2]s", own.ZH, own.EN)
		return
	}
	for _, e := range explanations {
		if m := e.pattern.FindStringSubmatch(text); m != nil {
			var groups []any
			for _, group := range m[1:] {
				groups = append(groups, group)
			}
			diags.Errorf(at, rule, e.zh, e.en, groups...).Hint = diag.Text{ZH: e.hintZH, EN: e.hintEN}
			return
		}
	}
	diags.Errorf(at, rule, "版式有误：%s", "error in the layout: %s", text)
}
