package strict

import "jianbao/generator/diag"

// SimpleYAML reads a text as far as no parser is needed; nil where one is.
func SimpleYAML(src []byte, origin diag.Pos) *Node {
	b, ok := newBuilder(src, origin)
	if !ok {
		return nil
	}
	return b.simpleYAML()
}

// ParseYAML reads a text by the parser, even where none is needed.
func ParseYAML(src []byte, origin diag.Pos) (*Node, diag.List) {
	b, ok := newBuilder(src, origin)
	if !ok {
		return b.none(), b.diags
	}
	return b.parseYAML()
}
