package check

// mobileNumber finds the next mobile number of mainland China at a group of a
// figure, with or without the country code. Before the group last another number
// ends, so that numbers with nothing but spaces between them are all found.
func mobileNumber(f *figure, from, last int) (number span, next int) {
	digits, at := f.of(window{from, from + 1})
	if n := countryCode(f.text[:at.from], digits); n > 0 {
		if n < len(digits) {
			number = span{f.groups[from].from + n, f.groups[from].to}
			if isMobile(digits[n:]) && !otherNumber(f.text, at) {
				return number, from + 1
			}
			return span{}, 0
		}
		if w, found := mobileGroups(f, from+1, from+1); found {
			return f.all(w), w.to
		}
	}
	if w, found := mobileGroups(f, from, last); found {
		return f.all(w), w.to
	}
	return span{}, 0
}

// countryCode returns how many of a group's digits are the country code: all of
// them where it is a group of its own.
func countryCode(before string, digits []byte) int {
	plus := len(before) > 0 && before[len(before)-1] == '+' || len(before) > 2 && before[len(before)-3:] == "＋"
	switch s := string(digits); {
	case s == "86", s == "0086":
		return len(s)
	case len(s) == 13 && s[:2] == "86" && plus:
		return 2
	case len(s) == 15 && s[:4] == "0086":
		return 4
	}
	return 0
}

// mobileGroups finds a mobile number in one group, or in groups as people write them.
func mobileGroups(f *figure, from, last int) (w window, found bool) {
	for _, lengths := range [][]int{{11}, {3, 4, 4}, {3, 8}, {7, 4}, {3, 3, 5}, {4, 3, 4}, {4, 4, 3}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}} {
		w = window{from, from + len(lengths)}
		if w.to > len(f.groups) || !f.fits(w, lengths...) {
			continue
		}
		digits, at := f.of(w)
		return w, isMobile(digits) && f.stands(w, last) && !otherNumber(f.text, at)
	}
	return window{}, false
}

// isMobile reports whether digits are a mobile number by the ranges in use.
func isMobile(digits []byte) bool {
	if len(digits) != 11 || digits[0] != '1' {
		return false
	}
	third := digits[2]
	switch digits[1] {
	case '3', '8':
		return third != 'X'
	case '4':
		return third <= '1' || third >= '4'
	case '5', '9':
		return third != '4'
	case '6':
		return third == '2' || third >= '5' && third <= '7'
	case '7':
		return third <= '8'
	}
	return false
}
