package frontmatter

import (
	"maps"
	"strings"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// Defaults reads front-matter values for many bulletins, out of an _index.md or
// the settings. A key that only one bulletin can have is an error there.
func Defaults(path string, v strict.Value, zone *time.Location) *Fields {
	f := &Fields{File: path}
	f.Places = read(f, defaultTable, v, zone)
	return f
}

// defaultTable is the keys of a bulletin as they stand in defaults.
var defaultTable = newTable(restrict(bulletinKeys))

// restrict replaces the reading of values that cannot be meant for many.
func restrict(table []key[Fields]) []key[Fields] {
	restricted := make([]key[Fields], len(table))
	for i, k := range table {
		read := k.read
		switch {
		case k.inherit == nil:
			k.read = func(_ *Fields, v value) {
				v.Errorf("not-a-default", "默认值里不能有 %s，它只属于一篇简报", "%s cannot be a default; it belongs to one bulletin", v.Name())
			}
		case k.name == "draft":
			k.read = func(f *Fields, v value) {
				if read(f, v); !f.Draft {
					v.Errorf("not-a-default", "默认值里的 draft 只能是 true", "as a default, draft can only be true").
						Hintf("不写就是 false", "leave it out; that is false")
				}
			}
		case k.name == "image":
			k.read = func(f *Fields, v value) {
				if read(f, v); f.Image != "" && !strings.HasPrefix(f.Image, "/") {
					v.Errorf("not-a-default", "默认图片要从 / 写起，各篇才能共用", "a default image must begin with /, to be the same for all").
						Hintf("把图片放在 assets 下，如 /images/reform.jpg", "put it below assets, as /images/reform.jpg")
				}
			}
		}
		restricted[i] = k
	}
	return restricted
}

// Inherit takes every value that f has not from defaults. What it takes first
// stays, so the nearest column comes first and the site last. Params are
// merged key by key.
func (f *Fields) Inherit(defaults *Fields) {
	for p := range defaults.Places.All() { // few, and there are many to inherit them
		k := bulletinKey(p.Key)
		switch {
		case k == nil || k.inherit == nil:
		case !f.Has(k.name):
			k.inherit(f, defaults)
		case k.name == "params":
			merged := maps.Clone(defaults.Params)
			maps.Copy(merged, f.Params)
			f.Params = merged
		}
	}
	f.inherited = f.inherited.and(defaults)
}

// inherited are defaults, the nearest first. Most bulletins have none, and for those it is
// no more than a pointer.
type inherited struct {
	defaults *Fields
	farther  *inherited
}

// and returns the same with more behind them.
func (i *inherited) and(defaults *Fields) *inherited {
	if i == nil {
		return &inherited{defaults: defaults}
	}
	return &inherited{i.defaults, i.farther.and(defaults)}
}

func bulletinKey(name string) *key[Fields] {
	for i := range bulletinKeys {
		if bulletinKeys[i].name == name {
			return &bulletinKeys[i]
		}
	}
	return nil
}

// Has reports whether a key was written with a value, here or in the defaults
// that were inherited. The key is the English name.
func (f *Fields) Has(key string) bool {
	_, ok := f.find(key)
	return ok
}

// At returns the place of a key's value, in the file that it came from; where
// there is none, the first line of the bulletin.
func (f *Fields) At(key string) diag.Pos {
	if at, ok := f.find(key); ok {
		return at
	}
	return diag.Pos{Path: f.File, Line: 1, Column: 1}
}

func (f *Fields) find(key string) (diag.Pos, bool) {
	if at, ok := f.Places.find(f.File, key); ok {
		return at, true
	}
	for i := f.inherited; i != nil; i = i.farther {
		if at, ok := i.defaults.find(key); ok {
			return at, true
		}
	}
	return diag.Pos{}, false
}

// Path returns the file that the fields were read from.
func (f *Fields) Path() string { return f.File }

// Missing returns the keys that every bulletin must have and that f has not,
// to be asked after it has inherited.
func (f *Fields) Missing() []Key {
	if f.Title != "" && !f.Date.IsZero() && f.Source != "" {
		return nil // as nearly always, at no cost
	}
	var missing []Key
	for _, k := range Keys() {
		if k.Name == "title" && f.Title == "" || k.Name == "date" && f.Date.IsZero() || k.Name == "source" && f.Source == "" {
			missing = append(missing, k)
		}
	}
	return missing
}

// Has reports whether a key was written with a value.
func (f *ColumnFields) Has(key string) bool {
	_, ok := f.Places.find(f.File, key)
	return ok
}

// At returns the place of a key's value; where there is none, the first line.
func (f *ColumnFields) At(key string) diag.Pos {
	if at, ok := f.Places.find(f.File, key); ok {
		return at
	}
	return diag.Pos{Path: f.File, Line: 1, Column: 1}
}

// Path returns the file that the fields were read from.
func (f *ColumnFields) Path() string { return f.File }
