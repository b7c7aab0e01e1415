package main

import "strings"

// nearest returns the word that was most likely meant: the one with the fewest
// edits, at most a third of its letters; "" when none is near. Case and hyphens
// do not count: --baseURL means --base-url.
func nearest(typed string, words []string) string {
	best, fewest := "", 0
	for _, word := range words {
		a, b := fold(typed), fold(word)
		d := distance(a, b)
		if len(a) > 0 && len(b) > 0 && a[0] == b[0] {
			d-- // people seldom miss the first letter
		}
		if d < max(2, 1+len(b)/3) && (best == "" || d < fewest) {
			best, fewest = word, d
		}
	}
	return best
}

func fold(s string) []rune {
	return []rune(strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(s)))
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that lead from a to b.
func distance(a, b []rune) int {
	var before []int // the row before the previous one
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			row[j+1] = previous[j]
			if a[i] != b[j] {
				row[j+1] = 1 + min(previous[j], previous[j+1], row[j])
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, previous = previous, row
	}
	return previous[len(b)]
}
