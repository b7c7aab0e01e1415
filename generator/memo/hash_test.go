package memo_test

import (
	"fmt"
	"slices"
	"testing"

	"jianbao/generator/memo"
)

type inner struct{ A, B string }

type plain struct {
	Text   string
	Number int64
	Yes    bool
	List   []string
	Inner  *inner
	Params map[string]any
	Sum    memo.Sum
	Large  string `json:"-"`
}

// Whatever a layout could tell apart has another sum.
func TestHasher(t *testing.T) {
	values := []any{
		plain{},
		plain{Text: "a"},
		plain{Number: 1},
		plain{Yes: true},
		plain{List: []string{""}},
		plain{List: []string{"", ""}},
		plain{Inner: &inner{}},
		plain{Inner: &inner{A: "x"}},
		plain{Inner: &inner{B: "x"}},
		plain{Sum: memo.Of()},
		plain{Params: map[string]any{"a": nil}},
		plain{Params: map[string]any{"a": "1"}},
		plain{Params: map[string]any{"a": int64(1)}},
		plain{Params: map[string]any{"a": 1.0}},
		plain{Params: map[string]any{"b": 1.0}},
		plain{Params: map[string]any{"a": []any{"1"}}},
		plain{Params: map[string]any{"a": map[string]any{"1": true}}},
		plain{Params: map[string]any{"a": true, "b": false}},
		&plain{},
		[]string{"ab", "c"},
		[]string{"a", "bc"},
		[]string{"abc"},
		"", nil, 0, int64(0), false, []byte("a"), uint8(97), -1,
	}
	seen, short := map[memo.Sum]int{}, map[uint32]int{}
	var hasher memo.Hasher
	for i, v := range values {
		if j, twice := short[hasher.Short(v)]; twice {
			t.Errorf("%#v and %#v have one short sum", values[j], v)
		}
		short[hasher.Short(v)] = i
		if again := new(memo.Hasher).Short(v); again != hasher.Short(v) {
			t.Errorf("%#v has two short sums", v)
		}
		sum := hasher.Sum(v)
		if j, twice := seen[sum]; twice {
			t.Errorf("%#v and %#v have one sum", values[j], v)
		}
		seen[sum] = i
		if again := new(memo.Hasher).Sum(v); again != sum {
			t.Errorf("%#v has two sums", v)
		}
	}
	if hasher.Sum("a", "b") == hasher.Sum("ab") || hasher.Sum(plain{Large: "x"}) != hasher.Sum(plain{}) {
		t.Error("the border between values counts, and what a Sum stands for does not")
	}
	for _, pair := range [][2]any{{&inner{A: "x"}, &inner{A: "x"}}, {&larger{C: "x"}, &larger{C: "x"}}} {
		if hasher.Sum(pair[0]) != hasher.Sum(pair[1]) {
			t.Errorf("equal values behind two pointers have two sums: %T", pair[0])
		}
	}
}

// What is too long to be hashed in one piece is told apart wherever it differs, behind
// a pointer, too.
func TestHasherOfMuch(t *testing.T) {
	seen := map[memo.Sum]string{}
	var hasher memo.Hasher
	for _, n := range []int{1, 2999, 3000} {
		for _, changed := range []int{-1, 0, 1500, n - 1} {
			list := slices.Repeat([]string{"推动绿色发展"}, n)
			if changed >= 0 && changed < n {
				list[changed] = "推动绿色发屏"
			}
			for name, v := range map[string]any{"list": list, "pointer": &struct{ A, B, C []string }{C: list}, "lists": [][]string{list, list}} {
				what := fmt.Sprint(name, n, changed >= 0 && changed < n, changed)
				if n == 1 {
					what = fmt.Sprint(name, changed == 0)
				} else if changed < 0 {
					what = fmt.Sprint(name, n)
				}
				sum := hasher.Sum(v)
				if other, twice := seen[sum]; twice && other != what {
					t.Errorf("%s and %s have one sum", what, other)
				}
				seen[sum] = what
				if new(memo.Hasher).Sum(v) != sum {
					t.Errorf("%s has two sums", what)
				}
			}
		}
	}
}

func TestHasherRefusesWhatIsNotPlain(t *testing.T) {
	for _, v := range []any{func() {}, make(chan int), struct{ F func() }{}, complex(1, 1)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was hashed", v)
				}
			}()
			new(memo.Hasher).Sum(v)
		}()
	}
}

func BenchmarkHasher(b *testing.B) {
	v := plain{Text: "推动绿色发展", List: []string{"a", "b"}, Inner: &inner{"x", "y"}, Params: map[string]any{"a": "1", "b": int64(2)}}
	var hasher memo.Hasher
	for b.Loop() {
		hasher.Sum(v)
	}
}
