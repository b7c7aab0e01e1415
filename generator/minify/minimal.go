package minify

import (
	"bytes"
	"unicode/utf8"
)

// isMinimal reports of the simplest of XML documents, elements and attributes
// without anything between them, that they are correct and there is nothing to
// take away. The drawings in pages are such.
func isMinimal(src []byte) bool {
	if !utf8.Valid(src) || bytes.Contains(src, []byte("\xEF\xBF")) { // that begins U+FFFE, which XML does not have
		return false
	}
	var open [][]byte
	for len(src) > 0 {
		name, rest, kind := plainTag(src)
		switch {
		case kind == startTag:
			open = append(open, name)
		case kind == endTag && len(open) > 0 && bytes.Equal(open[len(open)-1], name):
			open = open[:len(open)-1]
		case kind != emptyTag:
			return false
		}
		if src = rest; len(open) == 0 {
			return len(src) == 0
		}
	}
	return false
}

type tagKind uint8

const (
	noTag tagKind = iota
	startTag
	endTag
	emptyTag
)

// plainTag reads a tag whose names are letters and whose attributes have nothing
// special in them.
func plainTag(src []byte) (name, rest []byte, kind tagKind) {
	if len(src) < 2 || src[0] != '<' {
		return nil, nil, noTag
	}
	kind = startTag
	if src = src[1:]; src[0] == '/' {
		src, kind = src[1:], endTag
	}
	if name, src = plainName(src); len(name) == 0 {
		return nil, nil, noTag
	}
	for kind == startTag && len(src) > 0 && src[0] == ' ' {
		var ok bool
		if src, ok = plainAttribute(src[1:]); !ok {
			return nil, nil, noTag
		}
	}
	if kind == startTag && len(src) > 0 && src[0] == '/' {
		src, kind = src[1:], emptyTag
	}
	if len(src) == 0 || src[0] != '>' {
		return nil, nil, noTag
	}
	return name, src[1:], kind
}

func plainAttribute(src []byte) (rest []byte, ok bool) {
	name, src := plainName(src)
	src, ok = bytes.CutPrefix(src, []byte(`="`))
	end := bytes.IndexByte(src, '"')
	if len(name) == 0 || !ok || end < 0 {
		return nil, false
	}
	for _, c := range src[:end] {
		if c < ' ' || c == '<' || c == '&' {
			return nil, false
		}
	}
	return src[end+1:], true
}

func plainName(src []byte) (name, rest []byte) {
	end := 0
	for end < len(src) && (letter(src[end]) || end > 0 && src[end] == '-') {
		end++
	}
	return src[:end], src[end:]
}
