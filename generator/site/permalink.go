package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// assignPaths gives every bulletin its site path, and checks those that are published.
func (s *Site) assignPaths() {
	pattern := permalinkPattern(s.opts.Settings.Permalink)
	each(s.sorted, manyBulletins, func(b *bulletin) {
		b.path = pattern.pathOf(b)
		b.output = outputFile(b.path)
		b.url = s.address.url(b.path)
	})
	if s.faultsKnown() {
		return
	}
	for _, c := range s.sortedColumns() {
		s.checkPath(c.path, c.pos())
	}
	for _, b := range s.bulletins {
		s.checkAddress(b)
	}
}

// checkAddress reports the address of a bulletin that cannot be used.
func (s *Site) checkAddress(b *bulletin) {
	made := b.fields.URL == ""
	empty := made && pathSegment(b.slug()) == ""
	if !empty && pathFault(b.path).EN == "" {
		return
	}
	switch {
	case made && pathFault(b.column.path).EN != "": // said of the column
	case empty:
		s.diags.Errorf(b.addressPos(), "bad-path", "“%[1]s”里没有能作网址的字符", "there is nothing in %[1]q that an address could be made of", b.slug())
	default:
		s.checkPath(b.path, b.addressPos())
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
	switch {
	case b.fields.URL != "":
		return b.pos("url")
	case b.fields.Slug != "":
		return b.pos("slug")
	}
	return diag.Pos{Path: b.doc.Path}
}

// permalink is a pattern taken apart: texts, and the names of what stands between
// them, in turns.
type permalink []string

// permalinkParts are what a pattern may name.
var permalinkParts = []string{":column", ":slug", ":name", ":year", ":month", ":day"}

func permalinkPattern(pattern string) permalink {
	parts := permalink{""}
	for pattern != "" {
		n := slices.IndexFunc(permalinkParts, func(name string) bool { return strings.HasPrefix(pattern, name) })
		if n < 0 {
			parts[len(parts)-1] += pattern[:1]
			pattern = pattern[1:]
			continue
		}
		parts = append(parts, permalinkParts[n], "")
		pattern = pattern[len(permalinkParts[n]):]
	}
	return parts
}

// pathOf is the url key, or else the permalink pattern filled in.
func (l permalink) pathOf(b *bulletin) string {
	if u := b.fields.URL; u != "" {
		return asPage(u)
	}
	var filled []byte
	for i, part := range l {
		if i%2 == 0 {
			filled = append(filled, part...)
		} else {
			filled = b.appendPart(filled, part)
		}
	}
	return asPage(strings.ReplaceAll(string(filled), "//", "/")) // a bulletin of the home page has no column
}

func (b *bulletin) appendPart(to []byte, name string) []byte {
	date := b.fields.Date
	switch name {
	case ":column":
		return append(to, strings.Trim(b.column.path, "/")...)
	case ":slug":
		return append(to, cmp.Or(pathSegment(b.slug()), b.name)...) // a slug without a usable character is reported
	case ":name":
		return append(to, cmp.Or(pathSegment(b.name), b.name)...)
	case ":year":
		return fmt.Appendf(to, "%04d", date.Year)
	case ":month":
		return fmt.Appendf(to, "%02d", date.Month)
	default:
		return fmt.Appendf(to, "%02d", date.Day)
	}
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
