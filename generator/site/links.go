package site

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/nearest"
	"jianbao/generator/uri"
)

// target is what a link leads to: one of a bulletin, a column, a file below
// content/, or another output of the site (an asset, a list page, a feed).
type target struct {
	bulletin *bulletin
	column   *column
	file     string
	output   string // site path
}

func (t target) found() bool { return t != target{} }

// isImage reports whether a browser can show the target in an <img>.
func (t target) isImage() bool {
	switch strings.ToLower(path.Ext(t.file + t.output)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg", ".ico":
		return t.bulletin == nil && t.column == nil
	}
	return false
}

// document returns the source of the target's text, whose anchors are known.
func (t target) document() *document.Document {
	switch {
	case t.bulletin != nil:
		return t.bulletin.doc
	case t.column != nil:
		return t.column.doc
	}
	return nil
}

// resolveLinks gives every link of every published text its final address: first
// those to pages, of which there is nothing to note, on all processors.
func (s *Site) resolveLinks() {
	for _, c := range append(s.sortedColumns(), s.root) {
		if c.doc != nil {
			c.links = s.linksToPages(c.doc)
			s.resolveBody(c.doc, c.links)
		}
	}
	each(s.bulletins, manyBulletins, func(b *bulletin) { b.links = s.linksToPages(b.doc) })
	for _, b := range s.bulletins {
		s.resolveBody(b.doc, b.links)
		s.resolveFiles(b)
	}
	s.measureImages()
}

// linksToPages resolves the links to pages that are written plainly. The others stay empty.
func (s *Site) linksToPages(doc *document.Document) []markdown.Target {
	if len(doc.Links) == 0 {
		return nil
	}
	targets := make([]markdown.Target, len(doc.Links))
	for i, link := range doc.Links {
		if link.Image || link.Dest == "" || strings.ContainsAny(link.Dest, "#?%:") {
			continue
		}
		switch t := s.findPlain(doc.Path, link.Dest); {
		case t.bulletin != nil && t.bulletin.hidden == "":
			targets[i].Address = t.bulletin.url
		case t.column != nil:
			targets[i].Address = t.column.url
		}
	}
	return targets
}

// resolveBody resolves the links of a text that are not resolved yet.
func (s *Site) resolveBody(doc *document.Document, targets []markdown.Target) {
	for i, link := range doc.Links {
		if targets[i].Address != "" {
			continue
		}
		targets[i].Address = s.resolve(doc, link)
		if link.Sized && s.opts.ImageSize != nil {
			ref, _, _ := splitReference(link.Dest)
			if t := s.find(doc.Path, ref); t.file != "" {
				s.sized[t.file] = append(s.sized[t.file], &targets[i])
			}
		}
	}
}

// measureImages measures the images that are shown, each of them once, on all processors.
func (s *Site) measureImages() {
	each(slices.Collect(maps.Keys(s.sized)), manyFiles, func(file string) {
		width, height := s.opts.ImageSize(file)
		for _, target := range s.sized[file] {
			target.Width, target.Height = width, height
		}
	})
	s.sized = nil
}

// resolve returns the address of one link, or "" after reporting why there is none.
func (s *Site) resolve(in *document.Document, link markdown.Link) string {
	from := in.Path
	dest, ours := s.address.sitePath(link.Dest)
	if !ours && isExternal(dest) {
		s.checkHost(link, dest)
		return uri.Escape(dest)
	}
	ref, query, fragment := splitReference(dest)
	if ref == "" && query == "" && strings.HasPrefix(dest, "#") && !link.Image {
		s.checkAnchor(link, in, fragment)
		return "#" + url.PathEscape(fragment)
	}
	t := s.find(from, ref)
	if ours && !t.found() {
		s.reportUnknown(link, from, ref)
		return uri.Escape(link.Dest)
	}
	address := s.addressOf(t, link.Pos, from, ref, link.Image)
	if address == "" {
		return ""
	}
	if query != "" {
		address += "?" + uri.Escape(query)
	}
	if fragment != "" {
		if doc := t.document(); doc != nil {
			s.checkAnchor(link, doc, fragment)
		}
		address += "#" + url.PathEscape(fragment)
	}
	return address
}

// checkHost warns of a link to a host that the settings do not list, where they
// list any: 外链 of a government site are to be few and known.
func (s *Site) checkHost(link markdown.Link, dest string) {
	allowed := s.opts.Settings.Check.AllowHosts
	u, err := url.Parse(dest)
	if len(allowed) == 0 || err != nil || u.Host == "" {
		return
	}
	host := strings.ToLower(u.Hostname())
	for _, a := range allowed {
		if a = strings.TrimPrefix(strings.ToLower(a), "*."); host == a || strings.HasSuffix(host, "."+a) {
			return
		}
	}
	s.diags.Warnf(link.Pos, "external-host", "%s 不在 check.allowHosts 列出的站外域名里", "%s is not among the hosts of check.allowHosts", host).
		Hintf("核对链接；可以链接的，把域名加进 site.yaml 的 check.allowHosts", "look at the link; if it is right, add the host to check.allowHosts in site.yaml")
}

