package publish_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/diag"
	"jianbao/generator/publish"
)

// tree is what a folder holds: contents of files by path, "-> target" of links,
// "/" of empty folders.
type tree map[string]string

// onDisk reads a folder, without the manifest.
func onDisk(t *testing.T, dir string) tree {
	t.Helper()
	found := snapshot(t, dir)
	delete(found, publish.ManifestName)
	return found
}

func snapshot(t *testing.T, dir string) tree {
	t.Helper()
	found := tree{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		switch name = filepath.ToSlash(name); {
		case name == ".":
		case e.IsDir():
			if entries, err := os.ReadDir(path); err == nil && len(entries) == 0 {
				found[name] = "/"
			}
		case e.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			found[name] = "-> " + target
			return err
		default:
			data, err := os.ReadFile(path)
			found[name] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// put makes files on the disk.
func put(t *testing.T, dir string, files tree) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, ok := strings.CutPrefix(data, "-> "); ok {
			err = os.Symlink(target, path)
		} else if data == "/" {
			err = os.Mkdir(path, 0o755)
		} else {
			err = os.WriteFile(path, []byte(data), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// write stages files in order.
func write(g *publish.Generation, files tree) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var err error
		if strings.HasSuffix(name, ".pdf") {
			_, err = g.Copy(name, strings.NewReader(files[name]))
		} else {
			err = g.Write(name, []byte(files[name]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type opener func(context.Context, publish.Options, func(op, path string) error) (*publish.Generation, error)

// run publishes files, stopped by step where that says so.
func run(dir string, files tree, step func(op, path string) error) (publish.Report, error) {
	return runBy(publish.OpenStopped, dir, files, step)
}

func runBy(open opener, dir string, files tree, step func(op, path string) error) (publish.Report, error) {
	ctx := context.Background()
	g, err := open(ctx, publish.Options{Dir: dir, Wait: time.Second}, step)
	if err != nil {
		return publish.Report{}, err
	}
	defer g.Abort()
	if len(files)%2 == 0 { // it comes to the same
		g.Expect()
	}
	if err := write(g, files); err != nil {
		return publish.Report{}, err
	}
	return g.Commit(ctx)
}

func mustRun(t *testing.T, dir string, files tree) publish.Report {
	t.Helper()
	report, err := run(dir, files, nil)
	if err == nil {
		err = report.Warning
	}
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// want compares a folder with what it should hold, and its manifest with that
// less what is foreign.
func want(t *testing.T, dir string, ours, foreign tree) {
	t.Helper()
	all := maps.Clone(ours)
	maps.Copy(all, foreign)
	if diff := cmp.Diff(all, onDisk(t, dir)); diff != "" {
		t.Errorf("wrong tree (-want +got):\n%s", diff)
	}
	listed := map[string]string{}
	for _, e := range readManifest(t, dir) {
		listed[e.Path] = fmt.Sprintf("%s, %d bytes", e.SHA256, e.Size)
	}
	sums := map[string]string{}
	for name, data := range ours {
		sums[name] = fmt.Sprintf("%x, %d bytes", sha256.Sum256([]byte(data)), len(data))
	}
	if diff := cmp.Diff(sums, listed); diff != "" {
		t.Errorf("wrong manifest (-want +got):\n%s", diff)
	}
}

func readManifest(t *testing.T, dir string) publish.Manifest {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, publish.ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m, err := publish.ReadManifest(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// wantNames checks what a folder holds, and so that nothing was left there, but
// for the work folder and in it what stays between two builds.
func wantNames(t *testing.T, dir string, names ...string) {
	t.Helper()
	found := namesIn(t, dir)
	if i := slices.Index(found, ".jianbao"); i >= 0 && !slices.Contains(names, ".jianbao") {
		found = slices.Delete(found, i, i+1)
		wantTidyWork(t, filepath.Join(dir, ".jianbao"))
	}
	if diff := cmp.Diff(names, found); diff != "" {
		t.Errorf("%s holds (-want +got):\n%s", dir, diff)
	}
}

func wantTidyWork(t *testing.T, work string) {
	t.Helper()
	names := namesIn(t, work)
	if len(names) < 2 || !slices.Contains(names, ".gitignore") {
		t.Errorf("%s holds %q", work, names)
	}
	for _, name := range names {
		if name == ".gitignore" {
			continue
		}
		for _, kept := range namesIn(t, filepath.Join(work, name)) {
			if kept != "state" && kept != "previous" {
				t.Errorf("%s was left in %s", kept, filepath.Join(work, name))
			}
		}
	}
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// wantSpoken checks that an error speaks both languages and names something.
func wantSpoken(t *testing.T, err error, names ...string) {
	t.Helper()
	var fault *diag.Fault
	if !errors.As(err, &fault) {
		t.Fatalf("error %v does not speak both languages", err)
	}
	for _, name := range names {
		if text := fault.Message; !strings.Contains(text.EN, name) || !strings.Contains(text.ZH, name) || text.ZH == text.EN {
			t.Errorf("error %+v does not name %q in both languages", text, name)
		}
	}
}

var (
	first = tree{
		"index.html":            "<p>home",
		"reform/index.html":     "<p>reform",
		"reform/a/index.html":   "<p>a",
		"reform/a/annex.pdf":    strings.Repeat("annex", 20_000),
		"stale/deep/index.html": "<p>stale",
		"turn":                  "a file",
		"turned/index.html":     "a folder",
	}
	second = tree{
		"index.html":          "<p>home, changed",
		"reform/index.html":   "<p>reform",
		"reform/a/index.html": "<p>a",
		"reform/a/annex.pdf":  strings.Repeat("annex", 20_000) + "!",
		"reform/b/index.html": "<p>b",
		"turn/index.html":     "a folder",
		"turned":              "a file",
	}
)

func TestPublish(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")

	report := mustRun(t, dir, first)
	want(t, dir, first, nil)
	wantNames(t, parent, "public")
	if report.Mode != "rename" || report.Files != len(first) || len(report.Added) != len(first) {
		t.Errorf("first report %+v", report)
	}

	report = mustRun(t, dir, second)
	want(t, dir, second, nil)
	wantNames(t, parent, "public")
	wanted := publish.Report{
		Mode:      report.Mode,
		Files:     7,
		Unchanged: 2,
		Added:     []string{"reform/b/index.html", "turn/index.html", "turned"},
		Changed:   []string{"index.html", "reform/a/annex.pdf"},
		Removed:   []string{"stale/deep/index.html", "turn", "turned/index.html"},
	}
	if diff := cmp.Diff(wanted, report); diff != "" {
		t.Errorf("second report (-want +got):\n%s", diff)
	}
	if report.Mode != "exchange" && report.Mode != "journal" {
		t.Errorf("mode %q", report.Mode)
	}
}

func TestAbortLeavesNoTrace(t *testing.T) {
	parent := t.TempDir()
	g, err := publish.Open(t.Context(), publish.Options{Dir: filepath.Join(parent, "new", "public")})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Write("index.html", []byte("x")); err != nil {
		t.Fatal(err)
	}
	g.Abort()
	g.Abort()
	wantNames(t, parent)
}
