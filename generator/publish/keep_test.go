package publish_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

// Files of the generation before are kept when all of them are there and hold
// what they should; what somebody has changed is not.
func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	open := func() *publish.Generation {
		g, err := publish.Open(t.Context(), publish.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(g.Abort)
		return g
	}
	commit := func(g *publish.Generation) publish.Report {
		report, err := g.Commit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	file := func(path, text string) memo.File { return memo.File{Path: path, Sum: memo.OfFile([]byte(text))} }
	write := func(g *publish.Generation, path, text string) {
		if err := g.Write(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	keep := func(g *publish.Generation, want bool, files ...memo.File) {
		t.Helper()
		if kept, err := g.Keep(files...); kept != want || err != nil {
			t.Errorf("kept: %v, want %v: %v", kept, want, err)
		}
	}

	g := open()
	keep(g, false, file("a", "甲"))
	write(g, "a", "甲")
	write(g, "b/c", "乙")
	commit(g)
	stamp := time.Unix(1, 0)
	if err := os.Chtimes(filepath.Join(dir, "a"), stamp, stamp); err != nil {
		t.Fatal(err)
	}

	g = open()
	keep(g, false, file("a", "甲"), file("b/c", "另"))
	keep(g, false, file("a", "甲"), file("gone", "乙"))
	keep(g, true, file("a", "甲"), file("b/c", "乙"))
	if report := commit(g); report.Unchanged != 2 || len(report.Changed) != 0 {
		t.Errorf("%+v", report)
	}
	if info, err := os.Stat(filepath.Join(dir, "a")); err != nil || !info.ModTime().Equal(stamp) {
		t.Errorf("what was kept has another time: %v", err)
	}

	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("改"), 0o644); err != nil {
		t.Fatal(err)
	}
	g = open()
	keep(g, false, file("a", "甲"))
	write(g, "a", "甲")
	keep(g, true, file("b/c", "乙"))
	for _, name := range []string{"d/1", "d/2", "d/3", "d/4"} {
		write(g, name, name)
	}
	commit(g)
	for _, expected := range []bool{false, true} { // neighbours, in their order and in others
		g = open()
		if expected {
			g.Expect()
		}
		keep(g, false, file("d/3", "d/3"), file("d/4", "d/3"))
		keep(g, true, file("d/3", "d/3"), file("d/4", "d/4"))
		keep(g, true, file("d/2", "d/2"), file("d/1", "d/1"))
		keep(g, true, file("b/c", "乙"), file("a", "甲"))
		if report := commit(g); report.Unchanged != 6 {
			t.Errorf("%+v", report)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a")); err != nil || string(text) != "甲" {
		t.Errorf("%q: %v", text, err)
	}
}
