package site

import (
	"fmt"
	"path"
	"strings"

	"jianbao/generator/diag"
)

// assignPaths gives every publishable bulletin its site path.
func (s *Site) assignPaths() {
	for _, b := range s.documents {
		b.path = s.pathOf(b)
	}
	for _, b := range s.bulletins {
		if fault := pathFault(b.path); fault.EN != "" {
			s.diags.Errorf(b.addressPos(), "bad-path", "网址 %[1]s 不可用：%[2]s", "the address %[1]s cannot be used: %[3]s", b.path, fault.ZH, fault.EN)
		}
	}
}

// addressPos is the place to name when something is wrong with the address.
func (b *bulletin) addressPos() diag.Pos {
	for _, key := range []string{"url", "slug"} {
		if b.fields.Has(key) {
			return b.pos(key)
		}
	}
	return diag.Pos{Path: b.doc.Path}
}

// pathOf is the url key, or else the permalink pattern filled in.
func (s *Site) pathOf(b *bulletin) string {
	if u := b.fields.URL; u != "" {
		if path.Ext(u) != ".html" && !strings.HasSuffix(u, "/") {
			u += "/"
		}
		return u
	}
	slug := b.fields.Slug
	if slug == "" {
		slug = b.name
	}
	date := b.fields.Date
	filled := strings.NewReplacer(
		":column", strings.Trim(b.column.path, "/"),
		":slug", pathSegment(slug),
		":name", pathSegment(b.name),
		":year", fmt.Sprintf("%04d", date.Year),
		":month", fmt.Sprintf("%02d", date.Month),
		":day", fmt.Sprintf("%02d", date.Day),
	).Replace(s.opts.Settings.Permalink)
	return strings.ReplaceAll(filled, "//", "/") // a bulletin of the home page has no column
}
