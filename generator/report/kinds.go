package report

import (
	"cmp"
	"slices"

	"jianbao/generator/diag"
)

// Kind is what one rule found: with hundreds of findings, people mend kind by kind.
type Kind struct {
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Count    int    `json:"count"`
	Files    int    `json:"files"` // in how many files
}

// kinds sums the findings up by rule: errors first, then what there is most of.
func kinds(o Options) []Kind {
	titles := map[string]string{}
	for _, rule := range o.Rules {
		titles[rule.Name] = rule.Title.In(o.Lang)
	}
	type key struct {
		severity diag.Severity
		rule     string
	}
	at, files := map[key]int{}, map[key]map[string]bool{}
	var list []Kind
	for _, d := range o.Diagnostics {
		k := key{d.Severity, d.Rule}
		if files[k] == nil {
			at[k], files[k] = len(list), map[string]bool{}
			// The stages of a build have no titles for their rules, but each has one message.
			list = append(list, Kind{severity(d.Severity).In(o.Lang), d.Rule, cmp.Or(titles[d.Rule], d.Message.In(o.Lang)), 0, 0})
		}
		files[k][d.Path] = true
		list[at[k]].Count++
		list[at[k]].Files = len(files[k])
	}
	fatal := severity(diag.Error).In(o.Lang)
	slices.SortStableFunc(list, func(a, b Kind) int {
		return cmp.Or(errorsFirst(a.Severity, b.Severity, fatal), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule))
	})
	return list
}

// errorsFirst compares two severities, of which one is fatal.
func errorsFirst(a, b, fatal string) int {
	switch {
	case a == b:
		return 0
	case a == fatal:
		return -1
	}
	return 1
}
