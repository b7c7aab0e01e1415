package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// finding is a rule of axe that a page breaks, with the elements at fault.
type finding struct {
	ID, Help string
	Nodes    []struct {
		HTML           string
		FailureSummary string
	}
}

func (f finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.ID, f.Help)
	for i, node := range f.Nodes {
		if i == 3 {
			fmt.Fprintf(&b, "\n  … and %d more", len(f.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %.300s\n    %s", node.HTML, strings.ReplaceAll(node.FailureSummary, "\n", "\n    "))
	}
	return b.String()
}

// withoutEvents lets axe run where scripts are disabled: there no timer and no
// observer ever calls back, but promises still do.
const withoutEvents = `if (matchMedia("(scripting: none)").matches) {
	globalThis.MutationObserver = globalThis.WebKitMutationObserver = undefined;
	globalThis.setTimeout = (f, wait, ...args) => { if (!(wait > 50)) Promise.resolve().then(() => f(...args)); return 0; };
}`

// axe runs axe on the page and returns what it finds: all rules of WCAG 2.2 A and
// AA and those of good practice.
func axe(b *tab, source string) []finding {
	b.t.Helper()
	eval[bool](b, withoutEvents+"\n"+source+"; !!globalThis.axe")
	return eval[[]finding](b, `new Promise((resolve, reject) => axe.run(document, {
		resultTypes: ["violations"], preload: false,
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	}, (error, result) => error ? reject(error) : resolve(result.violations.map((v) => ({
		ID: v.id, Help: v.help, Nodes: v.nodes.map((n) => ({HTML: n.html, FailureSummary: n.failureSummary})),
	})))))`)
}

// TestAxe holds one page of each kind to WCAG 2.2 AA as far as a program can
// see, on three widths, in normal and in elder mode, with scripts and without.
func TestAxe(t *testing.T) {
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "axe-core is not installed (npm ci in e2e)")
	}
	for _, s := range []*site{theSite(t, atBase), theSite(t, hostile), theSite(t, english)} {
		for _, mode := range []string{"normal", "elder", "no script"} {
			t.Run(s.name+"/"+mode, func(t *testing.T) {
				t.Parallel()
				b := newTab(t)
				switch mode {
				case "elder":
					b.open(s.at(t, "home"))
					b.elderMode()
				case "no script":
					b.withoutScript()
				}
				var all faults
				for _, k := range s.kinds {
					b.open(s.url + k.path)
					for _, width := range []int64{360, 768, 1440} {
						b.width(width)
						for _, f := range axe(b, string(source)) {
							all.add(f.String(), fmt.Sprintf("%s at %d px", k.name, width))
						}
					}
				}
				all.tell(t)
			})
		}
	}
}
