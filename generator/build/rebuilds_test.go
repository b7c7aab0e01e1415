package build_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/build"
)

// Whoever watches builds thousands of times. Nothing may pile up.
func TestManyRebuilds(t *testing.T) {
	rebuilds, settled := atLeast(t, "JIANBAO_REBUILDS", 1000), 200
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.yaml": "title: 网站\nbaseURL: https://a.example/\n", "content/_index.md": "---\ntitle: 网站\n---\n", "content/a/_index.md": "---\ntitle: 甲\n---\n",
	})
	mind := build.NewMemory()
	var before map[string]string
	var first usage
	for n := range rebuilds {
		write(t, dir, map[string]string{
			fmt.Sprintf("content/a/b%d.md", n%5): fmt.Sprintf("---\ntitle: 第%d篇\ndate: 2020-01-0%d\nsource: 办公室\n---\n\n正文%d。\n", n, 1+n%7, n%11),
		})
		out := &remembering{memory: memory{files: map[string]string{}}, before: before}
		opts := build.Options{
			Dir: dir, Now: now, Starter: jianbao.Starter, Version: "test", Memory: mind, Jobs: 2,
			Output: func(context.Context) (build.Output, error) { return out, nil },
		}
		opts.ReadAt(time.Now().Add(time.Hour))
		result, err := build.Build(t.Context(), opts)
		if err != nil || !result.Published {
			t.Fatal(err, result.Diagnostics)
		}
		before = out.files
		if n == settled {
			first = measure()
		}
	}
	last := measure()
	t.Logf("after %d builds %+v, after %d %+v", settled, first, rebuilds, last)
	if float64(last.heap) > 1.1*float64(first.heap) || last.goroutines > first.goroutines || last.files > first.files {
		t.Errorf("something piles up")
	}
}

// usage is what a program takes of the machine.
type usage struct {
	heap              uint64 // bytes
	goroutines, files int
}

func measure() usage {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools had
	runtime.ReadMemStats(&stats)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil { // no system that tells
		open = nil
	}
	return usage{stats.HeapAlloc, runtime.NumGoroutine(), len(open)}
}