// addressOf returns the address of what was found, or "" after reporting.
func (s *Site) addressOf(t target, at diag.Pos, from, ref string, image bool) string {
	switch {
	case !t.found() && image:
		s.reportMissingImage(at, from, ref)
	case !t.found():
		s.reportMissing(at, from, ref)
	case image && !t.isImage():
		s.diags.Errorf(at, "broken-image", "%s 不是网页能显示的图片", "%s is not an image that a browser shows", ref)
	case t.bulletin != nil && t.bulletin.hidden != "":
		s.reportHidden(at, ref, t.bulletin)
	case t.bulletin != nil:
		return t.bulletin.url
	case t.column != nil:
		return t.column.url
	case t.file != "":
		if r := s.use(t.file, at); r != nil {
			return r.url
		}
	default:
		return s.address.url(t.output)
	}
	return ""
}

// splitReference takes a link apart.
func splitReference(dest string) (ref, query, fragment string) {
	ref, fragment, _ = strings.Cut(dest, "#")
	ref, query, _ = strings.Cut(ref, "?")
	return ref, query, unescape(fragment)
}

func unescape(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

// isExternal reports whether a destination has a scheme. The Markdown renderer
// has refused all but http, https, mailto and tel.
func isExternal(dest string) bool {
	scheme, _, ok := strings.Cut(dest, ":")
	return ok && !strings.ContainsAny(scheme, "/?#.") && slices.Contains([]string{"http", "https", "mailto", "tel"}, strings.ToLower(scheme))
}

// find looks up a reference as it is written in a source file: a path of a
// source file, relative to the file it stands in or, with a leading "/", to
// content/ or assets/; or a path of the finished site. Authors write it plain or
// percent-encoded; the plain reading comes first, for a file's name may hold "%20".
func (s *Site) find(from, ref string) target {
	if t := s.lookUp(from, ref); t.found() || !strings.Contains(ref, "%") {
		return t
	}
	return s.lookUp(from, unescape(ref))
}

func (s *Site) lookUp(from, ref string) target {
	if ref == "" {
		return target{}
	}
	if t := s.findPlain(from, ref); t.found() {
		return t
	}
	if !strings.HasPrefix(ref, "/") {
		return s.asset(beside(from, ref))
	}
	if t := s.findSource(path.Join(contentDir, ref)); t.found() {
		return t
	}
	if t := s.asset(strings.TrimPrefix(ref, "/")); t.found() {
		return t
	}
	return s.asset(path.Join("assets", ref)) // "/images/map.png" for assets/images/map.png
}

// findPlain looks up what is not empty as most references are written: a source beside
// a file, or what has a path in the finished site.
func (s *Site) findPlain(from, ref string) target {
	if strings.HasPrefix(ref, "/") {
		t, _ := s.sitePath(ref)
		return t
	}
	return s.findSource(beside(from, ref))
}

// beside reads a reference as relative to the file it stands in.
func beside(from, ref string) string {
	if ref[0] != '.' && !strings.Contains(ref, "//") && !strings.Contains(ref, "/.") && ref[len(ref)-1] != '/' {
		return folderOf(from) + "/" + ref // as nearly always: there is nothing to clean
	}
	return path.Join(path.Dir(from), ref)
}

func (s *Site) asset(name string) target {
	if name, ok := strings.CutPrefix(name, "assets/"); ok {
		if output, ok := s.opts.Asset(name); ok {
			return target{output: "/" + output}
		}
	}
	return target{}
}

// findSource looks up a source path.
func (s *Site) findSource(name string) target {
	if strings.HasSuffix(name, ".md") {
		if b, ok := s.documents[name]; ok {
			return target{bulletin: b}
		}
	} else if _, ok := s.files[name]; ok {
		return target{file: name}
	}
	if b, ok := s.documents[name+"/index.md"]; ok {
		return target{bulletin: b}
	}
	if c, ok := s.columns[strings.TrimSuffix(name, "/_index.md")]; ok {
		return target{column: c}
	}
	return target{}
}

// sitePath looks up a path of the finished site.
func (s *Site) sitePath(p string) (target, bool) {
	if folder, ok := strings.CutSuffix(p, "/index.html"); ok {
		p = folder + "/"
	}
	t := s.paths.at(p)
	if !t.found() && s.isJSON(p) {
		t = target{output: p}
	}
	if !t.found() {
		t = s.paths.at(p + "/")
	}
	return t, t.found()
}

func (s *Site) checkAnchor(link markdown.Link, in *document.Document, fragment string) {
	if fragment == "" || fragment == "top" { // the top of the page, by the HTML standard
		return
	}
	ids, listed := s.anchors[in]
	if !listed { // most documents have none that anything leads to
		ids = in.Anchors()
		s.anchors[in] = ids
	}
	if _, ok := slices.BinarySearch(ids, fragment); ok {
		return
	}
	d := s.diags.Errorf(link.Pos, "broken-anchor", "%s：那里没有锚点 #%s", "%s: there is no anchor #%s there", link.Dest, fragment)
	if near := nearest.Path(fragment, ids); near != "" {
		d.Hintf("是不是 #%s？", "did you mean #%s?", near)
	}
}

// fold makes paths comparable that a file system may hold to be one.
func fold(p string) string {
	capitals := false
	for _, r := range p {
		if capitals = capitals || 'A' <= r && r <= 'Z'; !plainRune(r) {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(p)))
		}
	}
	if capitals {
		return strings.ToLower(p)
	}
	return p // most paths, at no cost
}

// plainRune reports whether a character has one Unicode form and, unless it is a
// Latin letter, one case: ASCII and the common Chinese characters.
func plainRune(r rune) bool { return r < 0x80 || 0x4E00 <= r && r <= 0x9FFF }
