package render

import (
	"cmp"
	"errors"
	"html/template"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// layout is the set of templates that makes one kind of page.
type layout struct {
	file   *file
	entry  string // the template to execute
	set    *template.Template
	key    memo.Sum
	parts  []Part   // what was summed for it
	assets []string // names of the assets it uses, sorted
	named  []string // those that it names in so many words
	own    []*file  // the site's own files in it: the layout, the base, the partials

	compiled sync.Once // set and escaped, which few builds need of all layouts
	faults   diag.List // that were found then

	trees   map[string]*parse.Tree
	escaped map[string]*parse.Tree // those of set, as html/template has changed them
	sources map[string]*file       // the file of each template
	reached map[string]bool        // the templates that the entry includes, by whatever way

	sharers sharers
}

// assemble puts together a page's layout, the base and the partials, and checks
// all that can be reached from it. The filling wins over the base's blocks.
func (l *Layouts) assemble(f *file, diags *diag.List) *layout {
	p := &layout{file: f, entry: f.name, trees: map[string]*parse.Tree{}, sources: map[string]*file{}}
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if l.files[name].isPartial() {
			p.addPartial(l.files[name], diags)
		}
	}
	if base, ok := l.files[baseFile]; ok && !f.alone() {
		p.add(base)
		p.entry = baseFile
	}
	p.add(f)
	w := &walk{layouts: l, layout: p, diags: diags, seen: map[string]bool{}, assets: map[string]bool{}, named: map[string]bool{}}
	w.template(p.entry)
	p.reached = w.seen
	p.own = p.ownFiles()
	p.assets, p.named = slices.Sorted(maps.Keys(w.assets)), slices.Sorted(maps.Keys(w.named))
	p.parts = l.parts(p, w)
	p.key = new(memo.Hasher).Sum(p.entry, p.parts)
	if l.opts.Sound == nil || !l.opts.Sound(strings.TrimSuffix(f.name, ".html"), p.parts) {
		*diags = append(*diags, p.ready(l)...)
	}
	return p
}

// ready compiles a layout, unless it is, and returns what was wrong with it.
func (p *layout) ready(l *Layouts) diag.List {
	p.compiled.Do(func() { p.compile(l, &p.faults) })
	return p.faults
}

// ownFiles returns the site's own files that can be reached.
func (p *layout) ownFiles() (own []*file) {
	for name := range p.reached {
		if f := p.sources[name]; f != nil && f.own && !slices.Contains(own, f) {
			own = append(own, f)
		}
	}
	rank := func(f *file) int {
		switch {
		case f.isPage():
			return 0
		case f.isPartial():
			return 2
		}
		return 1
	}
	slices.SortFunc(own, func(a, b *file) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.name, b.name))
	})
	return own
}

func (p *layout) add(f *file) {
	for name, tree := range f.trees {
		p.trees[name], p.sources[name] = tree, f
	}
}

// addPartial adds a partial. All partials share their names, so none may define
// what another has defined: which one won would be an accident.
func (p *layout) addPartial(f *file, diags *diag.List) {
	for _, name := range slices.Sorted(maps.Keys(f.trees)) {
		if other, ok := p.sources[name]; ok {
			diags.Errorf(f.position(int(f.trees[name].Root.Position())), "layout-error",
				"模板“%s”在 %s 里已经定义", "the template %q is already defined in %s", name, other.path()).
				Hintf("换一个名字", "choose another name")
		}
	}
	p.add(f)
}

// compile makes the executable templates.
func (p *layout) compile(l *Layouts, diags *diag.List) {
	p.escaped = map[string]*parse.Tree{}
	for name, tree := range p.trees {
		p.escaped[name] = tree.Copy()
	}
	var err error
	if p.set, err = l.link(p.escaped); err != nil {
		l.report(p, err, diags)
		return
	}
	err = l.escape(p.set, p.entry)
	var unsafe *template.Error
	if err != nil && !(errors.As(err, &unsafe) && unsafe.ErrorCode == template.ErrNoSuchTemplate) { // walk has reported those
		l.report(p, err, diags)
	}
}

// parts sums what was walked.
func (l *Layouts) parts(p *layout, w *walk) []Part {
	parts := []Part{
		{"baseURL", memo.Of([]byte(l.opts.BaseURL))},
		{"language", memo.Of([]byte(l.opts.Language))},
	}
	texts := map[string]string{}
	for name := range w.seen {
		if f, ok := p.sources[name]; ok {
			texts[f.path()] = f.text
		}
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		parts = append(parts, Part{name, memo.Of([]byte(texts[name]))})
	}
	for _, name := range p.assets {
		a, _ := l.opts.Assets.Lookup(name)
		parts = append(parts, Part{"assets/" + name, memo.Of([]byte(a.Path), []byte(a.Integrity))})
	}
	return parts
}
