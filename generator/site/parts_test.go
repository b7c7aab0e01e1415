package site_test

import (
	"reflect"
	"slices"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// views has one of every type.
var views = []any{
	site.Home{}, site.ColumnPage{}, site.Bulletin{}, site.Tags{}, site.Archive{}, site.List{}, site.Sitemap{}, site.Plain{}, site.Redirect{},
}

// Every field of every view is in one part, which has a name of its own in both
// languages. A field that is new fails here until Parts knows it.
func TestEveryFieldHasAPart(t *testing.T) {
	for _, view := range views {
		v := reflect.New(reflect.TypeOf(view)).Elem()
		v.FieldByName("Site").Set(reflect.ValueOf(&site.Chrome{}))
		zh, en := map[string]bool{}, map[string]bool{}
		site.EachPart(v.Interface(), func(name diag.Text, _ any) {
			if name.ZH == "" || name.EN == "" || zh[name.ZH] || en[name.EN] {
				t.Errorf("%s: the name %q is empty or not the only one", v.Type(), name)
			}
			zh[name.ZH], en[name.EN] = true, true
		})
		checkParts(t, v, v, v.Type().Name())
	}
}

// checkParts sets one field of a view after another.
func checkParts(t *testing.T, view, group reflect.Value, path string) {
	for i := range group.NumField() {
		field, name := group.Field(i), path+"."+group.Type().Field(i).Name
		switch {
		case field.Type() == reflect.TypeFor[site.PageView]():
			checkParts(t, view, field, name)
			continue
		case field.Type() == reflect.TypeFor[*site.Chrome]():
			checkParts(t, view, field.Elem(), name)
			continue
		}
		before := sums(view)
		fill(field)
		after := sums(view)
		changed := 0
		for j := range before {
			if before[j] != after[j] {
				changed++
			}
		}
		if len(before) != len(after) || changed != 1 {
			t.Errorf("%s: %d of %d parts tell of it, not one", name, changed, len(after))
		}
		field.SetZero()
		if !slices.Equal(sums(view), before) {
			t.Errorf("%s: parts do not depend on the view alone", name)
		}
	}
}

func sums(view reflect.Value) (list []uint32) {
	var hasher memo.Hasher
	site.EachPart(view.Interface(), func(_ diag.Text, value any) { list = append(list, hasher.Short(value)) })
	return list
}

// fill puts something into a value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Array:
		fill(v.Index(0))
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"x": "y"}))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			stoodFor := v.Type().Field(i).Tag.Get("json") == "-" // by a sum beside it
			if !stoodFor && !holds(v.Field(i).Type(), v.Type()) {
				fill(v.Field(i))
			}
		}
	default:
		panic(v.Type())
	}
}

// holds reports whether a list is one of the type it is in.
func holds(list, t reflect.Type) bool { return list.Kind() == reflect.Slice && list.Elem() == t }

func TestPartsOfWhatIsNoView(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a text has parts")
		}
	}()
	site.EachPart("", nil)
}

func BenchmarkParts(b *testing.B) {
	m := ordinary(b, 1000)
	made, _ := site.New(m.opts, m.docs)
	var list []any
	for _, p := range made.Pages() {
		view, err := made.View(p, justSums{m.bodies})
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, view)
	}
	var hasher memo.Hasher
	n := 0
	for b.Loop() {
		site.EachPart(list[n%len(list)], func(_ diag.Text, value any) { hasher.Short(value) })
		n++
	}
}
