package settings

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// baseURL reads the address of the site.
func (v value) baseURL() string {
	text := v.Filled()
	if text == "" {
		return ""
	}
	base, why := normaliseBase(text)
	if base == "" {
		v.Errorf("bad-base-url", "%[1]s %[2]s：%[3]s", "%[1]s %[4]s: %[3]s", v.Name(), why.ZH, text, why.EN).Hint = baseHint
	}
	return base
}

var baseHint = diag.Text{ZH: "如 https://reform.example.gov.cn/ 或 https://org.github.io/repo/", EN: "as https://reform.example.gov.cn/ or https://org.github.io/repo/"}

// WithBaseURL returns the settings with another address of the site, given on
// the command line and checked like the one of site.yaml.
func (s *Settings) WithBaseURL(text string) (*Settings, diag.List) {
	var diags diag.List
	base, why := normaliseBase(strings.TrimSpace(text))
	if base == "" {
		diags.Errorf(diag.Pos{Path: "--base-url"}, "bad-base-url", "%[1]s：%[2]s", "it %[3]s: %[2]s", why.ZH, text, why.EN).Hint = baseHint
		return s, diags
	}
	changed := *s
	changed.BaseURL = base
	return &changed, nil
}

// BasePath returns the path of the site's address: "/" or "/repo/".
func (s *Settings) BasePath() string {
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// normaliseBase checks the address of a site and gives it the one form that the
// rest of the program relies on: ASCII, escaped, and with "/" at its end. It returns
// "" and what is wrong with an address that cannot be.
func normaliseBase(text string) (string, diag.Text) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", diag.Text{ZH: "不是网址", EN: "is not an address"}
	case u.Scheme != "http" && u.Scheme != "https":
		return "", diag.Text{ZH: "应以 http:// 或 https:// 开头", EN: "must begin with http:// or https://"}
	case !isHost(u.Host) || len(u.Port()) > 0 && !isPort(u.Port()):
		return "", diag.Text{ZH: "没有正确的域名", EN: "has no proper host"}
	case u.User != nil:
		return "", diag.Text{ZH: "不能带用户名", EN: "cannot hold a user name"}
	case strings.ContainsAny(text, "?#"):
		return "", diag.Text{ZH: "不能带 ? 或 #", EN: "cannot hold ? or #"}
	case !isCleanPath(u.Path):
		return "", diag.Text{ZH: "的路径有误", EN: "has a bad path"}
	}
	return u.Scheme + "://" + asciiHost(u.Host) + strings.TrimSuffix(u.EscapedPath(), "/") + "/", diag.Text{}
}

// isCleanPath reports a path without empty or dotted segments, backslashes and
// control characters.
func isCleanPath(path string) bool {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	odd := func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7F }
	return !strings.Contains(path, "//") && !slices.Contains(segments, ".") && !slices.Contains(segments, "..") && !strings.ContainsFunc(path, odd)
}

var (
	permalinkPart  = regexp.MustCompile(`:[A-Za-z]*`)
	permalinkParts = []string{":column", ":slug", ":name", ":year", ":month", ":day"}
)

// permalink reads the pattern of addresses.
func (v value) permalink(target *string) {
	pattern := v.Filled()
	if pattern == "" {
		return
	}
	parts := permalinkPart.FindAllString(pattern, -1)
	for _, part := range parts {
		if !slices.Contains(permalinkParts, part) {
			v.Errorf("bad-permalink", "%[1]s 里没有 %[2]s 可用", "%[1]s has no part %[2]s", v.Name(), part).
				Hintf("可用 %s", "the parts are %s", strings.Join(permalinkParts, " "))
			return
		}
	}
	var why diag.Text
	switch {
	case !strings.HasPrefix(pattern, "/"):
		why = diag.Text{ZH: "应以 / 开头", EN: "must begin with /"}
	case !strings.HasSuffix(pattern, "/") && !strings.HasSuffix(pattern, ".html"):
		why = diag.Text{ZH: "应以 / 或 .html 结尾", EN: "must end in / or .html"}
	case !slices.Contains(parts, ":slug") && !slices.Contains(parts, ":name"):
		why = diag.Text{ZH: "要有 :slug 或 :name，否则各篇网址相同", EN: "needs :slug or :name, or bulletins would share an address"}
	case !isCleanPath(pattern) || strings.ContainsAny(pattern, `?#%*"<>|`):
		why = diag.Text{ZH: "有网址里不能用的写法", EN: "holds what an address cannot"}
	default:
		*target = pattern
		return
	}
	v.Errorf("bad-permalink", "%[1]s %[2]s：%[3]s", "%[1]s %[4]s: %[3]s", v.Name(), why.ZH, pattern, why.EN).
		Hintf("如 /:column/:slug/ 或 /:column/:year:month/t:year:month:day_:slug.html", "as /:column/:slug/ or /:column/:year:month/t:year:month:day_:slug.html")
}
