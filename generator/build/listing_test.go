package build_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jianbao/generator/build"
	"jianbao/generator/source"
)

// listing is what somebody else knows of the sources.
type listing struct {
	since   time.Time
	folders map[string][]source.File
}

func (l *listing) Since() time.Time { return l.since }

func (l *listing) Files(dir string) ([]source.File, bool) {
	files, ok := l.folders[dir]
	return files, ok
}

// listingOf lists the sources of a site, but for folders of which there is more to say.
func listingOf(t *testing.T, dir string, since time.Time) *listing {
	t.Helper()
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	l := &listing{since, map[string][]source.File{}}
	for _, name := range []string{"content", "assets", "layouts"} {
		if files, diags := tree.List(name); len(diags) == 0 {
			l.folders[name] = files
		}
	}
	return l
}

// A build knows the sources by their listing and looks for no others; what was written
// just before somebody listed them is read again by the next build.
func TestBuildFromListing(t *testing.T) {
	dir := starter(t)
	name := filepath.Join(dir, "content", "about", "2017-08-30-duties.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Hour)
	known := listingOf(t, dir, later)
	if err := os.WriteFile(filepath.Join(dir, "content", "about", "new.md"), []byte("---\ntitle: 新\ndate: 2017-09-01\nsource: 管委会\n---\n\n正文。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	opts := build.Options{Dir: dir, Memory: build.NewMemory(), Listed: func() build.Listing { return known }}
	first, _ := publishSite(t, opts)
	known = listingOf(t, dir, later)
	second, _ := publishSite(t, opts)
	if second.Bulletins != first.Bulletins+1 {
		t.Errorf("%d bulletins were listed, then one more; there are %d", first.Bulletins, second.Bulletins)
	}

	// A file that has been changed without a new stamp, as far as the listing tells.
	changed := slices.Concat(text, []byte("\n补充。\n"))
	if err := os.WriteFile(name, changed, 0o644); err != nil {
		t.Fatal(err)
	}
	if same, _ := publishSite(t, opts); same.Rendered != 0 {
		t.Errorf("with an old listing %d pages were rendered", same.Rendered)
	}
	fresh := *known
	fresh.since, fresh.folders = time.Now(), maps.Clone(known.folders)
	known = &fresh
	if read, _ := publishSite(t, opts); read.Rendered == 0 {
		t.Error("a file that was written just before it was listed was not read")
	}
}
