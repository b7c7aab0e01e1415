package check

import (
	"strings"
	"unicode/utf8"
)

// dates tells of dates that are not written as documents write them, or that no
// calendar has.
func dates(p *stretch, tell func(slip)) {
	text := p.text
	if strings.Contains(text, "年") {
		mixedYears(text, tell)
	}
	for i := 0; i < len(text); i++ {
		if !isDigit(rune(text[i])) {
			continue
		}
		to := digitsEnd(text, i)
		switch end := 0; {
		case to-i > 4:
		case strings.HasPrefix(text[to:], "年"), strings.HasPrefix(text[to:], "月"):
			if end = writtenDate(text, i, to, tell); end > to {
				to = end
			}
		case to-i == 4 && (!p.isCell() || strings.Contains(text, "。")): // a cell of a sentence has room
			if end = dottedDate(text, i, to); end > 0 {
				tell(slipOfDate(text, i, end, "应写作“年月日”", "should be written with 年月日"))
				to = end
			}
		}
		i = to - 1
		for i+2 < len(text) && (text[i+1] == '.' || text[i+1] == '-' || text[i+1] == '/') && isDigit(rune(text[i+2])) { // the rest of a code
			i = digitsEnd(text, i+2) - 1
		}
	}
}

func digitsEnd(text string, i int) int {
	for i < len(text) && isDigit(rune(text[i])) {
		i++
	}
	return i
}

// dottedDate returns the end of a date as 2018.5.31 or 2018/5/31; 0 where none is.
func dottedDate(text string, from, to int) int {
	if to+1 >= len(text) || text[to] != '.' && text[to] != '/' || !startsNumber(text, from) {
		return 0
	}
	dot := text[to]
	monthEnd := digitsEnd(text, to+1)
	if monthEnd >= len(text) || text[monthEnd] != dot {
		return 0
	}
	end := digitsEnd(text, monthEnd+1)
	year, month, day := number(text[from:to]), number(text[to+1:monthEnd]), number(text[monthEnd+1:end])
	if year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || end-monthEnd > 3 {
		return 0
	}
	if len(text) > end+3 && text[end] == ' ' && isDigit(rune(text[end+1])) && strings.Contains(text[end+2:end+4], ":") { // of a log
		return 0
	}
	if _, behind := around(text, from, end); isLatin(behind) || strings.ContainsRune("-_/%", behind) && behind != 0 || behind == '.' && end+1 < len(text) && (isDigit(rune(text[end+1])) || isLatin(rune(text[end+1]))) {
		return 0
	}
	return end
}

// number reads a few digits; -1 where there are none or too many.
func number(digits string) int {
	if digits == "" || len(digits) > 4 {
		return -1
	}
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// daysOf returns how many days a month has; a year of 0 may be a leap year.
func daysOf(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// writtenDate looks at a date as 2018年5月31日 or a part of it, whose first
// digits are given, and returns its end.
func writtenDate(text string, from, to int, tell func(slip)) int {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	if from > 0 && (isLatin(before) || isHanDigit(before) || strings.ContainsRune(".-–—～~/:_", before)) {
		return to
	}
	year, month, day := "", "", ""
	end := to
	if strings.HasPrefix(text[to:], "年") {
		year, end = text[from:to], to+len("年")
		monthEnd := digitsEnd(text, end)
		if monthEnd == end || !strings.HasPrefix(text[monthEnd:], "月") {
			return end
		}
		month, end = text[end:monthEnd], monthEnd+len("月")
	} else {
		month, end = text[from:to], to+len("月")
	}
	if dayEnd := digitsEnd(text, end); dayEnd > end && strings.HasPrefix(text[dayEnd:], "日") {
		day, end = text[end:dayEnd], dayEnd+len("日")
	}
	if year == "" && day == "" || isSpan(before, year, day) {
		return end
	}
	if zh, en := faultOf(year, month, day); zh != "" {
		tell(slipOfDate(text, from, end, zh, en))
	}
	return end
}

// isSpan reports whether two digits before 年 count years: 历时18年5月, 刑期为3年2月. With
// the day, most are a date: 截止日期为21年5月12日.
func isSpan(before rune, year, day string) bool {
	return len(year) < 4 && year != "" && (before == 0xFFFC || isIn("时满约近超达共过", before) || day == "" && isIn("期了前后为第的余", before))
}

// faultOf says what is wrong with a date of the digits given.
func faultOf(year, month, day string) (zh, en string) {
	y, m, d := number(year), number(month), number(day)
	switch {
	case len(month) > 2 || len(day) > 2 || m < 1 || m > 12 || day != "" && (d < 1 || d > daysOf(max(y, 0), m)):
		return "不是日历上的日子", "is not a day of the calendar"
	case len(year) == 2:
		return "的年份应写四位", "should have a year of four digits"
	case len(year) > 0 && len(year) < 4:
		return "", ""
	case month[0] == '0', day != "" && day[0] == '0':
		return "的月日前不加零", "should have no zeros before month and day"
	}
	return "", ""
}

// mixedYears tells of years as 二0一八年, 二○一八年, 二零一八年.
func mixedYears(text string, tell func(slip)) {
	for from := 0; ; {
		i := strings.Index(text[from:], "年")
		if i < 0 {
			return
		}
		end := from + i
		from = end + len("年")
		start, runes := end, 0
		han, other := 0, 0
		for start > 0 {
			r, size := utf8.DecodeLastRuneInString(text[:start])
			switch {
			case r == '〇' || isHan(r) && strings.ContainsRune("一二三四五六七八九", r):
				han++
			case r == '零' || strings.ContainsRune("○ＯOoОоΟο0123456789", r):
				other++
			default:
				size = 0
			}
			if size == 0 {
				break
			}
			start, runes = start-size, runes+1
		}
		if runes == 4 && han > 0 && other > 0 && (strings.HasPrefix(text[start:], "二") || strings.HasPrefix(text[start:], "一")) {
			tell(slipOfDate(text, start, from, "混用了数字，零写作“〇”", "mixes numerals; zero is 〇"))
		}
	}
}
