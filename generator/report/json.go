package report

import (
	"encoding/json"
	"io"
)

// WriteJSON writes all of the report.
func (r *Report) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	findings := []Finding{}
	for _, s := range r.Sections {
		findings = append(findings, s.Findings...)
	}
	return out.Encode(struct {
		Title     string     `json:"title"`
		BaseURL   string     `json:"baseURL"`
		AsOf      string     `json:"asOf"`
		Passed    bool       `json:"passed"`
		Bulletins int        `json:"bulletins"`
		Columns   int        `json:"columns"`
		Errors    int        `json:"errors"`
		Warnings  int        `json:"warnings"`
		Veto      []Head     `json:"veto"`
		Groups    []Group    `json:"groups"`
		Estimates []Estimate `json:"estimates"`
		Kinds     []Kind     `json:"kinds"`
		Findings  []Finding  `json:"findings"`
		Silenced  []Finding  `json:"silenced"`
		Deadlines []Deadline `json:"deadlines"`
		External  Links      `json:"externalLinks"`
	}{
		r.Title, r.BaseURL, r.AsOf, r.Passed, r.Bulletins, r.Columns, r.Errors, r.Warnings,
		r.Heads, r.Groups, orEmpty(r.Estimates), orEmpty(r.Kinds), findings, orEmpty(r.Silenced), orEmpty(r.Forecast), r.Links,
	})
}

// orEmpty makes a list of no list, which JSON tells apart.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
