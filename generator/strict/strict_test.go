package strict_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

var origin = diag.Pos{Path: "a.md", Line: 2, Column: 1}

type reader func([]byte, diag.Pos) (*strict.Node, diag.List)

// show prints a tree, every value with its place.
func show(n *strict.Node) string {
	kind := [...]string{"null", "string", "bool", "int", "float", "date", "list", "map"}[n.Kind]
	out := fmt.Sprintf("%d:%d %s", n.Pos.Line, n.Pos.Column, kind)
	if n.Text != "" {
		out += fmt.Sprintf(" %q", n.Text)
	}
	var parts []string
	for _, item := range n.Items {
		parts = append(parts, show(item))
	}
	for _, f := range n.Fields {
		parts = append(parts, fmt.Sprintf("%d:%d %s = %s", f.Pos.Line, f.Pos.Column, f.Key, show(f.Value)))
	}
	if len(parts) > 0 {
		out += " {" + strings.Join(parts, "; ") + "}"
	}
	return out
}

func report(diags diag.List) (lines []string) {
	for _, d := range diags {
		lines = append(lines, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	return lines
}

// The three languages give the same kind of tree; lines and columns are those
// of the file, columns in characters.
func TestTrees(t *testing.T) {
	for _, test := range []struct {
		read      reader
		src, want string
	}{
		{
			strict.YAML, "标题: 甲 # 注\nb:\n  - 007\n  - \"二\"\nc: {d: 1.5, e: [true, ~, 2018-05-31]}\nf:\ng: |\n  一\n  二\n",
			`2:1 map {2:1 标题 = 2:5 string "甲"; 3:1 b = 4:3 list {4:5 int "007"; 5:5 string "二"}; ` +
				`6:1 c = 6:4 map {6:5 d = 6:8 float "1.5"; 6:13 e = 6:16 list {6:17 bool "true"; 6:23 null "~"; 6:26 date "2018-05-31"}}; 7:1 f = 7:1 null; 8:1 g = 8:4 string "一\n二\n"}`,
		},
		{strict.YAML, "", "2:1 null"},
		{strict.YAML, "# 注\n", "2:1 null"},
		{strict.YAML, "甲", `2:1 string "甲"`},
		{strict.YAML, "- a\n-\n- b", `2:1 list {2:3 string "a"; 3:2 null; 4:3 string "b"}`},
		{
			strict.TOML, "\"标题\" = '甲' # 注\nb = [ 7, \"二\" ]\nd.e = 2018-05-31\n[c]\nf = true\n[[g.h]]\ni = 1.5\n[[g.h]]\nj = {k = 09:30:00}\n",
			`2:1 map {2:1 标题 = 2:8 string "甲"; 3:1 b = 3:5 list {3:7 int "7"; 3:10 string "二"}; 4:1 d = 4:1 map {4:3 e = 4:7 date "2018-05-31"}; ` +
				`5:2 c = 5:2 map {6:1 f = 6:5 bool "true"}; 7:3 g = 7:3 map {7:5 h = 7:5 list {7:5 map {8:1 i = 8:5 float "1.5"}; 9:5 map {10:1 j = 10:5 map {10:6 k = 10:10 date "09:30:00"}}}}}`,
		},
		{strict.TOML, "", "2:1 map"},
		{
			strict.JSON, `{"标题": "甲", "b": [7, 1e3, null, true, {}, []],` + "\n" + ` "c": {"d": "\u4e8c"}}`,
			`2:1 map {2:2 标题 = 2:8 string "甲"; 2:13 b = 2:18 list {2:19 int "7"; 2:22 float "1e3"; 2:27 null; 2:33 bool "true"; 2:39 map; 2:43 list}; 3:2 c = 3:7 map {3:8 d = 3:13 string "二"}}`,
		},
		{strict.JSON, "7", `2:1 int "7"`},
	} {
		tree, diags := test.read([]byte(test.src), origin)
		if len(diags) > 0 {
			t.Errorf("%q: %v", test.src, diags)
		}
		if got := show(tree); got != test.want {
			t.Errorf("%q\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

// The first line of a text may begin in the middle of a line of the file.
func TestOrigin(t *testing.T) {
	at := diag.Pos{Path: "a.md", Line: 5, Column: 10}
	for _, test := range []struct {
		read reader
		src  string
	}{{strict.YAML, "a: 1\nb: 2"}, {strict.TOML, "a= 1\nb= 2"}, {strict.JSON, "{\"a\":1,\n\"b\":2}"}} {
		tree, _ := test.read([]byte(test.src), at)
		first, second := tree.Fields[0].Pos, tree.Fields[1].Pos
		if first.Line != 5 || first.Column < 10 || second.Line != 6 || second.Column != 1 {
			t.Errorf("%q: keys at %v and %v", test.src, first, second)
		}
	}
}

// What cannot be read to its end has an error and no tree.
func TestNoTree(t *testing.T) {
	for _, test := range []struct {
		read      reader
		src, want string
	}{
		{strict.YAML, "a: [", "2:5 bad-yaml"},
		{strict.YAML, "a: 1\n---\nb: 2\n", "3:1 bad-yaml"},
		{strict.YAML, "a: 1\n...\nb", "4:1 bad-yaml"},
		{strict.YAML, "a: \xff", "2:4 not-utf-8"},
		{strict.YAML, "a: \uFEFF", "2:4 control-character"},
		{strict.YAML, "a: \uFFFE", "2:4 control-character"},
		{strict.YAML, "a: 1\rb: 2", "2:5 control-character"},
		{strict.YAML, strings.Repeat(" ", strict.MaxBytes+1), "2:1 too-large"},
		{strict.TOML, "a = 1\nb =\n", "3:4 bad-toml"},
		{strict.TOML, "a = 1.\n", "2:7 bad-toml"},
		{strict.TOML, "a = 1\nb = 0123\n", "3:5 bad-toml"},
		{strict.TOML, "改 = 1\n", "2:1 bad-toml"},
		{strict.TOML, "a = {b = 1", "2:10 bad-toml"},
		{strict.TOML, "a = \"\\q\"", "2:6 bad-toml"},
		{strict.JSON, "", "2:1 bad-json"},
		{strict.JSON, "{\"改\": 革}", "2:7 bad-json"},
		{strict.JSON, "{\"a\": [1,]}", "2:9 bad-json"},
		{strict.JSON, "{} {}", "2:4 bad-json"},
		{strict.JSON, "{\"a\"", "2:5 bad-json"},
	} {
		tree, diags := test.read([]byte(test.src), origin)
		if got := report(diags); !slices.Equal(got, []string{test.want}) || tree.Kind != strict.Null || tree.Pos != origin {
			t.Errorf("%.40q: %q, want %s; tree %s", test.src, got, test.want, show(tree))
		}
	}
}

// What is read twice, or is no plain value, has an error; the rest is there.
func TestTreeWithErrors(t *testing.T) {
	for _, test := range []struct {
		read       reader
		src, want  string
		wantErrors string
	}{
		{strict.YAML, "a: 1\na: 2\nb: 3", `2:1 map {2:1 a = 2:4 int "1"; 4:1 b = 4:4 int "3"}`, "3:1 duplicate-key"},
		{strict.YAML, "a: &x 1\nb: *x\nc: *x", `2:1 map {2:1 a = 2:4 int "1"; 3:1 b = 3:4 null; 4:1 c = 4:4 null}`, "2:4 yaml-feature\n3:4 yaml-feature"},
		{strict.YAML, "a: !!int \"1\"", `2:1 map {2:1 a = 2:4 int "1"}`, "2:4 yaml-feature"},
		{strict.YAML, "? {x: y}\n: 1\nb: 2", `2:1 map {4:1 b = 4:4 int "2"}`, "2:3 bad-yaml"},
		{strict.TOML, "a = 1\na = 2\n", `2:1 map {2:1 a = 2:5 int "1"}`, "3:1 duplicate-key"},
		{strict.TOML, "a = 1\n[a]\nb = 2\n", `2:1 map {2:1 a = 2:5 int "1"}`, "3:2 duplicate-key"},
		{strict.TOML, "a.b = 1\na.b.c = 2\n", `2:1 map {2:1 a = 2:1 map {2:3 b = 2:7 int "1"}}`, "3:3 duplicate-key"},
		{strict.JSON, `{"a":1,"a":2}`, `2:1 map {2:2 a = 2:6 int "1"}`, "2:8 duplicate-key"},
	} {
		tree, diags := test.read([]byte(test.src), origin)
		if got := show(tree); got != test.want || !slices.Equal(report(diags), strings.Split(test.wantErrors, "\n")) {
			t.Errorf("%q\n got %s %q\nwant %s %q", test.src, got, report(diags), test.want, test.wantErrors)
		}
	}
}

var testKeys = []strict.Key{{Name: "draft", Twins: []string{"草稿"}, Likes: []string{"hidden"}}, {Name: "pageSize"}, {Name: "tags", Twins: []string{"标签", "labels"}}}

func root(t *testing.T, src string) (strict.Value, *diag.List) {
	tree, diags := strict.YAML([]byte(src), origin)
	if len(diags) > 0 {
		t.Fatalf("%q: %v", src, diags)
	}
	return strict.Root(tree, "root", &diags), &diags
}

func TestObject(t *testing.T) {
	v, diags := root(t, "labels: [甲]\nDraft: 1\n草稿: true\n标签: 乙\npage_size: 3\nx: 4\nhidden: 1\n")
	o := v.Object(testKeys)
	var names []string
	o.All(func(name string, v strict.Value) { names = append(names, name+"/"+v.Name()) })
	if !slices.Equal(names, []string{"tags/labels", "draft/草稿"}) {
		t.Errorf("the object holds %q", names)
	}
	if o.Get("pageSize").IsWritten() || o.Get("tags").Kind() != strict.List {
		t.Error("Get finds what is not there, or not what is")
	}
	var got []string
	for _, d := range *diags {
		got = append(got, fmt.Sprintf("%d:%d %s (%s)", d.Line, d.Column, d.Message.EN, d.Hint.EN))
	}
	want := []string{
		"3:1 there is no key Draft (did you mean draft (草稿)?)",
		"5:1 标签 means the same as labels on line 2 (delete one of them)",
		"6:1 there is no key page_size (did you mean pageSize?)",
		"7:1 there is no key x (correct or delete it)",
		"8:1 there is no key hidden (did you mean draft (草稿)?)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestNoObject(t *testing.T) {
	v, diags := root(t, "- a")
	if o := v.Object(testKeys); o.Get("draft").IsSet() || o.Pos.Line != 2 {
		t.Error("a list became an object")
	}
	if got := report(*diags); !slices.Equal(got, []string{"2:1 wrong-type"}) {
		t.Errorf("got %q", got)
	}
	if o := (strict.Value{}).Object(testKeys); o.Get("draft").IsWritten() {
		t.Error("nothing became an object")
	}
}

func TestTexts(t *testing.T) {
	for src, want := range map[string][]string{
		"v: 甲、乙，丙":            {"甲", "乙", "丙"},
		"v: 甲; 乙 ;丙；":         {"甲", "乙", "丙"},
		"v: 甲，甲":              {"甲"},
		"v: 绿色发展 体制机制":        {"绿色发展", "体制机制"},
		"v: 绿色发展  体制机制 一二":    {"绿色发展", "体制机制", "一二"},
		"v: smart city":       {"smart city"},
		"v: smart city 智慧城市":  {"smart city 智慧城市"},
		"v: 改革 3.0":           {"改革 3.0"},
		"v: [绿色 发展, '甲、乙']":   {"绿色 发展", "甲、乙"},
		"v: []":               {},
		"v: ''":               {},
		"v:":                  nil,
		"w: 1":                nil,
		"v: [2026, 007, yes]": {"2026", "007", "yes"},
	} {
		v, diags := root(t, src)
		got := v.Object([]strict.Key{{Name: "v"}, {Name: "w"}}).Get("v").Texts(strict.AtMarksOrSpaces)
		if !reflect.DeepEqual(got, want) || len(*diags) > 0 {
			t.Errorf("%q: got %#v, want %#v; %v", src, got, want, *diags)
		}
	}
}

// A text on several lines is one paragraph: Chinese gets no spaces between its
// lines, other words do, and spaces that were written stay.
func TestFoldedTexts(t *testing.T) {
	for src, want := range map[string]string{
		"v: 推进改革\n  开放":                         "推进改革开放",
		"v: 推进 改革\n  开放 创新 # 注":                 "推进 改革开放 创新",
		"v: one\n  two 改\n  革 three":            "one two 改革 three",
		"v: >\n  推进改革，\n  开放\n  end\n  of line": "推进改革，开放end of line",
		"v: >-\n  推进\n  改革":                     "推进改革",
		"v: \"推进\n  改革\"":                       "推进改革",
		"v: '推进\n\n  改革 创\n  新'":                "推进\n改革 创 新", // paragraphs are left as they are
		"v: '推进 ''三\n  项'' 改革'":                 "推进 '三 项' 改革",
		"v: \"推进\\u6539\n  革 x\"":               "推进改 革 x",
		"v: |\n  推进\n  改革 x":                    "推进\n改革 x",
		"v: >\n  推进\n    改革\n  开放 x":            "推进\n  改革\n开放 x",
		"v: \"  推进 改革\"":                        "推进 改革",
		"v: 推进 # 改革":                            "推进",
		"v: [推进\n  改革, 开\n  放]":                 "",
	} {
		v, diags := root(t, src)
		o := v.Object([]strict.Key{{Name: "v"}})
		if want == "" {
			if got := o.Get("v").Texts(strict.AtMarks); !slices.Equal(got, []string{"推进改革", "开放"}) {
				t.Errorf("%q: %q", src, got)
			}
			continue
		}
		if got := o.Get("v").Lines(); got != want || len(*diags) > 0 {
			t.Errorf("%q: got %q, want %q; %v", src, got, want, *diags)
		}
	}
}
