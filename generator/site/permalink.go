package site

import (
	"cmp"
	"fmt"
	"strings"

	"jianbao/generator/diag"
)

// assignPaths gives every bulletin its site path, and checks those that are published.
func (s *Site) assignPaths() {
	for _, b := range s.documents {
		b.path = s.pathOf(b)
	}
	for _, c := range s.sortedColumns() {
		s.checkPath(c.path, c.pos())
	}
	for _, b := range s.bulletins {
		b.url = s.address.url(b.path)
		switch {
		case b.fields.URL == "" && pathFault(b.column.path).EN != "": // said of the column
		case b.fields.URL == "" && pathSegment(b.slug()) == "":
			s.diags.Errorf(b.addressPos(), "bad-path", "“%[1]s”里没有能作网址的字符", "there is nothing in %[1]q that an address could be made of", b.slug())
		default:
			s.checkPath(b.path, b.addressPos())
		}
	}
}

// checkPath reports a site path that some hosts or systems cannot serve.
func (s *Site) checkPath(path string, at diag.Pos) {
	if fault := pathFault(path); fault.EN != "" {
		s.diags.Errorf(at, "bad-path", "网址 %[1]s 不可用：%[2]s", "the address %[1]s cannot be used: %[3]s", path, fault.ZH, fault.EN)
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
		return asPage(u)
	}
	date := b.fields.Date
	filled := s.opts.Settings.Permalink
	for _, part := range [][2]string{ // no value holds a colon, so none is filled in twice
		{":column", strings.Trim(b.column.path, "/")},
		{":slug", cmp.Or(pathSegment(b.slug()), b.name)}, // a slug without a usable character is reported
		{":name", cmp.Or(pathSegment(b.name), b.name)},
		{":year", fmt.Sprintf("%04d", date.Year)},
		{":month", fmt.Sprintf("%02d", date.Month)},
		{":day", fmt.Sprintf("%02d", date.Day)},
	} {
		filled = strings.ReplaceAll(filled, part[0], part[1])
	}
	return asPage(strings.ReplaceAll(filled, "//", "/")) // a bulletin of the home page has no column
}

// slug is the last part of the address: the key slug, or else the file's name.
func (b *bulletin) slug() string { return cmp.Or(b.fields.Slug, b.name) }

// asPage makes the path of a page out of an address as written: one without
// the extension of a page is a folder, and a folder goes without index.html.
func asPage(p string) string {
	if folder, ok := strings.CutSuffix(p, "/index.html"); ok {
		return folder + "/"
	}
	if strings.HasSuffix(p, "/") || strings.HasSuffix(p, ".html") || strings.HasSuffix(p, ".htm") {
		return p
	}
	return p + "/"
}
