// Package frontmatter turns the header of a content file into typed fields.
//
// A header is YAML between "---" lines, TOML between "+++" lines, or a JSON
// object, at the top of the file. [Parser.Parse] reads a bulletin's,
// [Parser.ParseColumn] the one of a column's _index.md; both return what is left as [Body].
//
//   - split.go finds the header, whose language adrg/frontmatter tells, and gives it
//     to our own decoder, which builds a tree with places (package strict);
//   - keys.go and columns.go are the tables of keys: name, Chinese twin, type,
//     meaning, and how the value is read. The manual, docs/front-matter.md, is
//     made of them;
//   - value.go, address.go, number.go hold what a value must be;
//   - defaults.go lets bulletins inherit what their column or site gives.
//
// All errors of a header are reported at once, each with its line and column.
// Every doubt about draft is an error (draft.go): a file that could be meant as
// a draft is never published.
package frontmatter

import (
	"sync"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// Parser reads headers; it may be used by many goroutines at once. The zero value
// is ready to use.
type Parser struct {
	decoders sync.Map // by opening line, for there are few and adrg/frontmatter takes its time
}

// Body is what follows a header.
type Body struct {
	Text []byte
	Line int // of the file, counted from 1, where Text starts
}

// Parse reads a bulletin: clean UTF-8 text with "\n" at the ends of lines.
// Dates are in zone. The fields are never nil; where the diagnostics hold
// errors, they are what could be read.
func (p *Parser) Parse(path string, text []byte, zone *time.Location) (*Fields, Body, diag.List) {
	f := &Fields{File: path}
	s := p.split(path, text)
	switch {
	case s.missing:
		s.diags.Errorf(s.at, "no-front-matter", "没有文首：文件应以 --- 开始，先写标题、发布时间和信息来源", "there is no front matter; a file begins with --- and title, date and source").
			Hintf("在正文前写五行：--- / title: 标题 / date: 2026-01-31 / source: 信息来源 / ---", "write five lines before the text: --- / title: … / date: 2026-01-31 / source: … / ---")
	case s.isReadable(bulletinTable.keys):
		s.checkDraftLines()
		f.Places = read(f, bulletinTable, s.root(), zone)
	}
	s.diags.Sort()
	return f, s.body, s.diags
}

// home is the _index.md of the home page, whose name is the site's.
const home = "content/_index.md"

// ParseColumn reads the _index.md of a column. One without a header is a
// column named after its folder, and gets a warning.
func (p *Parser) ParseColumn(path string, text []byte, zone *time.Location) (*ColumnFields, Body, diag.List) {
	f := &ColumnFields{File: path, Nav: true, Freshness: -1}
	s := p.split(path, text)
	switch {
	case s.missing:
		s.diags.Warnf(s.at, "no-front-matter", "没有文首，栏目名只能用文件夹名", "there is no front matter, so the column is named after its folder").
			Hintf("在前面写三行：--- / title: 栏目名 / ---", "write three lines on top: --- / title: … / ---")
	case s.isReadable(columnTable.keys):
		s.checkDraftLines() // of defaults
		f.Places = read(f, columnTable, s.root(), zone)
		if !f.Has("title") && !s.diags.HasErrors() && path != home {
			s.diags.Warnf(f.At("title"), "missing-key", "缺少标题（title），栏目名只能用文件夹名", "title is missing, so the column is named after its folder")
		}
	}
	s.diags.Sort()
	return f, s.body, s.diags
}

// root begins the reading of the header's tree.
func (s *section) root() strict.Value { return strict.Root(s.tree, "", &s.diags) }

// isReadable reports whether the header is a mapping. A header that is none, or
// has errors of syntax, has been reported when it returns false.
func (s *section) isReadable(keys []strict.Key) bool {
	switch {
	case s.tree == nil, s.tree.Kind == strict.Map:
		return s.tree != nil
	case s.tree.Kind == strict.Null && len(s.diags) == 0:
		return true // an empty header: what is required is found missing later
	}
	if wrong := s.badColons(keys); len(wrong) > 0 {
		s.diags = wrong // the parser's complaint is but a consequence
	} else if len(s.diags) == 0 {
		s.diags.Errorf(s.tree.Pos, "bad-front-matter", "文首应是一行一个“键: 值”", "front matter must be lines of the form key: value")
	}
	return false
}
