package source_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"jianbao/generator/source"
)

// A folder on disk is listed by system calls of its own, others by what Go has for
// all: both find the same and say the same of it.
func TestListsAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	files, complaints := 0, 0
	for range 20 {
		dir := site(t, randomEntries(r)...)
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		got, said := open(t, dir).List("content")
		want, wanted := source.New(root.FS()).List("content")
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(said, wanted) {
			t.Fatalf("listed are\n%v, %v\nwant\n%v, %v", got, said, want, wanted)
		}
		files, complaints = files+len(got), complaints+len(said)
	}
	if files < 100 || complaints < 100 {
		t.Errorf("%d files and %d complaints try too little", files, complaints)
	}
}

// randomEntries makes folders in folders, in most of which little lies.
func randomEntries(r *rand.Rand) []string {
	var entries []string
	names := []string{"甲", "b", "b-c", "b.d", "B", "~$e", ".f", "g\n", "\xC9\xEE", "h.md", "4913"}
	for i := range 40 {
		name := "content"
		for range 1 + r.IntN(6) {
			name += "/" + names[r.IntN(len(names))]
		}
		name = fmt.Sprint(name, "-", i)
		switch r.IntN(12) {
		case 0:
			entries = append(entries, name+" |")
		case 1:
			target := []string{"..", "/etc", "nothing", strings.Repeat("../", strings.Count(name, "/")) + "content/ok.md"}[r.IntN(4)]
			entries = append(entries, name+" -> "+target)
		default:
			entries = append(entries, name+" = "+strings.Repeat("x", r.IntN(9)))
		}
	}
	return entries
}

// While folders are swapped for links to others, in the site or out of it, nothing
// is listed as theirs that lies in those.
func TestFoldersSwappedForLinks(t *testing.T) {
	const n = 40
	entries := []string{"data/strange.md = 秘密", "outside/deep/strange.md = 秘密"}
	for i := range n {
		entries = append(entries, fmt.Sprintf("content/a%02d/own.md = 正文", i), fmt.Sprintf("links/%02d -> %s", i, []string{"../data", "ROOT/outside", "../outside"}[i%3]))
	}
	dir := site(t, entries...)
	swap := func(i int) error {
		folder, link := filepath.Join(dir, fmt.Sprintf("content/a%02d", i)), filepath.Join(dir, fmt.Sprintf("links/%02d", i))
		return unix.Renameat2(unix.AT_FDCWD, folder, unix.AT_FDCWD, link, unix.RENAME_EXCHANGE)
	}
	if err := swap(0); err != nil {
		t.Skipf("folders cannot be swapped here: %v", err)
	}
	done, stopped := make(chan struct{}), make(chan error, 1)
	go func() {
		var err error
		for i := 0; err == nil; i = (i + 1) % n {
			select {
			case <-done:
				stopped <- nil
				return
			default:
				err = swap(i)
			}
		}
		stopped <- err
	}()
	tree := open(t, dir)
	own, refused := 0, 0
	for end := time.Now().Add(20 * time.Second); (own < 2_000 || refused < 2_000) && time.Now().Before(end); {
		paths, said := list(tree)
		for _, name := range paths {
			if strings.Contains(name, "strange") {
				t.Fatalf("%s was listed", name)
			}
		}
		own, refused = own+len(paths), refused+len(said)
	}
	close(done)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if own < 2_000 || refused < 2_000 {
		t.Errorf("%d files and %d links were seen in all this time", own, refused)
	}
}

// A folder of long names is read by many system calls.
func TestLongNames(t *testing.T) {
	var entries []string
	for i := range 300 {
		name := fmt.Sprintf("%s%03d", strings.Repeat("政", 1+i%80), i)
		entries = append(entries, "content/"+name+".md = x", "content/"+name+"/in.md = y")
	}
	files, diags := open(t, site(t, entries...)).List("content")
	if len(files) != len(entries)+1 || len(diags) > 0 { // site has a file of its own
		t.Errorf("%d files of %d are listed: %v", len(files), len(entries), diags)
	}
}

// A file costs its name, its path, and its name as the system wants it.
func TestListCostsLittle(t *testing.T) {
	const folders, each = 20, 30
	var entries []string
	for i := range folders * each {
		entries = append(entries, fmt.Sprintf("content/%02d/%02d.md = 正文", i%folders, i/folders))
	}
	tree := open(t, site(t, entries...))
	got := testing.AllocsPerRun(10, func() { tree.List("content") })
	if perFile := got / (folders * each); perFile > 4 {
		t.Errorf("%.1f allocations for each file", perFile)
	}
}
