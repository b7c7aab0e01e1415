package e2e

import (
	"strings"
	"testing"
)

// faults gathers what is wrong with pages, so that what many of them share is told
// once.
type faults struct {
	order []string
	where map[string][]string
}

// add notes a fault and where it was seen.
func (f *faults) add(what, where string) {
	if f.where == nil {
		f.where = map[string][]string{}
	}
	if f.where[what] == nil {
		f.order = append(f.order, what)
	}
	f.where[what] = append(f.where[what], where)
}

// tell fails the test for each fault.
func (f *faults) tell(t *testing.T) {
	t.Helper()
	for _, what := range f.order {
		t.Errorf("%s\n  on %s", what, strings.Join(f.where[what], ", "))
	}
}
