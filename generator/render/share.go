package render

import (
	"errors"
	"html/template"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"jianbao/generator/site"
)

// lessons is from how many pages a layout learns which of its parts repeat. To make
// it anew costs as much as some twenty pages.
const lessons = 32

// sharer makes the sharing of a layout for pages of one kind, when it has seen
// enough of a site.
type sharer struct {
	now atomic.Pointer[sharing] // nil while it learns

	mu    sync.Mutex
	fixed fixed // of the views
	views []any
}

// sharers are those of a layout, by kind of page.
type sharers struct{ byKind sync.Map }

// sharing is a layout for pages that have much in common: what is fixed is text in
// it, and the parts that repeat are replaced by marks.
type sharing struct {
	fixed fixed
	view  reflect.Type       // of the pages it is good for
	set   *template.Template // nil if it cannot be made
	parts []*part            // by the number in their marks

	program atomic.Pointer[program] // does what set does; nil if there is none
}

// sharing returns how to render a view with shared parts; nil if there is no way yet.
func (all *sharers) sharing(l *Layouts, p *layout, view any) *sharing {
	fixed, ok := fixedOf(view)
	if !ok {
		return nil
	}
	found, ok := all.byKind.Load(fixed.kind)
	if !ok {
		found, _ = all.byKind.LoadOrStore(fixed.kind, new(sharer))
	}
	s := found.(*sharer)
	now := s.now.Load()
	if now == nil || now.fixed != fixed {
		s.learn(l, p, fixed, view)
		return nil
	}
	if now.set == nil || now.view != reflect.TypeOf(view) {
		return nil
	}
	return now
}

// learn remembers a view until there are enough.
func (s *sharer) learn(l *Layouts, p *layout, fixed fixed, view any) {
	if views := s.remember(fixed, view); len(views) == lessons {
		s.now.Store(l.share(p, fixed, views))
	}
}

func (s *sharer) remember(fixed fixed, view any) (views []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fixed != fixed || len(s.views) == lessons {
		s.fixed, s.views = fixed, nil
	}
	s.views = append(s.views, view)
	return s.views
}

// fixedOf returns what a view has in common with others: it is in the PageView that
// every view begins with.
func fixedOf(view any) (fixed, bool) {
	v := reflect.ValueOf(view)
	if v.Kind() != reflect.Struct || v.NumField() == 0 || v.Field(0).Type() != reflect.TypeFor[site.PageView]() {
		return fixed{}, false
	}
	chrome, kind := v.Field(0).FieldByName("Site"), v.Field(0).FieldByName("Kind")
	of := chrome.Interface().(*site.Chrome)
	return fixed{of, kind.String()}, of != nil
}

// share finds the parts that repeat in views, and makes the layout that has
// marks in their places.
func (l *Layouts) share(p *layout, fixed fixed, views []any) *sharing {
	s := &sharing{fixed: fixed, view: reflect.TypeOf(views[0])}
	texts := fixed.texts()
	numbers := map[string]int{}
	callers := p.callers()
	callers.visit(p.entry, func(name string) bool {
		if _, ok := numbers[name]; ok {
			return false
		}
		part := newPart(name, readsOf(p.trees, name, fixed), s.view, texts)
		if part == nil || !part.repeats(views) {
			return true
		}
		numbers[name] = len(s.parts)
		s.parts = append(s.parts, part)
		return false
	})
	trees := p.marked(callers, numbers)
	if s.set = l.fold(p, trees, callers, numbers, fixed, views[0]); s.set != nil {
		s.program.Store(l.compile(p.entry, trees, s.view))
	}
	return s
}

// marked returns the trees of a layout with marks in place of parts.
func (p *layout) marked(callers callers, numbers map[string]int) map[string]*parse.Tree {
	trees := map[string]*parse.Tree{}
	for name := range callers {
		trees[name] = p.trees[name].Copy()
	}
	unmarked := map[string]bool{} // the parts and all they include stay as they are
	for name := range numbers {
		callers.reach(name, unmarked)
	}
	for name, c := range callers {
		if !c.sure || unmarked[name] {
			continue
		}
		p.inline(name, trees[name].Root)
		includes(trees[name].Root, true, func(list *parse.ListNode, i int, n *parse.TemplateNode, page bool) {
			if number, ok := numbers[n.Name]; ok && page {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: mark(number)}
			}
		})
	}
	return trees
}

