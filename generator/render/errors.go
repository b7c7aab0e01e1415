package render

import (
	"errors"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"jianbao/generator/diag"
)

// rule is the rule of everything that is wrong in a layout.
const rule = "layout-error"

// message takes the errors of text/template and html/template apart:
//
//	template: partials/x.html:3: function "f" not defined
//	template: base.html:3:14: executing "main" at <.Titel>: can't evaluate field Titel in type site.Home
//	html/template:base.html:3:14: {{if}} branches end in different contexts: …
//	html/template: cannot compute output context for template x
var message = regexp.MustCompile(`(?s)^(?:html/)?template: ?(.+?):(\d+):(?:(\d+):)? (?:executing ".*?" at <(.*?)>: )?(.*)$`)

// reportParse explains why a file cannot be parsed.
func (l *Layouts) reportParse(f *file, err error, diags *diag.List) {
	m := message.FindStringSubmatch(err.Error())
	if m == nil {
		explain(diags, diag.Pos{Path: f.path()}, err, err.Error())
		return
	}
	line, _ := strconv.Atoi(m[2])
	if m[5] == "unexpected EOF" {
		if at, keyword, ok := f.unclosed(); ok {
			diags.Errorf(at, rule, "{{%s}} 没有对应的 {{end}}", "{{%s}} has no {{end}}", keyword)
			return
		}
	}
	explain(diags, f.place(line, f.column(line, m[5])), err, m[5])
}

// quoted is what a message of the parser quotes from the file.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)+"|<[^>]+>|\{\{\w+\}\}`)

// column guesses where in a line the parser failed, as it does not tell: at what
// its message quotes, else at the first action.
func (f *file) column(line int, message string) int {
	text := f.line(line)
	if word := quoted.FindString(message); word != "" {
		if plain, err := strconv.Unquote(word); err == nil {
			word = plain
		}
		found := regexp.MustCompile(`(^|\W)(` + regexp.QuoteMeta(strings.Trim(word, "<>{}")) + `)(\W|$)`)
		for _, action := range actionText.FindAllStringIndex(text, -1) {
			if at := found.FindStringSubmatchIndex(text[action[0]:action[1]]); at != nil {
				return action[0] + at[4]
			}
		}
	}
	return max(0, strings.Index(text, "{{"))
}

var (
	actionText = regexp.MustCompile(`\{\{.*?(\}\}|$)`)
	// control finds comments, which hide what is in them, and the actions that
	// open and close blocks.
	control = regexp.MustCompile(`(?s)\{\{-?\s*(?:/\*.*?\*/|(if|range|with|block|define|end)\b)`)
)

// unclosed finds the innermost block that is never closed.
func (f *file) unclosed() (at diag.Pos, keyword string, ok bool) {
	type block struct{ start, word, end int }
	var open []block
	for _, m := range control.FindAllStringSubmatchIndex(f.text, -1) {
		switch {
		case m[2] < 0: // a comment
		case f.text[m[2]:m[3]] != "end":
			open = append(open, block{m[0], m[2], m[3]})
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return diag.Pos{}, "", false
	}
	last := open[len(open)-1]
	return f.position(last.start), f.text[last.word:last.end], true
}

// report explains an error of escaping or executing a layout.
func (l *Layouts) report(p *layout, err error, diags *diag.List) {
	if errors.Is(err, errTooLarge) || errors.Is(err, errTimeout) {
		l.reportLimit(p, err, diags)
		return
	}
	m := message.FindStringSubmatch(err.Error())
	if m == nil || l.files[m[1]] == nil {
		explain(diags, p.whole(err), err, strings.TrimPrefix(err.Error(), "html/template:"))
		return
	}
	f := l.files[m[1]]
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	explain(diags, f.place(line, f.start(line, column, m[4])), err, m[5])
}

// start moves the column of an expression, which may be that of its last field
// (.A.B at .B), to where it begins.
func (f *file) start(line, column int, expression string) int {
	text := f.line(line)
	if expression == "" {
		return column
	}
	if i := strings.LastIndex(text[:min(len(text), column+len(expression))], expression); i >= 0 && i <= column {
		return i
	}
	return column
}

// whole is the place of an error that belongs to a whole template.
func (p *layout) whole(err error) diag.Pos {
	name := p.entry
	var unsafe *template.Error
	if errors.As(err, &unsafe) && unsafe.Name != "" {
		name, _, _ = strings.Cut(unsafe.Name, "$htmltemplate_") // a variant for another context
	}
	f, ok := p.sources[name]
	if !ok {
		return diag.Pos{Path: p.file.path()}
	}
	return f.position(int(p.trees[name].Root.Position()))
}
