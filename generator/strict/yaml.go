package strict

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v4"

	"jianbao/generator/diag"
)

// YAML reads one YAML document. The place of its first byte is origin. Without
// a document (an empty text, or comments alone) the tree is a Null.
func YAML(src []byte, origin diag.Pos) (*Node, diag.List) {
	b, ok := newBuilder(src, origin)
	if !ok {
		return b.none(), b.diags
	}
	if tree := b.simpleYAML(); tree != nil {
		return tree, nil
	}
	return b.parseYAML()
}

func (b *builder) parseYAML() (*Node, diag.List) {
	loader, err := yaml.NewLoader(bytes.NewReader(b.src))
	if err != nil {
		b.yamlError(err)
		return b.none(), b.diags
	}
	var document yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return b.none(), b.diags
	case err != nil:
		b.yamlError(err)
		return b.none(), b.diags
	}
	root := b.yamlNode(document.Content[0], 1)
	if !b.isLast(loader) || b.full {
		root = b.none()
	}
	return root, b.diags
}

// isLast reports a second document, which others would leave out without a word.
func (b *builder) isLast(loader *yaml.Loader) bool {
	var second yaml.Node
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
		return true
	case err != nil:
		b.yamlError(err)
	default:
		b.diags.Errorf(b.shift(second.Line, second.Column), "bad-yaml",
			"这里开始了第二个 YAML 文档", "a second YAML document begins here").
			Hintf("删去中间以 --- 或 ... 开头的行", "delete the line between that begins with --- or ...")
	}
	return false
}

func (b *builder) yamlNode(n *yaml.Node, depth int) *Node {
	at := b.clamp(n.Line, n.Column)
	b.checkFeatures(n, at)
	node := &Node{Pos: at}
	if n.Kind == yaml.AliasNode || !b.enter(depth, at) {
		return node
	}
	switch n.Kind {
	case yaml.MappingNode:
		node.Kind = Map
		for i := 0; i+1 < len(n.Content) && !b.full; i += 2 {
			b.yamlField(node, n.Content[i], n.Content[i+1], depth)
		}
	case yaml.SequenceNode:
		node.Kind = List
		for _, item := range n.Content {
			if b.full {
				break
			}
			node.Items = append(node.Items, b.yamlNode(item, depth+1))
		}
	default:
		node.Kind, node.Text = yamlKind(n), n.Value
		if node.Kind == String {
			node.Text = b.unfold(n)
		}
	}
	return node
}

func (b *builder) yamlField(m *Node, key, value *yaml.Node, depth int) {
	at := b.shift(key.Line, key.Column)
	b.checkFeatures(key, at)
	if key.Kind != yaml.ScalarNode {
		b.diags.Errorf(at, "bad-yaml", "键应是文字", "a key must be a text")
		return
	}
	if !b.countKey(at) {
		return
	}
	node := b.yamlNode(value, depth+1)
	if node.Kind == Null && value.Value == "" {
		node.Pos = at // where nothing is written, the parser's place is of no use
	}
	b.addField(m, Field{key.Value, at, node})
}

func yamlKind(n *yaml.Node) Kind {
	switch n.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int":
		return Int
	case "!!float":
		return Float
	case "!!timestamp":
		return Date
	}
	return String
}

// yamlFeatures make a value mean something else than what is written there.
var yamlFeatures = []struct {
	name diag.Text
	in   func(*yaml.Node) bool
}{
	{diag.Text{ZH: "别名（*）", EN: "aliases (*)"}, func(n *yaml.Node) bool { return n.Kind == yaml.AliasNode }},
	{diag.Text{ZH: "锚点（&）", EN: "anchors (&)"}, func(n *yaml.Node) bool { return n.Anchor != "" }},
	{diag.Text{ZH: "类型标签（!）", EN: "tags (!)"}, func(n *yaml.Node) bool { return n.Style&yaml.TaggedStyle != 0 }},
	{diag.Text{ZH: "合并键（<<）", EN: "merge keys (<<)"}, func(n *yaml.Node) bool { return n.Tag == "!!merge" }},
}

// checkFeatures reports the first use of each.
func (b *builder) checkFeatures(n *yaml.Node, at diag.Pos) {
	for i, feature := range yamlFeatures {
		if b.features[i] || !feature.in(n) {
			continue
		}
		b.features[i] = true
		b.diags.Errorf(at, "yaml-feature", "不能用 YAML 的%[1]s", "YAML's %[2]s are not allowed", feature.name.ZH, feature.name.EN).
			Hintf("直接写出内容；若本来就是文字，加上引号", "write out what you mean; if it is a text, put it in quotes")
	}
}
