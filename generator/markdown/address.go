package markdown

import (
	"regexp"
	"strings"

	"jianbao/generator/diag"
)

// schemes are those that a link may have.
var schemes = []string{"http", "https", "mailto", "tel"}

// checkAddress reports what is wrong with the destination of a link or image,
// and returns whether it may be published.
func (p *parsing) checkAddress(dest string, image bool, at diag.Pos) bool {
	clean := asBrowserReads(dest)
	scheme := schemeOf(clean)
	switch {
	case strings.HasPrefix(clean, "//"):
		p.diags.Errorf(at, "bad-url-scheme", "网址 %s 没有协议", "the address %s has no scheme", dest).
			Hintf("写出 https:", "begin it with https:")
	case scheme == "":
		return true
	case image && (scheme == "http" || scheme == "https"):
		p.diags.Errorf(at, "external-image", "图片在别的网站上：%s", "the picture is on another site: %s", dest).
			Hintf("下载图片，放在正文旁边，写文件名", "download it, put it beside the text, and write its file name")
	case scheme == "file" || len(scheme) == 1: // C:\Users\…
		p.diags.Errorf(at, "bad-url-scheme", "%s 是自己电脑上的文件，别人打不开", "%s is a file of one's own computer, which others cannot open", dest).
			Hintf("把文件放在正文旁边，写文件名", "put the file beside the text, and write its name")
	case image:
		p.diags.Errorf(at, "bad-url-scheme", "图片网址不能用 %s:", "the address of a picture may not begin with %s:", scheme)
	case !allowedScheme(scheme):
		p.diags.Errorf(at, "bad-url-scheme", "网址不能用 %s:", "an address may not begin with %s:", scheme).
			Hintf("可以用 https、http、mailto、tel，或者站内的路径", "use https, http, mailto, tel, or a path of this site")
	case strings.HasPrefix(scheme, "http") && !hasHost(clean[len(scheme)+1:]):
		p.diags.Errorf(at, "bad-url-scheme", "网址 %s 没有主机名", "the address %s has no host", dest).
			Hintf("写成 %s://主机名/路径", "write %s://host/path", scheme)
	case loopback.MatchString(clean):
		p.diags.Warnf(at, "local-address", "%s 是预览用的地址，只有这台电脑打得开", "%s is the address of a preview, which only this computer can open", dest).
			Hintf("写源文件的路径，或者网站正式的网址", "write the path of the source file, or the address of the site itself")
		return true
	default:
		return true
	}
	return false
}

// loopback matches addresses on the computer of whoever opens them.
var loopback = regexp.MustCompile(`^(?i:https?)://(?i:localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])(?:[:/?#]|$)`)

// isExternal reports whether an address that was let through is one of another site.
func isExternal(dest string) bool {
	return strings.HasPrefix(schemeOf(asBrowserReads(dest)), "http")
}

func allowedScheme(scheme string) bool {
	for _, s := range schemes {
		if s == scheme {
			return true
		}
	}
	return false
}

// asBrowserReads returns what a browser makes of an address: controls and the
// spaces around it do not count, and a backslash is a slash.
func asBrowserReads(dest string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r == 0x7F:
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, dest), " ")
}

// schemeOf returns the scheme of an address in lower case, or "".
func schemeOf(address string) string {
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case c == ':' && i > 0:
			return strings.ToLower(address[:i])
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && (alphanumeric(c) || c == '+' || c == '-' || c == '.'):
		default:
			return ""
		}
	}
	return ""
}

// hasHost reports whether what follows http: names a host.
func hasHost(rest string) bool {
	host, ok := strings.CutPrefix(rest, "//")
	return ok && host != "" && !strings.ContainsAny(host[:1], "/?#:@ ")
}
