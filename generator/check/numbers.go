package check

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// quantity is a number in a text: 63, 5.8, 63%, 9:00.
type quantity struct {
	from, to int
	value    float64
	digits   int // before the point
	percent  bool
	clock    bool
}

// quantityAt reads the number that begins at i.
func quantityAt(text string, i int) (f quantity, ok bool) {
	f.from, f.to = i, i
	for f.to < len(text) && isDigit(rune(text[f.to])) {
		f.to++
	}
	f.digits = f.to - i
	if f.digits == 0 || f.digits > 12 {
		return f, false
	}
	rest := text[f.to:]
	if len(rest) > 1 && (rest[0] == '.' || rest[0] == ':') && isDigit(rune(rest[1])) {
		f.clock = rest[0] == ':'
		n := 2
		for n < len(rest) && isDigit(rune(rest[n])) {
			n++
		}
		if f.clock && (n != 3 || f.digits > 2) {
			return f, false
		}
		f.to += n
	}
	f.value, _ = strconv.ParseFloat(strings.Replace(text[i:f.to], ":", ".", 1), 64)
	for _, sign := range [...]string{"%", "％", "‰"} {
		if strings.HasPrefix(text[f.to:], sign) {
			f.to, f.percent = f.to+len(sign), true
		}
	}
	return f, true
}

// ranges tells of ranges of numbers with a hyphen, or with one per cent for two.
// A hyphen between numbers is more often part of a telephone or document number,
// so a range must have a unit, or two of a kind, and go upwards.
func ranges(p *stretch, tell func(slip)) {
	text := p.text
	for i := 0; i < len(text); i++ {
		if !isDigit(rune(text[i])) {
			continue
		}
		left, ok := quantityAt(text, i)
		if !ok || !startsNumber(text, i) {
			i = max(i, left.to-1)
			continue
		}
		i = left.to - 1
		size, good := linkAt(text, left.to)
		if size == 0 {
			continue
		}
		right, ok := quantityAt(text, left.to+size)
		if !ok || !isRange(text, left, right) {
			continue
		}
		i = right.to - 1
		tellRange(text, left, right, size, good, tell)
	}
}

// startsNumber reports whether a number begins at i that is no part of a code.
func startsNumber(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !isLatin(before) && !isDigit(before) && !strings.ContainsRune("-–_/.:〔[#№第+*=\\", before)
}

// linkAt returns the size of what links two numbers; good where it is ～ or —.
func linkAt(text string, i int) (size int, good bool) {
	for _, mark := range [...]string{"～", "—"} {
		if strings.HasPrefix(text[i:], mark) {
			return len(mark), true
		}
	}
	for _, mark := range [...]string{"--", "-", "–", "~"} {
		if strings.HasPrefix(text[i:], mark) {
			return len(mark), false
		}
	}
	return 0, false
}

func tellRange(text string, left, right quantity, size int, good bool, tell func(slip)) {
	lacks := right.percent && !left.percent
	if good && !lacks {
		return
	}
	link := "～"
	if left.clock || hasUnit(text[right.to:], []string{"年", "月", "日"}) { // from one time to another
		link = "—"
	}
	if good {
		link = text[left.to : left.to+size]
	}
	want := text[left.from:left.to] + link + text[right.from:right.to]
	if lacks {
		want = text[left.from:left.to] + text[right.to-signSize(text[:right.to]):right.to] + link + text[right.from:right.to]
	}
	tell(quoted(text, left.from, right.to, want, false))
}

// signSize returns the size of the last character of a text.
func signSize(text string) int {
	_, size := utf8.DecodeLastRuneInString(text)
	return size
}

func isRange(text string, left, right quantity) bool {
	behind := text[right.to:]
	if left.value >= right.value || left.clock != right.clock || left.digits > 1 && text[left.from] == '0' && !left.clock {
		return false
	}
	if next, _ := utf8.DecodeRuneInString(behind); next != utf8.RuneError && (isLatin(next) && !hasUnit(behind, latinUnits) || strings.ContainsRune("-–~_/", next)) {
		return false
	}
	switch {
	case left.clock:
		return left.value < 24 && right.value <= 24
	case right.percent:
		return right.value <= 1000
	case left.percent:
		return false
	case strings.HasPrefix(behind, "年"):
		isYears := left.digits == 4 && right.digits == 4 && left.value > 1800 && right.value < 2200
		return isYears || right.value < 200 && left.digits < 4
	}
	return hasUnit(behind, hanUnits) || hasUnit(strings.TrimPrefix(behind, " "), latinUnits)
}

var (
	hanUnits = []string{
		"个", "月", "日", "天", "周", "小时", "分钟", "秒", "岁", "人", "名", "户", "家", "项", "件", "次", "倍",
		"元", "万", "亿", "千", "米", "公里", "公斤", "吨", "亩", "公顷", "平方", "立方", "度", "℃", "场", "篇", "处", "辆", "台", "套", "倍", "成", "分",
	}
	latinUnits = []string{"km", "kg", "mg", "cm", "mm", "MW", "kW", "GW", "mL", "m", "g", "t", "L"}
)

// hasUnit reports whether a text begins with a unit. A Latin one ends there.
func hasUnit(text string, units []string) bool {
	for _, unit := range units {
		if behind, ok := strings.CutPrefix(text, unit); ok {
			return !isLatin(rune(unit[0])) || behind == "" || !isLatin(rune(behind[0])) && !isDigit(rune(behind[0]))
		}
	}
	return false
}

// slipOfDate is a slip of a date that a person has to mend.
func slipOfDate(text string, from, to int, zh, en string) slip {
	return slip{from: from, to: to, message: diag.Sprintf("“%s”"+zh, "“%s” "+en, text[from:to])}
}
