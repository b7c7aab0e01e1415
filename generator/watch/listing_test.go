package watch_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"jianbao/generator/source"
	"jianbao/generator/watch"
)

// listed waits until a watcher lists a folder as a build would list it.
func listed(t *testing.T, w *watch.Watcher, dir, name string) {
	t.Helper()
	tree, err := source.Open(dir)
	must(t, err)
	defer tree.Close()
	late := time.After(deadline)
	for {
		got, ok := w.Listing().Files(name)
		want, said := tree.List(name)
		if ok && len(said) == 0 && reflect.DeepEqual(got, want) {
			return
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-late:
			t.Fatalf("%s is listed as\n%v, %v\nwant\n%v, %v", name, got, ok, want, said)
		}
	}
}

// Whatever is done to the tree, it is listed as a build would list it.
func TestListing(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		for i, name := range []string{"a/b.md", "a.md", "a-b.md", "a/b-c/d.md", "a/b/c.md", "改革.md", ".hidden/a.md", "a/b.md~"} {
			write(t, dir, "content/"+name, fmt.Sprint(i))
		}
		w := start(t, opts)
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 0))
		t.Logf("seed %d", seed)
		for i := range 100 {
			change(dir, random, i)
			if random.IntN(8) == 0 {
				listed(t, w, dir, "content")
			}
		}
		for _, name := range []string{"content", "layouts"} {
			listed(t, w, dir, name)
		}
		began := w.Listing().Since()
		must(t, os.Chtimes(filepath.Join(dir, "layouts", "base.html"), time.Now(), time.Unix(1, 0)))
		listed(t, w, dir, "layouts") // a touch wakes nobody, but is seen
		if since := w.Listing().Since(); !since.After(began) || since.After(time.Now()) {
			t.Errorf("it holds since %v, not since after %v", since, began)
		}
	})
}

// Where there is more to tell than files, and what is not there, builds look themselves.
func TestListingOfTheUnusual(t *testing.T) {
	t.Parallel()
	link := func(target string) func(path string) error {
		return func(path string) error { return os.Symlink(target, path) }
	}
	file := func(path string) error { return os.WriteFile(path, []byte("x"), 0o644) }
	folder := func(path string) error { return os.Mkdir(path, 0o755) }
	for name, make := range map[string]func(path string) error{
		"content/改革/link.md": link("绿色.md"),
		"content/gone.md":    link("nothing"),
		"content/a\\b.md":    file,
		"content/a\tb":       folder,
		"content/cache":      folder, // is excluded
		"content":            link("texts"),
	} {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
				w := start(t, opts)
				listed(t, w, dir, "content")
				if _, ok := w.Listing().Files("assets"); ok {
					t.Error("a folder is listed that is not there")
				}
				path := filepath.Join(dir, filepath.FromSlash(name))
				if name == "content" {
					must(t, os.Rename(path, filepath.Join(dir, "texts")))
				}
				must(t, make(path))
				late := time.After(deadline)
				for ok := true; ok; _, ok = w.Listing().Files("content") {
					select {
					case <-time.After(5 * time.Millisecond):
					case <-late:
						t.Fatal("files are listed, and nothing is said")
					}
				}
				must(t, os.Remove(path))
				switch name {
				case "content/cache":
					return // what is excluded is not looked at again for its own sake
				case "content":
					must(t, os.Rename(filepath.Join(dir, "texts"), path))
				}
				listed(t, w, dir, "content")
			})
		})
	}
}
