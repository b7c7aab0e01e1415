package publish_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"jianbao/generator/publish"
)

// A generation in which every page is another one, each in a folder of its own, costs for
// each of them what it must: the file is made and written, the one before last is removed,
// and the new one takes its place. No folder is made for a page.
func TestAllPagesChange(t *testing.T) {
	const pages = 300
	site := func(text string) tree {
		files := tree{}
		for i := range pages {
			files[fmt.Sprintf("reform/%03d/index.html", i)] = text
			files[fmt.Sprintf("reform/%03d/index.json", i)] = "the same"
		}
		return files
	}
	dir := filepath.Join(quickDir(t), "public")
	mustRun(t, dir, site("first"))
	changes := map[string]int{}
	report, err := runBy(publish.OpenLater, dir, site("second"), func(op, path string) error {
		if strings.Contains(filepath.ToSlash(path), ".jianbao/public/") {
			changes[op]++
		}
		return nil
	})
	if err != nil || report.Warning != nil || len(report.Changed) != pages || report.Unchanged != pages {
		t.Fatal(err, report.Warning, len(report.Changed), report.Unchanged)
	}
	want(t, dir, site("second"), nil)
	const few = 20 // for the manifest, the state and the folders of the staging folder
	for op, n := range changes {
		switch op {
		case "create", "write", "remove", "rename":
			if n < pages || n > pages+few {
				t.Errorf("%s: %d for %d pages", op, n, pages)
			}
		default:
			if n > few {
				t.Errorf("%s: %d for %d pages", op, n, pages)
			}
		}
	}
}
