package strict

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"jianbao/generator/diag"
)

// TOML reads a TOML document. The place of its first byte is origin.
//
// The tree comes from the library's parser of expressions, which knows places
// but neither tables nor what a number may be; its decoder then has the last
// word on whether the document is valid.
func TOML(src []byte, origin diag.Pos) (*Node, diag.List) {
	b, ok := newBuilder(src, origin)
	if !ok {
		return b.none(), b.diags
	}
	t := tomlBuilder{builder: b}
	root := t.document()
	err := t.parser.Error()
	if err == nil && len(b.diags) == 0 {
		var all map[string]any
		err = toml.Unmarshal(src, &all)
	}
	if err != nil {
		t.report(err)
	}
	if err != nil || b.full {
		root = b.none()
	}
	return root, b.diags
}

type tomlBuilder struct {
	*builder
	parser unstable.Parser
}

// document reads expressions until the end or the first error.
func (t *tomlBuilder) document() *Node {
	root := newMap(t.origin)
	table, depth := root, 1
	t.parser.Reset(t.src)
	for t.parser.NextExpression() && !t.full {
		switch e := t.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			t.keyValue(table, e, depth)
		case unstable.Table:
			table, depth = t.table(root, e)
		case unstable.ArrayTable:
			table, depth = t.arrayTable(root, e)
		}
		if table == nil { // reported; the keys that follow have no place to go
			table = newMap(t.origin)
		}
	}
	return root
}

type tomlKey struct {
	name string
	at   diag.Pos
	end  int // offset after the key
}

// keys returns the parts of a dotted key, but not many more than are allowed.
func (t *tomlBuilder) keys(e *unstable.Node) (keys []tomlKey) {
	for parts := e.Key(); len(keys) <= MaxDepth && parts.Next(); {
		raw := parts.Node().Raw
		keys = append(keys, tomlKey{string(parts.Node().Data), t.at(int(raw.Offset)), int(raw.Offset + raw.Length)})
	}
	return keys
}

// table enters [a.b.c].
func (t *tomlBuilder) table(root *Node, e *unstable.Node) (table *Node, depth int) {
	keys := t.keys(e)
	return t.descend(root, keys, 1), len(keys) + 1
}

// arrayTable adds an item to [[a.b.c]].
func (t *tomlBuilder) arrayTable(root *Node, e *unstable.Node) (table *Node, depth int) {
	keys := t.keys(e)
	last := keys[len(keys)-1]
	parent := t.descend(root, keys[:len(keys)-1], 1)
	if parent == nil {
		return nil, 1
	}
	list := find(parent, last.name)
	if list == nil {
		if !t.countKey(last.at) {
			return nil, 1
		}
		list = &Node{Kind: List, Pos: last.at}
		t.addField(parent, Field{last.name, last.at, list})
	}
	if list.Kind != List {
		t.conflict(last)
		return nil, 1
	}
	item := newMap(last.at)
	list.Items = append(list.Items, item)
	return item, len(keys) + 2
}

// descend follows a dotted key through mappings, and makes those that are not
// there. It returns nil where something else is in the way.
func (t *tomlBuilder) descend(m *Node, keys []tomlKey, depth int) *Node {
	for _, key := range keys {
		depth++
		next := find(m, key.name)
		if next == nil {
			if !t.enter(depth, key.at) || !t.countKey(key.at) {
				return nil
			}
			next = newMap(key.at)
			t.addField(m, Field{key.name, key.at, next})
		}
		if next.Kind == List && len(next.Items) > 0 {
			next = next.Items[len(next.Items)-1] // the latest [[table]]
		}
		if next.Kind != Map {
			t.conflict(key)
			return nil
		}
		m = next
	}
	return m
}

func (t *tomlBuilder) conflict(key tomlKey) {
	t.diags.Errorf(key.at, "duplicate-key", "%s 已有别的值", "%s has another value already", key.name)
}

func find(m *Node, name string) *Node {
	for i := range m.Fields {
		if m.Fields[i].Key == name {
			return m.Fields[i].Value
		}
	}
	return nil
}

func (t *tomlBuilder) keyValue(m *Node, e *unstable.Node, depth int) {
	keys := t.keys(e)
	last := keys[len(keys)-1]
	m = t.descend(m, keys[:len(keys)-1], depth)
	if m == nil || !t.countKey(last.at) {
		return
	}
	// The parser keeps no place for a list: it is what follows the "=".
	start := last.end + len(t.src[last.end:]) - len(bytes.TrimLeft(t.src[last.end:], " \t="))
	t.addField(m, Field{last.name, last.at, t.value(e.Value(), t.at(start), depth+len(keys))})
}

// value reads a value; at is its place, should the parser not know.
func (t *tomlBuilder) value(v *unstable.Node, at diag.Pos, depth int) *Node {
	if v.Raw.Length > 0 {
		at = t.at(int(v.Raw.Offset))
	}
	node := &Node{Pos: at}
	if !t.enter(depth, at) {
		return node
	}
	switch v.Kind {
	case unstable.Array:
		node.Kind = List
		for items := v.Children(); items.Next() && !t.full; {
			node.Items = append(node.Items, t.value(items.Node(), at, depth+1))
		}
	case unstable.InlineTable:
		node.Kind = Map
		for pairs := v.Children(); pairs.Next() && !t.full; {
			t.keyValue(node, pairs.Node(), depth)
		}
	default:
		node.Kind, node.Text = tomlKinds[v.Kind], string(v.Data)
	}
	return node
}

var tomlKinds = map[unstable.Kind]Kind{
	unstable.String:        String,
	unstable.Bool:          Bool,
	unstable.Integer:       Int,
	unstable.Float:         Float,
	unstable.LocalDate:     Date,
	unstable.LocalTime:     Date,
	unstable.LocalDateTime: Date,
	unstable.DateTime:      Date,
}

// report says what the parser or the decoder does not accept.
func (t *tomlBuilder) report(err error) {
	offset := t.offset(err)
	message := strings.TrimPrefix(err.Error(), "toml: ")
	r, _ := utf8.DecodeRune(t.src[offset:])
	before, _, found := strings.Cut(message, "U+00")
	if found && r > unicode.MaxASCII {
		message = before + string(r) // the library names the first byte only
	}
	if strings.Contains(message, "start of key") && r > unicode.MaxASCII {
		t.diags.Errorf(t.at(offset), "bad-toml", "TOML 的中文键要加引号", "TOML wants quotes around a key that is not ASCII").
			Hintf(`写作 "标题" = "…"，或用英文键 title`, `write "标题" = "…", or use the English key`)
		return
	}
	t.diags.Errorf(t.at(offset), "bad-toml", "TOML 写法有误：%s", "not valid TOML: %s", message)
}

// offset returns where in the source an error is.
func (t *tomlBuilder) offset(err error) int {
	var parse *unstable.ParserError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &parse):
		return int(t.parser.Range(parse.Highlight).Offset)
	case errors.As(err, &decode):
		line, column := decode.Position() // the column counts bytes
		line = min(max(line, 1), len(t.lines))
		return min(t.lines[line-1]+column-1, len(t.src))
	}
	return 0
}
