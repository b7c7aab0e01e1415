package search

// gram is a pair of letters packed into 52 bits:
//
//	14  a hash of the two letters
//	18  the first letter
//	18  the second; 0 = a single letter
//	 1  whether a break lies between
//	 1  whether this is the list of all bulletins, not that of titles
//
// So grams in order are in the order of the files, whatever the number of
// shards: the lists of one pair are neighbours, and a shard is a range.
type gram uint64

const (
	hashBits   = 14
	letterBits = 18 // no letter is above U+3FFFF
	pairBits   = 2*letterBits + 1
	gramBits   = hashBits + pairBits + 1

	endGram gram = 1 << gramBits // after all others
)

func makeGram(a, b rune, broken bool) gram {
	h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	g := gram(h&(1<<hashBits-1))<<pairBits | gram(a)<<(letterBits+1) | gram(b)<<1
	if broken {
		g |= 1
	}
	return g << 1
}

// inTitle and anywhere are the two lists of a pair.
func (g gram) inTitle() gram    { return g &^ 1 }
func (g gram) anywhere() gram   { return g | 1 }
func (g gram) isAnywhere() bool { return g&1 == 1 }

// first and second are what the entry of a shard begins with.
func (g gram) first() uint64  { return uint64(g >> (letterBits + 2) & (1<<letterBits - 1)) }
func (g gram) second() uint64 { return uint64(g >> 1 & (1<<(letterBits+1) - 1)) }

// shard returns the shard of a gram among 1<<bits of them. Pairs that differ by
// a break share one.
func (g gram) shard(bits int) int { return int(g >> (gramBits - bits)) }
