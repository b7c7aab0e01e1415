// Package strict reads YAML, TOML and JSON without forgiving anything: a tree
// of keys and values that all know their place in the file, and typed reads of
// it that collect every error instead of stopping at the first.
//
// The readers of the three languages ([YAML], [TOML], [JSON]) give the same
// [Node] tree. Scalars keep the text that was written, so "no: 007" can become
// the text 007 and "title: 2026" the text 2026. What makes a file mean
// something else than it seems to mean is an error: a key that stands twice,
// anchors, aliases, tags and merge keys, a second document. So is what no
// honest file has: more than 64 KB, 500 keys or 20 levels ([MaxBytes]). A text
// that cannot be read to its end has an error and no tree: a Null.
//
// A reader of settings or front matter says which keys a mapping may hold
// ([Key]: a name, other names that mean the same) and gets an [Object]. Unknown
// keys are reported with the nearest known one. Each [Value] of the object is
// then asked for what it should be: v.Text(), v.Bool(), v.Map() …
package strict

import (
	"bytes"

	"jianbao/generator/diag"
)

// Kind is what a node is.
type Kind uint8

// The kinds of nodes. A Date is a scalar that its language knows as a date.
const (
	Null Kind = iota
	String
	Bool
	Int
	Float
	Date
	List
	Map
)

// words names the kind in a message.
func (k Kind) words() diag.Text {
	return [...]diag.Text{
		Null:   {ZH: "空值", EN: "nothing"},
		String: {ZH: "文字", EN: "a text"},
		Bool:   {ZH: "true/false", EN: "true or false"},
		Int:    {ZH: "整数", EN: "a whole number"},
		Float:  {ZH: "小数", EN: "a decimal number"},
		Date:   {ZH: "日期", EN: "a date"},
		List:   {ZH: "列表", EN: "a list"},
		Map:    {ZH: "一组键值", EN: "a group of keys"},
	}[k]
}

// Node is a value with its place.
type Node struct {
	Kind   Kind
	Pos    diag.Pos
	Text   string  // of a scalar: as written, but for a String without quotes and escapes
	Items  []*Node // of a List
	Fields []Field // of a Map, in the order of the file, no key twice
}

// Field is a key of a mapping and its value.
type Field struct {
	Key   string
	Pos   diag.Pos // of the key
	Value *Node
}

// Limits of a header or a settings file. They are far above what people write
// and far below what would slow the parsers down.
const (
	MaxBytes = 64 << 10
	MaxKeys  = 500
	MaxDepth = 20
)

// builder is what the readers of the three languages share.
type builder struct {
	src    []byte
	origin diag.Pos // of the first byte of src
	lines  []int    // offset of each line of src
	last   struct { // the place that was asked for last
		offset, column int
	}
	diags diag.List
	keys  int
	full  bool // a limit was passed and reported; the rest is not read

	features [4]bool // of YAML: what has been reported
}

// newBuilder checks what must hold before a parser may see src. It reports
// whether that is so.
func newBuilder(src []byte, origin diag.Pos) (*builder, bool) {
	b := &builder{src: src, origin: origin, lines: make([]int, 1, bytes.Count(src, []byte{'\n'})+1)}
	b.last.column = 1
	for i, c := range src {
		if c == '\n' {
			b.lines = append(b.lines, i+1)
		}
	}
	if len(src) > MaxBytes {
		b.diags.Errorf(origin, "too-large", "这里有 %d KB，超过 %d KB", "%d KB are more than the %d KB allowed here", len(src)>>10, MaxBytes>>10)
		return b, false
	}
	return b, b.checkCharacters()
}

// none is the tree of a text that could not be read to its end.
func (b *builder) none() *Node { return &Node{Pos: b.origin} }

// newMap returns an empty mapping with its place.
func newMap(at diag.Pos) *Node { return &Node{Kind: Map, Pos: at} }

// enter reports whether the tree may go one level deeper.
func (b *builder) enter(depth int, at diag.Pos) bool {
	if depth > MaxDepth && !b.full {
		b.full = true
		b.diags.Errorf(at, "too-deep", "嵌套超过 %d 层", "nested deeper than %d levels", MaxDepth)
	}
	return !b.full
}

// countKey reports whether the tree may hold one more key.
func (b *builder) countKey(at diag.Pos) bool {
	if b.keys++; b.keys > MaxKeys && !b.full {
		b.full = true
		b.diags.Errorf(at, "too-many-keys", "超过 %d 个键", "more than %d keys", MaxKeys)
	}
	return !b.full
}

// addField adds a field to a mapping, or reports that the key is there already.
func (b *builder) addField(m *Node, f Field) {
	for i := range m.Fields {
		if first := &m.Fields[i]; first.Key == f.Key {
			b.diags.Errorf(f.Pos, "duplicate-key", "%s 写了两次，第 %d 行已有", "%s stands twice, first on line %d", f.Key, first.Pos.Line).
				Hintf("删去其中一个", "delete one of them")
			return
		}
	}
	m.Fields = append(m.Fields, f)
}
