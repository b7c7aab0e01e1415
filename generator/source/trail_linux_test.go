package source_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"jianbao/generator/source"
)

// A file on disk is read by way of open folders, others by their whole paths: both give
// the same text and say the same of it, in whatever order files are read.
func TestReadsAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	texts, complaints := 0, 0
	for range 20 {
		entries := append(randomEntries(r), "content/deep/er/a.md = 深", "content/deep/er/b.md = ", "content/deep/c.md = 浅", "content/deep/link.md -> c.md")
		dir := site(t, entries...)
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		tree, other := open(t, dir), source.New(root.FS())
		names := []string{"content", "content/deep", "content/none.md", "none/a.md", "content/ok.md/a.md", "../site/content/ok.md", "."}
		for _, entry := range entries {
			name, _, _ := strings.Cut(entry, " ")
			names = append(names, name)
		}
		for range 3 * len(names) {
			name := names[r.IntN(len(names))]
			got, said := tree.Text(name)
			want, wanted := other.Text(name)
			if string(got) != string(want) || !reflect.DeepEqual(said, wanted) {
				t.Fatalf("%s is %q, %v, want %q, %v", name, got, said, want, wanted)
			}
			if len(said) == 0 {
				texts++
			} else {
				complaints++
			}
		}
	}
	if texts < 100 || complaints < 100 {
		t.Errorf("%d texts and %d complaints try too little", texts, complaints)
	}
}

// A folder that has gone is not read from any more, and what is put in its place leads
// nowhere out of the site.
func TestReadFromChangedFolders(t *testing.T) {
	dir := site(t, "content/a/x.md = 旧", "content/b/x.md = 乙")
	outside := filepath.Join(filepath.Dir(dir), "outside")
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	tree := open(t, dir)
	text := func(name string) string {
		read, _ := tree.Text(name)
		return string(read)
	}
	change := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := text("content/a/x.md") + text("content/b/x.md") + text("content/a/x.md"); got != "旧乙旧" {
		t.Errorf("at first %s is read", got)
	}
	change(os.RemoveAll(in("content/a")))
	change(os.Mkdir(in("content/a"), 0o755))
	change(os.WriteFile(in("content/a/x.md"), []byte("新"), 0o644))
	if got := text("content/a/x.md"); got != "新" {
		t.Errorf("of a folder that was made anew %s is read", got)
	}
	change(os.Rename(in("content/a"), outside))
	change(os.WriteFile(filepath.Join(outside, "y.md"), []byte("密"), 0o644))
	change(os.Symlink(outside, in("content/a")))
	text("content/b/x.md")
	if got := text("content/a/y.md"); got != "" {
		t.Errorf("through a link out of the site %s is read", got)
	}
	tree.Close()
	for _, name := range openFiles(t) {
		if strings.HasPrefix(name, dir) {
			t.Errorf("%s is still open", name)
		}
	}
}

// openFiles returns what this process has open.
func openFiles(t *testing.T) (names []string) {
	const folder = "/proc/self/fd"
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name, err := os.Readlink(filepath.Join(folder, e.Name())); err == nil {
			names = append(names, name)
		}
	}
	return names
}
