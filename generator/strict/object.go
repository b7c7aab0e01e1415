package strict

import (
	"slices"

	"jianbao/generator/diag"
)

// Key is a key that a mapping may hold.
type Key struct {
	Name  string
	Twins []string // other names that mean the same; the first is the Chinese one
	Likes []string // names that other programs or people use, to suggest this key for
}

// Is reports whether a name is one of the key's.
func (k Key) Is(name string) bool { return k.Name == name || slices.Contains(k.Twins, name) }

// Object is a mapping whose keys are known ones, each at most once.
type Object struct {
	Pos    diag.Pos
	fields []known
}

type known struct {
	name  string // canonical
	value Value
}

// Object reads a mapping that may hold the given keys. Any other key is an
// error with a suggestion, and so are two names of one key. The result is empty
// when v is not a mapping, which is reported, or not set.
func (v Value) Object(keys []Key) Object {
	o := Object{Pos: v.Pos()}
	if !v.IsSet() || !v.want(Map) {
		return o
	}
	o.fields = make([]known, 0, len(v.node.Fields))
	for _, field := range v.node.Fields {
		i := slices.IndexFunc(keys, func(k Key) bool { return k.Is(field.Key) })
		if i < 0 {
			v.reportUnknown(field, keys)
			continue
		}
		o.add(keys[i].Name, Value{node: field.Value, name: field.Key, key: field.Pos, diags: v.diags})
	}
	return o
}

func (o *Object) add(name string, v Value) {
	if first := o.Get(name); first.node != nil {
		v.diags.Errorf(v.key, "duplicate-key", "%[1]s 与第 %[3]d 行的 %[2]s 是同一项", "%[1]s means the same as %[2]s on line %[3]d", v.name, first.name, first.key.Line).
			Hintf("删去其中一个", "delete one of them")
		return
	}
	o.fields = append(o.fields, known{name, v})
}

// Get returns the value of a key by its canonical name.
func (o Object) Get(name string) Value {
	for _, f := range o.fields {
		if f.name == name {
			return f.value
		}
	}
	return Value{}
}

// All calls f for each key that the file holds, in its order, by canonical name.
func (o Object) All(f func(name string, v Value)) {
	for _, field := range o.fields {
		f(field.name, field.value)
	}
}

func (v Value) reportUnknown(field Field, keys []Key) {
	d := v.diags.Errorf(field.Pos, "unknown-key", "没有 %s 这一项", "there is no key %s", field.Key)
	name, key := suggest(field.Key, keys)
	switch {
	case name == "" && slices.ContainsFunc(keys, func(k Key) bool { return k.Name == "params" }):
		d.Hintf("改正键名，或删去这一项；自定义的内容放在 params 下面", "correct or delete it; what is your own goes under params")
	case name == "":
		d.Hintf("改正键名，或删去这一项", "correct or delete it")
	case name == key.Name && len(key.Twins) > 0:
		d.Hintf("是不是 %[1]s（%[2]s）？", "did you mean %[1]s (%[2]s)?", name, key.Twins[0])
	case name == key.Name:
		d.Hintf("是不是 %s？", "did you mean %s?", name)
	default:
		d.Hintf("是不是 %[1]s（%[2]s）？", "did you mean %[1]s (%[2]s)?", name, key.Name)
	}
}