// fold makes templates of marked trees, with text in place of all that is fixed;
// nil if html/template does not take them.
func (l *Layouts) fold(p *layout, trees map[string]*parse.Tree, callers callers, numbers map[string]int, fixed fixed, view any) *template.Template {
	newProbe(trees)
	set, err := l.link(trees)
	if err != nil || l.escape(set, p.entry) != nil || l.escape(set, probeName) != nil {
		return nil
	}
	for name := range numbers { // does it end where it begins, in plain text?
		if l.escape(set, name) != nil {
			return nil
		}
	}
	f := &folding{layouts: l, set: set, probe: trees[probeName], trees: p.trees, fixed: fixed, view: view}
	for name, c := range callers {
		given := elsewhere
		if c.sure {
			given = operand{from: ofView}
		}
		f.list(trees[name].Root, given, given)
	}
	for name, c := range callers {
		if c.sure {
			direct{reflect.TypeOf(view)}.node(trees[name].Root, true)
		}
	}
	return set
}

// link makes templates of trees, which are its own from then on.
func (l *Layouts) link(trees map[string]*parse.Tree) (*template.Template, error) {
	set := template.New("").Funcs(l.funcs())
	for name, tree := range trees {
		if _, err := set.AddParseTree(name, tree); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// escape lets html/template find out how to escape every value, as it does when
// it first executes a template; a writer that takes nothing makes it do just that.
func (l *Layouts) escape(set *template.Template, name string) error {
	err := l.run(&page{limit: 0}, set, name, nil)
	var unsafe *template.Error
	if errors.Is(err, errTimeout) || errors.As(err, &unsafe) {
		return err
	}
	return nil
}

// callers are the templates of a layout that get the view of the page, always
// and in the context of plain text, and the escaped trees of the others for
// which that is not so.
type callers map[string]*caller

type caller struct {
	tree  *parse.Tree
	sure  bool
	sites []includeSite // where it is included
}

type includeSite struct {
	by   *caller
	fits bool // with the view of a page, if by has it, and in plain text
}

// callers finds out which templates of a layout get the view of the page.
// html/template tells the context: where it is not plain text, the included
// template has another name in the escaped tree.
func (p *layout) callers() callers {
	all := callers{}
	for name := range p.reached {
		if tree, ok := p.escaped[name]; ok {
			all[name] = &caller{tree: tree, sure: name == p.entry}
		}
	}
	for _, by := range all {
		includes(by.tree.Root, true, func(_ *parse.ListNode, _ int, n *parse.TemplateNode, page bool) {
			name, _, derived := strings.Cut(n.Name, "$htmltemplate_")
			if c, ok := all[name]; ok {
				c.sites = append(c.sites, includeSite{by, page && !derived})
			}
		})
	}
	if entry := all[p.entry]; entry == nil || len(entry.sites) > 0 {
		return callers{} // it includes itself
	}
	for again := true; again; {
		again = false
		for _, c := range all {
			if !c.sure && c.fits() {
				c.sure, again = true, true
			}
		}
	}
	return all
}

func (c *caller) fits() bool {
	for _, s := range c.sites {
		if !s.fits || !s.by.sure {
			return false
		}
	}
	return len(c.sites) > 0
}

// visit goes through what a template includes with the view of the page, in the
// order of the text; into each as long as enter says so.
func (all callers) visit(name string, enter func(name string) bool) {
	if c := all[name]; c != nil && c.sure {
		includes(c.tree.Root, true, func(_ *parse.ListNode, _ int, n *parse.TemplateNode, _ bool) {
			if inner := all[n.Name]; inner != nil && inner.sure && enter(n.Name) {
				all.visit(n.Name, enter)
			}
		})
	}
}

// reach adds a template and all it includes to names.
func (all callers) reach(name string, names map[string]bool) {
	name, _, _ = strings.Cut(name, "$htmltemplate_")
	if c := all[name]; c != nil && !names[name] {
		names[name] = true
		includes(c.tree.Root, true, func(_ *parse.ListNode, _ int, n *parse.TemplateNode, _ bool) { all.reach(n.Name, names) })
	}
}

// includes visits the includes below a list; page says whether what is handed on
// is what the template was given.
func includes(list *parse.ListNode, outer bool, visit func(list *parse.ListNode, i int, n *parse.TemplateNode, page bool)) {
	if list == nil {
		return
	}
	for i, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TemplateNode:
			visit(list, i, n, handsOn(n.Pipe, outer))
		case *parse.IfNode:
			includes(n.List, outer, visit)
			includes(n.ElseList, outer, visit)
		case *parse.WithNode:
			includes(n.List, false, visit)
			includes(n.ElseList, outer, visit)
		case *parse.RangeNode:
			includes(n.List, false, visit)
			includes(n.ElseList, outer, visit)
		}
	}
}

// handsOn reports whether a pipeline is "." or "$", and so what its template was given.
func handsOn(p *parse.PipeNode, outer bool) bool {
	if p == nil || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return false
	}
	switch arg := p.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
		return outer
	case *parse.VariableNode:
		return len(arg.Ident) == 1 && arg.Ident[0] == "$"
	}
	return false
}
