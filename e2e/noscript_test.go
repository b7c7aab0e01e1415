package e2e

import (
	"strings"
	"testing"
)

// shown is an expression: the texts that a reader sees in the main part, but for
// those of controls.
const shown = `[...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, td, th, dt, dd, figcaption, a, time)")]
	.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.querySelector("button, input, ul, ol") && !e.closest("button, noscript, [aria-live], [hidden]"))
	.map((e) => e.innerText.replace(/\s+/g, " ").trim()).filter((s) => s)`

// TestWithoutScript: what there is to read is there without scripts as well, and
// no control that would do nothing.
func TestWithoutScript(t *testing.T) {
	for _, s := range []*site{theSite(t, atBase), theSite(t, hostile), theSite(t, english)} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			with, without := newTab(t), newTab(t)
			without.withoutScript()
			for _, k := range s.kinds {
				with.open(s.url + k.path)
				without.open(s.url + k.path)
				there := map[string]bool{}
				for _, text := range eval[[]string](without, shown) {
					there[text] = true
				}
				texts := eval[[]string](with, shown)
				if len(texts) == 0 {
					t.Errorf("%s: there is nothing to read", k.name)
				}
				var lost []string
				for _, text := range texts {
					if !there[text] {
						lost = append(lost, text)
					}
				}
				if len(lost) > 0 {
					t.Errorf("%s: only with scripts one reads: %.400s", k.name, strings.Join(lost, " | "))
				}
				for _, button := range without.all("button", "") {
					if ask[bool](button, "function() { return !this.form && this.localName != 'summary'; }") {
						t.Errorf("%s: without scripts, %s does nothing but is there", k.name, button)
					}
				}
			}
		})
	}
}

// TestSearchWithoutScript: the search box leads to a page that says how to go on.
func TestSearchWithoutScript(t *testing.T) {
	s := theSite(t, atBase)
	b := newTab(t)
	b.withoutScript()
	b.open(s.at(t, "home"))
	b.find("searchbox", "").enter("一窗受理")
	b.find("button", "^搜索$").click()
	b.wait("the page of search is open", `location.pathname == "`+s.base+`search/"`)
	b.wait("the page of search leads on", `[...document.querySelectorAll("main a[href]")].some((a) => a.checkVisibility() && /(sitemap|archive)\/$/.test(a.href))`)
}
