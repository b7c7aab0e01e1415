package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// secrecyRules returns the rules that look for what must not be published at all.
func secrecyRules() []*Rule {
	rule := Rule{
		Name:      "secrecy-mark",
		Title:     diag.Text{ZH: "密级或内部标志", EN: "mark of a secret or internal document"},
		Severity:  diag.Error,
		Indicator: of(indicators, "单项否决（安全、泄密事故等严重问题）", "veto (security, leaks)"),
		Why: diag.Text{
			ZH: "标有密级、“内部资料”“注意保存”等字样的材料不得公开，一处即可使整个网站不合格。行文中谈到国家秘密、商业秘密、保密工作的，不在此列。",
			EN: "What bears a mark of secrecy, or says that it is internal, must not be public; one is enough to fail the whole site. Texts about state or trade secrets are not meant.",
		},
		Mend: diag.Text{
			ZH: "先停止发布并交保密审查；确认可以公开后删去标志，或用 allow 写明理由",
			EN: "do not publish it and have it reviewed; when it may be public remove the mark, or give an allow with its reason",
		},
	}
	overPassages(&rule, func() func(p *passage, f *Findings) { return lookForMarks })
	rule.Text = findMarks
	rule.InProse = func(t *Text) bool { return mayHoldMark(t.Prose.Lines()) }
	return []*Rule{&rule}
}

// findMarks looks through all that is published of a source. A text that
// has different grades, each by itself, explains them.
func findMarks(t *Text, f *Findings) {
	grades := map[string]bool{}
	for i := range t.Runs {
		if text := t.Runs[i].Text; len(text) < 32 && strings.Contains(text, "密") && isGrade(squeeze(text)) {
			grades[squeeze(text)] = true
		}
	}
	eachPassage(t, func(p *passage) {
		if len(grades) <= 1 || !isGrade(squeeze(p.text)) {
			lookForMarks(p, f)
		}
	})
}

func lookForMarks(p *passage, f *Findings) {
	if p.remote {
		return
	}
	for _, at := range firstOf(secrecyMarks(p.text, p.name)) {
		f.Add(p.at(at.from), "出现密级或内部标志“%s”", "the mark of a secret or internal document “%s”", p.text[at.from:at.to])
	}
}

// secrecyMarks returns the marks in a text, in its order. A mark stands by itself:
// in brackets, before a star, after 密级, or as a line of its own. The same words
// within a sentence are none. In the name of a file, any part can be a mark.
func secrecyMarks(text string, name bool) []span {
	var list []span
	for from := 0; from < len(text); {
		to := len(text)
		if i := strings.IndexByte(text[from:], '\n'); i >= 0 {
			to = from + i
		}
		if line := text[from:to]; mayHoldMark(line) {
			for _, at := range marksInLine(line, name) {
				list = append(list, span{from + at.from, from + at.to})
			}
		}
		from = to + 1
	}
	return list
}

// markStarts are the first characters of the words of which marks have at least one.
var markStarts = charsetOf("密内注外阅用会此")

// mayHoldMark reports whether a text holds one of the words without which there is no mark.
func mayHoldMark[T words](text T) bool {
	for at := 0; at < len(text); {
		_, r, after := next(markStarts, text, at)
		rest := text[after:]
		switch r {
		case '密':
			return true
		case '内':
			if hasPrefix(rest, "部") {
				return true
			}
		case '注':
			if hasPrefix(rest, "意保存") {
				return true
			}
		case '外':
			if hasPrefix(rest, "传") {
				return true
			}
		case '阅', '用', '会':
			if hasPrefix(rest, "后") {
				return true
			}
		case '此':
			if hasPrefix(rest, "件") {
				return true
			}
		}
		at = after
	}
	return false
}

// marksInLine reads a line clause by clause. Notices one after the other are one mark.
func marksInLine(line string, name bool) []span {
	clauses := clausesOf(line, name)
	var list []span
	last := -2 // the last clause that is a notice
	for i, c := range clauses {
		word := line[c.at.from:c.at.to]
		alone := name || c.open != 0 || onlyOne(line, clauses, i)
		switch {
		case isGradeMark(word, alone, c.label && !gradeAfter(line, clauses, i)):
			list = append(list, c.at)
		case isNoticeMark(line, clauses, i, alone || c.label):
			if last == i-1 {
				list[len(list)-1].to = c.at.to
			} else {
				list = append(list, c.at)
			}
			last = i
		}
	}
	return list
}

