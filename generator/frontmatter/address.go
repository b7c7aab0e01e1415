package frontmatter

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"jianbao/generator/diag"
)

// ref reads a path with its place.
func (v value) ref() Ref {
	path := v.Filled()
	return Ref{path, v.Pos()}
}

// refs reads a list of paths with their places.
func (v value) refs() []Ref {
	var refs []Ref
	for _, item := range v.Items() {
		if ref := (value{item, v.zone}).ref(); ref.Path != "" {
			refs = append(refs, ref)
		}
	}
	return refs
}

// webURL reads an address of the web.
func (v value) webURL() string {
	text := v.Text()
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.ContainsFunc(text, unicode.IsSpace) {
		v.Errorf("bad-address", "%[1]s 应是 http:// 或 https:// 开头的网址", "%[1]s must be an address that begins with http:// or https://", v.Name())
		return ""
	}
	return text
}

// slug reads one segment of an address.
func (v value) slug() string {
	slug := v.Text()
	switch {
	case slug == "." || slug == ".." || strings.ContainsAny(slug, `/\`):
		v.Errorf("bad-address", "%s 只能是网址的一段，不能有 / 和 \\", "%s is one part of an address, without / and \\", v.Name()).
			Hintf("整个网址写在 url", "a whole address goes into url")
		return ""
	case strings.ContainsAny(slug, "?#%"):
		v.Errorf("bad-address", "%s 不能有 ? # %%", "%s cannot hold ? # %%", v.Name())
		return ""
	}
	return slug
}

// sitePaths reads a list of paths of the site with their places.
func (v value) sitePaths() []Ref {
	var refs []Ref
	for _, item := range v.Items() {
		item := value{item, v.zone}
		if path := item.sitePath(item.Filled()); path != "" {
			refs = append(refs, Ref{path, item.Pos()})
		}
	}
	return refs
}

// sitePath checks a path of the site: it begins with "/", and no browser can
// take it for the address of another site.
func (v value) sitePath(path string) string {
	var why, how diag.Text
	switch {
	case path == "":
		return ""
	case strings.Contains(path, "://"), strings.HasPrefix(path, "//"):
		why = diag.Text{ZH: "不能指向别的网站", EN: "cannot be an address of another site"}
		how = diag.Text{ZH: "只写域名后面的部分，如 /reform/green/", EN: "write what follows the host, as /reform/green/"}
	case strings.Contains(path, `\`):
		why = diag.Text{ZH: "不能有 \\", EN: "cannot hold a backslash"}
		how = diag.Text{ZH: "用 / 分隔", EN: "separate with /"}
	case !strings.HasPrefix(path, "/"):
		why = diag.Text{ZH: "应以 / 开头", EN: "must begin with /"}
		how = diag.Sprintf("写作 /%s", "write /%s", path)
	case slices.Contains(strings.Split(path, "/"), ".."), slices.Contains(strings.Split(path, "/"), "."):
		why = diag.Text{ZH: "不能有 . 或 .. 的一段", EN: "cannot have a segment . or .."}
	case strings.Contains(path[1:], "//"):
		why = diag.Text{ZH: "不能有连续的 /", EN: "cannot have two / in a row"}
	case strings.ContainsAny(path, "?#%"):
		why = diag.Text{ZH: "不能有 ? # %", EN: "cannot hold ? # %"}
		how = diag.Text{ZH: "静态网站分不清带问号的网址；中文直接写，不必编码", EN: "a static site cannot tell queries apart; write Chinese as it is, without escapes"}
	default:
		return path
	}
	v.Errorf("bad-address", "%[1]s %[2]s：%[3]s", "%[1]s %[4]s: %[3]s", v.Name(), why.ZH, path, why.EN).Hint = how
	return ""
}
