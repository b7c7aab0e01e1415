package strict

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// Value is a value that is to be read as something. What it is not is added to
// the list of diagnostics it came with. The zero Value is not set.
type Value struct {
	node  *Node
	name  string   // of its key, as the file spells it
	key   diag.Pos // of its key
	item  bool     // it is one of a list
	diags *diag.List
}

// Root begins the reading of a tree; all that is wrong goes into diags. The
// name stands for the whole in messages.
func Root(n *Node, name string, diags *diag.List) Value {
	return Value{node: n, name: name, key: n.Pos, diags: diags}
}

// IsSet reports whether a value is written. A key with nothing after it, or a
// null, counts as not set.
func (v Value) IsSet() bool { return v.node != nil && v.node.Kind != Null }

// IsWritten reports whether the key is there, though its value may be nothing.
func (v Value) IsWritten() bool { return v.node != nil }

// Kind returns what the value is as written.
func (v Value) Kind() Kind {
	if v.node == nil {
		return Null
	}
	return v.node.Kind
}

// Name returns the key as the file spells it.
func (v Value) Name() string { return v.name }

// Pos returns the place of the value.
func (v Value) Pos() diag.Pos {
	if v.node == nil {
		return diag.Pos{}
	}
	return v.node.Pos
}

// Errorf reports something about the value, at its place.
func (v Value) Errorf(rule, zh, en string, args ...any) *diag.Diagnostic {
	return v.diags.Errorf(v.Pos(), rule, zh, en, args...)
}

// Warnf is like Errorf for what need not stop a build.
func (v Value) Warnf(rule, zh, en string, args ...any) *diag.Diagnostic {
	return v.diags.Warnf(v.Pos(), rule, zh, en, args...)
}

// KeyErrorf is like Errorf for what is wrong with the key, at its place.
func (v Value) KeyErrorf(rule, zh, en string, args ...any) *diag.Diagnostic {
	return v.diags.Errorf(v.key, rule, zh, en, args...)
}

// Faults returns how much has been reported about the whole tree so far. A
// reader compares it to learn whether a read succeeded.
func (v Value) Faults() int {
	if v.diags == nil {
		return 0
	}
	return len(*v.diags)
}

// want reports whether the value is of a kind, and says so where it is not.
func (v Value) want(k Kind) bool {
	if v.node.Kind == k {
		return true
	}
	want, is := k.words(), v.node.Kind.words()
	if v.item {
		v.Errorf("wrong-type", "%[1]s 的每一项应是%[2]s，这里是%[3]s", "each item of %[1]s must be %[4]s, and this is %[5]s", v.name, want.ZH, is.ZH, want.EN, is.EN)
		return false
	}
	v.Errorf("wrong-type", "%[1]s 应是%[2]s，这里是%[3]s", "%[1]s must be %[4]s, and this is %[5]s", v.name, want.ZH, is.ZH, want.EN, is.EN)
	return false
}

// Text reads one line of text without space around it. A number or a date is
// the text that was written; "" where nothing is.
func (v Value) Text() string {
	text := v.Lines()
	if strings.Contains(text, "\n") {
		v.Errorf("multi-line-text", "%s 只能写一行", "%s must be one line", v.name)
		return ""
	}
	return text
}

// Filled reads one line of text that must not be empty.
func (v Value) Filled() string { return v.filled(Value.Text) }

// FilledParagraph reads a paragraph that must not be empty.
func (v Value) FilledParagraph() string { return v.filled(Value.Paragraph) }

func (v Value) filled(read func(Value) string) string {
	before := v.Faults()
	text := read(v)
	if text == "" && v.Faults() == before {
		v.Errorf("empty-value", "%s 没有内容", "%s has no value", v.Name())
	}
	return text
}

