package check

import (
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// Rules returns all rules, sorted by name, with the terms of a site; nil for none.
func Rules(terms *Terms) []*Rule {
	rules := slices.Concat(wordRules(terms), typographyRules(), privacyRules(), secrecyRules(), documentRules(), pageRules(), hostRules(), externalRules(), columnRules(), addressRules(), historyRules(), identityRules())
	slices.SortFunc(rules, func(a, b *Rule) int { return strings.Compare(a.Name, b.Name) })
	return rules
}

// The documents that rules follow.
var (
	guidelines = diag.Text{
		ZH: "《政府网站发展指引》（国办发〔2017〕47号）",
		EN: "Guidelines for Government Websites (国办发〔2017〕47号)",
	}
	indicators = diag.Text{
		ZH: "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
		EN: "Inspection Indicators for Government Websites (国办秘函〔2019〕19号)",
	}
)

// of names an item of a document.
func of(document diag.Text, zh, en string) diag.Text {
	return diag.Text{ZH: document.ZH + "：" + zh, EN: document.EN + ": " + en}
}
