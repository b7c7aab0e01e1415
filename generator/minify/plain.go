package minify

import (
	"bytes"
	"encoding/binary"

	minhtml "github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/parse/v2"
)

// plainPage minifies pages of the plainest kind, which all of ours are: known
// elements in small letters, attributes in quotes, no scripts or styles in the
// text. It gives what the engine and appendQuoted give, in one pass and without
// tokens; where it meets anything else it gives up, and they do the work.
type plainPage struct {
	dst       []byte
	rest      []byte      // of the page
	omitSpace bool        // white space goes that comes next
	pre       bool        // in preformatted text
	attrs     []plainAttr // of the tag under way, unless it was known
	tags      *tags
	value     []byte // scratch
	quoted    []byte // scratch
}

// appendPlain appends the minified page; not ok if it is not plain enough, and
// then what was appended is of no use.
func (m *Minifier) appendPlain(dst, page []byte) (out []byte, ok bool) {
	if bytes.IndexByte(page, 0) >= 0 {
		return dst, false
	}
	p := m.plain.Get().(*plainPage)
	p.dst, p.rest, p.omitSpace, p.pre = dst, page, true, false
	defer func() {
		if recover() != nil { // a bug must not end the build; the other way may do without it
			out, ok = dst, false
		}
		clear(p.attrs[:cap(p.attrs)])
		p.dst, p.rest = nil, nil
		m.plain.Put(p)
	}()
	for len(p.rest) > 0 {
		if p.rest[0] != '<' {
			ok = p.text(nextTag(p.rest))
		} else {
			ok = p.tag()
		}
		if !ok {
			return dst, false
		}
	}
	return p.dst, true
}

// nextTag returns where a tag begins, or the end.
func nextTag(src []byte) int {
	if i := bytes.IndexByte(src, '<'); i >= 0 {
		return i
	}
	return len(src)
}

// text takes a text.
func (p *plainPage) text(end int) bool {
	text := p.rest[:end]
	p.rest = p.rest[end:]
	switch {
	case p.pre:
		p.dst = append(p.dst, text...)
		return true
	case isSolid(text):
		p.dst = append(p.dst, text...)
		p.omitSpace = false
		return true
	case p.omitSpace && parse.IsAllWhitespace(text):
		return true
	}
	start := len(p.dst)
	p.dst = append(p.dst, text...)
	text = parse.ReplaceMultipleWhitespaceAndEntities(p.dst[start:], minhtml.EntitiesMap, minhtml.TextRevEntitiesMap)
	if p.omitSpace && len(text) > 0 && parse.IsWhitespace(text[0]) {
		text = text[1:]
	}
	p.omitSpace = len(text) == 0
	if !p.omitSpace && parse.IsWhitespace(text[len(text)-1]) {
		goes, ok := spaceGoes(p.rest)
		if !ok {
			return false
		}
		if p.omitSpace = !goes; goes {
			text = text[:len(text)-1]
		}
	}
	p.dst = append(p.dst[:start], text...)
	return true
}

// isSolid reports whether there is no white space in a text and no reference. Eight
// bytes are looked at at once: most have none that is as small as a blank or '&'.
func isSolid(text []byte) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for len(text) >= 8 {
		if x := binary.LittleEndian.Uint64(text); (x-each*('&'+1))&^x&high != 0 && !isSolidByBytes(text[:8]) {
			return false
		}
		text = text[8:]
	}
	return isSolidByBytes(text)
}

func isSolidByBytes(text []byte) bool {
	for _, c := range text {
		if c <= '&' && (c == '&' || parse.IsWhitespace(c)) {
			return false
		}
	}
	return true
}

// spaceGoes reports whether white space goes at the end of a text before rest:
// at the end of the page, and before the tag of a block, if need be behind end
// tags of others.
func spaceGoes(rest []byte) (goes, ok bool) {
	for range 50 {
		if len(rest) == 0 {
			return true, true
		}
		if rest[0] != '<' {
			end := nextTag(rest)
			if !parse.IsAllWhitespace(rest[:end]) {
				return false, true
			}
			rest = rest[end:]
			continue
		}
		isEnd := len(rest) > 1 && rest[1] == '/'
		if isEnd {
			rest = rest[1:]
		}
		name, after := plainTagName(rest[1:])
		kind, ok := elements.of(name)
		switch {
		case !ok:
			return false, false
		case kind == block || !isEnd:
			return kind == block, true
		case len(after) == 0 || after[0] != '>':
			return false, false
		}
		rest = after[1:]
	}
	return false, false
}

