// Package uri writes web addresses so that every program reads them the same.
package uri

import "strings"

const hexDigits = "0123456789ABCDEF"

// Escape percent-encodes what may not stand in an address (URL Standard, "valid
// URL string"), and leaves alone what is encoded already: spaces and what is not
// ASCII, marks that have no place, a % that begins no code, square brackets but
// for those of a host, and a second #.
func Escape(address string) string {
	first := 0
	e := escaping{text: address, host: hostEnd(address)}
	for first < len(address) && !e.must(first) {
		first++
	}
	if first == len(address) {
		return address // nearly always: the model encodes its addresses
	}
	e = escaping{text: address, host: e.host}
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; e.must(i) {
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hostEnd is where the host of an address ends, 0 where it has none.
func hostEnd(address string) int {
	_, rest, ok := strings.Cut(address, "//")
	if !ok || !strings.HasSuffix(address[:len(address)-len(rest)], "//") {
		return 0
	}
	scheme := address[:len(address)-len(rest)-2]
	if scheme != "" && (!strings.HasSuffix(scheme, ":") || strings.ContainsAny(scheme, "/?#")) {
		return 0
	}
	start := len(address) - len(rest)
	if n := strings.IndexAny(rest, "/?#"); n >= 0 {
		return start + n
	}
	return len(address)
}

// escaping is one address, read from left to right.
type escaping struct {
	text     string
	host     int
	fragment bool // the # was seen
}

// must reports whether the byte at i has no place there.
func (e *escaping) must(i int) bool {
	switch c := e.text[i]; c {
	case '"', '<', '>', '\\', '^', '`', '{', '|', '}':
		return true
	case '[', ']':
		return i >= e.host
	case '%':
		return !isCode(e.text[i:])
	case '#':
		again := e.fragment
		e.fragment = true
		return again
	default:
		return c <= ' ' || c >= 0x7F
	}
}

// isCode reports whether a text begins with % and two hexadecimal digits.
func isCode(text string) bool {
	return len(text) >= 3 && isHex(text[1]) && isHex(text[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
