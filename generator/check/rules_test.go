package check_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// Rules are told apart by their names, and say all there is to say in both languages.
func TestRules(t *testing.T) {
	rules := check.Rules(nil)
	names := map[string]bool{}
	for _, rule := range rules {
		if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(rule.Name) {
			t.Errorf("%s is no name of a rule", rule.Name)
		}
		if names[rule.Name] || slices.Contains(check.StageRules, rule.Name) {
			t.Errorf("there are two rules %s", rule.Name)
		}
		names[rule.Name] = true
		kinds := 0
		for _, looks := range []bool{rule.Text != nil || rule.File != nil, rule.Site != nil, rule.Page != nil} {
			if looks {
				kinds++
			}
		}
		if kinds != 1 {
			t.Errorf("%s looks at sources and files, at the site, or at pages", rule.Name)
		}
		for what, text := range map[string]diag.Text{"Title": rule.Title, "Why": rule.Why, "Mend": rule.Mend} {
			if !strings.ContainsFunc(text.ZH, han) || text.EN == "" {
				t.Errorf("%s: %s is not in both languages: %q", rule.Name, what, text)
			}
		}
		if (rule.Indicator.ZH == "") != (rule.Indicator.EN == "") {
			t.Errorf("%s: Indicator is in one language: %q", rule.Name, rule.Indicator)
		}
	}
	if !slices.IsSortedFunc(rules, func(a, b *check.Rule) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the rules are not sorted by name")
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }
