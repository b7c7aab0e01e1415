package search

// Normal returns a text in its normal form, with a blank for each break.
func Normal(text string) string {
	var out []rune
	letters(text, func(r rune, broken bool) {
		if broken {
			out = append(out, ' ')
		}
		out = append(out, r)
	})
	return string(out)
}

// Shard returns the shard of a pair.
func Shard(a, b rune, shards uint32) uint32 {
	return makeGram(a, b, false, false).shard(shards)
}
