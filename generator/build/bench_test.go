package build_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"jianbao/generator/bench/corpus"
	"jianbao/generator/build"
)

// corpusSite writes a site of n bulletins of some 7 KB.
func corpusSite(t testing.TB, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := (corpus.Options{Bulletins: n, Seed: 1}).Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// BenchmarkBuild builds a site of 1,000 bulletins: from nothing; again, with
// nothing changed; and with one text changed. Read the times as ratios of one run.
func BenchmarkBuild(b *testing.B) {
	dir := corpusSite(b, 1000)
	bulletins, err := filepath.Glob(filepath.Join(dir, "content/reform/n*.md"))
	if err != nil {
		b.Fatal(err)
	}
	run := func(name string, mind *build.Memory, before func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				before()
				publishSite(b, build.Options{Dir: dir, Memory: mind})
			}
		})
	}
	run("cold", nil, func() {})
	mind := build.NewMemory()

	publishSite(b, build.Options{Dir: dir, Memory: mind})
	run("unchanged", mind, func() {})
	n := 0
	run("one text", mind, func() {
		n++
		f, err := os.OpenFile(bulletins[0], os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(f, "\n第%d次补充。\n", n)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	})
}
