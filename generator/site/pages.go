package site

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// Page is one HTML file of the finished site.
type Page struct {
	Output string   // "reform/green/index.html"
	JSON   string   // a bulletin's JSON file, else ""
	Layout string   // "bulletin": layouts/bulletin.html
	Pos    diag.Pos // the source it comes from

	kind     string
	path     string // site path
	bulletin *bulletin
	column   *column
	group    *group
	number   int // of a paginated list, from 1
}

// Kind returns the kind of a page, which its view has, too.
func (p *Page) Kind() string { return p.kind }

// Address returns the whole address of a page.
func (s *Site) Address(p Page) string { return s.address.origin + s.pageURL(&p) }

// Kinds of pages; each has a layout of the same name, but for notFound.
const (
	kindHome     = "home"
	kindColumn   = "column"
	kindBulletin = "bulletin"
	kindTags     = "tags"
	kindTag      = "tag"
	kindArchive  = "archive"
	kindYear     = "year"
	kindSearch   = "search"
	kindSitemap  = "sitemap"
	kindNotFound = "404"
	kindRedirect = "redirect"
)

// Text returns the document whose body the page shows, if there is one.
func (p *Page) Text() (text Text, ok bool) {
	switch {
	case p.kind == kindBulletin:
		return p.bulletin.text(), true
	case p.column != nil && p.number <= 1:
		return p.column.text(), p.column.doc != nil
	}
	return Text{}, false
}

// Pages returns all pages in a fixed order.
func (s *Site) Pages() []Page { return s.pages }

// listPages is the list of page kinds. To add one: a line here, a view in
// view.go, a case in View, a layout.
func (s *Site) listPages() {
	s.pages = make([]Page, 0, s.countPages())
	home := Page{kind: kindHome, path: "/", column: s.root, Layout: s.root.fields.Layout}
	if s.root.doc != nil {
		home.Pos = s.root.pos()
	}
	s.addPage(home)
	for _, c := range s.sortedColumns() {
		s.addList(Page{kind: kindColumn, path: c.path, Pos: c.pos(), column: c, Layout: c.fields.Layout}, len(c.all), s.pageSize(c))
	}
	for _, b := range s.bulletins {
		s.addBulletinPages(b)
	}
	s.addPage(Page{kind: kindTags, path: "/tags/"})
	for _, g := range s.tags {
		s.addList(Page{kind: kindTag, path: g.path, Pos: g.pos, group: g}, len(g.bulletins), s.pageSize(nil))
	}
	s.addPage(Page{kind: kindArchive, path: "/archive/"})
	for _, g := range s.years {
		s.addList(Page{kind: kindYear, path: g.path, group: g}, len(g.bulletins), s.pageSize(nil))
	}
	if s.opts.Settings.Outputs.Search {
		s.addPage(Page{kind: kindSearch, path: "/search/"})
	}
	s.addPage(Page{kind: kindSitemap, path: "/sitemap/"})
	s.addPage(Page{kind: kindNotFound, path: "/404.html"})
}

// countPages is how many pages there will be at the least, but for redirects.
func (s *Site) countPages() int {
	n := len(s.bulletins) + 10
	for _, c := range s.columns {
		n += pageCount(len(c.all), s.pageSize(c))
	}
	for _, groups := range [][]*group{s.tags, s.years} {
		for _, g := range groups {
			n += pageCount(len(g.bulletins), s.pageSize(nil))
		}
	}
	return n
}

func (s *Site) addPage(p Page) {
	if p.Output == "" {
		p.Output = outputFile(p.path)
	}
	p.Layout = cmp.Or(p.Layout, p.kind)
	if p.Pos.Path == "" { // no source file: the layout is what makes it
		p.Pos.Path = "layouts/" + p.Layout + ".html"
	}
	s.pages = append(s.pages, p)
}

// addList adds the pages of a list that is split by size.
func (s *Site) addList(first Page, total, size int) {
	base := first.path
	for n := 1; n <= pageCount(total, size); n++ {
		first.path, first.number = pagePath(base, n), n
		s.addPage(first)
	}
}

