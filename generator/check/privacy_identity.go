package check

import (
	"bytes"
	"strings"
	"time"
)

// identityNumber finds the next number of an identity card at a group of a
// figure: 18 digits by GB 11643-1999, or 15 by the older rule. Region, date and
// check digit are so seldom right by chance that groups of any kind are tried.
func identityNumber(f *figure, from int) (number span, next int) {
	for total, to := 0, from; to < len(f.groups) && total < 18; to++ {
		total += f.groups[to].len()
		w := window{from, to + 1}
		digits, at := f.of(w)
		switch {
		case total == 18 && (isIdentity18(digits) || isMistypedIdentity(digits) && labelled(f.text[:at.from], identityLabels)) && !publicCode(f.text, digits, at) && !inDOI(f.text[:at.from]) && !caseNumber(f.text[:at.from], digits):
			return f.all(w), w.to
		case total == 15 && isIdentity15(digits) && f.plain15(w) && !otherNumber(f.text, at):
			return f.all(w), w.to
		}
	}
	return span{}, 0
}

// identityLabels are the names of identity numbers. What follows one is such a
// number even where its check digit is wrong: somebody mistyped it.
var identityLabels = []string{"身份证", "身份证号", "身份证号码", "公民身份号码", "居民身份证", "身份号码", "身份证件号码", "公民身份证号码", "居民身份证号码", "居民身份证号"}

// caseNumber reports whether 18 digits after a text are the number of a case, a project or
// a contract: offices make them of the region, the day and a number, too, and one of eleven
// has the right check digit. Who is as old as the number would have it is a child.
func caseNumber(before string, digits []byte) bool {
	return value(digits[6:10]) >= 2008 && labelled(before, caseLabels)
}

var caseLabels = []string{
	"受理号", "受理编号", "办件号", "办件编号", "案件编号", "案件号", "事项编号", "项目编号", "采购编号", "招标编号", "标段编号", "合同编号", "合同号", "流水号", "订单号", "订单编号",
	"工单号", "工单编号", "单号", "备案号", "备案编号", "登记号", "登记编号", "许可证号", "许可证编号", "凭证号", "交易号", "批复编号", "任务编号", "公告编号", "决定书编号", "文书编号",
}

// plain15 reports whether a window is written as the older identity numbers are.
// They have no check digit, so more is asked of them.
func (f *figure) plain15(w window) bool {
	if w.single() {
		before, after := f.around(w)
		return before != '.' && before != '-' && after != '.' && after != '-' || f.glued(w, before, after)
	}
	return w.from == 0 && w.to == len(f.groups) && f.fits(w, 6, 6, 3) && f.separator(w) != '.'
}

func isIdentity18(digits []byte) bool {
	return bytes.IndexByte(digits[:17], 'X') < 0 && isRegion(digits) &&
		isDate(value(digits[6:10]), value(digits[10:12]), value(digits[12:14])) &&
		identityCheck(digits) == digits[17]
}

func isIdentity15(digits []byte) bool {
	return bytes.IndexByte(digits, 'X') < 0 && isRegion(digits) && digits[6] != '0' &&
		isDate(1900+value(digits[6:8]), value(digits[8:10]), value(digits[10:12]))
}

// identityCheck returns the check digit of GB 11643-1999, by ISO 7064 MOD 11-2.
func identityCheck(digits []byte) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += weight * int(digits[i]-'0')
	}
	return "10X98765432"[sum%11]
}

func value(digits []byte) int {
	n := 0
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

// isDate reports whether somebody alive may be born on a day.
func isDate(year, month, day int) bool {
	if year < 1900 || year > 2049 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

// isRegion reports whether digits begin with a region code as GB/T 2260 makes
// them. Counties come and go, and people keep the numbers of old ones: so only
// the province and the number of its prefectures count.
func isRegion(digits []byte) bool {
	province, prefecture, county := value(digits[:2]), value(digits[2:4]), value(digits[4:6])
	if prefecture == 0 {
		return provincePrefectures(province) != "" && (county == 0 || province == 46) // 海南 had counties right below it
	}
	ranges := provincePrefectures(province)
	for ; len(ranges) >= 4; ranges = ranges[4:] {
		if prefecture >= value([]byte(ranges[:2])) && prefecture <= value([]byte(ranges[2:4])) {
			return true
		}
	}
	return false
}

// provincePrefectures returns the ranges of the prefecture codes, of today and
// since 1980, of a province; "" if there is no such province.
func provincePrefectures(province int) string {
	switch province {
	case 11, 12, 31:
		return "0103"
	case 13:
		return "01112135"
	case 14:
		return "01112127"
	case 15:
		return "01092130"
	case 21:
		return "01142124"
	case 22:
		return "01082124"
	case 23:
		return "01122127"
	case 32:
		return "011319299090"
	case 33:
		return "011121279090"
	case 34:
		return "011821299090"
	case 35:
		return "010921279090"
	case 36:
		return "01112125"
	case 37:
		return "011720309090"
	case 41, 42, 43:
		return "011720339090"
	case 44:
		return "012021295153"
	case 45:
		return "01142128"
	case 46:
		return "01049090"
	case 50:
		return "0103"
	case 51:
		return "01369090"
	case 52:
		return "01062127"
	case 53:
		return "01092134"
	case 54:
		return "01072127"
	case 61:
		return "01102128"
	case 62:
		return "01122130"
	case 63:
		return "01022128"
	case 64:
		return "01052122"
	case 65:
		return "010521329090" + "4043"
	case 71:
		return "0123"
	case 81, 82, 83:
		return "0101"
	}
	return ""
}

// publicCode reports whether 18 digits are a unified social credit code
// (GB 32100-2015), which is public. One identity number in 31 has the check
// digit of such a code by chance, so either the organisation code within it
// must be right as well (GB 11714) or the text must say what it is.
func publicCode(text string, digits []byte, at span) bool {
	if digits[17] == 'X' && text[at.to-1] == 'x' || !creditCheck(digits) {
		return false
	}
	if strings.Contains(lastRunes(text[:at.from], 16), "信用代码") {
		return true
	}
	return strings.IndexByte("159", digits[0]) >= 0 && isRegion(digits[2:8]) && organisationCheck(digits[8:17])
}

// creditCheck reports whether the last character of 18 is the check character of
// a unified social credit code.
func creditCheck(code []byte) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for _, c := range code[:17] {
		sum += strings.IndexByte(alphabet, c) * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == code[17]
}

// organisationCheck reports whether nine digits are an organisation code.
func organisationCheck(code []byte) bool {
	sum := 0
	for i, weight := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(code[i]-'0')
	}
	switch check := 11 - sum%11; check {
	case 10:
		return code[8] == 'X'
	case 11:
		return code[8] == '0'
	default:
		return code[8] == byte('0'+check)
	}
}
