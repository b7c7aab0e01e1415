package build

import (
	"cmp"
	"slices"
	"strings"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// pageRules sums what rules make of a page, beside the page itself; zero where none
// looks at it: what our own layouts make is known to be good.
func (b *builder) pageRules(p *site.Page) memo.Sum {
	if len(b.inspection.page) == 0 || !b.layouts.OfSite(p.Layout) {
		return memo.Sum{}
	}
	return b.inspection.pageSum
}

// lookAtPage lets rules look at a rendered page.
func (b *builder) lookAtPage(p *site.Page, html []byte) diag.List {
	if b.pageRules(p) == (memo.Sum{}) {
		return nil
	}
	return check.LookAtPage(b.inspection.page, &check.Page{
		Kind: p.Kind(), URL: b.site.Address(*p), HTML: html, Settings: b.settings,
		Find: func(texts ...string) diag.Pos { return b.layouts.Find(p.Layout, texts...) },
	})
}

// foundInPage notes an output in which rules found something.
func (b *builder) foundInPage(output *knownOutput) {
	if len(output.Findings) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faulty = append(b.faulty, output)
}

// addPageFindings tells what rules found in pages: once what many pages have in
// common, with the page that has the shortest address as an example.
func (b *builder) addPageFindings() {
	pages := map[diag.Diagnostic][]string{}
	for _, output := range b.faulty {
		for _, d := range output.Findings {
			pages[d] = append(pages[d], "/"+strings.TrimSuffix(output.First, "index.html"))
		}
	}
	var list diag.List
	for d, all := range pages {
		example := slices.MinFunc(all, func(a, b string) int {
			return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
		})
		zh, en := "（%[1]s）", " (on %[1]s)"
		if len(all) > 1 {
			zh, en = "（如 %[1]s，共 %[2]d 页）", " (on %[2]d pages, as %[1]s)"
		}
		more := diag.Sprintf(zh, en, example, len(all))
		d.Message.ZH += more.ZH
		d.Message.EN += more.EN
		list = append(list, d)
	}
	list.Sort()
	b.add(list)
}
