package check

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jianbao/generator/diag"
	"jianbao/generator/settings"
)

// Page is a rendered page as rules see it. What is wrong with it is wrong with its
// layout: a finding has its place there, and its message is the same for every page
// that has it, so that it can be told once.
type Page struct {
	Kind     string // home, column, bulletin …; see site.PageView
	URL      string // whole
	HTML     []byte
	Settings *settings.Settings

	// Find returns the first place of one of some texts in the site's own files of the
	// layout, the first text before the others; where none is, a file of the layout.
	Find func(texts ...string) diag.Pos

	language *string // of <html lang>; nil = not given
	title    *string
	tags     []tag
	headings []int
	bare     bool     // there is an image without alt
	scripts  []string // that stand in the page: "<script>", "onclick", "javascript:"
	loads    []load
	links    []string // that name a host
	hidden   []string // those of them that cannot be seen
	text     []byte
	footer   int // where the footer begins in text
}

// tag is an element <meta> with a name.
type tag struct{ name, content string }

// load is something that a page takes from another host.
type load struct {
	what diag.Text
	host string
}

// LookAtPage lets rules look at a page.
func LookAtPage(rules []*Rule, page *Page) diag.List {
	page.read()
	return apply(rules, page, func(r *Rule) func(*Page, *Findings) { return r.Page })
}

// sampled reports whether inspectors take the page for a sample of its site.
func (p *Page) sampled() bool { return p.Kind == "home" || p.Kind == "column" || p.Kind == "bulletin" }

// pageReader reads a page tag by tag.
type pageReader struct {
	page      *Page
	names     map[string]bool // of attributes that have been seen with a script
	within    string          // the element whose text comes next
	drawings  int             // how many <svg> are open: <title> is another thing in them
	templates int             // how many <template> are open: nothing of them is shown
	attrs     []attr
	hider     string // an element that hides what it holds
	hidden    int    // how many of that name are open; 0 = nothing is hidden
}

type attr struct{ name, value []byte }

func (p *Page) read() {
	z := html.NewTokenizer(bytes.NewReader(p.HTML))
	r := pageReader{page: p, names: map[string]bool{}}
	p.text = make([]byte, 0, len(p.HTML))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			r.readText(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			r.readTag(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.within = ""
			r.depth(nameOf(name), -1)
			r.show(nameOf(name))
		}
	}
}

// nameOf returns the name of an element, for those of HTML at no cost.
func nameOf(tag []byte) string {
	if known := atom.Lookup(tag); known != 0 {
		return known.String()
	}
	return string(tag)
}

// depth counts the elements in which others mean something else.
func (r *pageReader) depth(name string, by int) {
	switch name {
	case "svg":
		r.drawings = max(0, r.drawings+by)
	case "template":
		r.templates = max(0, r.templates+by)
	}
}

func (r *pageReader) readText(text []byte) {
	p := r.page
	switch r.within {
	case "title":
		title := string(text)
		p.title = &title
	case "script":
		if len(bytes.TrimSpace(text)) > 0 {
			r.script("<script>")
		}
	case "style":
		r.loadStyle(string(text))
	default:
		if r.templates == 0 {
			p.text = append(p.text, text...)
		}
	}
}

func (r *pageReader) readTag(z *html.Tokenizer) {
	tagName, more := z.TagName()
	name := nameOf(tagName)
	r.attrs = r.attrs[:0]
	for more {
		var a attr
		a.name, a.value, more = z.TagAttr()
		r.attrs = append(r.attrs, a)
	}
	r.within = ""
	r.depth(name, +1)
	r.hide(name)
	r.readAttributes()
	r.readElement(name)
	r.readLoads(name)
}

// readAttributes looks for scripts in the attributes of any element.
func (r *pageReader) readAttributes() {
	for _, a := range r.attrs {
		switch {
		case len(a.name) > 2 && a.name[0] == 'o' && a.name[1] == 'n':
			r.script(string(a.name))
		case len(a.value) > 11 && (a.value[0]|0x20 == 'j' || a.value[0] <= ' ') && isScriptAddress(a.value):
			r.script("javascript:")
		case string(a.name) == "style":
			r.loadStyle(string(a.value))
		}
	}
}

func isScriptAddress(value []byte) bool {
	const scheme = "javascript:"
	value = bytes.TrimLeft(value, " \t\r\n")
	return len(value) >= len(scheme) && strings.EqualFold(string(value[:len(scheme)]), scheme)
}

// script notes a script that stands in the page, once for each form.
func (r *pageReader) script(form string) {
	if !r.names[form] {
		r.names[form] = true
		r.page.scripts = append(r.page.scripts, form)
	}
}

