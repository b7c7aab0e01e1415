// Package document turns one source file into a Document: its front matter and
// what its text holds. Parsing is pure: the result depends on the file's bytes
// and the options only.
package document

import (
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
)

// Document is what the site's model keeps of a source file. The body's HTML is
// not in it: a few kilobytes a document stay in memory, however long the text.
type Document struct {
	Path   string                    // content/reform/green.md
	Fields *frontmatter.Fields       // of a bulletin; nil for a column
	Column *frontmatter.ColumnFields // of an _index.md; nil for a bulletin

	BodySum  memo.Sum // of the rendered body, before links are resolved
	Summary  string   // the first paragraph
	Links    []markdown.Link
	Headings []markdown.Heading
	IDs      []string
}
