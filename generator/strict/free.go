package strict

import (
	"strconv"
	"strings"
)

// Map reads a mapping of whatever the writer likes, as plain values: string,
// bool, int64, float64, []any and map[string]any. Nothing is nil; a date, and
// a number that would lose digits (007), are the texts that were written.
func (v Value) Map() map[string]any {
	if !v.IsSet() || !v.want(Map) {
		return nil
	}
	return plain(v.node).(map[string]any)
}

// Entries returns the values of a mapping whose keys are free.
func (v Value) Entries() []Value {
	if !v.IsSet() || !v.want(Map) {
		return nil
	}
	entries := make([]Value, len(v.node.Fields))
	for i, f := range v.node.Fields {
		entries[i] = Value{node: f.Value, name: f.Key, key: f.Pos, diags: v.diags}
	}
	return entries
}

func plain(n *Node) any {
	switch n.Kind {
	case Map:
		m := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			m[f.Key] = plain(f.Value)
		}
		return m
	case List:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = plain(item)
		}
		return list
	case Null:
		return ""
	case Bool:
		return strings.EqualFold(n.Text, "true")
	case Int:
		return plainInt(n.Text)
	case Float:
		if x, err := strconv.ParseFloat(n.Text, 64); err == nil && x-x == 0 { // neither infinite nor NaN
			return x
		}
	}
	return n.Text
}

func plainInt(text string) any {
	digits := strings.TrimLeft(text, "+-")
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		return text
	}
	if i, err := strconv.ParseInt(text, 0, 64); err == nil {
		return i
	}
	return text
}
