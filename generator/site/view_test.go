package site_test

import (
	"html/template"
	"reflect"
	"testing"

	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// A view is plain data: what a layout can reach is in the view, and the view's
// hash covers all of it. Params alone may hold anything that YAML can.
func TestViewsArePlainData(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, view := range views {
		typ := reflect.TypeOf(view)
		if _, ok := typ.FieldByName("PageView"); !ok {
			t.Errorf("%s has no PageView", typ)
		}
		checkPlain(t, typ, typ.Name(), seen)
	}
}

func checkPlain(t *testing.T, typ reflect.Type, path string, seen map[reflect.Type]bool) {
	t.Helper()
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Interface:
		t.Errorf("%s is a %s", path, typ.Kind())
	case reflect.Map:
		if typ != reflect.TypeFor[map[string]any]() {
			t.Errorf("%s is a %s, whose order is not fixed", path, typ)
		}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		checkPlain(t, typ.Elem(), path, seen)
	case reflect.Struct:
		for i := range typ.NumField() {
			checkField(t, typ, typ.Field(i), path+"."+typ.Field(i).Name, seen)
		}
	}
}

func checkField(t *testing.T, parent reflect.Type, field reflect.StructField, path string, seen map[reflect.Type]bool) {
	t.Helper()
	if !field.IsExported() {
		t.Errorf("%s is hidden", path)
	}
	if field.Type.Kind() == reflect.Map && field.Name != "Params" {
		t.Errorf("%s is a map", path)
	}
	if field.Type == reflect.TypeFor[template.HTML]() && parent != reflect.TypeFor[site.Body]() {
		t.Errorf("%s is HTML that did not come from Markdown", path)
	}
	if field.Tag.Get("json") == "-" {
		sum, ok := parent.FieldByName("Sum")
		if !ok || sum.Type != reflect.TypeFor[memo.Sum]() {
			t.Errorf("%s is left out of the hash, and no Sum stands for it", path)
		}
		return
	}
	checkPlain(t, field.Type, path, seen)
}
