package feed

import (
	"net/url"
	"regexp"
	"strings"

	"jianbao/generator/uri"
)

// linkAttribute finds the addresses in a rendered text. Our renderer and our
// sanitiser write attributes in double quotes and never leave a double quote
// unescaped elsewhere, so this cannot match words of the text.
var linkAttribute = regexp.MustCompile(` (?:href|src)="[^"]*"`)

// absoluteLinks makes the links of a text absolute, those to its own sections
// and footnotes too. The page is the address of the text itself.
func absoluteLinks(html, page string) string {
	base, err := url.Parse(page)
	if err != nil {
		return html
	}
	return linkAttribute.ReplaceAllStringFunc(html, func(attribute string) string {
		name, value, _ := strings.Cut(strings.TrimSuffix(attribute, `"`), `"`)
		return name + `"` + absolute(value, base) + `"`
	})
}

// absolute resolves an address. What is absolute already stays as it was written.
func absolute(address string, base *url.URL) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() {
		return uri.Escape(address)
	}
	return base.ResolveReference(u).String()
}
