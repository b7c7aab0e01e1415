package minify

import "bytes"

// appendQuoted appends a minified page with every attribute value in double
// quotes and without angle brackets. Browsers need neither, and the engine
// writes content='<b>"x"'; but the crawlers that read the meta tags of government
// sites go by regular expressions.
func appendQuoted(dst, page []byte) []byte {
	for {
		tag := bytes.IndexByte(page, '<')
		if tag < 0 {
			return append(dst, page...)
		}
		dst, page = append(dst, page[:tag]...), page[tag:]
		var name string
		dst, page, name = appendTag(dst, page)
		if end := rawTextEnd(page, name); end > 0 {
			dst, page = append(dst, page[:end]...), page[end:]
		}
	}
}

// appendTag appends the tag that page begins with, and returns the rest and the
// name of a start tag.
func appendTag(dst, page []byte) (out, rest []byte, name string) {
	end := 1
	for end < len(page) && letter(page[end]) {
		end++
	}
	name = string(bytes.ToLower(page[1:end]))
	for {
		i := bytes.IndexAny(page, `"'>`)
		switch {
		case i < 0:
			return append(dst, page...), nil, ""
		case page[i] == '>':
			return append(dst, page[:i+1]...), page[i+1:], name
		}
		length := bytes.IndexByte(page[i+1:], page[i])
		if length < 0 {
			return append(dst, page...), nil, ""
		}
		dst = append(dst, page[:i]...)
		dst = appendValue(dst, page[i+1:i+1+length])
		page = page[i+length+2:]
	}
}

func appendValue(dst, value []byte) []byte {
	dst = append(dst, '"')
	start := 0
	for i, c := range value {
		if c > '>' {
			continue
		}
		reference := ""
		switch c {
		case '"':
			reference = "&#34;"
		case '<':
			reference = "&lt;"
		case '>':
			reference = "&gt;"
		default:
			continue
		}
		dst = append(append(dst, value[start:i]...), reference...)
		start = i + 1
	}
	return append(append(dst, value[start:]...), '"')
}

// rawTextEnd returns where the content of an element ends in which "<" begins
// no tag; 0 for every other element.
func rawTextEnd(page []byte, name string) int {
	switch name {
	case "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp":
	default:
		return 0
	}
	end := []byte("</" + name)
	for i := 0; ; i++ {
		next := bytes.IndexByte(page[i:], '<')
		if next < 0 {
			return len(page)
		}
		i += next
		if len(page)-i >= len(end) && bytes.EqualFold(page[i:i+len(end)], end) {
			return i
		}
	}
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
