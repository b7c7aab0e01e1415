package memo_test

import (
	"slices"
	"testing"

	"jianbao/generator/memo"
)

func TestOfList(t *testing.T) {
	text := func(word *string, data []byte) []byte { return append(append(data, byte(len(*word))), *word...) }
	long := make([]string, 5000)
	for i := range long {
		long[i] = "改革"
	}
	seen := map[memo.Sum]int{}
	for i, list := range [][]string{nil, {""}, {"ab", "c"}, {"a", "bc"}, {"c", "ab"}, long, long[1:]} {
		sum := memo.OfList(list, text)
		if sum != memo.OfList(slices.Clone(list), text) {
			t.Errorf("%d: two sums of one list", i)
		}
		if other, taken := seen[sum]; taken {
			t.Errorf("lists %d and %d have one sum", other, i)
		}
		seen[sum] = i
	}
}
