package generator_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/check"
)

// ruleName is the name of a rule, of two words at least, in front of a message.
var ruleName = regexp.MustCompile(`"([a-z0-9]+(?:-[a-z0-9]+)+)",\s*"[^"\n]*\p{Han}`)

// check.rules and allow know the name of every rule by which a stage reports.
func TestStageRulesAreAll(t *testing.T) {
	if !slices.IsSorted(check.StageRules) {
		t.Error("check.StageRules is not sorted")
	}
	written := map[string]bool{}
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "check/") || strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "bench/") {
			continue
		}
		text := read(t, name)
		for _, m := range ruleName.FindAllStringSubmatch(text, -1) {
			written[m[1]] = true
		}
		for _, rule := range check.StageRules {
			if strings.Contains(text, `"`+rule+`"`) {
				written[rule] = true
			}
		}
	}
	for rule := range sorted(written) {
		if !slices.Contains(check.StageRules, rule) {
			t.Errorf("check.StageRules lacks %s", rule)
		}
	}
	for _, rule := range check.StageRules {
		if !written[rule] {
			t.Errorf("no stage reports %s", rule)
		}
	}
}
