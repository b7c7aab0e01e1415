package build

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestCounterparts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		olds := random.Perm(1 + random.IntN(30)) // all different
		news := slices.Clone(olds)
		slices.Reverse(news)
		for range random.IntN(8) {
			switch at := random.IntN(len(news)); random.IntN(4) {
			case 0:
				news = slices.Insert(news, at, 100+random.IntN(100)) // may be there twice
			case 1:
				news = append(slices.Delete(news, at, at+1), 300)
			case 2:
				news[at] = 200 + random.IntN(100)
			case 3:
				other := random.IntN(len(news))
				news[at], news[other] = news[other], news[at]
			}
		}
		found := counterparts(len(olds), func(i int) int { return olds[i] }, len(news), func(i int) int { return news[i] })
		for old, i := range found {
			if want := slices.Index(news, olds[old]); i != want {
				t.Fatalf("%d is found at %d, not %d: %v in %v", olds[old], i, want, olds, news)
			}
		}
	}
}
