package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// columns returns the links to columns that the header shows.
func columns(b *tab) []element {
	b.t.Helper()
	var shown []element
	for _, link := range b.all("link", "") {
		if ask[bool](link, `function() { return !!this.closest("header nav, nav header, body > nav") && !this.closest("main") && this.checkVisibility({visibilityProperty: true}); }`) {
			shown = append(shown, link)
		}
	}
	return shown
}

// menu finds what opens the navigation on a phone.
func menu(b *tab) element {
	b.t.Helper()
	return b.find(disclosures, nameMenu)
}

// TestPhoneNavigation: on a phone the columns are behind one control, which opens
// and closes them, for a finger and for a key, with scripts and without.
func TestPhoneNavigation(t *testing.T) {
	for _, name := range []string{atBase, english} {
		for _, mode := range []string{"script", "no script"} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				t.Parallel()
				s := theSite(t, name)
				b := newTab(t)
				if mode == "no script" {
					b.withoutScript()
				}
				b.open(s.at(t, "bulletin"))
				wide := len(columns(b))
				if wide < 3 {
					t.Fatalf("at 1440 px the header shows only %d columns", wide)
				}
				b.width(360)
				b.reload()
				if shown := columns(b); len(shown) > 1 {
					t.Errorf("before the menu is opened, columns are shown: %v", shown)
				}
				menu(b).click()
				if shown := columns(b); len(shown) < wide {
					t.Fatalf("the menu is open, but of %d columns only these are shown: %v", wide, shown)
				}
				menu(b).focus()
				b.press(kb.Enter)
				if shown := columns(b); len(shown) > 1 {
					t.Errorf("the menu was closed with Enter, but columns are shown: %v", shown)
				}
				b.press(" ")
				links := columns(b)
				if len(links) < wide {
					t.Fatalf("the menu was opened with the space bar, but of %d columns only these are shown: %v", wide, links)
				}
				last := links[len(links)-1]
				address := ask[string](last, "function() { return this.href; }")
				last.click()
				b.wait("the column is open", `location.href == `+quote(address))
			})
		}
	}
}

// sideways is an expression: what makes a page wider than its window, "" when
// nothing does.
const sideways = `(() => {
	const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
	if (wide <= 0) return "";
	const clipped = (e) => { for (e = e.parentElement; e; e = e.parentElement) if (e !== document.body && getComputedStyle(e).overflowX != "visible") return true; };
	const guilty = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(e));
	const deepest = guilty.filter((e) => !guilty.some((other) => other !== e && e.contains(other)));
	return wide + " px too wide: " + deepest.slice(0, 3).map((e) => e.outerHTML.slice(0, 160)).join(" and ");
})()`

// TestNoSidewaysScrolling: no page of any kind scrolls to the side, in no mode.
func TestNoSidewaysScrolling(t *testing.T) {
	for _, s := range []*site{theSite(t, atRoot), theSite(t, hostile), theSite(t, english)} {
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
				for _, k := range s.kinds {
					b.open(s.url + k.path)
					for _, width := range []int64{320, 360, 768, 1440} {
						b.width(width)
						if what := eval[string](b, sideways); what != "" {
							t.Errorf("%s at %d px: %s", k.name, width, what)
						}
					}
				}
			})
		}
	}
}

// TestTargets: controls and the links of navigation are 44 px wide and high, so
// that a thumb finds them. Links within a text are as large as the text.
func TestTargets(t *testing.T) {
	for _, name := range []string{atBase, english} {
		for _, width := range []int64{360, 1440} {
			t.Run(fmt.Sprint(name, "/", width, " px"), func(t *testing.T) {
				t.Parallel()
				s := theSite(t, name)
				b := newTab(t)
				b.width(width)
				var all faults
				for _, k := range s.kinds {
					b.open(s.url + k.path)
					for _, closed := range b.all(disclosures, nameMenu) {
						closed.click()
					}
					for _, small := range eval[[]string](b, smallTargets(44, "button, input:not([type=hidden]), select, textarea, summary, nav a, body > footer li > a")) {
						all.add("targets have 44 px, but "+small, k.name)
					}
				}
				all.tell(t)
			})
		}
	}
}
