package check

import (
	"strings"
	"unicode/utf8"
)

// documentNumbers tells of the numbers of official documents, in a text, that are not
// written as 国办发〔2018〕5号: in other brackets, with a year cut short, with 第 or with zeros
// before the number. Cases, certificates and licences have numbers of their own kind,
// so the code before the year must end as those of documents do.
func documentNumbers(p *stretch, tell func(slip)) {
	text := p.text
	for from := 0; ; {
		i := strings.Index(text[from:], "号")
		if i < 0 {
			return
		}
		end := from + i
		from = end + len("号")
		if start, right := documentNumber(text[:end]); start < end && text[start:from] != right {
			tell(quoted(text, start, from, right, false))
		}
	}
}

// documentNumber reads back from 号 to the bracket before the year: where it stands, and how the
// rest is written. Without a number, where is the end of the text.
func documentNumber(text string) (start int, right string) {
	none := len(text)
	rest := strings.TrimRightFunc(text, isDigit)
	serial := strings.TrimLeft(text[len(rest):], "0")
	rest = strings.TrimSuffix(rest, "第")
	closing, size := utf8.DecodeLastRuneInString(rest)
	if serial == "" || len(serial) > 4 || !isIn("〕]］)）】", closing) {
		return none, ""
	}
	rest = rest[:len(rest)-size]
	before := strings.TrimRightFunc(rest, isDigit)
	year := fullYear(rest[len(before):])
	opening, size := utf8.DecodeLastRuneInString(before)
	if year == "" || !isIn("〔[［(（【", opening) {
		return none, ""
	}
	start = len(before) - size
	if code, _ := utf8.DecodeLastRuneInString(before[:start]); !isIn("发函办电规税通秘", code) {
		return none, ""
	}
	return start, "〔" + year + "〕" + serial + "号"
}

// fullYear returns a year with four digits: of 2018 itself and of 18; none for a
// number that is no year.
func fullYear(digits string) string {
	switch n := number(digits); {
	case len(digits) == 4 && n >= 1949 && n < 2100:
		return digits
	case len(digits) == 2 && n >= 49:
		return "19" + digits
	case len(digits) == 2 && n >= 0:
		return "20" + digits
	}
	return ""
}
