package site

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

// Facts are what an inspection wants to know of the model: what is published, and
// where it comes from.
type Facts struct {
	Home      ColumnFacts
	Columns   []ColumnFacts   // parents before children
	Bulletins []BulletinFacts // newest first
	Images    []FileFacts     // below content/, that pages show; by source
	Addresses *Addresses
}

// ColumnFacts are those of a column, or of the home page.
type ColumnFacts struct {
	Dir       string // "content/reform"
	Title     string
	URL       string   // with scheme and host
	Type      string   // ColumnType
	Freshness int      // days, as it is given; -1 = not given
	Pos       diag.Pos // of the freshness, or the first line of its source
	Text      bool     // it has a text of its own
	Own, All  int      // bulletins in it; with those of its sub-columns
	Columns   int      // sub-columns
	Allow     []frontmatter.Allow
	Links     []markdown.Link
	Newest    civil.Time // day on which the newest of All was published; zero = there is none
}

// BulletinFacts are those of a published bulletin.
type BulletinFacts struct {
	Source, URL string              // URL with scheme and host
	Column      string              // folder of its column
	Type        string              // ColumnType of its column
	Fields      *frontmatter.Fields // with what it inherits
	Links       []markdown.Link
	Related     []string // types of the columns of related bulletins, whichever of the two names the other
	Layout      string   // of its page
	Size        int64    // of its source, and so of its text, nearly
	Images      []FileFacts
}

// FileFacts are those of a file that is published.
type FileFacts struct {
	Source string
	Size   int64
	Pos    diag.Pos // where it is used
}

// Facts returns what an inspection wants to know.
func (s *Site) Facts() Facts {
	f := Facts{Home: s.columnFacts(s.root), Bulletins: make([]BulletinFacts, len(s.bulletins)), Addresses: &Addresses{site: s}}
	for _, c := range s.sortedColumns() {
		f.Columns = append(f.Columns, s.columnFacts(c))
	}
	images := s.images()
	for _, url := range slices.Sorted(maps.Keys(images)) {
		f.Images = append(f.Images, images[url])
	}
	slices.SortFunc(f.Images, func(a, b FileFacts) int { return strings.Compare(a.Source, b.Source) })
	sizes := make(map[string]int64, len(s.bulletins))
	for _, file := range s.opts.Files {
		sizes[file.Path] = file.Size
	}
	for i, b := range s.bulletins {
		facts := BulletinFacts{
			Source: b.doc.Path, URL: s.address.absolute(b.path), Column: b.column.dir, Type: b.column.kind(),
			Fields: b.fields, Links: b.doc.Links, Layout: cmp.Or(b.fields.Layout, kindBulletin), Size: sizes[b.doc.Path],
			Images: b.imagesOf(images),
		}
		for _, other := range b.related {
			facts.Related = append(facts.Related, other.column.kind())
		}
		f.Bulletins[i] = facts
	}
	return f
}

// images returns the images below content/ that pages show, by their addresses.
func (s *Site) images() map[string]FileFacts {
	images := map[string]FileFacts{}
	for _, r := range s.resources {
		if !r.record && (target{file: r.source}).isImage() {
			images[r.url] = FileFacts{r.source, s.files[r.source].size, r.pos}
		}
	}
	return images
}

// imagesOf returns the images in the text of a bulletin, each once.
func (b *bulletin) imagesOf(images map[string]FileFacts) (shown []FileFacts) {
	for i, link := range b.doc.Links {
		if !link.Image || len(images) == 0 {
			continue
		}
		image, ok := images[b.links[i].Address]
		if ok && !slices.ContainsFunc(shown, func(f FileFacts) bool { return f.Source == image.Source }) {
			image.Pos = link.Pos
			shown = append(shown, image)
		}
	}
	return shown
}

func (s *Site) columnFacts(c *column) ColumnFacts {
	facts := ColumnFacts{
		Dir: c.dir, Title: c.title(), URL: s.address.absolute(c.path), Type: c.kind(), Freshness: c.fields.Freshness,
		Pos: c.pos(), Text: c.doc != nil && !c.doc.Empty, Own: len(c.own), All: len(c.all), Columns: len(c.children),
		Allow: c.fields.Allow,
	}
	if c.doc != nil {
		facts.Links = c.doc.Links
	}
	if c.doc != nil && c.fields.Has("freshness") {
		facts.Pos = c.fields.At("freshness")
	}
	all := c.all
	if c.parent == nil {
		all, facts.All, facts.Columns = s.bulletins, len(s.bulletins), len(c.children)
	}
	for _, b := range all {
		facts.Newest = later(facts.Newest, b.fields.Date)
	}
	return facts
}
