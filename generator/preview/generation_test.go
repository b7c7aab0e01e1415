package preview_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/memo"
	"jianbao/generator/preview"
)

// However files come and go, each generation has what was put into it, shares what it
// kept, and tells how it differs from the one before; one that was given up leaves no
// trace.
func TestRandomGenerations(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 5))
	var last *preview.Generation
	model := map[string]string{}
	for round := range 200 {
		next := map[string]string{}
		g := preview.NewGeneration(last)
		var want preview.Difference
		put := func(path, text string) {
			next[path] = text
			if err := g.Write(path, []byte(text)); err != nil {
				t.Fatal(err)
			}
			if err := g.Write(path, []byte(text+"!")); err == nil {
				t.Fatalf("%s was written twice", path)
			}
		}
		steady := random.IntN(3) > 0 // most builds change little
		for path, text := range model {
			switch n := random.IntN(100); {
			case n < 3 || !steady && n < 30:
				want.Removed = append(want.Removed, path)
			case n < 6 || !steady && n < 60:
				put(path, text+fmt.Sprint(round))
				want.Changed = append(want.Changed, path)
			case n < 50:
				put(path, text)
				want.Unchanged++
			default:
				file := memo.File{Path: path, Sum: memo.OfFile([]byte(text))}
				if kept, err := g.Keep(file, memo.File{Path: path + "x"}); kept || err != nil {
					t.Fatal("a file is kept with one that is not there", err)
				}
				if kept, err := g.Keep(file); !kept || err != nil {
					t.Fatalf("%s is not kept: %v", path, err)
				}
				if _, err := g.Keep(file); err == nil {
					t.Fatalf("%s is kept twice", path)
				}
				next[path] = text
				want.Unchanged++
			}
		}
		for range random.IntN(6) {
			path := fmt.Sprintf("p%d/index.html", random.IntN(300))
			if next[path] == "" && model[path] == "" {
				put(path, fmt.Sprintf("<p>%d</p>", round))
				want.Added = append(want.Added, path)
			}
		}
		for _, list := range [][]string{want.Added, want.Changed, want.Removed} {
			slices.Sort(list)
		}
		if diff := cmp.Diff(want, g.Difference()); diff != "" {
			t.Fatalf("round %d: %s", round, diff)
		}
		if random.IntN(4) == 0 {
			continue // given up
		}
		g.Seal()
		if diff := cmp.Diff(want, g.Difference()); diff != "" {
			t.Fatalf("round %d, sealed: %s", round, diff)
		}
		last, model = g, next
		look := preview.NewGeneration(last)
		for path, text := range model {
			if data, err := look.Before(path, memo.OfFile([]byte(text))); err != nil || !bytes.Equal(data, []byte(text)) {
				t.Fatalf("round %d: %s holds %q, %v", round, path, data, err)
			}
		}
		if d := look.Difference(); len(d.Removed) != len(model) || d.Unchanged > 0 {
			t.Fatalf("round %d has %d files, not %v", round, len(d.Removed), slices.Collect(maps.Keys(model)))
		}
	}
}
