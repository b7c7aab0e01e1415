//go:build unix

package main

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// A small build ends before anything is collected, unless the user has it otherwise.
func TestSmallBuildsCollectNothing(t *testing.T) {
	small, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	site := t.TempDir()
	if err := writeArchive(small, site); err != nil {
		t.Fatal(err)
	}
	for setting, collects := range map[string]bool{"JIANBAO_NOTHING=1": false, "GOGC=5": true} {
		for range 2 { // the second build remembers the first
			cmd := command(site, site+"/public")
			cmd.Env = append(cmd.Env, "GODEBUG=gctrace=1", setting)
			output, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if got := strings.Contains(string(output), "gc 1 @"); got != collects {
				t.Errorf("with %s garbage is collected: %v\n%s", setting, got, output)
			}
		}
	}
}

func TestPercentFor(t *testing.T) {
	for _, test := range []struct{ live, heap int64 }{
		{0, collectFrom}, {10 << 20, collectFrom}, {40 << 20, collectFrom}, {70 << 20, 91 << 20}, {700 << 20, 910 << 20},
	} {
		heap := test.live + max(test.live, 1)*int64(percentFor(test.live, collectAt))/100
		if heap < test.heap*98/100 || heap > test.heap*102/100 {
			t.Errorf("with %d MB in use garbage is collected at %d MB, not %d MB", test.live>>20, heap>>20, test.heap>>20)
		}
	}
}
