package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/uri"
)

// sitemapLimits are the most that one site map file may hold. A larger site has
// several, and an index of them.
type sitemapLimits struct{ locations, bytes int }

// standardLimits are those of sitemaps.org.
var standardLimits = sitemapLimits{locations: 50_000, bytes: 50 << 20}

const (
	sitemapNamespace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	sitemapHead      = `<?xml version="1.0" encoding="UTF-8"?><urlset ` + sitemapNamespace + `>`
	sitemapTail      = `</urlset>`
	indexHead        = `<?xml version="1.0" encoding="UTF-8"?><sitemapindex ` + sitemapNamespace + `>`
	indexTail        = `</sitemapindex>`
)

// Location is a page that search engines should know.
type Location struct {
	URL     string     // absolute
	LastMod civil.Time // zero = unknown
}

// File is a file to publish, named from the root of the site.
type File struct {
	Path string
	Data []byte
}

// Sitemap returns sitemap.xml, and for a large site sitemap-1.xml and so on,
// which it then lists. The base is the absolute address of the home page.
func Sitemap(base string, locations []Location, zone *time.Location) []File {
	parts := splitSitemap(locations, zone, standardLimits)
	if len(parts) == 1 {
		return []File{{"sitemap.xml", parts[0].close()}}
	}
	index := bytes.NewBufferString(indexHead)
	files := make([]File, 1, len(parts)+1)
	for i, part := range parts {
		name := fmt.Sprintf("sitemap-%d.xml", i+1)
		files = append(files, File{name, part.close()})
		index.Write(appendLocation(nil, "sitemap", Location{base + name, part.newest}, zone))
	}
	index.WriteString(indexTail)
	files[0] = File{"sitemap.xml", index.Bytes()}
	return files
}

// sitemapPart is one file while it is written.
type sitemapPart struct {
	bytes.Buffer
	count  int
	newest civil.Time
}

func splitSitemap(locations []Location, zone *time.Location, most sitemapLimits) []*sitemapPart {
	var parts []*sitemapPart
	var part *sitemapPart
	var entry []byte
	for i, l := range locations {
		if entry = appendLocation(entry[:0], "url", l, zone); part == nil || part.isFull(len(entry), most) {
			rest := min(len(locations)-i, most.locations)
			usual := len(appendLocation(nil, "url", locations[i+rest/2], zone)) * 9 / 8
			part = newSitemapPart(min(rest*usual, most.bytes))
			parts = append(parts, part)
		}
		part.add(entry, l.LastMod)
	}
	if part == nil {
		parts = append(parts, newSitemapPart(0))
	}
	return parts
}

// newSitemapPart begins a file with room for so many bytes.
func newSitemapPart(room int) *sitemapPart {
	part := &sitemapPart{}
	part.Grow(len(sitemapHead) + room)
	part.WriteString(sitemapHead)
	return part
}

// isFull reports whether an entry of so many bytes is too much.
func (p *sitemapPart) isFull(entry int, most sitemapLimits) bool {
	return p.count == most.locations || p.Len()+entry+len(sitemapTail) > most.bytes
}

func (p *sitemapPart) add(entry []byte, lastMod civil.Time) {
	p.Write(entry)
	p.count++
	if instant(lastMod, time.UTC).After(instant(p.newest, time.UTC)) {
		p.newest = lastMod
	}
}

func (p *sitemapPart) close() []byte {
	p.WriteString(sitemapTail)
	return p.Bytes()
}

func appendLocation(dst []byte, element string, l Location, zone *time.Location) []byte {
	out := bytes.NewBuffer(dst)
	fmt.Fprintf(out, "<%s><loc>", element)
	xml.EscapeText(out, []byte(uri.Escape(l.URL))) // a buffer takes every write
	out.WriteString("</loc>")
	if !l.LastMod.IsZero() {
		fmt.Fprintf(out, "<lastmod>%s</lastmod>", iso(l.LastMod, zone))
	}
	fmt.Fprintf(out, "</%s>", element)
	return out.Bytes()
}

// Robots returns robots.txt. It lets everybody in and names the site map, given
// the absolute address of the home page. Crawlers read it at the root of a host
// only: below a path (https://org.github.io/repo/) it does no harm.
func Robots(base string) []byte {
	return []byte("User-agent: *\nAllow: /\n\nSitemap: " + uri.Escape(base) + "sitemap.xml\n")
}
