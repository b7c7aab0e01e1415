package site

// nearest returns the candidate that differs from s by the fewest edits, at
// most a quarter of its characters; the first of equals; "" when none is near.
func nearest(s string, candidates []string) string {
	want := []rune(s)
	best, limit := "", len(want)/4+1
	for _, c := range candidates {
		if d := distance(want, []rune(c), limit); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance of a and b, or limit when it is not less.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return min(row[len(b)], limit)
}
