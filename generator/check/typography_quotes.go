package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// straightQuotes tells of " and ' beside Chinese characters.
func straightQuotes(p *stretch, tell func(slip)) {
	if strings.IndexByte(p.text, '"') < 0 && strings.IndexByte(p.text, '\'') < 0 || isForeign(p.text) {
		return
	}
	if strings.IndexByte(p.text, '"') >= 0 {
		straightPairs(p.text, '"', "“", "”", tell)
	}
	if strings.IndexByte(p.text, '\'') >= 0 {
		straightPairs(p.text, '\'', "‘", "’", tell)
	}
}

func straightPairs(text string, mark byte, left, right string, tell func(slip)) {
	var at []int
	for i := range len(text) {
		if text[i] == mark && !isApart(text, i, mark, len(at)%2 == 1) {
			at = append(at, i)
		}
	}
	if len(at)%2 == 1 { // nobody knows which one is alone
		for _, i := range at {
			if before, behind := around(text, i, i+1); endsChinese(before) || beginsChinese(behind) {
				tell(slip{from: i, to: i + 1, message: diag.Sprintf("直引号“%s”不成对", "the straight quote %s has no partner", string(mark))})
				return
			}
		}
		return
	}
	if i := turned(text, at); i >= 0 {
		tell(slip{from: i, to: i + 1, message: diag.Sprintf("直引号“%s”前面有漏写或多写的，分不清前后", "before this straight quote %s one is missing or one too many: which opens cannot be told", string(mark))})
		return
	}
	for n := 0; n+1 < len(at); n += 2 {
		i, j := at[n], at[n+1]
		before, first := around(text, i, i+1)
		last, behind := around(text, j, j+1)
		if isHan(before) || beginsChinese(first) || endsChinese(last) || isHan(behind) {
			s := slip{from: i, to: j + 1, message: diag.Sprintf("直引号 %[1]s…%[1]s 应为 %[2]s…%[3]s", "the straight quotes %[1]s…%[1]s should be %[2]s…%[3]s", string(mark), left, right)}
			s.edits = []edit{{i, i + 1, left}, {j, j + 1, right}}
			tell(s)
		}
	}
}

// turned returns the first mark that cannot end a quotation as its place among the marks
// says, -1 if there is none: from where one is missing and another too many, all pairs
// are the texts between two quotations, 。"他说："
func turned(text string, at []int) int {
	for n := 0; n+1 < len(at); n += 2 {
		before, _ := around(text, at[n], at[n]+1)
		last, _ := around(text, at[n+1], at[n+1]+1)
		if isIn("。！？，…", before) && last == '：' {
			return at[n+1]
		}
	}
	return -1
}

// isApart reports whether a mark is no quote: an apostrophe, inches or minutes,
// the value of an attribute.
func isApart(text string, i int, mark byte, open bool) bool {
	before, behind := around(text, i, i+1)
	if before == '=' || before == '\\' {
		return true
	}
	if mark == '\'' && isLatin(before) && (isLatin(behind) || !open) {
		return true
	}
	return !open && isDigit(before)
}

// pair is a kind of brackets or quotes.
type pair struct{ left, right string }

var (
	quotePairs   = []pair{{"“", "”"}, {"‘", "’"}, {"「", "」"}, {"『", "』"}}
	bracketPairs = []pair{{"（(", "）)"}, {"《", "》"}, {"〈", "〉"}, {"【", "】"}, {"〔", "〕"}, {"[［", "]］"}}
)

// unpaired is the rule over brackets of some kinds. A quotation may go over several
// paragraphs that each begin with a quote, and then only the last one ends with one.
func unpaired(pairs []pair, goesOn bool) func(*Text, *Findings) {
	marks := map[rune]mark{}
	for i, kind := range pairs {
		for _, r := range kind.left {
			marks[r] = mark{i, true}
		}
		for _, r := range kind.right {
			marks[r] = mark{i, false}
		}
	}
	return func(t *Text, f *Findings) {
		eachStretch(t, func(p *stretch) {
			if !p.isProse() {
				return
			}
			for i, row := range lonely(p.text, marks) {
				lone := row.alone()
				if len(lone) == 0 || !hasHan(p.text) || goesOn && continues(t, p, pairs[i]) {
					continue
				}
				for _, at := range lone {
					tellLone(p, at, pairs[i], f)
				}
			}
		})
	}
}

// mark is one half of a pair.
type mark struct {
	kind int
	left bool
}

func tellLone(p *stretch, i int, kind pair, f *Findings) {
	r, size := utf8.DecodeRuneInString(p.text[i:])
	mark := p.text[i : i+size]
	if strings.ContainsRune(kind.left, r) {
		f.Add(p.at(i), "“%s”没有另一半", "“%s” is never closed", mark)
	} else {
		f.Add(p.at(i), "“%s”没有前一半", "“%s” was never opened", mark)
	}
}

// halves are the marks of a kind that have no partner.
type halves struct{ open, lone []int }

// lonely looks for the marks of all kinds that have no partner.
func lonely(text string, marks map[rune]mark) (all [6]halves) {
	for i := 0; i < len(text); {
		r, size := markAt(text, i)
		if r == 0 { // as nearly always
			i += size
			continue
		}
		m, ok := marks[r]
		switch h := &all[m.kind]; {
		case !ok:
		case m.left:
			if !isSmiley(text, i) && !isInterval(text[i:]) && !isMention(text, i, size) {
				h.open = append(h.open, i)
			}
		case r == ')' && isFace(text[:i]): // （晚了 :-)）
		case len(h.open) > 0:
			h.open = h.open[:len(h.open)-1]
		case !isHarmless(text, i, r) && !isMention(text, i, size):
			h.lone = append(h.lone, i)
		}
		i += size
	}
	return all
}