// tag takes a tag, with the content of elements that have no tags in them.
func (p *plainPage) tag() bool {
	if doctype := []byte("<!doctype html>"); len(p.rest) >= len(doctype) && bytes.EqualFold(p.rest[:len(doctype)], doctype) {
		p.dst = append(p.dst, doctype...)
		p.rest = p.rest[len(doctype):]
		return true
	}
	if bytes.HasPrefix(p.rest, []byte("</")) {
		return p.endTag()
	}
	name, after := plainTagName(p.rest[1:])
	kind, ok := elements.of(name)
	switch {
	case !ok:
		return false
	case kind == drawing:
		return p.drawing()
	}
	if !p.startTag(name, after, kind) {
		return false
	}
	switch {
	case kind == script:
		return p.script()
	case string(name) == "title":
		return p.title()
	case kind == phrase && bytes.HasPrefix(p.rest, []byte("</")):
		if next, after := plainTagName(p.rest[2:]); bytes.Equal(next, name) && len(after) > 0 && after[0] == '>' {
			p.omitSpace = false
		}
	}
	return true
}

func (p *plainPage) startTag(name, after []byte, kind elementKind) (ok bool) {
	if len(after) > 0 && after[0] == '>' { // most have no attributes
		p.attrs = p.attrs[:0]
		p.element(name, kind)
		p.dst = append(p.dst, p.rest[:len(name)+2]...)
		p.rest = after[1:]
		return true
	}
	end := bytes.IndexByte(after, '>') // of the tag, unless it is in quotes
	if end < 0 {
		return false
	}
	tag, start := p.rest[:len("<")+len(name)+end+len(">")], len(p.dst)
	if small, ok := p.tags.small[string(tag)]; ok && kind != script {
		p.element(name, kind)
		p.dst = append(p.dst, small...)
		p.rest = p.rest[len(tag):]
		return true
	}
	whole := p.rest
	if p.rest, ok = p.readAttributes(after); !ok {
		return false
	}
	p.element(name, kind)
	if !p.writeTag(name) {
		return false
	}
	if len(whole)-len(p.rest) == len(tag) && kind != script {
		p.tags.note(tag, p.dst[start:])
	}
	return true
}

func (p *plainPage) endTag() bool {
	name, after := plainTagName(p.rest[2:])
	kind, ok := elements.of(name)
	if !ok || kind == drawing || len(after) == 0 || after[0] != '>' {
		return false
	}
	p.element(name, kind)
	if string(name) == "pre" {
		p.pre = false
	}
	p.dst = append(p.dst, p.rest[:len(name)+3]...)
	p.rest = after[1:]
	return true
}

// element notes what a tag means for the white space around it.
func (p *plainPage) element(name []byte, kind elementKind) {
	switch {
	case kind == object:
		p.omitSpace = false
	case kind == block:
		p.omitSpace = true
	}
	if string(name) == "pre" {
		p.pre = true
	}
}

// drawing takes an SVG.
func (p *plainPage) drawing() bool {
	end := bytes.Index(p.rest, []byte("</svg>"))
	if end < 0 {
		return false
	}
	end += len("</svg>")
	if !isMinimal(p.rest[:end]) {
		return false
	}
	p.dst = appendQuoted(p.dst, p.rest[:end])
	p.rest = p.rest[end:]
	p.omitSpace = false
	return true
}

// title takes the text of a title, in which there are no tags.
func (p *plainPage) title() bool {
	end := bytes.Index(p.rest, []byte("</"))
	if end < 0 || !bytes.HasPrefix(p.rest[end:], []byte("</title>")) {
		return false
	}
	return end == 0 || p.text(end)
}

// script takes the text of a script, if that is data.
func (p *plainPage) script() bool {
	end := bytes.IndexByte(p.rest, '<')
	if end < 0 || !bytes.HasPrefix(p.rest[end:], []byte("</script>")) || len(p.attrs) == 0 {
		return false
	}
	if end > 0 {
		kind := p.attr("type")
		if kind == nil || string(kind.value) != "application/ld+json" {
			return false
		}
		out := bytes.NewBuffer(p.dst)
		if compactJSON(out, p.rest[:end]) != nil {
			return false
		}
		p.dst = out.Bytes()
	}
	p.rest = p.rest[end:]
	return true
}

// plainTagName reads the name of an element.
func plainTagName(src []byte) (name, rest []byte) {
	end := 0
	for end < len(src) && ('a' <= src[end] && src[end] <= 'z' || end > 0 && '0' <= src[end] && src[end] <= '9') {
		end++
	}
	return src[:end], src[end:]
}

func trimSpace(src []byte) []byte {
	i := 0
	for i < len(src) && parse.IsWhitespace(src[i]) {
		i++
	}
	return src[i:]
}