// onlyOne reports whether nothing is in a line beside a clause but what stands
// beside a mark at the head of a document: 机密　特急.
func onlyOne(line string, clauses []textClause, i int) bool {
	for j, c := range clauses {
		word := squeeze(line[c.at.from:c.at.to])
		switch {
		case j == i, word == "特急", word == "加急", word == "急件", word == "特提", word == "平急":
		case len(strings.Trim(word, "0123456789")) == 0 && len(word) == 6: // 份号
		default:
			return false
		}
	}
	return true
}

// gradeAfter reports whether the next clause is a grade, too: 绝密/机密/秘密 is a choice.
func gradeAfter(line string, clauses []textClause, i int) bool {
	return i+1 < len(clauses) && isGrade(squeeze(line[clauses[i+1].at.from:clauses[i+1].at.to]))
}

// textClause is what stands between two punctuation marks.
type textClause struct {
	at    span
	open  rune // the bracket before it, if one closes it
	label bool // 密级 and a colon stand before it
}

// clausesOf splits a line at punctuation and spaces, a name at hyphens too.
func clausesOf(line string, name bool) []textClause {
	var list []textClause
	from, open, label := 0, rune(0), false
	add := func(to int, r rune) {
		word := strings.TrimFunc(line[from:to], blank)
		if word != "" {
			start := from + strings.Index(line[from:to], word)
			c := textClause{at: span{start, start + len(word)}, label: label}
			if open != 0 && closes(open, r) {
				c.open = open
			}
			list = append(list, c)
		} else if r == ' ' || r == '\u3000' {
			return // what came before is still right before
		}
		label = (r == '：' || r == ':' || r == ' ' || r == '\u3000') && isGradeLabel(squeeze(word))
	}
	for i, r := range line {
		switch {
		case strings.ContainsRune("【[（(〔［", r):
			add(i, r)
			from, open = i+utf8.RuneLen(r), r
		case r == '·' && !strings.HasSuffix(line[:i], "密"), strings.ContainsRune("，。；：！？,;:!?】]）)〕］、/|\uFFFC", r), name && (r == '-' || r == '_'), (r == ' ' || r == '\u3000') && !spaced(line, i):
			add(i, r)
			from, open = i+utf8.RuneLen(r), 0
		}
	}
	add(len(line), 0)
	return list
}

// spaced reports whether a space stands between two characters that it only pulls
// apart: 机 密, and before a star.
func spaced(line string, at int) bool {
	before, after := lastRunes(line[:at], 2), strings.TrimLeft(line[at:], " \u3000")
	first, size := utf8.DecodeRuneInString(before)
	second, _ := utf8.DecodeRuneInString(before[size:])
	alone := len(before) == size || !unicode.Is(unicode.Han, first)
	if len(before) > size && alone {
		first = second
	}
	next, _ := utf8.DecodeRuneInString(after)
	return strings.ContainsRune("★☆*＊", next) || strings.ContainsRune("★☆*＊", first) || strings.ContainsRune("★☆*＊", second) ||
		alone && (strings.ContainsRune("绝机秘", first) && next == '密' || first == '密' && next == '级')
}

func closes(open, r rune) bool {
	switch open {
	case '【':
		return r == '】'
	case '[', '［':
		return r == ']' || r == '］'
	case '（', '(':
		return r == '）' || r == ')'
	case '〔':
		return r == '〕'
	}
	return false
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || invisible(r) || r == '-' || r == '—' || r == '_' || r == '·'
}

// squeeze returns a text without spaces and what is not seen.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) {
			return -1
		}
		return r
	}, text)
}

func isGrade(word string) bool { return word == "绝密" || word == "机密" || word == "秘密" }

// isGradeLabel reports whether a word introduces a grade of secrecy.
func isGradeLabel(word string) bool {
	for _, label := range []string{"密级", "秘密等级", "涉密等级", "保密等级", "保密级别", "文件密级", "定密", "密级标志", "密级和保密期限"} {
		if word == label {
			return true
		}
	}
	return false
}

