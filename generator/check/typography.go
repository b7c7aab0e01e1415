package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// The rules over punctuation follow GB/T 15834-2011, those over numbers GB/T
// 15835-2011 (numbers.go), those over 一、（一）1. what official documents do
// (typography_order.go).
//
// Each is a function over one stretch that tells of slips. A slip knows how to
// mend itself where that is safe, so what [Fix] mends is what the rules find.

var (
	punctuation = diag.Text{ZH: "《标点符号用法》（GB/T 15834-2011）", EN: "GB/T 15834-2011, use of punctuation marks"}
	figures     = diag.Text{ZH: "《出版物上数字用法》（GB/T 15835-2011）", EN: "GB/T 15835-2011, numbers in publications"}
	layout      = diag.Text{ZH: "《党政机关公文格式》（GB/T 9704-2012）结构层次序数", EN: "GB/T 9704-2012, numbers of sections in official documents"}
)

// slip is a place where typography is wrong.
type slip struct {
	from, to int // what is wrong, in the stretch
	message  diag.Text
	edits    []edit // what mends it; none where a person must decide
}

// edit replaces a piece of a stretch.
type edit struct {
	from, to int
	text     string
}

// An inspector tells of the slips of a stretch.
type inspector func(p *stretch, tell func(slip))

// typographyRules are the rules over punctuation, numbers and numbering.
func typographyRules() []*Rule {
	rules := []*Rule{
		{
			Name: "half-width-punctuation", Indicator: punctuation, Text: typographic(halfWidth),
			Title: diag.Text{ZH: "汉字旁的半角标点", EN: "half-width punctuation beside Chinese characters"},
			Why:   diag.Text{ZH: "中文用全角标点；半角标点使排版疏密不一，也影响断行。", EN: "Chinese uses full-width marks; half-width ones look uneven and break lines badly."},
			Mend:  diag.Text{ZH: "改为全角标点；jianbao check --fix 可以代改", EN: "use the full-width mark; jianbao check --fix can do it"},
		},
		{
			Name: "straight-quote", Indicator: punctuation, Text: typographic(straightQuotes),
			Title: diag.Text{ZH: "汉字旁的直引号", EN: "straight quotes beside Chinese characters"},
			Why:   diag.Text{ZH: "中文引号是“ ”和‘ ’；直引号分不清前后。", EN: "Chinese quotes are “ ” and ‘ ’; straight ones have no direction."},
			Mend:  diag.Text{ZH: "改为成对的“ ”；jianbao check --fix 可以代改成对的", EN: "use a pair of “ ”; jianbao check --fix mends those in pairs"},
		},
		{
			Name: "ellipsis-form", Indicator: punctuation, Text: typographic(ellipses),
			Title: diag.Text{ZH: "省略号写法", EN: "the form of an ellipsis"},
			Why:   diag.Text{ZH: "省略号是占两个字的六个点（……），不用句点或句号代替。", EN: "An ellipsis is six dots over two characters (……), not full stops."},
			Mend:  diag.Text{ZH: "改为“……”；jianbao check --fix 可以代改", EN: "write ……; jianbao check --fix can do it"},
		},
		{
			Name: "dash-form", Indicator: punctuation, Text: typographic(dashes),
			Title: diag.Text{ZH: "破折号写法", EN: "the form of a dash"},
			Why:   diag.Text{ZH: "破折号是占两个字的“——”，不用连字符或单个“—”代替。", EN: "A dash is ——, as wide as two characters, not hyphens or a single —."},
			Mend:  diag.Text{ZH: "改为“——”；jianbao check --fix 可以代改", EN: "write ——; jianbao check --fix can do it"},
		},
		{
			Name: "doubled-punctuation", Indicator: punctuation, Text: typographic(doubledMarks),
			Title: diag.Text{ZH: "重复或冲突的标点", EN: "two marks where one is meant"},
			Why:   diag.Text{ZH: "“，，”“，。”一类多是修改时留下的。", EN: "Marks as ，， and ，。 are left over from editing."},
			Mend:  diag.Text{ZH: "删去多出的标点", EN: "delete the mark that is too many"},
		},
		{
			Name: "unpaired-quote", Indicator: punctuation, Text: unpaired(quotePairs, true),
			Title: diag.Text{ZH: "引号不成对", EN: "a quote without its partner"},
			Why:   diag.Text{ZH: "引号不成对，读者看不出引文到哪里为止。", EN: "Readers cannot tell where a quotation ends."},
			Mend:  diag.Text{ZH: "补上另一半，或改正方向", EN: "add its partner, or turn it round"},
		},
		{
			Name: "unpaired-bracket", Indicator: punctuation, Text: unpaired(bracketPairs, false),
			Title: diag.Text{ZH: "括号或书名号不成对", EN: "a bracket without its partner"},
			Why:   diag.Text{ZH: "括号不成对是明显的文字差错。", EN: "A bracket without its partner is a plain mistake."},
			Mend:  diag.Text{ZH: "补上另一半，或删去多余的", EN: "add its partner, or delete it"},
		},
		{
			Name: "range-form", Indicator: figures, Text: typographic(ranges),
			Title: diag.Text{ZH: "数值范围写法", EN: "the form of a range of numbers"},
			Why:   diag.Text{ZH: "数值范围用“～”或“—”，短横线会被读成编号；百分数两头都带“%”。", EN: "A range takes ～ or —, since a hyphen belongs to numbers of things; both of two percentages take their %."},
			Mend:  diag.Text{ZH: "写作 63%～68%、2016—2020年、9:00—11:30", EN: "write 63%～68%, 2016—2020年, 9:00—11:30"},
		},
		{
			Name: "date-form", Indicator: figures, Text: typographic(dates),
			Title: diag.Text{ZH: "日期写法", EN: "the form of a date"},
			Why:   diag.Text{ZH: "正文日期写全年月日，年份四位，月日不加零，同一数里不混用汉字和阿拉伯数字。", EN: "A date in a text has its year in full, no zeros before month and day, and one kind of numerals."},
			Mend:  diag.Text{ZH: "写作 2018年5月31日 或 二〇一八年五月三十一日", EN: "write 2018年5月31日 or 二〇一八年五月三十一日"},
		},
		{
			Name: "document-number-form", Indicator: diag.Text{ZH: "《党政机关公文格式》（GB/T 9704-2012）发文字号", EN: "GB/T 9704-2012, numbers of official documents"},
			Text:  typographic(documentNumbers),
			Title: diag.Text{ZH: "正文里的发文字号写法", EN: "the form of a document's number in a text"},
			Why:   diag.Text{ZH: "发文字号的年份写全，用六角括号“〔〕”括起；序号不加“第”，不编虚位。写成别的样子，读者搜不到原文。", EN: "The number of an official document has its year in full in 〔〕, no 第 and no zeros; written otherwise, readers cannot search for it."},
			Mend:  diag.Text{ZH: "写作 国办发〔2018〕5号", EN: "write 国办发〔2018〕5号"},
		},
		{
			Name: "numbering-mark", Indicator: layout, Text: typographic(numberingMarks),
			Title: diag.Text{ZH: "序号后的标点", EN: "the mark behind a number"},
			Why:   diag.Text{ZH: "序号的写法依次为“一、”“（一）”“1.”“（1）”，带括号的后面不再加标点。", EN: "Sections are numbered 一、（一）1.（1）; those in brackets take no further mark."},
			Mend:  diag.Text{ZH: "照“一、”“（一）”“1.”“（1）”改写", EN: "write 一、（一）1.（1）"},
		},
		{
			Name: "numbering-order", Indicator: layout, Text: numberingOrder,
			Title: diag.Text{ZH: "序号缺漏、重复或颠倒", EN: "numbers of sections that are missing, doubled or out of order"},
			Why:   diag.Text{ZH: "序号不连续，读者会以为缺了内容。", EN: "Where a number is missing, readers suppose that a part of the text is."},
			Mend:  diag.Text{ZH: "重新编号，或补上缺的部分", EN: "number them again, or add what is missing"},
		},
	}
	for _, rule := range rules {
		rule.Severity = diag.Warning
	}
	return rules
}

