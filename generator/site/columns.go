package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

const contentDir = "content"

// column is a folder of bulletins (栏目).
type column struct {
	dir      string             // "content/reform"; the home page is "content"
	doc      *document.Document // of its _index.md; nil when it has none
	number   int                // of its text
	fields   frontmatter.ColumnFields
	name     string // where it has no title
	path     string // "/reform/"
	url      string // its address under the base path
	parent   *column
	children []*column
	used     bool              // something in it is publishable
	own      []*bulletin       // publishable, newest first
	all      []*bulletin       // its own and those of its sub-columns: pinned first, then newest
	changed  civil.Time        // the newest change in all
	links    []markdown.Target // of the links in its text

	// What many views show of it, made once.
	info   *Column // nil for the home page, which is no column
	crumbs []Link  // from the home page down to it
}

func (c *column) title() string { return cmp.Or(c.fields.Title, c.name) }

func (c *column) text() Text { return Text{c.doc, c.number} }

// pos is the place to name when something is wrong with the column itself.
func (c *column) pos() diag.Pos {
	if c.doc != nil {
		return diag.Pos{Path: c.doc.Path, Line: 1, Column: 1}
	}
	return diag.Pos{Path: c.dir}
}

// top is the column of the first level that c is in.
func (c *column) top() *column {
	for c.parent != nil && c.parent.parent != nil {
		c = c.parent
	}
	return c
}

// plantColumns makes the tree of columns out of the _index.md files.
func (s *Site) plantColumns(docs []*document.Document) {
	s.root = &column{dir: contentDir, name: s.opts.Words.Home, path: "/", url: s.address.url("/"), fields: implicitColumn()}
	s.columns[contentDir] = s.root
	for i, doc := range docs {
		if doc.Column == nil {
			continue
		}
		c := s.columnAt(path.Dir(doc.Path))
		c.doc, c.number, c.fields = doc, i, *doc.Column
		s.diags = append(s.diags, doc.Header...)
		s.diags = append(s.diags, doc.Body...)
		s.checkLayout(c.fields.Layout, c.fields.At("layout"))
	}
}

func implicitColumn() frontmatter.ColumnFields {
	return frontmatter.ColumnFields{Nav: true, Freshness: -1}
}

// columnAt returns the column of a folder, made with all above it when it is new.
func (s *Site) columnAt(dir string) *column {
	if c, ok := s.columns[dir]; ok {
		return c
	}
	c := &column{dir: dir, name: path.Base(dir), fields: implicitColumn()}
	c.parent = s.columnAt(path.Dir(dir))
	c.parent.children = append(c.parent.children, c)
	c.path = c.parent.path + pathSegment(path.Base(dir)) + "/"
	c.url = s.address.url(c.path)
	s.columns[dir] = c
	return c
}

// dropEmptyColumns takes out columns that only folders make and that hold
// nothing to publish: the folder of a draft must not tell its name. It reports
// whether c stays.
func (s *Site) dropEmptyColumns(c *column) bool {
	c.children = slices.DeleteFunc(c.children, func(child *column) bool { return !s.dropEmptyColumns(child) })
	if c.parent == nil || c.doc != nil || c.used || len(c.children) > 0 {
		return true
	}
	delete(s.columns, c.dir)
	return false
}

// orderColumns sorts sub-columns by weight (those without one last), then by folder name.
func (s *Site) orderColumns() {
	for _, c := range s.columns {
		slices.SortFunc(c.children, func(a, b *column) int {
			return cmp.Or(
				cmp.Compare(weightKey(a), weightKey(b)),
				strings.Compare(a.dir, b.dir))
		})
	}
}

func weightKey(c *column) int {
	if !c.fields.Has("weight") {
		return int(^uint(0) >> 1)
	}
	return c.fields.Weight
}

// sortedColumns returns all columns but the home page, parents before children.
func (s *Site) sortedColumns() []*column {
	var all []*column
	var walk func(*column)
	walk = func(c *column) {
		for _, child := range c.children {
			all = append(all, child)
			walk(child)
		}
	}
	walk(s.root)
	return all
}
