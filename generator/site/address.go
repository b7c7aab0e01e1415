package site

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// addresser turns site paths into addresses. A site path is decoded, starts at
// the root of the site whatever the base path is ("/reform/绿色/"), and ends in
// "/" or in a file name.
type addresser struct {
	origin string // "https://org.github.io"
	base   string // "/repo/" or "/"
}

func newAddresser(baseURL string) addresser {
	u, err := url.Parse(baseURL)
	if err != nil {
		panic(err) // package settings has checked it
	}
	return addresser{u.Scheme + "://" + u.Host, u.EscapedPath()}
}

// url returns the address under the base path, percent-encoded.
func (a addresser) url(sitePath string) string {
	return a.base + strings.TrimPrefix(escapePath(sitePath), "/")
}

// domain returns the name of the host, as 网页标签规范 wants it: no scheme, no port.
func (a addresser) domain() string {
	u, err := url.Parse(a.origin)
	if err != nil {
		panic(err) // see newAddresser
	}
	return u.Hostname()
}

// absolute returns the address with scheme and host.
func (a addresser) absolute(sitePath string) string { return a.origin + a.url(sitePath) }

// sitePath returns the part of an address below the home page, "/reform/#目标",
// when it is one of this site, written with scheme and host. Such a link to a
// page of ours is checked like any other, and stays right when the site moves.
func (a addresser) sitePath(address string) (string, bool) {
	scheme, rest, ok := strings.Cut(address, "://")
	_, host, _ := strings.Cut(a.origin, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") ||
		len(rest) < len(host) || !strings.EqualFold(rest[:len(host)], host) {
		return address, false
	}
	rest = rest[len(host):]
	folder := strings.TrimSuffix(a.base, "/")
	if !strings.HasPrefix(rest, folder) {
		return address, false
	}
	switch rest = rest[len(folder):]; {
	case rest == "", rest[0] == '?', rest[0] == '#':
		return "/" + rest, true
	case rest[0] == '/':
		return rest, true
	}
	return address, false // "https://host:8080/", "/repository/" for "/repo"
}

// escapePath percent-encodes a decoded path, as net/url does.
func escapePath(p string) string {
	first := 0
	for first < len(p) && plainInPath(p[first]) {
		first++
	}
	if first == len(p) {
		return p // most paths, at no cost
	}
	const hexDigits = "0123456789ABCDEF"
	b := append(make([]byte, 0, first+3*(len(p)-first)), p[:first]...)
	for _, c := range []byte(p[first:]) {
		if plainInPath(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return string(b)
}

// plainInPath reports whether a byte stands for itself in the path of an address.
func plainInPath(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("/-._~$&+,:;=@", c) >= 0
}

// outputFile returns the file under public/ that holds the page at a site path.
func outputFile(sitePath string) string {
	sitePath = strings.TrimPrefix(sitePath, "/")
	if sitePath == "" || strings.HasSuffix(sitePath, "/") {
		return sitePath + "index.html"
	}
	return sitePath
}

// jsonPath returns the site path of a bulletin's JSON file: index.json beside
// index.html, NAME.json beside NAME.html. It makes an address of an address, too.
func jsonPath(sitePath string) string {
	if strings.HasSuffix(sitePath, "/") {
		return sitePath + "index.json"
	}
	return strings.TrimSuffix(sitePath, path.Ext(sitePath)) + ".json"
}

// pathSegment makes one segment of a path out of a name: white space and what
// file systems or addresses keep for themselves become "-"; everything else,
// Chinese too, stays as it is.
func pathSegment(name string) string {
	if simple(name) {
		return name
	}
	mapped := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|#%`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	return strings.Trim(mapped, "-.")
}

// simple reports whether a name is of small Latin letters, digits and hyphens
// within: as it is, it is a segment of a path, if it is no name of a device.
func simple(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'a' || 'z' < c) && (c < '0' || '9' < c) && (c != '-' || i == 0 || i == len(name)-1) {
			return false
		}
	}
	return true
}

// reservedNames are file names that Windows keeps for devices, with any extension.
var reservedNames = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true, "com¹": true, "com²": true, "com³": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true, "lpt¹": true, "lpt²": true, "lpt³": true,
}

// pathFault says why a site path cannot be published on every host, or "".
func pathFault(sitePath string) diag.Text {
	switch {
	case sitePath == "/":
		return diag.Text{}
	case len(sitePath) > 1000:
		return diag.Text{ZH: "超过 1000 字节", EN: "it is longer than 1,000 bytes"}
	}
	for segment := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(sitePath, "/"), "/"), "/") {
		if segment != "" && len(segment) < 256 && simple(segment) && !reservedNames[segment] {
			continue
		}
		stem, _, _ := strings.Cut(strings.ToLower(segment), ".")
		switch {
		case segment == "", segment == ".", segment == "..":
			return diag.Text{ZH: "含有空的、“.” 或 “..” 的一段", EN: `it has an empty, "." or ".." segment`}
		case segment[0] == '.':
			return diag.Text{ZH: "一段以句点开头，是隐藏文件", EN: "a segment begins with a dot, so hosts hide it"}
		case len(segment) > 255:
			return diag.Text{ZH: "一段超过 255 字节", EN: "a segment is longer than 255 bytes"}
		case !utf8.ValidString(segment) || strings.ContainsFunc(segment, invisible):
			return diag.Text{ZH: "含有看不见的字符", EN: "it holds invisible characters"}
		case strings.ContainsAny(segment, `\:*?"<>|`):
			return diag.Text{ZH: `含有 \ : * ? " < > | 之一`, EN: `it holds one of \ : * ? " < > |`}
		case strings.HasSuffix(segment, "."), strings.HasSuffix(segment, " "), strings.HasPrefix(segment, " "):
			return diag.Text{ZH: "一段以空格或句点开头、结尾", EN: "a segment begins or ends with a space or ends with a dot"}
		case reservedNames[stem]:
			return diag.Sprintf("“%s” 是 Windows 保留的文件名", "%q is a reserved file name on Windows", segment)
		}
	}
	return diag.Text{}
}

// invisible reports characters that would make two addresses look alike:
// controls, zero-width characters, and those that turn the writing direction.
func invisible(r rune) bool {
	if ' ' <= r && r < 0x7F || 0x4E00 <= r && r <= 0x9FFF {
		return false // most, at no cost
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r)
}