// typographic is the rule that an inspector makes. Where slips of one kind are the
// way a whole paragraph is written, the first stands for all.
func typographic(inspect inspector) func(*Text, *Findings) {
	const many = 4
	return func(t *Text, f *Findings) {
		eachStretch(t, func(p *stretch) {
			if !p.isProse() {
				return
			}
			var first [many]slip
			count := 0
			inspect(p, func(s slip) {
				if count < many {
					first[count] = s
				}
				count++
			})
			if count >= many {
				f.Add(p.at(first[0].from), "%[1]s（本段共 %[3]d 处）", "%[2]s (%[3]d such places in this paragraph)", first[0].message.ZH, first[0].message.EN, count)
				return
			}
			for _, s := range first[:count] {
				f.Add(p.at(s.from), "", "").Message = s.message
			}
		})
	}
}

// isProse reports whether typography matters: numbers, lists of words and what is
// the site's own in the front matter are data, and so are names of files.
func (p *stretch) isProse() bool {
	if p.value == nil {
		return true
	}
	switch p.value.Key {
	case "number", "index", "keywords", "tags", "category", "params":
		return false
	case "attachments":
		return !strings.Contains(p.text, ".")
	}
	return true
}

// isCell reports whether the stretch is a cell of a table, where room is scarce.
func (p *stretch) isCell() bool { return p.run != nil && p.run.Kind == markdown.Cell }

const (
	closing = "”’）》】〕」』〉…"
	opening = "“‘（《【〔「『〈"
)

// around returns the characters before and behind a piece; 0 where none is.
func around(text string, from, to int) (before, behind rune) {
	if from > 0 {
		before, _ = utf8.DecodeLastRuneInString(text[:from])
	}
	if to < len(text) {
		behind, _ = utf8.DecodeRuneInString(text[to:])
	}
	return before, behind
}

// endsChinese reports whether a character can stand at the end of Chinese words.
func endsChinese(r rune) bool { return isHan(r) || r >= 0x2018 && strings.ContainsRune(closing, r) }

// beginsChinese reports whether a character can stand at the beginning of Chinese words.
func beginsChinese(r rune) bool { return isHan(r) || r >= 0x2018 && strings.ContainsRune(opening, r) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// hasHan reports whether a text holds a Chinese character.
func hasHan(text string) bool { return strings.IndexFunc(text, isHan) >= 0 }

// quoted is a slip of one piece that another one should be, and replaces it.
func quoted(text string, from, to int, right string, mend bool) slip {
	s := slip{from: from, to: to, message: diag.Sprintf("“%[1]s”应为“%[2]s”", "“%[1]s” should be “%[2]s”", text[from:to], right)}
	if mend {
		s.edits = []edit{{from, to, right}}
	}
	return s
}
