package strict

import (
	"slices"
	"strings"
	"unicode"
)

// nearest returns the name that a misspelt one most likely stands for, and its
// key; "" when none is near.
func nearest(misspelt string, keys []Key) (name string, key Key) {
	folded := fold(misspelt)
	best := len(folded)/3 + 2 // worse than this is no likeness
	try := func(candidate, suggestion string, k Key) {
		other := fold(candidate)
		if d := distance(folded, other); d < best && d <= allowed(folded, other) {
			best, name, key = d, suggestion, k
		}
	}
	for _, k := range keys {
		try(k.Name, k.Name, k)
		for _, twin := range k.Twins {
			try(twin, twin, k)
		}
		for _, like := range k.Likes {
			try(like, k.Name, k)
		}
	}
	return name, key
}

// allowed is how many slips of the hand two names may be apart: one in three
// characters, but never all of a name.
func allowed(a, b []rune) int {
	shorter, longer := min(len(a), len(b)), max(len(a), len(b))
	return min(max(1, longer/3), shorter-1)
}

// fold makes names equal that look or sound alike to people: without case,
// full-width forms, separators, and the traditional characters of our keys.
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

// distance counts the slips between two words: a character too many, too few,
// wrong, or changed places with the next (Damerau and Levenshtein, restricted).
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := last[j-1]
			if a[i-1] != b[j-1] {
				wrong++
			}
			row[j] = min(last[j]+1, row[j-1]+1, wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