// addBulletinPages adds a bulletin and the redirects from its old addresses.
func (s *Site) addBulletinPages(b *bulletin) {
	s.addPage(Page{
		kind: kindBulletin, path: b.path, Output: b.output, Pos: diag.Pos{Path: b.doc.Path}, bulletin: b, Layout: b.fields.Layout,
		JSON: strings.TrimPrefix(s.jsonOf(b.path), "/"),
	})
	for _, alias := range b.fields.Aliases {
		s.addPage(Page{kind: kindRedirect, path: asPage(alias.Path), Pos: alias.Pos, bulletin: b})
	}
}

func (s *Site) pageSize(c *column) int {
	if c != nil && c.fields.PageSize > 0 {
		return c.fields.PageSize
	}
	return s.opts.Settings.PageSize
}

// sitePaths are the targets that links may name by their path in the site.
type sitePaths struct {
	numbers map[string]int32
	targets []target
}

func (p *sitePaths) set(path string, t target) {
	p.numbers[path] = int32(len(p.targets))
	p.targets = append(p.targets, t)
}

// at returns what is at a path.
func (p *sitePaths) at(path string) target {
	if n, ok := p.numbers[path]; ok {
		return p.targets[n]
	}
	return target{}
}

// mapPaths notes the site path of every page and feed, for links written as
// addresses, and checks the old addresses.
func (s *Site) mapPaths() {
	size := len(s.files) + s.hidden + len(s.pages) + 10
	s.paths = sitePaths{make(map[string]int32, size), make([]target, 0, size)}
	for _, file := range slices.Sorted(maps.Keys(s.files)) {
		s.paths.set(s.files[file].path, target{file: file})
	}
	for _, b := range s.sorted {
		if b.hidden != "" { // the others have pages
			s.paths.set(b.path, target{bulletin: b})
		}
	}
	for _, name := range []string{"/sitemap.xml", "/robots.txt"} {
		s.paths.set(name, target{output: name})
	}
	for _, l := range s.Feeds() {
		for _, name := range s.feedFiles() {
			s.paths.set("/"+l.Prefix+name, target{output: "/" + l.Prefix + name})
		}
	}
	for i := range s.pages {
		p := &s.pages[i]
		if p.kind == kindRedirect {
			s.checkPath(p.path, p.Pos)
		}
		switch {
		case p.bulletin != nil:
			s.paths.set(p.path, target{bulletin: p.bulletin})
		case p.column != nil && p.number <= 1:
			s.paths.set(p.path, target{column: p.column})
		default:
			s.paths.set(p.path, target{output: p.path})
		}
	}
}

// isJSON reports whether a site path is that of a bulletin's JSON file.
func (s *Site) isJSON(p string) bool {
	stem, ok := strings.CutSuffix(p, ".json")
	if !ok || !s.opts.Settings.Outputs.JSON {
		return false
	}
	for _, page := range []string{strings.TrimSuffix(stem, "index"), stem + ".html", stem + ".htm"} {
		if b := s.paths.at(page).bulletin; b != nil && b.hidden == "" && jsonPath(b.path) == p {
			return true
		}
	}
	return false
}

// Feed is a list of bulletins that has feeds: the site, or a column.
type Feed struct {
	Prefix             string // folder of the files: "" or "reform/"
	Title, Description string
	Home               string // absolute address of the list
	bulletins          []*bulletin
	pos                diag.Pos
}

// Feeds returns the feed of the site and of every column.
func (s *Site) Feeds() []Feed {
	feeds := []Feed{{
		Title: s.opts.Settings.Title, Description: s.opts.Settings.Description,
		Home: s.address.absolute("/"), bulletins: s.bulletins, pos: diag.Pos{Path: "site.yaml"},
	}}
	for _, c := range s.sortedColumns() {
		feeds = append(feeds, Feed{
			Prefix: strings.TrimPrefix(c.path, "/"),
			Title:  c.title() + " - " + s.opts.Settings.Title, Description: c.fields.Description,
			Home: s.address.absolute(c.path), bulletins: c.all, pos: c.pos(),
		})
	}
	return feeds
}