// markAt returns the character at i if it may be half of a pair, else 0. Nearly
// all characters are dismissed by the bytes they begin with.
func markAt(text string, i int) (r rune, size int) {
	c := text[i]
	if c < utf8.RuneSelf {
		if c == '(' || c == ')' || c == '[' || c == ']' {
			return rune(c), 1
		}
		return 0, 1
	}
	if i+2 < len(text) && c>>4 == 0xE {
		if second := text[i+1]; c == 0xE2 && second == 0x80 || c == 0xE3 && second == 0x80 || c == 0xEF && second >= 0xBC {
			return rune(c&0xF)<<12 | rune(second&0x3F)<<6 | rune(text[i+2]&0x3F), 3
		}
		return 0, 3
	}
	_, size = utf8.DecodeRuneInString(text[i:])
	return 0, size
}

// alone returns the marks to tell of: of two alike in a row, the one whose
// direction is wrong.
func (h halves) alone() []int {
	if len(h.lone) == 2 && len(h.open) == 0 { // ”甲”
		return h.lone[:1]
	}
	if len(h.open) == 2 && len(h.lone) == 0 { // “甲“
		return h.open[1:]
	}
	return append(h.lone, h.open...)
}

// isHarmless reports whether a mark that closes stands alone with right: the
// number of an item (1) 一）), an apostrophe, the end of an interval.
func isHarmless(text string, i int, r rune) bool {
	before, behind := around(text, i, i+utf8.RuneLen(r))
	switch r {
	case '’':
		return isLatin(before) || isDigit(before) || isDigit(behind) || isLatin(behind)
	case ')', '）':
		return isSmiley(text, i) || isItem(text[:i]) || strings.LastIndexByte(text[:i], '[') > strings.LastIndexByte(text[:i], ']')
	case ']':
		return strings.LastIndexByte(text[:i], '(') > strings.LastIndexByte(text[:i], ')')
	}
	return false
}

// isInterval reports whether a text begins with an interval that is open at one
// end: [0, 1) or (0, 1].
func isInterval(text string) bool {
	if text[0] != '[' && text[0] != '(' {
		return false
	}
	end := 1 + strings.IndexAny(text[1:], "[]()")
	return end > 0 && (text[end] == ']' || text[end] == ')') && (text[0] == '[') != (text[end] == ']') && strings.Contains(text[:end], ",") && !hasHan(text[:end])
}

// isMention reports whether a mark is what a text speaks of: “（”, \( of a pattern, the key of Ctrl+].
func isMention(text string, i, size int) bool {
	switch before, behind := around(text, i, i+size); before {
	case '\\':
		return true
	case '+':
		return text[i] == '[' || text[i] == ']'
	case '“':
		return behind == '”'
	case '‘':
		return behind == '’'
	case '「':
		return behind == '」'
	case '"', '\'':
		return behind == before
	}
	return false
}

// isFace reports whether a text ends with the eyes and the nose of a face.
func isFace(text string) bool { return strings.HasSuffix(text, ":-") || strings.HasSuffix(text, ";-") }

// isSmiley reports whether a bracket is the mouth of a face. A sad one ends a sentence:
// behind the colon of 如下:(一) begins an item.
func isSmiley(text string, i int) bool {
	r, size := utf8.DecodeRuneInString(text[i:])
	face := strings.TrimSuffix(text[:i], "-")
	switch r {
	case ')':
		return strings.HasSuffix(face, ":") || strings.HasSuffix(face, ";")
	case '）':
		return strings.HasSuffix(face, ":") || strings.HasSuffix(face, ";") || strings.HasSuffix(face, "：") || strings.HasSuffix(face, "；")
	case '(':
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[i+size:], " "))
		return strings.HasSuffix(face, ":") && (next == utf8.RuneError || isIn(".,。，！", next))
	}
	return false
}

// isItem reports whether a text ends with the number of an item: after a mark or a
// space, after what is numbered (情况6）), or at the beginning, a few digits or one letter.
func isItem(text string) bool {
	rest := strings.TrimRightFunc(text, isDigit)
	if len(text)-len(rest) > 2 {
		return false
	}
	if rest == text {
		r, size := utf8.DecodeLastRuneInString(text)
		switch {
		case isLatin(r), r >= '①' && r <= '⑳':
			rest = text[:len(text)-size]
		default:
			if rest = strings.TrimRightFunc(text, isHanDigit); rest == text || len(text)-len(rest) > 9 {
				return false
			}
		}
	}
	before, _ := utf8.DecodeLastRuneInString(rest)
	return rest == "" || strings.ContainsRune(" \n，。；：、,;:.？！“‘\"'和及或与况述法案式骤", before)
}

// continues reports whether a quotation that a paragraph leaves open goes on, or
// whether the paragraph is the end of one.
func continues(t *Text, p *stretch, kind pair) bool {
	if p.run == nil || p.run.Kind != markdown.Paragraph {
		return false
	}
	for i := range t.Runs {
		if &t.Runs[i] != p.run {
			continue
		}
		next := i+1 < len(t.Runs) && strings.HasPrefix(t.Runs[i+1].Text, kind.left)
		return strings.Count(p.text, kind.left) > strings.Count(p.text, kind.right) && next
	}
	return false
}
