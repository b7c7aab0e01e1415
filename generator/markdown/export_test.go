package markdown

import "github.com/yuin/goldmark/parser"

// NewCommonMark returns a renderer that writes HTML as the specification does:
// nothing is added to its elements, and HTML in the text goes through. All that
// concerns parsing, the Chinese rules included, is as in New.
func NewCommonMark() *Renderer {
	r := New(Options{})
	r.passHTML, r.plain = true, true
	return r
}

// NewByByte returns a renderer that leaves plain text to goldmark.
func NewByByte(opts Options) *Renderer {
	r := New(opts)
	r.parser = parser.NewParser(grammar()...)
	return r
}
