package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/markdown"
)

// item is the number that a paragraph or heading begins with.
type item struct {
	level  int // 0 一、 1 （一） 2 1. 3 （1）; -1 = none
	number int
	size   int // bytes of the number with its marks
}

const levels = 4

// itemOf reads the number that a text begins with. 一、二产业 is none, and neither
// is （一）项规定 nor 3.5%.
func itemOf(text string) item {
	none := item{level: -1}
	open := 0
	for _, bracket := range [...]string{"（", "("} {
		if strings.HasPrefix(text, bracket) {
			open = len(bracket)
		}
	}
	rest := text[open:]
	end := digitsEnd(rest, 0)
	n, level := number(rest[:end]), 2
	if end == 0 {
		n, end = hanNumber(rest)
		level = 0
	}
	if end == 0 || n < 1 || n > 99 || rest[0] == '0' {
		return none
	}
	mark, size := utf8.DecodeRuneInString(rest[end:])
	behind := rest[end+size:]
	next, _ := utf8.DecodeRuneInString(behind)
	if open > 0 {
		if mark != '）' && mark != ')' || next == '、' && beginsItem(behind[len("、"):]) || next == '项' && !strings.HasPrefix(behind, "项目") || next == '款' || next == '（' || next == '至' || next == '和' {
			return none
		}
		return item{level + 1, n, open + end + size}
	}
	switch {
	case behind == "" || mark != '、' && mark != '.' && mark != '．' && mark != '，' && mark != ',':
		return none
	case (mark == '，' || mark == ',') && level == 2: // 5，…
		return none
	case isDigit(next) || next == '是' || isHanDigit(next) && !countsThings(behind):
		return none
	}
	return item{level, n, end + size}
}

// countsThings reports whether a text begins with a number of things, as in
// 一、三项做法, and not with the second of 一、二产业.
func countsThings(text string) bool {
	rest := strings.TrimLeftFunc(text, isHanDigit)
	for _, unit := range [...]string{"项", "个", "类", "大", "种", "条", "点", "步", "件", "家", "年", "月", "次", "方"} {
		if strings.HasPrefix(rest, unit) {
			return true
		}
	}
	return false
}

// beginsItem reports whether a text begins with a bracket.
func beginsItem(text string) bool {
	return strings.HasPrefix(text, "（") || strings.HasPrefix(text, "(")
}

// hanNumber reads a number from one to 99 in Chinese numerals: its value and size.
func hanNumber(text string) (n, size int) {
	const digit = "一二三四五六七八九"
	one := func(s string) int {
		if r, w := utf8.DecodeRuneInString(s); w == 3 {
			if i := strings.IndexRune(digit, r); i >= 0 {
				return i/3 + 1
			}
		}
		return 0
	}
	if d := one(text); d > 0 {
		n, size = d, 3
	}
	if strings.HasPrefix(text[size:], "十") {
		n, size = max(n, 1)*10, size+3
		if d := one(text[size:]); d > 0 {
			n, size = n+d, size+3
		}
	}
	return n, size
}

// numberingMarks tells of wrong marks behind the number that a stretch begins with.
func numberingMarks(p *stretch, tell func(slip)) {
	if p.run == nil || p.isCell() {
		return
	}
	it := itemOf(p.text)
	if it.level < 0 {
		circledMark(p.text, tell)
		return
	}
	number := p.text[:it.size]
	switch it.level {
	case 0:
		if !strings.HasSuffix(number, "、") {
			tell(quoted(p.text, 0, it.size, strings.TrimRight(number, ".．，,")+"、", false))
		}
	case 2:
		if strings.HasSuffix(number, "、") {
			tell(quoted(p.text, 0, it.size, strings.TrimSuffix(number, "、")+".", false))
		}
	default:
		if _, behind := around(p.text, 0, it.size); isPause(behind) || behind == ',' || behind == '.' && !strings.HasPrefix(p.text[it.size:], "..") {
			tell(quoted(p.text, 0, it.size+utf8.RuneLen(behind), number, false))
		}
	}
}

// circledMark tells of a mark behind ①.
func circledMark(text string, tell func(slip)) {
	if r, size := utf8.DecodeRuneInString(text); r >= '①' && r <= '⑳' {
		if mark, more := utf8.DecodeRuneInString(text[size:]); mark == '、' || mark == '.' || mark == '，' {
			if next, _ := utf8.DecodeRuneInString(text[size+more:]); next < '①' || next > '⑳' {
				tell(quoted(text, 0, size+more, text[:size], false))
			}
		}
	}
}

