package e2e

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// What controls and parts of a page are called, as patterns of their accessible
// names, in the interface's two languages.
const (
	nameSkip    = `^跳到|^Skip to`
	nameElder   = `长者|[Ee]lder`
	nameLarge   = `^大|^Large`
	nameMedium  = `^中|^Medium`
	nameSmall   = `^小|^Small`
	nameStop    = `停止|[Ss]top`
	nameCopy    = `复制|[Cc]opy`
	nameMenu    = `菜单|导航|栏目|Menu|Columns`
	saysElder   = `长者|elder`
	saysCopied  = `已复制|copied`
	disclosures = "button|DisclosureTriangle|checkbox" // roles of what opens and closes something
)

// announced is an expression: a part of the page that screen readers read out when
// it changes now says something that matches a pattern.
func announced(pattern string) string {
	return `[...document.querySelectorAll("[role=status], [role=alert], [aria-live]:not([aria-live=off]), output")]
		.some((e) => /` + pattern + `/i.test(e.textContent))`
}

// textSize is an expression: the size in px of the main text, that is of the
// longest paragraph.
const textSize = `parseFloat(getComputedStyle([...document.querySelectorAll("main p")]
	.reduce((a, b) => a.textContent.length < b.textContent.length ? b : a)).fontSize)`

// elderMode turns elder mode on and waits until the text is as large as it must be.
func (b *tab) elderMode() {
	b.t.Helper()
	b.find("button", nameElder).click()
	b.wait("elder mode enlarges the text", `[...document.querySelectorAll("main p, main li")].length == 0 ||
		parseFloat(getComputedStyle(document.body).fontSize) >= 18`)
}

// quote makes a text a literal of JavaScript.
func quote(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text can always be quoted
	}
	return string(literal)
}

func number(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

// smallTargets is an expression: the visible elements of a selector that are
// smaller than some px, described. What is only there for screen readers or not in
// view until it has the focus is no target.
func smallTargets(px int, selector string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((e) => !e.disabled && e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
		.map((e) => {
			const boxes = [e, ...e.labels || []].map((e) => e.getBoundingClientRect()).filter((r) => r.width > 2 && r.bottom > 0 && r.right > 0);
			return {e, boxes, fits: boxes.some((r) => r.width >= %[2]d - 0.5 && r.height >= %[2]d - 0.5)};
		})
		.filter(({boxes, fits}) => boxes.length && !fits)
		.map(({e, boxes: [r]}) => e.tagName.toLowerCase() + " “" + (e.getAttribute("aria-label") || e.textContent.trim() || e.name || "").slice(0, 30)
			+ "” has " + Math.round(r.width) + " × " + Math.round(r.height)).slice(0, 12)`, quote(selector), px)
}