// isGradeMark reports whether a clause is a grade of secrecy that stands alone or
// after a label, or has a star after it.
func isGradeMark(word string, alone, label bool) bool {
	bare := squeeze(word)
	for _, head := range []string{"密级", "秘密等级"} { // 密级 机密
		if rest, found := strings.CutPrefix(bare, head); found && isGrade(rest) {
			return true
		}
	}
	if isGrade(bare) || label && isGrade(strings.TrimSuffix(bare, "级")) {
		return alone || label
	}
	if len(bare) < len("机密") || !isGrade(bare[:len("机密")]) {
		return false
	}
	for _, star := range []string{"★", "☆", "✩", "⭐", "＊", "*", "·"} {
		if term, found := strings.CutPrefix(bare[len("机密"):], star); found && isTerm(term, star) {
			return true
		}
	}
	return false
}

// isTerm reports whether what follows a star says how long, or until when, a
// secret is one.
func isTerm(term, star string) bool {
	if star != "*" && star != "＊" && star != "·" {
		return true
	}
	return term == "" && star != "·" || term != "" && term[0]-'0' <= 9 || hasAny(term, "长期", "永久", "启用", "年", "月")
}

// The strengths of a notice that a document is not for everybody: a weak one says
// so only beside a strong one.
const (
	noNotice = iota
	weakNotice
	strongNotice
)

// isNoticeMark reports whether a clause is a notice that stands alone, beside another
// one, or says what it is about.
func isNoticeMark(line string, clauses []textClause, i int, alone bool) bool {
	strength := func(i int) int {
		if i < 0 || i >= len(clauses) {
			return noNotice
		}
		return noticeStrength(squeeze(line[clauses[i].at.from:clauses[i].at.to]))
	}
	here, beside := strength(i), max(strength(i-1), strength(i+1))
	switch here {
	case strongNotice:
		return alone || beside > noNotice || aboutItself(squeeze(line[clauses[i].at.from:clauses[i].at.to]))
	case weakNotice:
		return beside == strongNotice || clauses[i].label
	}
	return false
}

// aboutItself reports whether a notice begins with the document that it is on.
func aboutItself(word string) bool {
	_, found := cutSelf(word)
	return found
}

// cutSelf cuts the name by which a document calls itself off a notice.
func cutSelf(word string) (rest string, found bool) {
	for _, self := range []string{"本资料", "本文件", "本材料", "此文件", "此材料", "本刊", "本简报", "此件", "本件"} {
		if rest, found := strings.CutPrefix(word, self); found {
			for _, verb := range []string{"为", "系", "属于", "属", "是"} {
				rest = strings.TrimPrefix(rest, verb)
			}
			return rest, true
		}
	}
	return word, false
}

func noticeStrength(word string) int {
	word, self := cutSelf(word)
	for _, only := range []string{"仅供", "仅限", "只供"} {
		if rest, found := strings.CutPrefix(word, only); found && strings.HasPrefix(rest, "内部") {
			word, self = rest, true
		}
	}
	switch strings.TrimPrefix(strings.TrimPrefix(word, "请"), "严格") {
	case "内部资料", "内部文件", "内部材料", "内部刊物", "不得外传", "不准外传", "不许外传", "勿外传", "切勿外传", "严禁外传", "禁止外传",
		"阅后收回", "阅后销毁", "阅后即焚", "阅后退回", "用后收回", "用后销毁", "会后收回", "会后销毁":
		return strongNotice
	case "注意保存":
		if strings.HasPrefix(word, "请") {
			return weakNotice
		}
		return strongNotice
	case "不公开", "不予公开", "不公开发布", "内部使用", "内部参考", "内部参阅", "内部传阅", "内部掌握", "内部发行":
		if self {
			return strongNotice
		}
		return weakNotice
	case "注意保密", "妥善保管", "妥善保存", "不得翻印", "不得复印", "不得扩散", "不得公开", "不得上网":
		return weakNotice
	}
	if strings.HasPrefix(word, "内部") && len(word) <= len("内部")+6*len("字") && hasAny(word[len("内部"):], "资料", "文件", "材料", "参考", "通讯录", "名单") {
		return weakNotice
	}
	return noNotice
}
