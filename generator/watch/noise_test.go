package watch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jianbao/generator/watch"
)

// What does not count wakes nobody, whatever happens to it.
func TestNoise(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		write(t, dir, "content/cache/x", "excluded before the start")
		w := start(t, opts)
		calm(t, w)
		green := filepath.Join(dir, "content", "改革", "绿色.md")
		text, err := os.ReadFile(green)
		must(t, err)
		for name, noise := range map[string]func(){
			"temporary names": func() {
				for _, name := range []string{"4913", "a.md~", ".a.md.swp", ".a.swx", ".#a.md", "#a.md#", ".goutputstream-X1", "a.tmp", ".DS_Store", "~$a.docx", "Thumbs.db", "绿色.md___jb_tmp___"} {
					write(t, dir, "content/改革/"+name, "x")
					write(t, dir, "content/改革/"+name, "y")
					must(t, os.Remove(filepath.Join(dir, "content", "改革", name)))
				}
			},
			"hidden folders": func() {
				for i := range 20 {
					write(t, dir, fmt.Sprintf("content/.git/objects/%d/x", i), "x")
				}
				must(t, os.Rename(filepath.Join(dir, "content", ".git"), filepath.Join(dir, "content", ".old")))
				must(t, os.RemoveAll(filepath.Join(dir, "content", ".old")))
			},
			"the output and the cache": func() {
				for i := range 20 {
					write(t, dir, fmt.Sprintf("public/%d/index.html", i), "x")
					write(t, dir, fmt.Sprintf("content/cache/%d/entry", i), "x")
				}
				must(t, os.Rename(filepath.Join(dir, "public"), filepath.Join(dir, "old")))
				must(t, os.RemoveAll(filepath.Join(dir, "old")))
			},
			"other files of the site": func() {
				write(t, dir, "README.md", "x")
				write(t, dir, "docs/a.md", "x")
				must(t, os.RemoveAll(filepath.Join(dir, "docs")))
			},
			"touch": func() { must(t, os.Chtimes(green, time.Now(), time.Now())) },
			"touch with a date of long ago": func() {
				must(t, os.Chtimes(green, time.Unix(0, 0), time.Unix(0, 0)))
			},
			"chmod":                    func() { must(t, os.Chmod(green, 0o600)) },
			"the same bytes, in place": func() { must(t, os.WriteFile(green, text, 0o644)) },
			"the same bytes, replaced": func() {
				must(t, os.WriteFile(green+".tmp", text, 0o644))
				must(t, os.Rename(green+".tmp", green))
			},
		} {
			quietly(t, w, noise)
			if t.Failed() {
				t.Fatal(name)
			}
		}
		cookie(t, w, dir)
		rest(t, w)
	})
}

// Files that have rested for a while are read in spare time, and then again
// when their times change.
func TestTouchAndRewriteOfOldFiles(t *testing.T) {
	t.Parallel()
	const files = 300
	dirs := map[string]string{}
	for _, m := range modes {
		dirs[m.name] = newSite(t)
		for i := range files {
			write(t, dirs[m.name], fmt.Sprintf("content/%d/index.md", i), "text")
		}
	}
	<-time.After(2100 * time.Millisecond) // the age from which a file's times are trusted
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			dir := dirs[m.name]
			w := start(t, options(t, dir, m.poll))
			calm(t, w)
			path := func(i int) string { return filepath.Join(dir, "content", fmt.Sprint(i), "index.md") }
			// As many bytes, with the old time: rewritten all the same.
			for i := range 3 {
				info, err := os.Stat(path(i))
				must(t, err)
				must(t, os.WriteFile(path(i), []byte("TEXT"), 0o644))
				must(t, os.Chtimes(path(i), info.ModTime(), info.ModTime()))
				wake(t, w)
				rest(t, w)
			}
			quietly(t, w, func() {
				for _, at := range []time.Time{time.Now(), time.Unix(0, 0), time.Now().AddDate(70, 0, 0)} {
					for i := range files {
						must(t, os.Chtimes(path(i), at, at))
						must(t, os.Chmod(path(i), 0o640))
					}
					pause()
				}
			})
		})
	}
}

// A file that was written a moment ago may be written again within the same
// tick of the clock; its times do not tell.
func TestRewriteAtOnce(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		for i := range 20 {
			at := time.Unix(1_600_000_000, 0)
			write(t, dir, "content/a.md", fmt.Sprintf("text %03d", i))
			must(t, os.Chtimes(filepath.Join(dir, "content", "a.md"), at, at))
			b.catchUp(t)
		}
	})
}

// A watcher says when the latest sign of a change came, be it only a touch.
func TestLatest(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		if got := w.Latest(); !got.IsZero() {
			t.Errorf("before any change it is %v", got)
		}
		began := time.Now().Round(0)
		cookie(t, w, dir)
		first := w.Latest()
		if first.Before(began) || first.After(time.Now()) {
			t.Errorf("the change came between %v and now, not at %v", began, first)
		}
		quietly(t, w, func() {
			must(t, os.Chtimes(filepath.Join(dir, "site.yaml"), time.Now(), time.Now()))
			for until := time.Now().Add(deadline); w.Latest().Equal(first) && time.Now().Before(until); {
				<-time.After(time.Millisecond)
			}
		})
		if !w.Latest().After(first) {
			t.Error("a touch is no sign")
		}
	})
}
