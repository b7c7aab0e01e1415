//go:build unix

package publish_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

var (
	small   = tree{"a/index.html": "one", "b/index.html": "two"}
	changed = tree{"a/index.html": "other", "b/index.html": "two"}
)

// ready is an output with a state that is to be believed; returns the state file.
func ready(t *testing.T, dir string) string {
	t.Helper()
	for _, ours := range []tree{small, changed, small, small} {
		if _, err := runBy(publish.OpenLater, dir, ours, nil); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(filepath.Dir(dir), ".jianbao", "public", "state")
}

// The build after a first one of many files need not read any of them.
func TestFirstGenerationIsKnown(t *testing.T) {
	dir, many := filepath.Join(quickDir(t), "public"), tree{}
	for i := range 1200 {
		many[fmt.Sprintf("%d/index.html", i)] = fmt.Sprint(i)
	}
	if _, err := runBy(publish.OpenStopped, dir, many, nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "0/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if stamp, sure := memo.StampOf(info); !sure || stamp.Changed%int64(time.Millisecond) == 0 {
		t.Skip("the file system does not keep times to the nanosecond")
	}
	if n, err := publish.Unsure(filepath.Join(filepath.Dir(dir), ".jianbao", "public", "state")); n > 0 || err != nil {
		t.Fatalf("%d files are to be read again, %v", n, err)
	}
}

// A state that was cut or changed anywhere costs time, not the right result.
func TestDamagedState(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	state := ready(t, dir)
	good, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(state, data, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, ours := range []tree{changed, small} {
			if report, err := runBy(publish.OpenLater, dir, ours, nil); err != nil || len(report.Changed) != 1 {
				t.Fatalf("%s: %+v, %v", what, report, err)
			}
			want(t, dir, ours, nil)
		}
		if t.Failed() {
			t.Fatal(what)
		}
	}
	for i := range good {
		flipped := bytes.Clone(good)
		flipped[i] ^= 0x41
		try(fmt.Sprintf("byte %d is another", i), flipped)
		try(fmt.Sprintf("cut at %d", i), good[:i])
	}
	try("longer", append(bytes.Clone(good), 0))
	for name, replace := range map[string]func() error{
		"gone":     func() error { return nil },
		"a folder": func() error { return os.Mkdir(state, 0o755) },
		"a link":   func() error { return os.Symlink("/dev/zero", state) },
	} {
		if err := errors.Join(os.RemoveAll(state), replace()); err != nil {
			t.Fatal(err)
		}
		if _, err := runBy(publish.OpenLater, dir, changed, nil); err != nil {
			t.Errorf("a state that is %s: %v", name, err)
		}
		want(t, dir, changed, nil)
		os.RemoveAll(state)
	}
}

// What the state knows is not read again, unless nothing is to be believed.
func TestStateIsBelieved(t *testing.T) {
	for _, distrust := range []bool{false, true} {
		dir := filepath.Join(quickDir(t), "public")
		state := ready(t, dir)
		file := filepath.Join(dir, "b/index.html")
		if err := overwrite(file, "TWO", 0); err != nil {
			t.Fatal(err)
		}
		if known, err := publish.Deceive(state, dir, "b/index.html"); err != nil || !known {
			t.Fatal("the state does not know the file:", err)
		}
		g, err := publish.Open(t.Context(), publish.Options{Dir: dir, Distrust: distrust})
		if err != nil {
			t.Fatal(err)
		}
		defer g.Abort()
		if kept, err := g.Keep(memo.File{Path: "b/index.html", Sum: memo.OfFile([]byte("two"))}); err != nil || kept == distrust {
			t.Errorf("distrust %v: kept %v, %v", distrust, kept, err)
		}
	}
}

// What becomes foreign in a folder that is not touched leaps, too, and what goes, goes.
func TestForeignComesAndGoes(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	ready(t, dir)
	publishTwice := func(foreign tree) {
		t.Helper()
		for _, ours := range []tree{changed, small} {
			if _, err := runBy(publish.OpenLater, dir, ours, nil); err != nil {
				t.Fatal(err)
			}
			want(t, dir, ours, foreign)
		}
	}
	notes := tree{"b/notes.txt": "mine"}
	put(t, dir, notes)
	publishTwice(notes)
	notes["b/notes.txt"] = "mine, too"
	if err := os.Remove(filepath.Join(dir, "b/notes.txt")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, notes)
	publishTwice(notes)
	if err := os.Remove(filepath.Join(dir, "b/notes.txt")); err != nil {
		t.Fatal(err)
	}
	publishTwice(nil)
}

// An output that is the new generation already is not touched.
func TestNothingToDo(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	ready(t, dir)
	put(t, dir, tree{".git/config": "[core]", "CNAME": "reform.example.gov.cn"})
	before := mustStamp(t, dir)
	for range 2 {
		report, err := runBy(publish.OpenLater, dir, small, nil)
		if err != nil || report.Mode != "none" || report.Unchanged != 2 || report.Warning != nil {
			t.Errorf("%+v, %v", report, err)
		}
	}
	if after := mustStamp(t, dir); after != before {
		t.Error("the output was exchanged")
	}
	// Once all is known, nothing but the lock is written.
	_, err := runBy(publish.OpenLater, dir, small, func(op, path string) error {
		if filepath.Base(path) != "lock" && op != "remove" {
			t.Errorf("%s %s", op, path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// A build that changes one file makes, links and removes no others.
func TestLeapCostsWhatChanged(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	many := func(text string) tree {
		files := tree{"a/0/index.html": text}
		for i := range 200 {
			files[fmt.Sprintf("b/%d/index.html", i)] = "same"
		}
		return files
	}
	for _, text := range []string{"1", "2", "3", "4"} {
		changes := 0
		_, err := runBy(publish.OpenLater, dir, many(text), func(op, path string) error {
			changes++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if many, few := changes > 200, changes < 60; text == "1" && !many || text > "1" && !few {
			t.Errorf("generation %s: %d changes of the disk", text, changes)
		}
	}
}

func TestBefore(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	ready(t, dir)
	g, err := publish.Open(t.Context(), publish.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Abort()
	sum := memo.OfFile([]byte("two"))
	if data, err := g.Before("b/index.html", sum); err != nil || string(data) != "two" {
		t.Errorf("%q, %v", data, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a/index.html"), []byte("ONE"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []memo.File{
		{Path: "b/index.html", Sum: memo.OfFile([]byte("three"))},
		{Path: "gone", Sum: sum},
		{Path: "../public/b/index.html", Sum: sum},
		{Path: "a/index.html", Sum: memo.OfFile([]byte("one"))}, // somebody has changed it
		{Path: "a/index.html", Sum: memo.OfFile([]byte("ONE"))}, // nor did we publish that
	} {
		if data, err := g.Before(ask.Path, ask.Sum); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %q, %v", ask.Path, data, err)
		}
	}
}

// No repository takes in the work folder, and nobody else looks into it.
func TestWorkFolderIsHidden(t *testing.T) {
	parent := quickDir(t)
	mustRun(t, filepath.Join(parent, "public"), small)
	mustRun(t, filepath.Join(parent, "other"), small)
	name := filepath.Join(parent, ".jianbao", ".gitignore")
	if text, err := os.ReadFile(name); err != nil || string(text) != "*\n" {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	wantNames(t, parent, "other", "public")
}

// Where many files are new, the next build need read none of them: their stamps are taken
// when they tell enough, as the medium takes its time anyway.
func TestManyNewFilesAreSure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	files := tree{}
	for _, round := range []string{"旧", "新"} {
		for i := range 100 {
			files[fmt.Sprintf("%d/index.html", i)] = round
		}
		var once sync.Once
		slow := func(op, _ string) error {
			if strings.HasPrefix(op, "sync") {
				once.Do(func() { <-time.After(2 * memo.Step) })
			}
			return nil
		}
		if _, err := run(dir, files, slow); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := publish.Unsure(filepath.Join(filepath.Dir(dir), ".jianbao", "public", "state")); n > 0 || err != nil {
		t.Errorf("%d files are not known for sure: %v", n, err)
	}
}
