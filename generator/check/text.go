package check

import (
	"bytes"
	"maps"
	"slices"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

// NewText is a parsed source as rules see it. The body has its prose.
func NewText(source []byte, doc *document.Document, body *markdown.Body) *Text {
	t := &Text{
		Path: doc.Path, Fields: doc.Fields, Column: doc.Column,
		Prose: body.Prose, Links: body.Links, HTML: body.HTML,
	}
	values := values{source: source}
	if t.Fields != nil {
		values.list = make([]Value, 0, t.Fields.Places.Len()+len(t.Fields.Tags)+len(t.Fields.Keywords))
		values.ofBulletin(t.Fields)
	} else {
		values.ofColumn(t.Column)
	}
	t.Values = values.list
	return t
}

// values collects the texts of a header. Of reviews and allowances readers see nothing.
type values struct {
	source []byte
	list   []Value
}

func (v *values) ofBulletin(f *frontmatter.Fields) {
	for p := range f.Places.All() {
		at := diag.Pos{Path: f.File, Line: p.Line, Column: p.Column}
		switch p.Key {
		case "title":
			v.add(p.Key, at, f.Title)
		case "subtitle":
			v.add(p.Key, at, f.Subtitle)
		case "source":
			v.add(p.Key, at, f.Source)
		case "authors":
			v.add(p.Key, at, f.Authors...)
		case "editor":
			v.add(p.Key, at, f.Editor)
		case "summary":
			v.add(p.Key, at, f.Summary)
		case "keywords":
			v.add(p.Key, at, f.Keywords...)
		case "tags":
			v.add(p.Key, at, f.Tags...)
		case "imageAlt":
			v.add(p.Key, at, f.ImageAlt)
		case "number":
			v.add(p.Key, at, f.Number)
		case "index":
			v.add(p.Key, at, f.Index)
		case "issuer":
			v.add(p.Key, at, f.Issuer)
		case "category":
			v.add(p.Key, at, f.Category)
		case "attachments":
			for _, a := range f.Attachments {
				v.add(p.Key, a.Pos, a.File, a.Title)
			}
		case "changes":
			for _, c := range f.Changes {
				v.add(p.Key, at, c.Note)
			}
		case "params":
			v.free(p.Key, at, f.Params)
		}
	}
}

func (v *values) ofColumn(f *frontmatter.ColumnFields) {
	for p := range f.Places.All() {
		at := diag.Pos{Path: f.File, Line: p.Line, Column: p.Column}
		switch p.Key {
		case "title":
			v.add(p.Key, at, f.Title)
		case "description":
			v.add(p.Key, at, f.Description)
		case "keywords":
			v.add(p.Key, at, f.Keywords...)
		case "params":
			v.free(p.Key, at, f.Params)
		}
	}
}

// free adds the texts in a value of any kind.
func (v *values) free(key string, at diag.Pos, value any) {
	switch value := value.(type) {
	case string:
		v.add(key, at, value)
	case []any:
		for _, item := range value {
			v.free(key, at, item)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			v.free(key, at, value[name])
		}
	}
}

// add adds texts of the value that begins at a place. Each stands where it is found
// from there on: behind a quote, below its key, as an item of a list.
func (v *values) add(key string, at diag.Pos, texts ...string) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		v.list = append(v.list, Value{Key: key, Text: text, Pos: v.find(at, text)})
	}
}

// find returns the first place of a text from another one on; that one, where the
// text is written otherwise, with escapes or over several lines.
func (v *values) find(from diag.Pos, text string) diag.Pos {
	if from.Line == 0 || from.Column == 0 {
		return from
	}
	rest, line := v.source, 1
	for ; line < from.Line; line++ {
		_, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok {
			return from
		}
		rest = after
	}
	for range from.Column - 1 {
		_, size := utf8.DecodeRune(rest)
		rest = rest[size:]
	}
	for _, end := range []string{"\n---\n", "\n+++\n"} { // beyond the header it is another text
		rest, _, _ = bytes.Cut(rest, []byte(end))
	}
	first, _, _ := bytes.Cut([]byte(text), []byte("\n"))
	i := bytes.Index(rest, first)
	if i < 0 {
		return from
	}
	before := rest[:i]
	last := bytes.LastIndexByte(before, '\n')
	if last < 0 {
		from.Column += utf8.RuneCount(before)
		return from
	}
	from.Line += bytes.Count(before, []byte("\n"))
	from.Column = 1 + utf8.RuneCount(before[last+1:])
	return from
}
