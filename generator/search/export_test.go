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

// Shard returns the shard of a pair among 1<<bits of them.
func Shard(a, b rune, bits int) int { return makeGram(a, b, false).shard(bits) }
