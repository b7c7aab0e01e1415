package render_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jianbao/generator/render"
)

// layoutWriter writes layouts at random. All of them can be used: they ask a value
// for nothing that it does not have.
type layoutWriter struct {
	*rand.Rand
	variables int
}

// fieldsOf are those of what "." may be; "" stands for "." itself.
var fieldsOf = map[string][]string{
	"view": {".Title", ".URL", ".Subtitle", ".Number", ".Pinned", ".Kind", ".Site.Title", ".Params.number", ".Params.none", "datetime .Date", "len .Keywords"},
	"link": {".Title", ".URL"},
	"item": {".Title", ".URL", ".Source", ".Pinned", "datetime .Date", "default .URL .Source"},
	"text": {".", "printf \"%s-%d\" . 7", "truncate 2 ."},
}

func (w *layoutWriter) value(dot string) string {
	if w.IntN(4) == 0 {
		return "$.Title"
	}
	return fieldsOf[dot][w.IntN(len(fieldsOf[dot]))]
}

func (w *layoutWriter) condition(dot string) string {
	return []string{
		w.value(dot), "not (" + w.value(dot) + ")", fmt.Sprintf("eq $.Number %d", w.IntN(40)), fmt.Sprintf("gt $.Number %d", w.IntN(40)), `eq $.Kind "home"`, "$.Prev",
		"or (" + w.value(dot) + ") $.Next", "and $.Prev (" + w.value(dot) + ")",
	}[w.IntN(8)]
}

// text is a piece of a layout; inner are the templates that it may include.
func (w *layoutWriter) text(dot string, depth int, inner string) string {
	if depth == 0 {
		return "{{" + w.value(dot) + "}}"
	}
	more := func(dot string) string { return w.text(dot, depth-1, inner) + w.text(dot, depth-1, inner) }
	switch w.IntN(9) {
	case 0:
		return "<b>甲</b>{{" + w.value(dot) + "}}"
	case 1:
		return `<a href="{{` + w.value(dot) + `}}" title='乙 {{` + w.value(dot) + `}}'>` + more(dot) + "</a>"
	case 2:
		return "{{with $.Prev}}" + more("link") + "{{else}}" + more(dot) + "{{end}}"
	case 3:
		return "<ul>{{range $.Items}}<li>" + more("item") + "{{else}}" + more(dot) + "{{end}}</ul>"
	case 4:
		return "{{range $i, $k := $.Keywords}}{{$i}}{{$k}}" + more("text") + "{{$k}}{{end}}"
	case 5, 6:
		return "{{if " + w.condition(dot) + "}}" + more(dot) + "{{else}}" + more(dot) + "{{end}}"
	case 7:
		w.variables++
		name := fmt.Sprint("$v", w.variables)
		return "{{" + name + " := " + w.value(dot) + "}}{{if " + w.condition(dot) + "}}{{" + name + " = " + w.value(dot) + "}}" + more(dot) + "{{end}}{{" + name + "}}"
	}
	return w.include(dot, inner)
}

func (w *layoutWriter) include(dot, inner string) string {
	if inner == "" {
		return "丙"
	}
	given := "$"
	if dot == "view" && w.IntN(2) == 0 {
		given = "."
	}
	call := `{{template "` + inner[w.IntN(len(inner)):][:1] + `" ` + given + "}}"
	if w.IntN(2) == 0 {
		return "<p>" + call + "</p>"
	}
	return `<i title="{{template "t" ` + given + `}}"></i>`
}

// Whatever a layout does, its pages are the same whether it has learnt or not.
func TestRandomLayouts(t *testing.T) {
	views, layouts := programViews(), 150
	if testing.Short() {
		layouts = 30
	}
	w := &layoutWriter{Rand: rand.New(rand.NewPCG(3, 4))}
	compiled := 0
	for range layouts {
		text := w.text("view", 3, "abc") + w.text("view", 2, "abc") + `{{define "a"}}` + w.text("view", 2, "bc") + `{{end}}{{define "b"}}<p>` +
			w.text("view", 2, "c") + `</p>{{end}}{{define "c"}}` + w.text("view", 1, "") + `{{end}}{{define "t"}}{{.Title}}{{if .URL}}{{$.URL}}{{end}}{{end}}`
		opts := siteOptions(t, map[string]string{"home.html": strings.ReplaceAll(text, "\n", "")}, nil)
		load := func() *render.Layouts {
			layouts, diags := render.Load(opts)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", text, print(diags))
			}
			return layouts
		}
		sameAsAlone(t, load, "home", views)
		if t.Failed() {
			t.Fatal(text)
		}
		if _, _, ok := learnt(t, text, views).BothWays("home", views[0]); ok {
			compiled++
		}
	}
	if compiled < layouts/2 {
		t.Errorf("%d of %d are compiled", compiled, layouts)
	}
}
