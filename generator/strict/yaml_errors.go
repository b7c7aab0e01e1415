package strict

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"jianbao/generator/diag"
)

// A fault says in the words of a publisher what the parser found. The parser's
// own message chooses among them.
type fault struct {
	message, context string // parts of the parser's message and context; "" fits all
	opening          bool   // the place to look at is where the construct begins
	text, hint       diag.Text
}

var yamlFaults = []fault{
	{
		message: "could not find expected ':'", opening: true,
		text: diag.Text{ZH: "这一行不是“键: 值”的写法", EN: "this line is not of the form key: value"},
		hint: diag.Text{ZH: "冒号用半角，后面空一格，如 draft: true", EN: "write an ASCII colon and a space after it, as in draft: true"},
	},
	{
		message: "mapping values are not allowed",
		text:    diag.Text{ZH: "这里不能有冒号", EN: "a colon cannot be here"},
		hint:    diag.Text{ZH: "值里有冒号加空格时，给整个值加引号；再看缩进和上一行是否写对", EN: "put a value that holds a colon and a space in quotes; look at the indent and at the line before"},
	},
	{
		message: "found unexpected", context: "quoted scalar", opening: true,
		text: diag.Text{ZH: "引号没有配对", EN: "the quote is never closed"},
	},
	{
		message: "did not find expected ',' or", opening: true,
		text: diag.Text{ZH: "括号没有配对，或缺少逗号", EN: "the bracket is never closed, or a comma is missing"},
		hint: diag.Text{ZH: "列表写作 [甲, 乙]，括号和逗号用半角", EN: "a list is written [a, b], with ASCII brackets and commas"},
	},
	{
		message: "unknown escape character",
		text:    diag.Text{ZH: "双引号里不能有这样的反斜线", EN: "double quotes cannot hold this backslash"},
		hint:    diag.Text{ZH: "改用单引号，或写成 \\\\", EN: "use single quotes, or write \\\\"},
	},
	{
		message: "expected hexadecimal number",
		text:    diag.Text{ZH: "双引号里不能有这样的反斜线", EN: "double quotes cannot hold this backslash"},
		hint:    diag.Text{ZH: "改用单引号，或写成 \\\\", EN: "use single quotes, or write \\\\"},
	},
	{
		message: "did not find expected node content",
		text:    diag.Text{ZH: "括号没有配对，或少写了一项", EN: "a bracket is never closed, or an item is missing"},
		hint:    diag.Text{ZH: "列表写作 [甲, 乙]，括号和逗号用半角", EN: "a list is written [a, b], with ASCII brackets and commas"},
	},
	{
		message: "alphabetic or numeric character", opening: true,
		text: diag.Text{ZH: "值不能以 * 或 & 开头", EN: "a value cannot begin with * or &"},
		hint: quoteHint,
	},
	{
		message: "unknown anchor",
		text:    diag.Text{ZH: "值不能以 * 开头", EN: "a value cannot begin with *"},
		hint:    quoteHint,
	},
	{
		message: "comment or line break", context: "block scalar", opening: true,
		text: diag.Text{ZH: "| 和 > 后面应当换行", EN: "| and > must be followed by a line break"},
		hint: quoteHint,
	},
	{
		message: "expected '-' indicator",
		text:    diag.Text{ZH: "列表里的这一行应当以“- ”开头", EN: `this line of a list must begin with "- "`},
		hint:    diag.Text{ZH: "同一列表的各行对齐", EN: "align all lines of the list"},
	},
	{
		message: "did not find expected key",
		text:    diag.Text{ZH: "这里应当是下一个键", EN: "the next key should be here"},
		hint:    diag.Text{ZH: "同级的键左边对齐；引号后面不能再有文字", EN: "align keys of one level; nothing can follow a closing quote"},
	},
	{
		message: "did not find expected <document start>",
		text:    diag.Text{ZH: "这一行没有与上面的键对齐", EN: "this line is not aligned with the keys above"},
		hint:    diag.Text{ZH: "每个键都顶格写，前面不留空格", EN: "begin each key at the start of its line, without spaces"},
	},
	{
		message: "exceeded max depth",
		text:    diag.Sprintf("嵌套超过 %d 层", "nested deeper than %d levels", MaxDepth),
	},
}

var quoteHint = diag.Text{ZH: "给整个值加引号", EN: "put the whole value in quotes"}

// yamlError reports what stopped the parser.
func (b *builder) yamlError(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		b.diags.Errorf(b.origin, "bad-yaml", "YAML 写法有误：%v", "not valid YAML: %v", err)
		return
	}
	f, known := findFault(load)
	mark := load.Mark
	if f.opening && load.ContextMark.Line > 0 || mark.Line == 0 {
		mark = load.ContextMark
	}
	at := b.origin
	if mark.Line > 0 {
		at = b.clamp(mark.Line, mark.Column)
	}
	switch {
	case known:
	case strings.HasPrefix(strings.TrimLeft(b.line(mark.Line), " "), "\t"):
		f.text = diag.Text{ZH: "缩进不能用制表符", EN: "an indent cannot be a tab"}
		f.hint = diag.Text{ZH: "改用空格", EN: "use spaces"}
	case load.Message == "found character that cannot start any token":
		f.text = diag.Text{ZH: "值不能以这个字符开头", EN: "a value cannot begin with this character"}
		f.hint = quoteHint
	default:
		f.text = diag.Sprintf("YAML 写法有误：%s", "not valid YAML: %s", load.Message)
	}
	d := b.diags.Errorf(at, "bad-yaml", "%[1]s", "%[2]s", f.text.ZH, f.text.EN)
	d.Hint = f.hint
}

func findFault(load *yaml.LoadError) (fault, bool) {
	for _, f := range yamlFaults {
		if strings.Contains(load.Message, f.message) && strings.Contains(load.ContextMsg, f.context) {
			return f, true
		}
	}
	return fault{}, false
}
