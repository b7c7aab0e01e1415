package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// hits is an expression: the addresses of the results.
const hits = `[...document.querySelectorAll("main :is(ol, ul) :is(h2, h3) a[href]")].map((a) => a.href)`

// settled is an expression: the search has said what it found.
var settled = announced(`没有找到|共|约|nothing found|items`)

// TestSearch: a phrase typed on the home page finds the bulletins that hold it.
func TestSearch(t *testing.T) {
	for _, at := range []struct{ site, phrase string }{
		{atRoot, "一窗受理"}, {atBase, "一窗受理"}, {hostile, "𠮷野家"}, {english, "综合窗口受理"},
	} {
		t.Run(at.site, func(t *testing.T) {
			t.Parallel()
			s := theSite(t, at.site)
			b := newTab(t)
			b.open(s.at(t, "home"))
			b.find("searchbox", "").enter(at.phrase)
			b.press(kb.Enter)
			b.wait("the page of search is open", `location.pathname == "`+s.base+`search/"`)
			b.wait("there are results", hits+".length")
			if value := eval[string](b, `document.querySelector("main input[name=q]").value`); value != at.phrase {
				t.Errorf("the box of the results says %q", value)
			}
			first := eval[[]string](b, hits)[0]
			if !strings.HasPrefix(first, s.url) {
				t.Fatalf("the first result %s is not of this site", first)
			}
			b.open(first)
			if !eval[bool](b, `document.querySelector("main").textContent.includes(`+quote(at.phrase)+`)`) {
				t.Errorf("the first result %s does not hold the phrase", first)
			}
		})
	}
}

// TestHostileQuery: whatever a link to the search asks for, the page shows it as
// text, and goes on working.
func TestHostileQuery(t *testing.T) {
	s := theSite(t, hostile)
	b := newTab(t)
	b.before("window.alert = () => { window.alerted = true; };")
	for _, query := range append([]string{`"><img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`, `\`, `(.*`, " "}, hostileTexts...) {
		b.events.take()
		b.open(s.url + "search/?q=" + url.QueryEscape(query))
		if strings.TrimSpace(query) != "" {
			b.wait("the search for "+query+" has an end", settled)
		}
		if eval[bool](b, `!!window.alerted || !!document.querySelector("main :is(img, svg[onload], script)")`) {
			t.Errorf("%q becomes part of the page", query)
		}
		if errors, _ := b.events.take(); len(errors) > 0 {
			t.Errorf("%q: %s", query, strings.Join(errors, "\n"))
		}
	}
	b.find("searchbox", "").enter("x")
	b.press(kb.Enter)
	b.wait("the page still searches", settled)
}
