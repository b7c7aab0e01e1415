package scaffold_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"jianbao/generator/scaffold"
)

var starter = fstest.MapFS{
	"site.yaml":                  {Data: []byte("title: 示例\n"), Mode: 0o444},
	"content/_index.md":          {Data: []byte("---\ntitle: 首页\n---\n"), Mode: 0o444},
	"content/reform/_index.md":   {Data: []byte("---\ntitle: 改革\n---\n"), Mode: 0o444},
	"content/reform/绿色/index.md": {Data: []byte("text"), Mode: 0o444},
	"layouts/base.html":          {Data: []byte("<html>"), Mode: 0o444},
}

func TestInit(t *testing.T) {
	tests := map[string]struct {
		prepare func(t *testing.T, dir string) // in the folder that holds the site's
		dir     string
	}{
		"new":         {func(*testing.T, string) {}, "site"},
		"below new":   {func(*testing.T, string) {}, "a/b/站点"},
		"empty":       {func(t *testing.T, dir string) { mkdir(t, dir, "site") }, "site"},
		"git only":    {func(t *testing.T, dir string) { mkdir(t, dir, "site/.git") }, "site"},
		"here":        {func(*testing.T, string) {}, "."},
		"trailing":    {func(*testing.T, string) {}, "site/"},
		"linked":      {func(t *testing.T, dir string) { mkdir(t, dir, "real"); symlink(t, dir, "real", "site") }, "site"},
		"half there":  {func(t *testing.T, dir string) { mkdir(t, dir, "a") }, "a/b"},
		"with spaces": {func(*testing.T, string) {}, "my site"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			test.prepare(t, parent)
			dir := filepath.Join(parent, test.dir)
			if err := scaffold.Init(dir, starter); err != nil {
				t.Fatal(err)
			}
			for name, file := range starter {
				got, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil || string(got) != string(file.Data) {
					t.Errorf("%s: %q, %v", name, got, err)
				}
			}
			if info, err := os.Stat(filepath.Join(dir, "site.yaml")); err != nil || info.Mode().Perm()&0o200 == 0 {
				t.Errorf("site.yaml cannot be edited: %v, %v", info.Mode(), err)
			}
			got, err := os.ReadFile(filepath.Join(dir, "public/.gitignore"))
			if err != nil || string(got) != "*\n!.gitignore\n" {
				t.Errorf("public/.gitignore: %q, %v", got, err)
			}
			if litter, _ := filepath.Glob(filepath.Join(parent, ".jianbao-*")); litter != nil {
				t.Errorf("left behind: %v", litter)
			}
		})
	}
}

func TestInitRefuses(t *testing.T) {
	parent := t.TempDir()
	mkdir(t, parent, "full/content")
	write(t, parent, "full/笔记.txt", "keep me")
	write(t, parent, "file", "keep me")
	symlink(t, parent, "nowhere", "dangling")
	before := listing(t, parent)
	tests := map[string]struct {
		dir  string
		want scaffold.Error
	}{
		"full": {"full", scaffold.Error{Kind: scaffold.NotEmpty, Others: []string{"content", "笔记.txt"}}},
		"file": {"file", scaffold.Error{Kind: scaffold.NotFolder}},
	}
	for name, test := range tests {
		err := scaffold.Init(filepath.Join(parent, test.dir), starter)
		var got *scaffold.Error
		if !errors.As(err, &got) || got.Kind != test.want.Kind || !slices.Equal(got.Others, test.want.Others) {
			t.Errorf("%s: %v, want %v", name, err, &test.want)
		}
	}
	for _, dir := range []string{"dangling", "file/below"} {
		if err := scaffold.Init(filepath.Join(parent, dir), starter); err == nil {
			t.Errorf("%s: no error", dir)
		}
	}
	if after := listing(t, parent); !slices.Equal(before, after) {
		t.Errorf("the folder changed from %q to %q", before, after)
	}
}

// brokenFS fails at its last file: the others have been written by then.
type brokenFS struct{ fstest.MapFS }

var errBroken = errors.New("broken")

func (b brokenFS) ReadFile(name string) ([]byte, error) {
	names := slices.Sorted(maps.Keys(b.MapFS))
	if name == names[len(names)-1] {
		return nil, errBroken
	}
	return b.MapFS.ReadFile(name)
}

func TestInitLeavesNothingBehind(t *testing.T) {
	for _, dir := range []string{"new", "a/b/new", "empty", "git"} {
		parent := t.TempDir()
		mkdir(t, parent, "empty")
		mkdir(t, parent, "git/.git")
		before := listing(t, parent)
		if err := scaffold.Init(filepath.Join(parent, dir), brokenFS{starter}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", dir, err)
		}
		if after := listing(t, parent); !slices.Equal(before, after) {
			t.Errorf("%s: before %q, after %q", dir, before, after)
		}
	}
}

func mkdir(t *testing.T, parts ...string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(parts...), 0o777); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	mkdir(t, filepath.Dir(filepath.Join(dir, name)))
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, dir, target, name string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
		t.Skip(err)
	}
}

// listing returns the names below dir, with the texts of the files.
func listing(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type().IsRegular() {
			text, err := os.ReadFile(name)
			names = append(names, name+": "+string(text))
			return err
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
