package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// prepareWalk remembers how everything that can have the focus looks without it,
// and what a reader must come by.
const prepareWalk = `(() => {
	const look = (e) => {
		const s = getComputedStyle(e);
		return [s.outlineStyle == "none" ? "none" : s.outline, s.boxShadow, s.borderColor, s.backgroundColor].join("|");
	};
	const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")];
	const due = all.filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
		&& !(e.type == "radio" && !e.checked));
	window.walk = {look, before: new Map(all.map((e) => [e, look(e)])), due, seen: new Set(), last: null};
	return due.length;
})()`

// step is what holds for the element that has the focus now.
type step struct {
	What    string
	IsOut   bool // the focus has left the page, or is back at the beginning
	Faults  []string
	Skipped []string
}

const takeStep = `(() => {
	const e = document.activeElement, w = window.walk;
	const name = (e) => e.tagName.toLowerCase() + " " + (e.getAttribute("aria-label") || e.textContent.trim() || e.id || e.name).slice(0, 40);
	if (e === document.body || w.seen.has(e)) {
		return {What: name(e), IsOut: true, Skipped: w.due.filter((e) => !w.seen.has(e)).map(name)};
	}
	const faults = [];
	if (w.last && !(w.last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push("comes after " + name(w.last) + " but stands before it");
	if (w.look(e) === w.before.get(e)) faults.push("looks the same with and without the focus");
	const rects = [...e.getClientRects()].filter((r) => r.width && r.height);
	const hit = (x, y) => { const top = document.elementFromPoint(x, y); return top && (e.contains(top) || top.contains(e) && !top.matches("html, body")); };
	if (!rects.some((r) => hit(r.x + r.width / 2, r.y + r.height / 2) || hit(r.x + 3, r.y + 3) || hit(r.right - 3, r.bottom - 3))) {
		faults.push("is out of sight or covered while it has the focus");
	}
	w.seen.add(e);
	w.last = e;
	return {What: name(e), Faults: faults};
})()`

// walkThrough presses Tab until the focus has gone through the page.
func walkThrough(b *tab, where string) {
	b.t.Helper()
	eval[bool](b, `document.querySelectorAll("img").forEach((i) => { i.loading = "eager"; }), true`)
	b.wait("all pictures have come, so that nothing moves any more", `[...document.images].every((i) => i.complete)`)
	due, faults := eval[int](b, prepareWalk), 0
	for range 2*due + 20 {
		b.press(kb.Tab)
		s := eval[step](b, takeStep)
		if s.IsOut {
			if len(s.Skipped) > 0 {
				b.t.Errorf("%s: Tab never comes to %s", where, strings.Join(s.Skipped, ", "))
			}
			return
		}
		for _, fault := range s.Faults {
			if faults++; faults <= 5 {
				b.t.Errorf("%s: %s %s", where, s.What, fault)
			}
		}
	}
	b.t.Errorf("%s: the focus does not leave the page", where)
}

// TestKeyboard walks through pages with Tab alone: everything is reached, in the
// order of the page, and visibly.
func TestKeyboard(t *testing.T) {
	for _, width := range []int64{360, 1440} {
		t.Run(fmt.Sprint(width, " px"), func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			b.width(width)
			for _, at := range []struct{ site, kind string }{
				{atBase, "home"}, {atBase, "bulletin"}, {atBase, "document"}, {atBase, "search"}, {hostile, "long"}, {hostile, "column"},
			} {
				s := theSite(t, at.site)
				b.open(s.at(t, at.kind))
				walkThrough(b, at.site+"/"+at.kind)
			}
		})
	}
}

// TestSkipLink: the first Tab on a page finds a link past the navigation, and the
// link takes the focus along.
func TestSkipLink(t *testing.T) {
	s := theSite(t, atBase)
	b := newTab(t)
	for _, k := range s.kinds {
		b.open(s.url + k.path)
		skip := b.find("link", nameSkip)
		b.press(kb.Tab)
		if !ask[bool](skip, "function() { return document.activeElement === this; }") {
			t.Errorf("%s: the first Tab does not come to the skip link but to %s", k.name, eval[string](b, "document.activeElement.outerHTML.slice(0, 200)"))
			continue
		}
		if !ask[bool](skip, "function() { const r = this.getBoundingClientRect(); return r.width > 20 && r.height > 20 && r.top >= 0 && r.left >= 0; }") {
			t.Errorf("%s: the skip link has the focus but cannot be seen", k.name)
		}
		b.press(kb.Enter)
		b.wait(k.name+": the focus is in the main part", `document.activeElement.closest("main")`)
		b.press(kb.Tab)
		if !eval[bool](b, `!document.querySelector("main :is(a[href], button, input, summary)") || !!document.activeElement.closest("main")`) {
			t.Errorf("%s: after the skip link, Tab does not go on in the main part", k.name)
		}
	}
}
