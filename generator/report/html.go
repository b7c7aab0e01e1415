package report

import (
	_ "embed"
	"html/template"
	"io"

	"jianbao/generator/diag"
)

//go:embed report.html
var page string

// WriteHTML writes a page that needs nothing but itself, and prints on A4.
func (r *Report) WriteHTML(w io.Writer) error {
	t, err := template.New("report.html").Funcs(template.FuncMap{
		"in":      func(zh, en string) string { return diag.Text{ZH: zh, EN: en}.In(r.lang) },
		"count":   func(g Group) string { return g.Count(r.lang) },
		"loss":    func(g Group) string { return g.Loss(r.lang) },
		"visible": diag.Visible,
	}).Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}