func (r *pageReader) readElement(name string) {
	p := r.page
	switch name {
	case "html":
		p.language = r.find("lang")
	case "title":
		if r.drawings == 0 {
			p.title, r.within = new(string), name
		}
	case "meta":
		if key := r.value("name"); key != "" {
			p.tags = append(p.tags, tag{key, strings.TrimSpace(r.value("content"))})
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if r.templates == 0 {
			p.headings = append(p.headings, int(name[1]-'0'))
		}
	case "img":
		p.bare = p.bare || r.find("alt") == nil
	case "script", "style":
		if r.find("src") == nil && (name == "style" || isProgram(r.value("type"))) {
			r.within = name
		} else {
			r.within = "data"
		}
	case "a", "area":
		if address := r.value("href"); strings.Contains(address, "//") {
			p.links = append(p.links, address)
			if r.hidden > 0 && r.templates == 0 && hostOf(address) != "" {
				p.hidden = append(p.hidden, address)
			}
		}
	case "footer":
		p.footer = len(p.text)
	}
}

// isProgram reports whether a script of a type is run; others are data.
func isProgram(kind string) bool {
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "", "module", "importmap", "speculationrules", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript", "application/x-javascript":
		return true
	}
	return false
}

// find returns the value of an attribute; nil where it is not given.
func (r *pageReader) find(name string) *string {
	for _, a := range r.attrs {
		if string(a.name) == name {
			value := string(a.value)
			return &value
		}
	}
	return nil
}

func (r *pageReader) value(name string) string {
	if value := r.find(name); value != nil {
		return *value
	}
	return ""
}

// The things that pages take from other hosts.
var (
	scripts = diag.Text{ZH: "脚本", EN: "a script"}
	styles  = diag.Text{ZH: "样式", EN: "a style sheet"}
	images  = diag.Text{ZH: "图片", EN: "an image"}
	frames  = diag.Text{ZH: "嵌入页面", EN: "an embedded page"}
	media   = diag.Text{ZH: "音视频", EN: "sound or video"}
	others  = diag.Text{ZH: "字体等资源", EN: "a font or the like"}
)

// readLoads notes what an element takes from other hosts.
func (r *pageReader) readLoads(name string) {
	switch name {
	case "script":
		r.load(scripts, r.value("src"))
	case "link":
		r.loadLink(strings.Fields(strings.ToLower(r.value("rel"))))
	case "img", "input":
		r.load(images, r.value("src"))
		r.loadSet(r.value("srcset"))
	case "image", "use":
		r.load(images, r.value("href"))
		r.load(images, r.value("xlink:href"))
	case "iframe", "frame", "embed":
		r.load(frames, r.value("src"))
	case "object":
		r.load(frames, r.value("data"))
	case "video", "audio", "source", "track":
		r.load(media, r.value("src"))
		r.load(images, r.value("poster"))
		r.loadSet(r.value("srcset"))
	}
}

// loadLink looks at an element <link>; most say no more than where something is.
func (r *pageReader) loadLink(kinds []string) {
	has := func(kind string) bool { return slices.Contains(kinds, kind) }
	switch {
	case has("stylesheet"):
		r.load(styles, r.value("href"))
	case has("icon"), has("apple-touch-icon"):
		r.load(images, r.value("href"))
	case has("preload"), has("prefetch"), has("modulepreload"), has("preconnect"), has("dns-prefetch"), has("manifest"):
		r.load(others, r.value("href"))
	}
}

// loadSet looks at the addresses of an image in several sizes.
func (r *pageReader) loadSet(set string) {
	for candidate := range strings.SplitSeq(set, ",") {
		if fields := strings.Fields(candidate); len(fields) > 0 {
			r.load(images, fields[0])
		}
	}
}

// loadStyle looks at the addresses of a style: url(…) and @import "…".
func (r *pageReader) loadStyle(style string) {
	for rest := style; ; {
		i := strings.Index(rest, "//")
		if i < 0 {
			return
		}
		start, end := strings.LastIndexAny(rest[:i], "('\" ")+1, len(rest)
		if n := strings.IndexAny(rest[i:], ")'\" ;"); n >= 0 {
			end = i + n
		}
		before := strings.TrimRight(rest[:start], "'\" ")
		if strings.HasSuffix(before, "(") || strings.HasSuffix(before, "@import") {
			r.load(others, rest[start:end])
		}
		rest = rest[end:]
	}
}

// load notes what is taken from an address, if it is on another host.
func (r *pageReader) load(what diag.Text, address string) {
	if !strings.Contains(address, "//") {
		return
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return
	}
	found := load{what, strings.ToLower(u.Host)}
	if !slices.Contains(r.page.loads, found) {
		r.page.loads = append(r.page.loads, found)
	}
}
