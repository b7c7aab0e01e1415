package feed

import (
	"net/url"
	"strings"

	"jianbao/generator/uri"
)

// absoluteLinks makes the links of a text absolute, those to its own sections
// and footnotes too. The page is the address of the text itself.
func absoluteLinks(html, page string) string {
	base, err := url.Parse(page)
	if err != nil {
		return html
	}
	return resolveLinks(html, base)
}

// resolveLinks makes the links of a text absolute. Our renderer and our sanitiser
// write attributes in double quotes and never leave a double quote unescaped
// elsewhere, so what looks like an attribute here is one.
func resolveLinks(html string, base *url.URL) string {
	var out strings.Builder
	done := 0 // how much of html is in out
	for at := 0; ; {
		equals := strings.Index(html[at:], `="`)
		if equals < 0 {
			break
		}
		name := html[at : at+equals]
		at += equals + len(`="`)
		if !strings.HasSuffix(name, " href") && !strings.HasSuffix(name, " src") {
			continue
		}
		length := strings.IndexByte(html[at:], '"')
		if length < 0 {
			break
		}
		if done == 0 {
			out.Grow(len(html) + len(html)/16 + 256) // enough for what addresses mostly grow
		}
		out.WriteString(html[done:at])
		out.WriteString(absolute(html[at:at+length], base))
		at += length
		done = at
	}
	if done == 0 {
		return html
	}
	out.WriteString(html[done:])
	return out.String()
}

// absolute resolves an address. What is absolute already stays as it was written.
func absolute(address string, base *url.URL) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() {
		return uri.Escape(address)
	}
	return base.ResolveReference(u).String()
}
