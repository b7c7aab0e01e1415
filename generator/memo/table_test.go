package memo_test

import (
	"os"
	"path/filepath"
	"testing"

	"jianbao/generator/memo"
)

// Whatever happens to a table: it gives what was written, or nothing.
func TestTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cache", "site.table")
	if _, ok := memo.ReadTable(file, "a"); ok {
		t.Fatal("read a table that is not there")
	}
	for _, content := range []string{"", "旧", "内容 of a table"} {
		if err := memo.WriteTable(file, "a", []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, ok := memo.ReadTable(file, "a"); !ok || got != content {
			t.Fatalf("wrote %q, read %q", content, got)
		}
	}
	for _, program := range []string{"", "b", "aa"} {
		if got, ok := memo.ReadTable(file, program); ok {
			t.Errorf("the program %q reads %q of another one", program, got)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, i int, damaged []byte) {
		if err := os.WriteFile(file, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, ok := memo.ReadTable(file, "a"); ok {
			t.Errorf("%s at %d: read %q", what, i, got)
		}
	}
	for i := range data {
		try("cut off", i, data[:i])
		for bit := range 8 {
			flipped := append([]byte(nil), data...)
			flipped[i] ^= 1 << bit
			try("flipped", i, flipped)
		}
	}
	try("longer", len(data), append(data, 0))
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v: %v", entries, err)
	}
}

// Where nothing can be written there is an error, and the old table stays.
func TestTableOnFault(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "taken", "table")
	if err := os.WriteFile(filepath.Join(dir, "taken"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := memo.WriteTable(file, "a", nil); err == nil {
		t.Error("no error where the folder is a file")
	}
	file = filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(file, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := memo.WriteTable(file, "a", nil); err == nil {
		t.Error("no error where the table is a folder")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
