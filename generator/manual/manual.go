// Package manual is no part of the program: by it tests hold the tables of the
// manuals in docs/ against what they are made of.
package manual

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// Check compares the tables of a manual with what they should be, or writes them
// anew. A table stands between the comments <!-- NAME: … --> and <!-- /NAME -->.
func Check(t *testing.T, file string, update bool, tables map[string]string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		want = fill(t, want, name, tables[name])
	}
	if want == string(text) {
		return
	}
	if !update {
		t.Errorf("%s is out of date; run this test with -update", file)
	} else if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func fill(t *testing.T, text, name, table string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- "+name+":")
	comment, rest, ok2 := strings.Cut(rest, "-->\n")
	_, after, ok3 := strings.Cut(rest, "<!-- /"+name+" -->")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("there is no place for %s", name)
	}
	return before + "<!-- " + name + ":" + comment + "-->\n\n" + table + "\n<!-- /" + name + " -->" + after
}
