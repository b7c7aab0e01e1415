package strict_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"

	"jianbao/generator/strict"
)

// check holds what is true of every text: no panic, places inside the text, a
// tree within the limits, a Null where it could not be read. It reports whether
// the text has no errors.
func check(t *testing.T, read reader, src []byte) (tree *strict.Node, clean bool) {
	tree, diags := read(bytes.Clone(src), origin)
	lines := strings.Split(string(src), "\n")
	for _, d := range diags {
		line := d.Line - origin.Line
		if line < 0 || line >= len(lines) || d.Column < 1 || d.Column > utf8.RuneCountInString(lines[line])+1 {
			t.Errorf("%s: %s is not in the text", d.Pos, d.Rule)
		}
	}
	keys := 0
	checkNode(t, tree, lines, 1, &keys)
	if again, repeated := read(src, origin); !reflect.DeepEqual(tree, again) || !reflect.DeepEqual(diags, repeated) {
		t.Error("another result for the same text")
	}
	return tree, len(diags) == 0
}

func checkNode(t *testing.T, n *strict.Node, lines []string, depth int, keys *int) {
	if line := n.Pos.Line - origin.Line; line < 0 || line >= len(lines) || n.Pos.Column < 1 || n.Pos.Column > utf8.RuneCountInString(lines[line])+1 {
		t.Errorf("a node at %s is not in the text", n.Pos)
	}
	if *keys += len(n.Fields); depth > strict.MaxDepth || *keys > strict.MaxKeys {
		t.Fatal("beyond the limits")
	}
	for _, item := range n.Items {
		checkNode(t, item, lines, depth+1, keys)
	}
	for i, f := range n.Fields {
		checkNode(t, f.Value, lines, depth+1, keys)
		for _, other := range n.Fields[:i] {
			if other.Key == f.Key {
				t.Errorf("the key %q stands twice", f.Key)
			}
		}
	}
}

// shape is what a tree and the result of a library can be compared by: keys,
// lists, and that something is there.
func shape(v any) any {
	switch v := v.(type) {
	case map[string]any:
		shaped := map[string]any{}
		for key, value := range v {
			shaped[key] = shape(value)
		}
		return shaped
	case []any:
		shaped := make([]any, len(v))
		for i, item := range v {
			shaped[i] = shape(item)
		}
		return shaped
	}
	return "scalar"
}

func shapeOf(n *strict.Node) any {
	switch n.Kind {
	case strict.Map:
		shaped := map[string]any{}
		for _, f := range n.Fields {
			shaped[f.Key] = shapeOf(f.Value)
		}
		return shaped
	case strict.List:
		shaped := make([]any, len(n.Items))
		for i, item := range n.Items {
			shaped[i] = shapeOf(item)
		}
		return shaped
	}
	return "scalar"
}

func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"标题: 甲\nb:\n  - 007\n  - \"二\"\n", "a: &x [1]\nb: *x\n", "<<: {a: b}", "? [a]\n: b", "a: |\n  b\n---\nc: d", "a: \"\\x\"", "\t- a", "{a: {b: [c, {d: ~}]}}",
		"a: 1\na: 2", "!!map {a: b}", "%TAG ! x\n---\na: b", "a: >-\n\n  b\n c: d", "- - - -\n", "a\r\nb: c", "'a': \"b\nc\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		tree, clean := check(t, strict.YAML, src)
		var decoded map[any]any
		if clean && tree.Kind == strict.Map && yaml.Unmarshal(src, &decoded) == nil && len(decoded) > len(tree.Fields) { // 0 and 00 are one key there
			t.Errorf("%d keys, the library sees %d", len(tree.Fields), len(decoded))
		}
	})
}

func FuzzTOML(f *testing.F) {
	for _, seed := range []string{
		"a = 1\n", "\"标题\" = '甲'\nd.e = 2018-05-31\n[c]\nf = true\n[[g.h]]\ni = 1.5\n[[g.h]]\nj = {k = 09:30:00}\n", "a = 1\n[a]\n", "a.b = 1\n[a]\nc = 2\n",
		"[[a]]\n[a.b]\n[[a]]\n[a.b]\n", "a = [1, [2, {b = 3}],\n]\n", "a = '''\nb\n'''\n", "a = \"\\u4e8c\"", "a = {b = 1, b.c = 2}", "a = [{}]\na.b = 1", "改 = 1", "a = 1\r\nb = inf",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		tree, clean := check(t, strict.TOML, src)
		var decoded map[string]any
		err := toml.Unmarshal(src, &decoded)
		if clean && err != nil {
			t.Fatalf("the library refuses it: %v", err)
		}
		if clean && !reflect.DeepEqual(shapeOf(tree), shape(decoded)) {
			t.Errorf("another shape: %s", show(tree))
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"标题": "甲", "b": [7, 1e3, null, true, {}, []]}`, `{"a":1,"a":2}`, `{"a":[1,]}`, `[[[[]]]]`, `{"\ud800":"\u0000"}`, `{"a":{"b":{"c":"}"}}} x`, "{\r\n}", `"a`, `{"a":01}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		tree, clean := check(t, strict.JSON, src)
		if !clean {
			return
		}
		var decoded any
		if err := json.Unmarshal(src, &decoded); err != nil {
			t.Fatalf("the library refuses it: %v", err)
		}
		if !reflect.DeepEqual(shapeOf(tree), shape(decoded)) {
			t.Errorf("another shape: %s", show(tree))
		}
	})
}
