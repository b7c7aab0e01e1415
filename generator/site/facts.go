package site

import (
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
}

// Facts returns what an inspection wants to know.
func (s *Site) Facts() Facts {
	f := Facts{Home: s.columnFacts(s.root), Bulletins: make([]BulletinFacts, len(s.bulletins)), Addresses: &Addresses{site: s}}
	for _, c := range s.sortedColumns() {
		f.Columns = append(f.Columns, s.columnFacts(c))
	}
	for i, b := range s.bulletins {
		facts := BulletinFacts{
			Source: b.doc.Path, URL: s.address.absolute(b.path), Column: b.column.dir, Type: b.column.kind(),
			Fields: b.fields, Links: b.doc.Links,
		}
		for _, other := range b.related {
			facts.Related = append(facts.Related, other.column.kind())
		}
		f.Bulletins[i] = facts
	}
	return f
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
