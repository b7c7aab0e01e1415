package memo_test

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/memo"
)

// recordsOf reads a table.
func recordsOf(file, program string) []string {
	_, records := memo.ReadTable(file, program)
	return records
}

// Whatever happens to a table: it gives what was written, or less of it.
func TestTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cache", "site.table")
	if got := recordsOf(file, "a"); got != nil {
		t.Fatalf("read %q where there is no table", got)
	}
	if n := memo.TableSize(file, "a"); n != 0 {
		t.Fatalf("there are %d bytes where there is no table", n)
	}
	table := memo.NewTable(file, "a")
	for _, content := range []string{"a", "旧", "内容 of a table"} {
		if err := table.Write(one(content)); err != nil {
			t.Fatal(err)
		}
		if got := recordsOf(file, "a"); !slices.Equal(got, []string{content}) {
			t.Fatalf("wrote %q, read %q", content, got)
		}
	}
	want := []string{"内容 of a table"}
	ends := []int64{size(t, file)}
	for _, more := range []string{"新", "y", strings.Repeat("x", 1000)} {
		if err := table.Add([]byte(more)); err != nil {
			t.Fatal(err)
		}
		want, ends = append(want, more), append(ends, size(t, file))
		if got := recordsOf(file, "a"); !slices.Equal(got, want) {
			t.Fatalf("wrote %q, read %q", want, got)
		}
	}
	for _, program := range []string{"", "b", "aa"} {
		if got := recordsOf(file, program); got != nil {
			t.Errorf("the program %q reads %q of another one", program, got)
		}
		if n := memo.TableSize(file, program); n != 0 {
			t.Errorf("the program %q finds %d bytes of another one", program, n)
		}
	}
	if n := memo.TableSize(file, "a"); n != size(t, file) {
		t.Errorf("a table of %d bytes is said to have %d", size(t, file), n)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// good is how many records end before the damage.
	try := func(what string, i int, damaged []byte) {
		t.Helper()
		if err := os.WriteFile(file, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		good := 0
		for good < len(ends) && ends[good] <= int64(i) {
			good++
		}
		again, got := memo.ReadTable(file, "a")
		if !slices.Equal(got, want[:good]) {
			t.Errorf("%s at %d: read %q", what, i, got)
		}
		whole := good > 0 && ends[good-1] == int64(len(damaged))
		if err := again.Add([]byte("more")); whole != (err == nil) {
			t.Errorf("%s at %d: adding to it gives %v", what, i, err)
		}
	}
	for i := range data {
		try("cut off", i, data[:i])
		for bit := range 8 {
			flipped := slices.Clone(data)
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

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// Two who write one table do not spoil it.
func TestTableOfTwo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "table")
	first := memo.NewTable(file, "a")
	if err := first.Write(one("one")); err != nil {
		t.Fatal(err)
	}
	second, _ := memo.ReadTable(file, "a")
	if err := first.Add([]byte("two")); err != nil {
		t.Fatal(err)
	}
	if err := second.Add([]byte("three")); !errors.Is(err, memo.ErrOther) {
		t.Errorf("added to a table that somebody else has written: %v", err)
	}
	if err := second.Write(one("one, three")); err != nil {
		t.Fatal(err)
	}
	if err := first.Add([]byte("four")); err == nil && len(recordsOf(file, "a")) != 1 {
		t.Errorf("added to another table: %q", recordsOf(file, "a"))
	}
	if got := recordsOf(file, "a"); !slices.Equal(got, []string{"one, three"}) {
		t.Errorf("read %q", got)
	}
}

// A table to which much was added is to be written anew.
func TestGrownTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "table")
	table := memo.NewTable(file, "a")
	if !table.Grown() {
		t.Error("a table that is not there need not be written")
	}
	if err := table.Write(one(strings.Repeat("x", 1000))); err != nil {
		t.Fatal(err)
	}
	added := 0
	for ; !table.Grown(); added++ {
		if err := table.Add(make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
		read, _ := memo.ReadTable(file, "a")
		if read.Grown() != table.Grown() {
			t.Fatal("what is read is as large as what was written")
		}
	}
	if added < 3 || added > 6 {
		t.Errorf("grown after %d records of a tenth", added)
	}
}

// Where nothing can be written there is an error, and the old table stays.
func TestTableOnFault(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "taken", "table")
	if err := os.WriteFile(filepath.Join(dir, "taken"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := memo.NewTable(file, "a").Write(one("x")); err == nil {
		t.Error("no error where the folder is a file")
	}
	file = filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(file, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := memo.NewTable(file, "a").Write(one("x")); err == nil {
		t.Error("no error where the table is a folder")
	}
	if err := memo.NewTable(filepath.Join(dir, "none"), "a").Add(nil); err == nil {
		t.Error("added to a table that is not there")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// one is a table of one record.
func one(content string) iter.Seq[[]byte] { return slices.Values([][]byte{[]byte(content)}) }
