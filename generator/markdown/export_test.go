package markdown

// NewCommonMark returns a renderer that writes HTML as the specification does:
// nothing is added to its elements, and HTML in the text goes through. All that
// concerns parsing, the Chinese rules included, is as in New.
func NewCommonMark() *Renderer {
	r := New(Options{})
	r.passHTML, r.plain = true, true
	return r
}

// NewByGoldmark returns a renderer that leaves plain text and tables to goldmark.
func NewByGoldmark(opts Options) *Renderer {
	r := New(opts)
	r.parser = newParser(false)
	return r
}
