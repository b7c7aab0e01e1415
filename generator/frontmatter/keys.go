package frontmatter

import (
	"slices"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// Key is a key of front matter as the manual shows it.
type Key struct {
	Name, Chinese string
	Aliases       []string // other names
	Type, Meaning diag.Text
	InDefaults    bool // may stand in defaults
}

// Keys returns the keys of a bulletin.
func Keys() []Key { return describe(bulletinTable) }

// ColumnKeys returns the keys of a column's _index.md.
func ColumnKeys() []Key { return describe(columnTable) }

// key is a row of a table of keys: all that the program knows of a key.
type key[T any] struct {
	name, chinese string
	aliases       []string // other names that mean the same
	likes         []string // names of other programs; they lead to a suggestion
	typ, meaning  diag.Text
	read          func(f *T, v value)
	inherit       func(f, defaults *T) // nil where a default makes no sense
	needed        bool                 // the key must not stand there without a value
}

// table is the keys of one kind of file.
type table[T any] struct {
	rows []key[T]
	keys []strict.Key // the part of the rows that package strict wants
}

func newTable[T any](rows []key[T]) table[T] {
	t := table[T]{rows: rows}
	for _, k := range rows {
		t.keys = append(t.keys, strict.Key{Name: k.name, Twins: append([]string{k.chinese}, k.aliases...), Likes: k.likes})
	}
	return t
}

func (t table[T]) row(name string) *key[T] {
	return &t.rows[slices.IndexFunc(t.rows, func(k key[T]) bool { return k.name == name })]
}

// The types of values, for the manual.
var (
	text      = diag.Text{ZH: "文字", EN: "text"}
	required  = diag.Text{ZH: "文字，必填", EN: "text, required"}
	date      = diag.Text{ZH: "日期", EN: "date"}
	number    = diag.Text{ZH: "整数", EN: "number"}
	truth     = diag.Text{ZH: "`true` 或 `false`", EN: "`true` or `false`"}
	texts     = diag.Text{ZH: "列表，或用顿号、逗号、分号隔开的文字", EN: "list, or text with 、，； between"}
	allowType = diag.Text{ZH: "{rule 规则, reason 原因} 的列表", EN: "list of {rule, reason}"}
	textsToo  = diag.Text{ZH: "列表，或用顿号、逗号、分号、空格隔开的文字", EN: "list, or text with 、，； or spaces between"}
	webURL    = diag.Text{ZH: "网址", EN: "URL"}
	path      = diag.Text{ZH: "路径", EN: "path"}
	paths     = diag.Text{ZH: "路径的列表", EN: "list of paths"}
	groups    = diag.Text{ZH: "键值", EN: "map"}
)

// read fills the fields of target from a header and returns the places of the
// values it held.
func read[T any](target *T, t table[T], root strict.Value, zone *time.Location) Places {
	places := make([]byte, 0, 256) // not of the heap
	root.Object(t.keys).All(func(name string, v strict.Value) {
		k := t.row(name)
		if !v.IsSet() {
			if k.needed {
				v.Errorf("empty-value", "%s 没有内容", "%s has no value", v.Name())
			}
			return
		}
		places = appendPlace(places, Place{k.name, v.Pos().Line, v.Pos().Column})
		k.read(target, value{v, zone})
	})
	return Places(places)
}

func describe[T any](t table[T]) []Key {
	keys := make([]Key, len(t.rows))
	for i, k := range t.rows {
		keys[i] = Key{k.name, k.chinese, k.aliases, k.typ, k.meaning, k.inherit != nil}
	}
	return keys
}
