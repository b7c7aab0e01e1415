package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// content is what may stand in an element, or at a place.
type content uint8

const (
	nothing  content = iota // br
	parts                   // only elements that name it as their parent: ul, table
	phrasing                // text and what may stand in a line
	flow                    // blocks, too
)

// model says how an element of the text's own HTML may be used.
type model struct {
	is     content // phrasing or flow; an element with parents is only allowed in these
	holds  content
	parent string // space-separated
	ends   string // open elements that its start tag ends
	attrs  string // besides the global ones
}

// elements are those that pass where HTML is sanitised. Whatever moves, loads, asks
// or runs is not among them, nor is what Markdown has a better form for.
var elements = elementTable()

func elementTable() map[string]model {
	table := map[string]model{
		"a":          {is: phrasing, holds: phrasing, attrs: "href"},
		"br":         {is: phrasing},
		"wbr":        {is: phrasing},
		"img":        {is: phrasing, attrs: "src alt width height"},
		"time":       {is: phrasing, holds: phrasing, attrs: "datetime"},
		"p":          {is: flow, holds: phrasing, ends: "p"},
		"hr":         {is: flow, ends: "p"},
		"pre":        {is: flow, holds: phrasing, ends: "p"},
		"div":        {is: flow, holds: flow, ends: "p"},
		"section":    {is: flow, holds: flow, ends: "p"},
		"blockquote": {is: flow, holds: flow, ends: "p"},
		"figure":     {is: flow, holds: flow, ends: "p"},
		"figcaption": {holds: flow, parent: "figure", ends: "p"},
		"ul":         {is: flow, holds: parts, ends: "p"},
		"ol":         {is: flow, holds: parts, ends: "p", attrs: "start reversed"},
		"li":         {holds: flow, parent: "ul ol", ends: "li p", attrs: "value"},
		"table":      {is: flow, holds: parts, ends: "p"},
		"caption":    {holds: phrasing, parent: "table"},
		"colgroup":   {holds: parts, parent: "table", ends: "caption colgroup", attrs: "span"},
		"col":        {parent: "colgroup", attrs: "span"},
		"tr":         {holds: parts, parent: "thead tbody tfoot table", ends: "p td th tr caption colgroup"},
		"td":         {holds: flow, parent: "tr", ends: "p td th", attrs: "colspan rowspan"},
		"th":         {holds: flow, parent: "tr", ends: "p td th", attrs: "colspan rowspan scope"},
	}
	for tag := range words("abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var") {
		table[tag] = model{is: phrasing, holds: phrasing}
	}
	for tag := range words("h2 h3 h4 h5 h6") {
		table[tag] = model{is: flow, holds: phrasing, ends: "p"}
	}
	for tag := range words("thead tbody tfoot") {
		table[tag] = model{holds: parts, parent: "table", ends: "p td th tr thead tbody tfoot caption colgroup"}
	}
	return table
}

// withContent are elements that are dropped with all that is in them.
var withContent = words("script style iframe noscript noembed noframes template textarea title xmp plaintext select object svg math head")

