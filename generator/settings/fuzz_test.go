package settings_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/settings"
)

// Whatever site.yaml holds: no panic, a place inside the file for every
// finding, and without errors an address that all pages can stand on.
func FuzzParse(f *testing.F) {
	f.Add(must)
	f.Add(everything)
	for _, line := range []string{"timezone: UTC", "permalink: /:year/:slug.html", "defaults: {date: x}", "identity: [x]", "baseURL: https://改革.政务:1/a"} {
		f.Add(must + line + "\n")
		f.Add("title: x\n" + line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // package source lets no such text pass
		}
		s, diags := settings.Parse("site.yaml", []byte(text))
		lines := strings.Split(text, "\n")
		for _, d := range diags {
			if d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > utf8.RuneCountInString(lines[d.Line-1])+1 {
				t.Errorf("%s: %s is not in the file", d.Pos, d.Rule)
			}
		}
		if diags.HasErrors() {
			return
		}
		base, err := url.Parse(s.BaseURL)
		if err != nil || base.Host == "" || !strings.HasSuffix(s.BaseURL, "/") || !strings.HasPrefix(s.BasePath(), "/") || strings.ContainsFunc(s.BaseURL, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q became the address %q, %v", text, s.BaseURL, err)
		}
		if s.Title == "" || s.Location == nil || s.PageSize < 1 {
			t.Errorf("%q became %+v", text, s)
		}
	})
}
