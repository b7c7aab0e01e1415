// Package nearest finds the word that someone most likely meant by a misspelt
// one: a key of front matter, a command, the path of a link.
package nearest

import (
	"slices"
	"strings"
	"unicode"
)

// Word returns the word that is nearest to the one that was typed: at most one
// in three characters is a slip, and never all but none are right. Case,
// full-width forms, separators and traditional characters do not count. Of
// equals it is the first that begins alike, since people seldom miss the first
// letter, else the first; "" when none is near.
func Word(typed string, words []string) string {
	want := fold(typed)
	best, fewest, alike := "", len(want)+1, false
	for _, word := range words {
		got := fold(word)
		shorter, longer := min(len(want), len(got)), max(len(want), len(got))
		allowed := min(max(1, longer/3), shorter-1, fewest)
		n := slips(want, got, allowed+1)
		if begins := shorter > 0 && want[0] == got[0]; n <= allowed && (n < fewest || begins && !alike) {
			best, fewest, alike = word, n, begins
		}
	}
	return best
}

// Path is like Word for long names, as paths and headings are: at most a
// quarter of the characters may differ, and each of them counts.
func Path(name string, paths []string) string {
	want := []rune(name)
	best, limit := "", len(want)/4+1
	for _, path := range paths {
		if d := slips(want, []rune(path), limit); d < limit {
			best, limit = path, d
		}
	}
	return best
}

// fold makes names equal that look or sound alike to people.
func fold(s string) []rune {
	folded := make([]rune, 0, len(s))
	for _, r := range s {
		if r > '！' && r <= '～' {
			r += '!' - '！'
		}
		switch {
		case unicode.IsSpace(r), strings.ContainsRune("_-:：.", r):
		default:
			folded = append(folded, simplified(unicode.ToLower(r)))
		}
	}
	return folded
}

// The characters in which the Chinese names of keys differ between the two
// scripts, and their simplified forms at the same places.
const (
	traditionalForms = "標題發佈時間來責編輯關鍵詞標籤簽圖號機類總數錄審穩廢頂網舊參數導權頁條認說狀態觀"
	simplifiedForms  = "标题发布时间来责编辑关键词标签签图号机类总数录审稳废顶网旧参数导权页条认说状态观"
)

var toSimplified = [2][]rune{[]rune(traditionalForms), []rune(simplifiedForms)}

func simplified(r rune) rune {
	if i := slices.Index(toSimplified[0], r); i >= 0 {
		return toSimplified[1][i]
	}
	return r
}

// slips counts the slips of the hand between two words: a character too many,
// too few, wrong, or changed places with the next (the restricted distance of
// Damerau and Levenshtein). It gives up at limit.
func slips(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			wrong := last[j]
			if a[i] != b[j] {
				wrong++
			}
			row[j+1] = min(wrong, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		if min(slices.Min(row), slices.Min(last)) >= limit { // the next rows cannot be better
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