// sanitize writes what is harmless in a fragment, and reports the rest. The fragment
// may not close the first outer elements, and stands where there is room for
// phrasing or flow.
func (w *writer) sanitize(f fragment, outer int, room content) {
	skip, nested := "", 0 // the element being dropped with its content
	z := html.NewTokenizer(bytes.NewReader(f.html))
	for offset := 0; ; offset += len(z.Raw()) {
		kind := z.Next()
		at := f.offset(offset)
		switch kind {
		case html.ErrorToken:
			if len(bytes.TrimSpace(z.Raw())) > 0 {
				w.dropped(at, string(cutRunes(bytes.Clone(z.Raw()), 20)))
			}
			return
		case html.TextToken:
			if skip == "" {
				w.htmlText(bytes.Clone(z.Text()), at, outer, room)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := string(name)
			switch {
			case skip == tag:
				nested++
			case skip != "":
			case withContent[tag] && kind == html.StartTagToken:
				skip, nested = tag, 1
				fallthrough
			case !w.startElement(tag, z, at, outer, room):
				w.dropped(at, "<"+tag+">")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if tag == skip {
				if nested--; nested == 0 {
					skip = ""
				}
			} else if skip == "" && !w.endElement(tag, outer) {
				w.dropped(at, "</"+tag+">")
			}
		case html.DoctypeToken:
			w.dropped(at, "<!DOCTYPE>")
		}
	}
}

func (w *writer) dropped(offset int, what string) {
	w.diags.Warnf(w.at(offset), "html-dropped", "已去掉不允许的 HTML：%s", "dropped HTML that is not allowed: %s", what)
}

// room returns what may stand at this place of a fragment.
func (w *writer) room(outer int, around content) content {
	if len(w.open) == outer {
		return around
	}
	return min(around, elements[w.open[len(w.open)-1]].holds)
}

func (w *writer) htmlText(text []byte, at, outer int, around content) {
	if len(bytes.TrimSpace(text)) == 0 {
		w.escaped(text)
	} else if w.room(outer, around) < phrasing {
		w.dropped(at, string(cutRunes(bytes.TrimSpace(text), 20)))
	} else {
		w.show(text)
	}
}

// startElement writes a start tag if its element may stand here.
func (w *writer) startElement(tag string, z *html.Tokenizer, at, outer int, around content) bool {
	m, ok := elements[tag]
	if !ok || tag == "a" && w.linked() || len(w.open) >= w.opts.Limits.Nesting {
		return false
	}
	for len(w.open) > outer && slices.Contains(strings.Fields(m.ends), w.open[len(w.open)-1]) {
		w.closeElements(len(w.open) - 1)
	}
	if m.parent != "" {
		if len(w.open) == outer || !slices.Contains(strings.Fields(m.parent), w.open[len(w.open)-1]) {
			return false
		}
	} else if w.room(outer, around) < m.is {
		return false
	}
	before := len(w.html)
	w.raw("<", tag)
	if !w.attributes(tag, m, z, at) {
		w.html = w.html[:before]
		return true // reported already
	}
	w.raw(">")
	if !voidElements[tag] {
		w.open = append(w.open, tag)
	} else if tag == "br" || tag == "img" {
		w.shown = 0
	}
	return true
}

// endElement closes an element and those within it that are still open.
func (w *writer) endElement(tag string, outer int) bool {
	for i := len(w.open) - 1; i >= outer; i-- {
		if w.open[i] == tag {
			w.closeElements(i)
			return true
		}
	}
	return false
}

// closeElements closes all but the first n open elements.
func (w *writer) closeElements(n int) {
	for len(w.open) > n {
		last := len(w.open) - 1
		w.raw("</", w.open[last], ">")
		if elements[w.open[last]].is != phrasing {
			w.raw("\n")
			w.endLine()
		}
		w.open = w.open[:last]
	}
}

// closeUntil closes elements until the innermost is one of a sort.
func (w *writer) closeUntil(outer int, sort func(model) bool) {
	for len(w.open) > outer && !sort(elements[w.open[len(w.open)-1]]) {
		w.closeElements(len(w.open) - 1)
	}
}

// makeRoom closes elements in which no Markdown block can stand.
func (w *writer) makeRoom(outer int) {
	w.closeUntil(outer, func(m model) bool { return m.holds == flow })
}

// mayStayOpen reports whether an element can go on after the HTML block that
// opened it: an empty line ends the block, and often stands within a table.
func mayStayOpen(m model) bool { return m.holds == flow || m.holds == parts }

// attributes writes the attributes that are allowed, and reports whether the
// element can be written at all: an image without an address cannot.
func (w *writer) attributes(tag string, m model, z *html.Tokenizer, at int) bool {
	allowed := "id class lang dir title " + m.attrs
	seen := map[string]bool{}
	for more := true; more; {
		var key, val []byte
		key, val, more = z.TagAttr()
		name, value := string(key), string(val)
		switch {
		case name == "" || seen[name]:
		case name == "href" && tag == "a", name == "src" && tag == "img":
			if !w.checkAddress(value, tag == "img", w.at(at)) {
				return false
			}
			w.raw(" ", name, `="`)
			w.links = append(w.links, Link{Dest: value, Image: tag == "img", Pos: w.at(at), Offset: len(w.html)})
			w.raw(`"`)
			if isExternal(value) {
				w.raw(` rel="noopener"`)
			}
		case slices.Contains(strings.Fields(allowed), name) && w.allowedValue(name, value, at):
			w.raw(" ", name, `="`)
			w.html = appendEscaped(w.html, value)
			w.raw(`"`)
		default:
			w.dropped(at, "<"+tag+" "+name+">")
		}
		seen[name] = true
	}
	return w.completeImage(tag, seen, at)
}

// completeImage adds what every image has.
func (w *writer) completeImage(tag string, seen map[string]bool, at int) bool {
	if tag != "img" {
		return true
	}
	if !seen["src"] {
		w.dropped(at, "<img>")
		return false
	}
	if !seen["alt"] {
		w.diags.Warnf(w.at(at), "image-without-alt", "图片没有替代文字", "the picture has no alternative text").
			Hintf(`加上 alt="图中的内容"`, `add alt="what it shows"`)
		w.raw(` alt=""`)
	}
	w.raw(` loading="lazy" decoding="async"`)
	return true
}

// allowedValue reports whether an attribute may have a value.
func (w *writer) allowedValue(name, value string, at int) bool {
	switch name {
	case "id":
		return isName(value) && w.claimID(value, at)
	case "class":
		return !strings.ContainsFunc(value, func(r rune) bool { return !inName(r) && r != ' ' }) && strings.TrimSpace(value) != ""
	case "dir":
		return value == "ltr" || value == "rtl" || value == "auto"
	case "scope":
		return value == "col" || value == "row" || value == "colgroup" || value == "rowgroup"
	case "width", "height", "colspan", "rowspan", "span", "start", "value":
		n, err := strconv.Atoi(value)
		return err == nil && n >= 1 && n <= 1000
	case "lang":
		return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return r > 0x7F || !inName(r) })
	}
	return true
}

// claimID takes an id that the text's own HTML gives.
func (w *writer) claimID(id string, at int) bool {
	if w.names.taken(id) {
		w.diags.Errorf(w.at(at), "duplicate-id", "位置名 %s 重复", "the id %s is used twice", id)
		return false
	}
	w.names[id] = 0
	w.ids = append(w.ids, id)
	return true
}
