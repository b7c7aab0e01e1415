package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// element is a thing on a page as a screen reader finds it: what is hidden from
// everybody is none.
type element struct {
	b    *tab
	role string
	name string
	node cdp.BackendNodeID
	id   runtime.RemoteObjectID
}

func (e element) String() string { return fmt.Sprintf("%s “%s”", e.role, e.name) }

// all returns the elements with one of some roles ("button|link"; "" is any) whose
// accessible name matches a pattern ("" is any).
func (b *tab) all(roles, name string) []element {
	b.t.Helper()
	pattern := regexp.MustCompile(name)
	var found []element
	for role := range strings.SplitSeq(roles, "|") {
		root := call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"}).Result.ObjectID
		for _, node := range call(b, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root, Role: role}).Nodes {
			e := element{b: b, role: text(node.Role), name: text(node.Name), node: node.BackendDOMNodeID}
			if node.Ignored || e.node == 0 || !pattern.MatchString(e.name) {
				continue
			}
			e.id = call(b, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: e.node}).Object.ObjectID
			found = append(found, e)
		}
	}
	return found
}

func text(value *accessibility.Value) string {
	var s string
	if value != nil {
		_ = json.Unmarshal(value.Value, &s) // what is no text has none
	}
	return s
}

// find returns the first of all, and fails the test when there is none.
func (b *tab) find(roles, name string) element {
	b.t.Helper()
	found := b.all(roles, name)
	if len(found) == 0 {
		var others []string
		for _, e := range b.all(roles, "") {
			others = append(others, e.String())
		}
		b.t.Fatalf("%s has no %s named %s, only: %s", eval[string](b, "location.href"), roles, name, strings.Join(others, ", "))
	}
	return found[0]
}

// ask calls a function with the element as this and returns what it returns.
func ask[T any](e element, function string) T {
	e.b.t.Helper()
	yes := true
	result := call(e.b, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: e.id, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	if result.ExceptionDetails != nil {
		e.b.t.Fatalf("%s: %v\nin %.300s", e, result.ExceptionDetails, function)
	}
	var value T
	if len(result.Result.Value) > 0 {
		if err := json.Unmarshal(result.Result.Value, &value); err != nil {
			e.b.t.Fatalf("%s: %v", e, err)
		}
	}
	return value
}

// attribute returns an attribute, "" when there is none.
func (e element) attribute(name string) string {
	e.b.t.Helper()
	return ask[string](e, fmt.Sprintf("function() { return this.getAttribute(%q) || ''; }", name))
}

// focus gives the element the focus.
func (e element) focus() {
	e.b.t.Helper()
	ask[any](e, "function() { this.focus(); }")
}

// click scrolls to the element and clicks into its middle, where it must be seen.
func (e element) click() {
	e.b.t.Helper()
	at := ask[*struct{ X, Y float64 }](e, `function() {
		this.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
		const r = this.getClientRects()[0];
		if (!r) return null;
		const x = r.x + r.width / 2, y = r.y + r.height / 2, top = document.elementFromPoint(x, y);
		const label = this.labels && [...this.labels].some((l) => l.contains(top));
		return top && (this.contains(top) || top.contains(this) || label) ? {X: x, Y: y} : null;
	}`)
	if at == nil {
		e.b.t.Fatalf("%s cannot be clicked: it has no size, or something lies over it", e)
	}
	e.b.do("click "+e.String(), chromedp.MouseClickXY(at.X, at.Y))
}

// enter clicks the element and types a text into it, as one insertion: so rare
// characters and emoji arrive whole.
func (e element) enter(text string) {
	e.b.t.Helper()
	e.click()
	call(e.b, input.InsertText, input.InsertTextParams{Text: text})
}

// again finds the element anew after its page was loaded again or it changed its
// name: the one at the same place among those of its role.
func (e element) again() element {
	e.b.t.Helper()
	if found := e.b.all(e.role, "^"+regexp.QuoteMeta(e.name)+"$"); len(found) > 0 {
		return found[0]
	}
	return e.b.find(e.role, nameStop)
}
