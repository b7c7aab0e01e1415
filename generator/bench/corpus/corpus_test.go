package corpus_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"jianbao/generator/bench/corpus"
)

func files(o corpus.Options) map[string]string {
	all := map[string]string{}
	for f := range o.Files() {
		all[f.Path] = string(f.Data)
	}
	return all
}

func TestSeedDecides(t *testing.T) {
	one := files(corpus.Options{Bulletins: 200, Seed: 1})
	if !maps.Equal(one, files(corpus.Options{Bulletins: 200, Seed: 1})) {
		t.Error("the same seed gives other bytes")
	}
	other := files(corpus.Options{Bulletins: 200, Seed: 2})
	for name, text := range other {
		if strings.Contains(name, "/n0") && one[name] == text {
			t.Errorf("another seed gives the same %s", name)
		}
	}
}

func TestBulletinsStandAlone(t *testing.T) {
	all := files(corpus.Options{Bulletins: 50, Seed: 1})
	b := corpus.Options{Bulletins: 50, Seed: 1}.Bulletin(37)
	if all[b.Source] != string(b.Files[0].Data) {
		t.Error("a bulletin made alone is another one")
	}
}

// The corpus has what real bulletins have, in their proportions.
func TestLikeRealOnes(t *testing.T) {
	const n = 1000
	bytesOf, years, columns, has := 0, map[int]bool{}, map[string]bool{}, map[string]int{}
	for b := range (corpus.Options{Bulletins: n, Columns: 20, Seed: 3}).All() {
		text := b.Files[0].Data
		bytesOf += len(text)
		years[b.Year] = true
		columns[strings.Split(b.Source, "/")[1]] = true
		for _, mark := range []string{"\n| --: |", "\n- ", "[^1]", "chart.png", "annex.pdf", "**", "\n> ", "](/", "\nnumber: "} {
			if bytes.Contains(text, []byte(mark)) {
				has[mark]++
			}
		}
	}
	if average := bytesOf / n; average < 6500 || average > 7500 {
		t.Errorf("a bulletin has %d bytes on average", average)
	}
	if len(years) != 15 || len(columns) != 20 {
		t.Errorf("%d years, %d columns", len(years), len(columns))
	}
	for mark, count := range has {
		if count < n/20 {
			t.Errorf("only %d of %d bulletins have %q", count, n, mark)
		}
	}
	if len(has) != 9 {
		t.Errorf("some things are in no bulletin: %v", has)
	}
}

func TestScale(t *testing.T) {
	size := func(scale int) (n int) {
		for b := range (corpus.Options{Bulletins: 100, Seed: 1, Scale: scale}).All() {
			n += len(b.Files[0].Data)
		}
		return n
	}
	if ratio := float64(size(4)) / float64(size(1)); ratio < 3 || ratio > 4 {
		t.Errorf("bodies four times as long: %.1f times the bytes", ratio)
	}
}
