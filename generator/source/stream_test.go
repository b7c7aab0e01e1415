package source_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"jianbao/generator/source"
)

// openDir opens a folder that holds one file.
func openDir(t *testing.T, text string) (*source.Tree, source.File, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(filepath.Dir(name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree, source.File{Path: "a.pdf", Size: int64(len(text))}, name
}

func TestStreamFromDisk(t *testing.T) {
	tree, f, name := openDir(t, "简报")
	var got string
	take := func(from io.Reader) (int64, error) {
		data, err := io.ReadAll(from)
		got = string(data)
		return int64(len(data)), err
	}
	if diags, err := tree.Stream(f, take); err != nil || len(diags) > 0 || got != "简报" {
		t.Errorf("%q: %v %v", got, err, diags)
	}
	full := errors.New("disk full")
	if diags, err := tree.Stream(f, func(io.Reader) (int64, error) { return 0, full }); !errors.Is(err, full) || len(diags) > 0 {
		t.Errorf("an error of writing became %v %v", err, diags)
	}
	if diags, err := tree.Stream(source.File{Path: "gone.pdf"}, take); err != nil || !diags.HasErrors() {
		t.Errorf("a missing file: %v %v", err, diags)
	}
	if err := os.WriteFile(name, []byte("更长的简报"), 0o644); err != nil {
		t.Fatal(err)
	}
	if diags, err := tree.Stream(f, take); err != nil || !diags.HasErrors() {
		t.Errorf("a file that has changed since it was listed: %v %v", err, diags)
	}
}

// What is read later is what was there, whether the tree is open or not.
func TestLater(t *testing.T) {
	tree, f, name := openDir(t, "简报")
	stamp, open, diags := tree.Later(f)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	tree.Close()
	file, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Seek(3, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(file); err != nil || string(data) != "报" {
		t.Errorf("%q: %v", data, err)
	}
	again, err := source.Open(filepath.Dir(name))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if same, _, _ := again.Later(f); same != stamp {
		t.Error("an unchanged file has another stamp")
	}
	if _, _, diags := again.Later(source.File{Path: "a.pdf", Size: 1}); !diags.HasErrors() {
		t.Error("a file of another size is the same")
	}
}
