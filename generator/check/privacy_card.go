package check

import (
	"bytes"
	"strings"
)

// cardNumber finds the next number of a bank card at a group of a figure: 16 to
// 19 digits whose Luhn digit is right, and that begin as cards do.
func cardNumber(f *figure, from, last int) (number span, next int) {
	for _, w := range cardGroups(f, from) {
		digits, at := f.of(w)
		if !isCard(digits) || !f.stands(w, last) || isMistypedIdentity(digits) || publicCard(f.text, digits, at) {
			continue
		}
		if issuedHere(digits) && (len(digits) == 16 || len(digits) == 19) && digits[0] != '1' || grouped(f, w) || aboutCards(f.text[:at.from]) {
			return f.all(w), w.to
		}
	}
	return span{}, 0
}

// cardGroups returns the windows of a figure that are grouped as card numbers are.
func cardGroups(f *figure, from int) []window {
	if n := f.groups[from].len(); n >= 16 && n <= 19 {
		return []window{{from, from + 1}}
	}
	for _, lengths := range [][]int{
		{4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1}, {4, 4, 4, 4}, {6, 13}, {6, 10}, {6, 4, 4, 5}, {6, 4, 4, 4}, {5, 5, 5, 4}, {8, 8}, {6, 12}, {4, 4, 4, 7}, {4, 4, 8}, {6, 6, 7}, {10, 9},
	} {
		w := window{from, from + len(lengths)}
		if w.to <= len(f.groups) && f.fits(w, lengths...) && (lengths[0] == 4 || f.separator(w) == ' ') {
			return []window{w}
		}
	}
	return single(f, from)
}

// single returns the windows of 16 to 19 groups of one digit each.
func single(f *figure, from int) []window {
	to := from
	for to < len(f.groups) && to-from < 20 && f.groups[to].len() == 1 {
		to++
	}
	if n := to - from; n >= 16 && n <= 19 {
		return []window{{from, to}}
	}
	return nil
}

func isCard(digits []byte) bool {
	return digits[len(digits)-1] != 'X' && luhn(digits) && (issuedHere(digits) || issuedAbroad(digits))
}

// luhn reports whether the last digit is right by ISO/IEC 7812-1.
func luhn(digits []byte) bool {
	sum := 0
	for i, d := range digits {
		n := int(d - '0')
		if (len(digits)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// issuedHere reports whether digits begin as cards of banks of the mainland do:
// 62 for UnionPay, and the older series of the large banks.
func issuedHere(digits []byte) bool {
	for _, series := range []string{"62", "9558", "6013", "6858", "6907", "436742", "456351", "103"} {
		if strings.HasPrefix(string(digits), series) {
			return series == "62" || len(digits) == 19 || len(digits) == 16 && series != "103"
		}
	}
	return false
}

// issuedAbroad reports whether digits begin as the 16 of the other schemes do.
// Many numbers of things do, too.
func issuedAbroad(digits []byte) bool {
	first := value(digits[:4])
	return len(digits) == 16 && (digits[0] == '4' || first >= 5100 && first <= 5599 || first >= 2221 && first <= 2720 || first >= 3528 && first <= 3589)
}

// grouped reports whether a window is four times four digits.
func grouped(f *figure, w window) bool { return f.fits(w, 4, 4, 4, 4) }

// aboutCards reports whether a text that a number follows speaks of bank cards.
func aboutCards(before string) bool {
	before = strings.ToLower(lastRunes(before, 24))
	for _, word := range []string{"卡", "银行", "账号", "帐号", "账户", "开户", "card", "visa", "master"} {
		if strings.Contains(before, word) {
			return true
		}
	}
	return false
}

// isMistypedIdentity reports whether 18 digits are an identity number but for
// their check digit. Whoever wrote them did not mean a card.
func isMistypedIdentity(digits []byte) bool {
	return len(digits) == 18 && bytes.IndexByte(digits[:17], 'X') < 0 && isRegion(digits) && isDate(value(digits[6:10]), value(digits[10:12]), value(digits[12:14]))
}

// publicCard reports whether what looks like a card number is said to be something else.
func publicCard(text string, digits []byte, at span) bool {
	return otherNumber(text, at) || len(digits) == 18 && creditCheck(digits)
}
