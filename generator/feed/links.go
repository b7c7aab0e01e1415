package feed

import (
	"net/url"
	"regexp"
	"strings"
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
		return escapeURL(address)
	}
	return base.ResolveReference(u).String()
}

const hexDigits = "0123456789ABCDEF"

// escapeURL percent-encodes what may not stand in an address, and leaves alone
// what is encoded already.
func escapeURL(address string) string {
	first := 0
	for first < len(address) && !mustEncode(address[first:]) {
		first++
	}
	if first == len(address) {
		return address // nearly always: the model encodes its addresses
	}
	var b strings.Builder
	b.WriteString(address[:first])
	for i := first; i < len(address); i++ {
		if mustEncode(address[i:]) {
			b.WriteByte('%')
			b.WriteByte(hexDigits[address[i]>>4])
			b.WriteByte(hexDigits[address[i]&15])
		} else {
			b.WriteByte(address[i])
		}
	}
	return b.String()
}

// mustEncode reports whether the first byte of a text has no place in an address.
func mustEncode(text string) bool {
	switch c := text[0]; c {
	case '"', '<', '>', '\\', '^', '`', '{', '|', '}':
		return true
	case '%':
		return !encodedByte(text)
	default:
		return c <= ' ' || c >= 0x7F
	}
}

// encodedByte reports whether a text begins with % and two hexadecimal digits.
func encodedByte(text string) bool {
	return len(text) >= 3 && isHex(text[1]) && isHex(text[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