// Lines reads text of any number of lines.
func (v Value) Lines() string {
	switch v.Kind() {
	case Null:
		return ""
	case List, Map:
		v.want(String)
		return ""
	}
	text := strings.TrimSpace(strings.ReplaceAll(v.node.Text, "\r\n", "\n"))
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && hidden(r) || r == '\t' || r == '\r' }); i >= 0 {
		r := []rune(text[i:])[0]
		v.Errorf("control-character", "%[1]s 含有控制字符 U+%04[2]X", "%[1]s holds the control character U+%04[2]X", v.name, r)
		return ""
	}
	if strings.ContainsRune(text, utf8.RuneError) { // so JSON reads half a surrogate pair
		v.Errorf("lost-character", "%s 中有字符丢失，成了 U+FFFD", "%s has lost a character, for which U+FFFD stands", v.name)
		return ""
	}
	return text
}

// Bool reads true or false. Nothing else will do, for what is meant by "yes",
// 是 or 1 must not depend on who reads it.
func (v Value) Bool() (value, ok bool) {
	if v.Kind() == Bool && (v.node.Text == "true" || v.node.Text == "false") {
		return v.node.Text == "true", true
	}
	v.Errorf("wrong-type", "%s 只能是 true 或 false", "%s must be true or false", v.name).
		Hintf("写 true 或 false：小写，不加引号", "write true or false: in lower case, without quotes")
	return false, false
}

// Int reads a whole number between two bounds.
func (v Value) Int(least, most int) (n int, ok bool) {
	if !v.IsSet() || !v.want(Int) {
		return 0, false
	}
	n, err := strconv.Atoi(v.node.Text)
	if err == nil && n >= least && n <= most && strconv.Itoa(n) == strings.TrimPrefix(v.node.Text, "+") {
		return n, true
	}
	if most == math.MaxInt {
		v.Errorf("bad-value", "%[1]s 应是不小于 %[2]d 的十进制整数", "%[1]s must be a decimal whole number of at least %[2]d", v.name, least)
	} else {
		v.Errorf("bad-value", "%[1]s 应是 %[2]d 到 %[3]d 之间的十进制整数", "%[1]s must be a decimal whole number from %[2]d to %[3]d", v.name, least, most)
	}
	return 0, false
}

// Items returns the values of a list. A single value counts as a list of it.
func (v Value) Items() []Value {
	switch v.Kind() {
	case Null:
		return nil
	case List:
		items := make([]Value, len(v.node.Items))
		for i, node := range v.node.Items {
			items[i] = Value{node: node, name: v.name, key: v.key, item: true, diags: v.diags}
		}
		return items
	}
	return []Value{v}
}

// Texts reads a list of texts, without repetitions; a single text is cut into
// several by the function split. An empty list is not nil.
func (v Value) Texts(split func(string) []string) []string {
	if !v.IsSet() {
		return nil
	}
	texts := []string{}
	add := func(text string) {
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if v.Kind() == Map {
		v.want(List)
		return nil
	}
	if v.Kind() != List {
		for _, text := range split(v.Text()) {
			add(text)
		}
		return texts
	}
	for _, item := range v.Items() {
		before := v.Faults()
		text := item.Text()
		switch {
		case text != "":
			add(text)
		case v.Faults() == before:
			item.Errorf("empty-value", "%s 中有空项", "%s has an empty item", v.name)
		}
	}
	return texts
}

// AtMarks cuts text at the marks that stand between items: ，、,；;
func AtMarks(text string) []string {
	return cut(text, func(r rune) bool { return strings.ContainsRune("，、,；;", r) })
}

// AtMarksOrSpaces cuts text at marks, or where it has none at the spaces
// between Chinese characters: "绿色发展 体制机制", but not "smart city".
func AtMarksOrSpaces(text string) []string {
	if parts := AtMarks(text); len(parts) != 1 || parts[0] != text {
		return parts
	}
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		j := i
		for j+1 < len(runes) && unicode.IsSpace(runes[j]) {
			j++
		}
		if j > i && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[j]) {
			runes[i] = ','
		}
		i = max(i, j-1)
	}
	return AtMarks(string(runes))
}

func cut(text string, at func(rune) bool) []string {
	parts := strings.FieldsFunc(text, at)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}
