package minify

import (
	"bytes"

	minhtml "github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/html"
)

// plainAttr is an attribute.
type plainAttr struct {
	name, value []byte
	quote       byte // 0 without a value
}

// attr returns an attribute of the tag under way.
func (p *plainPage) attr(name string) *plainAttr {
	for i := range p.attrs {
		if string(p.attrs[i].name) == name {
			return &p.attrs[i]
		}
	}
	return nil
}

// readAttributes reads the attributes of a tag and its end.
func (p *plainPage) readAttributes(src []byte) (rest []byte, ok bool) {
	p.attrs = p.attrs[:0]
	for {
		spaced := trimSpace(src)
		switch {
		case bytes.HasPrefix(spaced, []byte(">")):
			return spaced[1:], true
		case bytes.HasPrefix(spaced, []byte("/>")):
			return spaced[2:], true
		case len(spaced) == len(src):
			return nil, false
		}
		var a plainAttr
		if a, src, ok = readAttribute(spaced); !ok || p.attr(string(a.name)) != nil {
			return nil, false
		}
		p.attrs = append(p.attrs, a)
	}
}

func readAttribute(src []byte) (a plainAttr, rest []byte, ok bool) {
	end := 0
	for end < len(src) && (letter(src[end]) && src[end] >= 'a' || src[end] == '-' || src[end] == ':' || src[end] == '\x1a') {
		end++
	}
	a.name = src[:end]
	if end == 0 || end == len(src) {
		return a, nil, false
	}
	if src[end] != '=' {
		next := trimSpace(src[end:])
		return a, src[end:], len(next) > 0 && next[0] != '='
	}
	src = src[end+1:]
	if len(src) == 0 || src[0] != '"' && src[0] != '\'' {
		return a, nil, false
	}
	a.quote = src[0]
	length := bytes.IndexByte(src[1:], a.quote)
	if length < 0 {
		return a, nil, false
	}
	a.value = src[1 : 1+length]
	return a, src[2+length:], true
}

// writeTag appends a start tag.
func (p *plainPage) writeTag(name []byte) bool {
	if !p.special(string(name)) {
		return false
	}
	p.dst = append(append(p.dst, '<'), name...)
	for _, a := range p.attrs {
		use, ok := attributeOf(a.name)
		if !ok {
			return false
		}
		value, quote, ok := p.minified(a, use)
		if !ok {
			return false
		}
		if len(value) == 0 && droppedIfEmpty(string(a.name), string(name)) {
			continue
		}
		p.dst = append(append(p.dst, ' '), a.name...)
		if len(value) == 0 || use == boolean {
			continue
		}
		p.dst = append(p.dst, '=')
		if quote == '&' { // it holds references, and may hold quotes now
			value = html.EscapeAttrVal(&p.quoted, value, a.quote, true)
			value = value[1 : len(value)-1]
		}
		p.dst = appendValue(p.dst, value)
	}
	p.dst = append(p.dst, '>')
	return true
}

// minified returns the value of an attribute, and '&' where it held references.
func (p *plainPage) minified(a plainAttr, use attributeUse) (value []byte, quote byte, ok bool) {
	value = a.value
	if bytes.IndexByte(value, '&') >= 0 || use == list && !isSolid(value) {
		quote = '&'
		p.value = append(p.value[:0], value...)
		if use == list {
			value = parse.TrimWhitespace(parse.ReplaceMultipleWhitespaceAndEntities(p.value, minhtml.EntitiesMap, nil))
		} else {
			value = parse.ReplaceEntities(p.value, minhtml.EntitiesMap, nil)
		}
	}
	switch {
	case use == address && !plainAddress(value):
		return nil, 0, false
	case use == mediaType && bytes.ContainsFunc(value, func(r rune) bool { return r <= ' ' || 'A' <= r && r <= 'Z' || r == '"' || r == '&' }):
		return nil, 0, false
	}
	return value, quote, true
}

// plainAddress reports whether an address stays as it is.
func plainAddress(value []byte) bool {
	if len(value) == 0 {
		return true
	}
	if parse.IsWhitespace(value[0]) || parse.IsWhitespace(value[len(value)-1]) {
		return false
	}
	colon := bytes.IndexByte(value[:min(len(value), 6)], ':')
	switch scheme := string(value[:max(colon, 0)]); scheme {
	case "", "http", "https":
		return true
	default:
		return !bytes.EqualFold([]byte(scheme), []byte("data")) && !bytes.EqualFold([]byte(scheme), []byte("http")) && !bytes.EqualFold([]byte(scheme), []byte("https"))
	}
}

// droppedIfEmpty reports whether an attribute goes that has no value.
func droppedIfEmpty(name, element string) bool {
	switch name {
	case "class", "dir", "id", "name":
		return true
	case "action":
		return element == "form"
	}
	return false
}

// special deals with the elements for which the engine has rules of their own.
func (p *plainPage) special(element string) bool {
	switch element {
	case "meta":
		return p.meta()
	case "script":
		return p.attr("charset") == nil
	case "input":
		return p.attr("value") == nil
	case "a":
		return p.attr("name") == nil
	}
	return true
}

func (p *plainPage) meta() bool {
	content := p.attr("content")
	if content == nil {
		return true
	}
	if equiv := p.attr("http-equiv"); equiv != nil && !bytes.Equal(equiv.value, []byte("Content-Security-Policy")) && !bytes.Equal(equiv.value, []byte("refresh")) {
		return false
	}
	name := p.attr("name")
	if name == nil {
		return true
	}
	switch {
	case parse.IsAllWhitespace(name.value) || len(trimSpace(name.value)) != len(name.value) || parse.IsWhitespace(name.value[len(name.value)-1]):
		return false
	case parse.EqualFold(name.value, []byte("keywords")):
		content.value = bytes.ReplaceAll(content.value, []byte(", "), []byte(","))
	case parse.EqualFold(name.value, []byte("viewport")):
		content.value = bytes.ReplaceAll(content.value, []byte(" "), nil)
		return string(content.value) == "width=device-width,initial-scale=1"
	}
	return true
}
