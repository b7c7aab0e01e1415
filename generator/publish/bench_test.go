//go:build unix

package publish_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

// BenchmarkPublish publishes the files of a site of 10,000 bulletins: 24,000 in
// 10,000 folders. Copying them as they are is there to compare with.
//
//	go test -run '^$' -bench Publish -benchtime 5x ./generator/publish
func BenchmarkPublish(b *testing.B) {
	site := sampleSite()
	folder := func(b *testing.B) string { return filepath.Join(b.TempDir(), "public") }
	b.Run("copy", func(b *testing.B) {
		for b.Loop() {
			dir := folder(b)
			for _, name := range site.names {
				os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)
				if err := os.WriteFile(filepath.Join(dir, name), site.data[name], 0o644); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			site.publish(b, folder(b))
		}
	})
	dir := folder(b)
	site.publish(b, dir)
	b.Run("first change", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			if err := os.RemoveAll(filepath.Join(filepath.Dir(dir), ".jianbao", "public", "previous")); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			site.publish(b, dir, site.change())
		}
	})
	for began := time.Now(); time.Since(began) < 3*time.Second; { // until no stamp is fresh any more
		site.publish(b, dir)
	}
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			site.publish(b, dir)
		}
	})
	b.Run("one changed", func(b *testing.B) {
		for b.Loop() {
			site.publish(b, dir, site.change())
		}
	})
}

type benchSite struct {
	names []string
	data  map[string][]byte
	sums  map[string]memo.Sum
	edits int
}

func sampleSite() *benchSite {
	s := &benchSite{data: map[string][]byte{}, sums: map[string]memo.Sum{}}
	for i := range 10_000 {
		column := fmt.Sprintf("column-%d/n%05d/", i%8, i)
		s.data[column+"index.html"] = bytes.Repeat(fmt.Appendf(nil, "<p>%d</p>", i), 1500)
		s.data[column+"index.json"] = bytes.Repeat(fmt.Appendf(nil, "%d,", i), 300)
		if i%5 < 2 {
			s.data[fmt.Sprintf("tags/%d.html", i)] = bytes.Repeat([]byte("<li>"), 500)
		}
	}
	for name, data := range s.data {
		s.sums[name] = memo.OfFile(data)
	}
	s.names = slices.Sorted(maps.Keys(s.data))
	return s
}

// change edits one file.
func (s *benchSite) change() string {
	s.edits++
	name := fmt.Sprintf("column-%d/n%05d/index.html", s.edits%8, s.edits)
	s.data[name] = append(bytes.Clone(s.data[name]), '!')
	s.sums[name] = memo.OfFile(s.data[name])
	return name
}

// publish publishes from two goroutines what was changed, and keeps the rest
// where there is something to keep.
func (s *benchSite) publish(b *testing.B, dir string, changed ...string) {
	b.Helper()
	g, err := publish.Open(b.Context(), publish.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer g.Abort()
	var workers sync.WaitGroup
	half := len(s.names) / 2
	for _, names := range [][]string{s.names[:half], s.names[half:]} {
		workers.Go(func() {
			for _, name := range names {
				if !slices.Contains(changed, name) {
					if kept, err := g.Keep(memo.File{Path: name, Sum: s.sums[name]}); kept || err != nil {
						continue
					}
				}
				if err := g.Write(name, s.data[name]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if _, err := g.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
}