// numberingOrder is the rule over the numbers of a text's headings and paragraphs.
// A number restarts below each higher one. Where a new part of the text may begin,
// any number is right: at a heading without a number, at an annex, at a title.
// Items that Markdown numbers itself are not seen, so 1. is forgotten at a list.
func numberingOrder(t *Text, f *Findings) {
	var o order
	for i := range t.Runs {
		run := &t.Runs[i]
		switch run.Kind {
		case markdown.Cell, markdown.Code:
			o.forget(2)
			continue
		case markdown.Alt:
			continue
		}
		pointsInOrder(run, f)
		it := itemOf(run.Text)
		switch {
		case it.level >= 2 && isListed(run), it.level < 0 && isListed(run):
			o.forget(2)
		case it.level >= 0:
			if zh, en := orderFault(it, o.last[it.level]); zh != "" {
				f.Add(run.At(0), zh, en, run.Text[:it.size], o.last[it.level])
			}
			o.count(it, run)
		case run.Kind == markdown.HeadingText:
			o.part(run.Level)
		case beginsPart(run):
			o.part(0)
		}
	}
}

// pointsInOrder tells of 一是…三是 in one paragraph.
func pointsInOrder(run *markdown.Run, f *Findings) {
	if !strings.Contains(run.Text, "一是") {
		return
	}
	last := 0
	for from := 0; ; {
		i := strings.Index(run.Text[from:], "是")
		if i < 0 {
			return
		}
		end := from + i
		from = end + len("是")
		start := end
		if start >= 3 {
			start -= 3
		}
		n, size := hanNumber(run.Text[start:end])
		before, _ := utf8.DecodeLastRuneInString(run.Text[:start])
		if size == 0 || size != end-start || start > 0 && !isIn("。；：，、！？)）", before) {
			continue
		}
		if it := (item{0, n, from - start}); n > 1 && last > 0 {
			if zh, en := orderFault(it, last); zh != "" {
				f.Add(run.At(start), zh, en, run.Text[start:from], last)
			}
		}
		last = n
	}
}

// order is what has been counted: the last number of each level.
type order struct {
	last    [levels]int // 0 = none yet, unknown = any may follow
	heading [levels]int // the level of the heading that had it; 0 for a paragraph
}

const unknown = -1

func (o *order) count(it item, run *markdown.Run) {
	o.last[it.level], o.heading[it.level] = it.number, 0
	if run.Kind == markdown.HeadingText {
		o.heading[it.level] = run.Level
	}
	for level := it.level + 1; level < levels; level++ {
		o.last[level] = 0
	}
}

// forget lets any number follow, from a level on.
func (o *order) forget(level int) {
	for ; level < levels; level++ {
		if o.last[level] > 0 {
			o.last[level] = unknown
		}
	}
}

// part begins a new part of the text with a heading of a level, or with a title,
// which is 0. Below numbered headings both are no more than what they stand above.
func (o *order) part(heading int) {
	for level := range levels {
		if o.heading[level] == 0 || heading > 0 && heading <= o.heading[level] {
			o.forget(level)
			return
		}
	}
}

// orderFault says what is wrong with an item after the last one of its level.
func orderFault(it item, last int) (zh, en string) {
	switch {
	case last == unknown, it.number == last+1:
		return "", ""
	case last == 0 && it.level > 1: // items may go on from a list, a table or a cited text
		return "", ""
	case last == 0:
		return "“%[1]s”前面缺少第一项", "nothing before %[1]s has the number one"
	case it.number == last:
		return "序号“%[1]s”重复", "the number %[1]s stands twice"
	case it.number == 1 && it.level > 0:
		return "", ""
	case it.number > last:
		return "序号“%[1]s”前面是第 %[2]d 项，中间有缺漏", "%[1]s follows number %[2]d, so some are missing"
	}
	return "序号“%[1]s”在第 %[2]d 项之后，次序颠倒", "%[1]s follows number %[2]d, in the wrong order"
}

// beginsPart reports whether a paragraph without a number begins a new part of the text.
func beginsPart(run *markdown.Run) bool {
	if strings.HasPrefix(run.Text, "附件") || strings.HasPrefix(run.Text, "附：") {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(run.Text)
	if last == '：' || last == ':' || isArticle(run.Text) { // a list follows
		return true
	}
	return len(run.Text) <= 90 && (isHan(last) || last == '》' || last == '）') // a title
}

// isArticle reports whether a text begins as 第三条, 第一章, 第二部分 do.
func isArticle(text string) bool {
	rest, ok := strings.CutPrefix(text, "第")
	if !ok {
		return false
	}
	behind := strings.TrimLeftFunc(rest, func(r rune) bool { return isHanDigit(r) || isDigit(r) })
	r, _ := utf8.DecodeRuneInString(behind)
	return len(behind) < len(rest) && isIn("条章节部篇编", r)
}

// isListed reports whether a paragraph is part of a list or a quote, for such
// ones do not begin at the beginning of a line.
func isListed(run *markdown.Run) bool { return run.At(0).Column > 1 && run.Kind == markdown.Paragraph }
