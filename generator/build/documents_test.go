package build_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"jianbao/generator/build"
)

// The table of documents may be of another time than the other one, damaged or gone:
// the site comes out as from nothing, and what has not changed is not rendered. A build
// in which nothing has changed does not ask for it.
func TestDamagedDocuments(t *testing.T) {
	r := newRandom(t, 1)
	text := "---\ntitle: 甲\ndate: 2020-01-01\nsource: 办公室\n---\n\n正文。\n"
	r.file("content/a/b.md", text)
	r.file("content/a/c.md", text)
	table := filepath.Join(t.TempDir(), "table")
	documents := table + ".documents"
	made := &remembering{memory: memory{files: map[string]string{}}}
	run := func() build.Result {
		t.Helper()
		mind := build.ReadMemory(table, "test")
		made = &remembering{memory: memory{files: map[string]string{}}, before: made.files}
		result := r.build(made, mind, false)
		if err := mind.Write(table, "test"); err != nil {
			t.Fatal(err)
		}
		return result
	}
	read := func() []byte {
		t.Helper()
		data, err := os.ReadFile(documents)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	run()
	old := read()
	for n := range 40 {
		r.file("content/a/b.md", fmt.Sprintf("%s\n第%d段。\n", text, n))
		if got := run().Rendered; got != 1 {
			t.Fatalf("one text has changed, %d pages are rendered", got)
		}
		good := read()
		damaged := slices.Clone(good)
		switch i := r.IntN(len(good)); n % 4 {
		case 0:
			damaged = good[:i]
		case 1:
			damaged[i] ^= 1 << r.IntN(8)
		case 2:
			damaged = old
		default:
			damaged = nil
		}
		if err := os.WriteFile(documents, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := run(); got.Rendered != 0 || len(got.Stages) != 1 {
			t.Fatalf("nothing has changed, %d pages are rendered in %d stages", got.Rendered, len(got.Stages))
		}
		if !bytes.Equal(read(), damaged) {
			t.Fatal("where nothing has changed, documents are written")
		}
		r.file("content/a/c.md", fmt.Sprintf("%s\n第%d段。\n", text, n))
		if got := run().Rendered; got != 1 {
			t.Fatalf("with damaged documents and one text that has changed, %d pages are rendered", got)
		}
		cold := &memory{files: map[string]string{}}
		if r.build(cold, nil, false); !maps.Equal(made.files, cold.files) {
			t.Fatal("damaged documents lead to another site")
		}
	}
}
