package watch_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"jianbao/generator/watch"
)

func TestFolderIsRenamed(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		write(t, dir, "content/a/x.md", "x")
		write(t, dir, "content/a/sub/y.md", "y")
		b := build(t, start(t, opts), dir)
		for i := range 4 {
			from, to := "content/"+string(rune('a'+i)), "content/"+string(rune('b'+i))
			must(t, os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)))
			b.catchUp(t)
			write(t, dir, to+"/x.md", to)
			b.catchUp(t)
			write(t, dir, to+"/sub/y.md", to)
			b.catchUp(t)
			write(t, dir, from+"/sub/y.md", from) // a new folder of the old name
			b.catchUp(t)
			write(t, dir, from+"/sub/y.md", from+" again")
			b.catchUp(t)
			must(t, os.RemoveAll(filepath.Join(dir, from)))
			b.catchUp(t)
		}
	})
}

// The watch that a folder loses on its way is set up again, although it is where it was.
func TestFolderIsRenamedAndBack(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		here, there := filepath.Join(dir, "content", "改革"), filepath.Join(dir, "content", "开放")
		for i := range 5 {
			must(t, os.Rename(here, there))
			must(t, os.Rename(there, here))
			write(t, dir, "site.yaml", fmt.Sprint("title: ", i))
			b.catchUp(t)
			write(t, dir, "content/改革/绿色.md", fmt.Sprint(i))
			b.catchUp(t)
		}
	})
}

func TestFoldersAreExchanged(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		write(t, dir, "content/a/x/f.md", "a")
		write(t, dir, "content/b/x/f.md", "b")
		b := build(t, start(t, opts), dir)
		at := func(name string) string { return filepath.Join(dir, "content", name) }
		for i := range 3 {
			must(t, os.Rename(at("a"), at("c")))
			must(t, os.Rename(at("b"), at("a")))
			must(t, os.Rename(at("c"), at("b")))
			b.catchUp(t)
			for _, name := range []string{"a", "b"} {
				write(t, dir, "content/"+name+"/x/f.md", fmt.Sprint(name, i))
				b.catchUp(t)
			}
		}
	})
}

func TestDeepFoldersAppear(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		for i := range 10 {
			deep := fmt.Sprintf("content/%d/新/深/更深", i)
			write(t, dir, deep+"/a.md", "a")
			b.catchUp(t)
			write(t, dir, deep+"/a.md", "b")
			b.catchUp(t)
		}
	})
}

func TestManyFoldersAreCopied(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		for range 3 {
			for i := range 300 {
				write(t, dir, fmt.Sprintf("content/many/%d/%d/a.md", i%17, i), "a")
			}
			b.catchUp(t)
			write(t, dir, "content/many/16/16/a.md", "b")
			b.catchUp(t)
			must(t, os.RemoveAll(filepath.Join(dir, "content", "many")))
			b.catchUp(t)
		}
	})
}

// The watched folders, and the site itself, go and come back.
func TestFoldersAreDeletedAndRestored(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		for _, name := range []string{"content", "layouts", "."} {
			gone, aside := filepath.Join(dir, name), t.TempDir()
			must(t, os.CopyFS(aside, os.DirFS(gone)))
			must(t, os.RemoveAll(gone))
			b.catchUp(t)
			must(t, os.CopyFS(gone, os.DirFS(aside)))
			b.catchUp(t)
			for range 2 {
				write(t, dir, "content/改革/绿色.md", "after "+name)
				b.catchUp(t)
				write(t, dir, "site.yaml", "title: "+name)
				b.catchUp(t)
			}
		}
	})
}

// What is named in Options.Watch may be a link to a folder, lie deeper, or not exist yet.
func TestWatchedFolders(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		must(t, os.Rename(filepath.Join(dir, "content"), filepath.Join(dir, "texts")))
		must(t, os.Symlink("texts", filepath.Join(dir, "content")))
		opts.Watch = append(opts.Watch, "data/words/terms.yaml")
		w := start(t, opts)
		for i := range 2 {
			write(t, dir, "content/a.md", fmt.Sprint(i))
			wake(t, w)
			rest(t, w)
			write(t, dir, "data/words/terms.yaml", fmt.Sprint(i))
			wake(t, w)
			rest(t, w)
			quietly(t, w, func() { write(t, dir, "data/words/other.yaml", fmt.Sprint(i)) })
		}
		must(t, os.RemoveAll(filepath.Join(dir, "data")))
		wake(t, w)
		write(t, dir, "data/words/terms.yaml", "back")
		wake(t, w)
	})
}

// Whatever is done to the tree, at last it is seen as it is.
func TestRandomTrees(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		b := build(t, start(t, opts), dir)
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 0))
		t.Logf("seed %d", seed)
		for i := range 400 {
			change(dir, random, i)
			if random.IntN(8) == 0 {
				b.catchUp(t)
			}
		}
		b.catchUp(t)
	})
}

// change does something, if it can be done: that a folder is not empty, or a
// name is taken, does not matter here.
func change(dir string, random *rand.Rand, i int) {
	name := func() string {
		path := filepath.Join(dir, "content")
		for range 1 + random.IntN(4) {
			path = filepath.Join(path, string(rune('a'+random.IntN(4))))
		}
		return path
	}
	switch random.IntN(10) {
	case 0, 1, 2:
		os.MkdirAll(filepath.Dir(name()), 0o755)
	case 3, 4, 5:
		os.WriteFile(name(), fmt.Append(nil, i), 0o644)
	case 6, 7, 8:
		os.Rename(name(), name())
	case 9:
		os.RemoveAll(name())
	}
}
