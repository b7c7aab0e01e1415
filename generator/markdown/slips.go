package markdown

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"jianbao/generator/diag"
)

// A slip is text that is right as Markdown and not what its author meant: a mark
// typed with the Chinese input method, a space left out. It would be published
// with the marks in it, so it is a warning.
type slip struct {
	rule          string
	needs         marks          // that stand in every line with the slip
	pattern       *regexp.Regexp // of a line; the warning points to its first group
	message, hint diag.Text
}

// address is what tells a link from a remark that stands in brackets after
// others: it begins as an address, or ends as the name of a file.
const address = `\s*(?:https?:|www\.|[./]|[^()（）\s]*\.(?:md|html?|pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|csv|txt|png|jpe?g|gif|svg|webp)\s*[)）#])`

var (
	noLink   = diag.Text{ZH: "链接的括号是全角的，不成链接", EN: "the brackets are full-width, so this is no link"}
	makeLink = diag.Text{ZH: "括号都用半角：[文字](网址)", EN: "write [text](address)"}
)

var slips = []slip{
	{
		"heading-space", hashes, regexp.MustCompile(`^\s*(#{2,6}[^#\s]|[#＃]*＃)`),
		diag.Text{ZH: "这一行不成标题", EN: "this is no heading"},
		diag.Text{ZH: "井号用半角，后面空一格：## 一、总体要求", EN: "write a space after the marks: ## A heading"},
	},
	{"full-width-markup", wideAddress, regexp.MustCompile(`\[[^\[\]]*\](（)` + address), noLink, makeLink},
	{"full-width-markup", wideLabel, regexp.MustCompile(`(【)[^【】]*】[(（]` + address), noLink, makeLink},
	{"full-width-markup", linkAddress | wideClosing, regexp.MustCompile(`\[[^\[\]]*\]\([^()（）\s]*(）)[^)]*$`), noLink, makeLink},
	{
		"full-width-markup", widePicture, regexp.MustCompile(`(！)\[[^\[\]]*\][(（][^()（）]*[)）]`),
		diag.Text{ZH: "叹号是全角的，这里不会显示图片", EN: "the exclamation mark is full-width, so no picture is shown here"},
		diag.Text{ZH: "用半角：![图中的内容](文件名)", EN: "write ![what it shows](file)"},
	},
	{
		"full-width-markup", wideStars, regexp.MustCompile(`(＊＊)[^＊\s][^＊]*＊＊`),
		diag.Text{ZH: "星号是全角的，这里不会加粗", EN: "the asterisks are full-width, so this is not bold"},
		diag.Text{ZH: "用半角：**重点**", EN: "write **bold**"},
	},
}

// marks are what lines with slips have in them, and few others.
type marks uint8

const (
	hashes      marks = 1 << iota // ## or ＃
	linkAddress                   // ](
	wideAddress                   // ]（
	wideLabel                     // 】( or 】（
	wideClosing                   // ）
	widePicture                   // ！[
	wideStars                     // ＊＊
)

// marksIn looks for them without going through all characters: ASCII marks are
// rare in Chinese text, and the full-width ones begin with a byte that few
// others begin with.
func marksIn(line []byte) (found marks) {
	if bytes.Contains(line, []byte("##")) {
		found |= hashes
	}
	for i := range eachByte(line, '(') {
		switch before := line[:i]; {
		case bytes.HasSuffix(before, []byte("]")):
			found |= linkAddress
		case bytes.HasSuffix(before, []byte("】")):
			found |= wideLabel
		}
	}
	for i := range eachByte(line, "＃"[0]) {
		mark, _ := utf8.DecodeRune(line[i:])
		before, after := line[:i], line[i+len("＃"):]
		switch {
		case mark == '，': // as nearly always
		case mark == '＃':
			found |= hashes
		case mark == '）':
			found |= wideClosing
		case mark == '！' && bytes.HasPrefix(after, []byte("[")):
			found |= widePicture
		case mark == '＊' && bytes.HasPrefix(after, []byte("＊")):
			found |= wideStars
		case mark != '（':
		case bytes.HasSuffix(before, []byte("]")):
			found |= wideAddress
		case bytes.HasSuffix(before, []byte("】")):
			found |= wideLabel
		}
	}
	return found
}

// eachByte yields where a byte stands in a line.
func eachByte(line []byte, c byte) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; ; i++ {
			n := bytes.IndexByte(line[i:], c)
			if n < 0 || !yield(i+n) {
				return
			}
			i += n
		}
	}
}

// checkSlips looks for slips in the lines of a block.
func (w *writer) checkSlips(block ast.Node) {
	if w.plain {
		return
	}
	w.checkRows(block)
	for _, segment := range block.Lines().Sliced(0, block.Lines().Len()) {
		line := bytes.TrimRight(segment.Value(w.source), "\n")
		found := marksIn(line)
		if found == 0 || bytes.IndexByte(line, '`') >= 0 { // code shows marks on purpose
			continue
		}
		for _, s := range slips {
			if s.needs&^found != 0 {
				continue
			}
			for _, match := range s.pattern.FindAllSubmatchIndex(line, -1) {
				w.warn(segment.Start+match[2], s.rule, s.message, s.hint)
			}
		}
	}
}

// checkRows reports the rows of a table that lacks the line of dashes.
func (w *writer) checkRows(block ast.Node) {
	lines := block.Lines()
	first, rows := -1, 0
	for _, segment := range lines.Sliced(0, lines.Len()) {
		if w.delimiterColumns(segment) > 0 {
			return // and was looked at there
		}
		if line := bytes.TrimSpace(segment.Value(w.source)); isRow(line) {
			if rows++; rows == 1 {
				first = segment.Start
			}
		}
	}
	if rows > 1 {
		w.warn(first, "table-shape",
			diag.Text{ZH: "表头下面没有分隔行，不成表格", EN: "there is no line of dashes below the head, so this is no table"},
			diag.Text{ZH: "竖线用半角；在表头下面加一行，每列一组短横线：| --- | --- |", EN: "write a line below it with dashes for each column: | --- | --- |"})
	}
}

// isRow reports whether a line looks like a row of a table, with pipes of either width.
func isRow(line []byte) bool {
	pipe, wide := []byte("|"), []byte("｜")
	return (bytes.HasPrefix(line, pipe) || bytes.HasPrefix(line, wide)) && bytes.Count(line, pipe)+bytes.Count(line, wide) > 2
}

// checkIndent reports Chinese text that became code by the spaces before it.
func (w *writer) checkIndent(code *ast.CodeBlock) {
	for _, segment := range code.Lines().Sliced(0, code.Lines().Len()) {
		if line := segment.Value(w.source); !w.plain && containsHan(line) {
			w.warn(segment.Start, "indented-text",
				diag.Text{ZH: "行首有四个以上的空格，这一段会显示成代码", EN: "four spaces or more before a line make it code"},
				diag.Text{ZH: "删去行首的空格，段首缩进由版式负责；真是代码的，前后各加一行 ```", EN: "take the spaces out, the layout indents; where it is code, put lines of ``` around it"})
			return
		}
	}
}

func (w *writer) warn(offset int, rule string, message, hint diag.Text) {
	d := w.diags.Warnf(w.at(offset), rule, "", "")
	d.Message, d.Hint = message, hint
}
