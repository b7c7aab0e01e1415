package render

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"jianbao/generator/asset"
	"jianbao/generator/civil"
	"jianbao/generator/site"
)

// funcs are the functions of layouts. They are pure: the same arguments give the
// same result, on every machine and at every time. docs/layouts.md documents them.
func (l *Layouts) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":    l.asset,
		"url":      l.url,
		"absURL":   l.absURL,
		"href":     href,
		"T":        l.translate,
		"date":     date,
		"datetime": datetime,
		"default":  defaultTo,
		"dict":     dict,
		"list":     func(items ...any) []any { return items },
		"join":     func(separator string, items []string) string { return strings.Join(items, separator) },
		"truncate": truncate,
		"size":     size,
		"digits":   digits,
		"ofType":   ofType,
		"notType":  notType,
		"qr":       l.codes.Encode,
		"jsonld":   jsonld,
		"locale":   locale,
	}
}

func (l *Layouts) asset(name string) (asset.Asset, error) {
	a, ok := l.opts.Assets.Lookup(name)
	if !ok {
		return a, faultf("assets 里没有 %s", "there is no %s in assets", name)
	}
	return a, nil
}

// url puts a path of the site under the base path.
func (l *Layouts) url(path string) (string, error) {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return "", faultf("url 的参数应为以 / 开头的站内路径，而不是 %q", "url takes a path of the site that begins with /, not %q", path)
	}
	u, err := url.Parse(path)
	if err != nil {
		return "", faultf("地址 %q 有误", "the address %q is malformed", path)
	}
	return l.base.EscapedPath() + u.String()[1:], nil
}

func (l *Layouts) absURL(path string) (string, error) {
	local, err := l.url(path)
	if err != nil {
		return "", err
	}
	return l.base.Scheme + "://" + l.base.Host + local, nil
}

// href allows an address of a scheme that html/template would refuse, tel, and
// refuses all that could do harm.
func href(address string) (template.URL, error) {
	u, err := url.Parse(address)
	if err == nil {
		switch u.Scheme {
		case "", "http", "https", "mailto", "tel":
			return template.URL(address), nil
		}
	}
	return "", faultf("地址 %q 不可用，只能用 http、https、mailto、tel 和站内地址",
		"the address %q cannot be used; only http, https, mailto, tel and local ones can", address)
}

// date formats a civil time by an example in Go's manner: "2006年1月2日".
func date(layout string, t civil.Time) string {
	if t.IsZero() {
		return ""
	}
	return time.Date(int(t.Year), time.Month(t.Month), int(t.Day), int(t.Hour), int(t.Minute), int(t.Second), 0, time.UTC).Format(layout)
}

// datetime prints a civil time as precisely as it was written, and in the form
// that the rules for government sites and the element <time> both want.
func datetime(t civil.Time) string {
	if t.Precision <= civil.Day {
		return date("2006-01-02", t)
	}
	return date("2006-01-02 15:04", t)
}

// defaultTo returns value, or instead of an empty one the other.
func defaultTo(other, value any) any {
	if truth, ok := template.IsTrue(value); ok && truth {
		return value
	}
	return other
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, faultf("dict 的参数应成对", "dict takes pairs of a name and a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, faultf("dict 的名称应为文字，而不是 %v", "dict takes names that are texts, not %v", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// truncate cuts a text to n characters, of which the last is then "…".
func truncate(n int, text string) (string, error) {
	if n < 1 {
		return "", faultf("truncate 的长度应为正数", "truncate takes a positive length")
	}
	runes := []rune(text)
	if len(runes) <= n {
		return text, nil
	}
	return strings.TrimRightFunc(string(runes[:n-1]), unicode.IsSpace) + "…", nil
}

// size prints a number of bytes for people: 12345 is "12.1 KB".
func size(bytes int64) string {
	if bytes < 1024 {
		return fmt.Sprintf("%d B", bytes)
	}
	value, unit := float64(bytes)/1024, 0
	for ; value >= 999.95 && unit < 3; unit++ {
		value /= 1024
	}
	return fmt.Sprintf("%.1f %cB", value, "KMGT"[unit])
}

// digits returns the digits of a text: the number within 湘公网安备 43070000000001号.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// ofType returns the bulletins of a list whose columns are of a type (ColumnType).
func ofType(columnType string, items []*site.Item) []*site.Item {
	return slices.DeleteFunc(slices.Clone(items), func(item *site.Item) bool { return item.Type != columnType })
}

// notType returns the others.
func notType(columnType string, items []*site.Item) []*site.Item {
	return slices.DeleteFunc(slices.Clone(items), func(item *site.Item) bool { return item.Type == columnType })
}

// locale turns a language tag into what Open Graph has for it, where the tag says
// or implies a country: "zh-CN" is zh_CN.
func locale(language string) string {
	switch tag := strings.ToLower(language); {
	case tag == "zh", strings.HasPrefix(tag, "zh-hans"):
		return "zh_CN"
	case tag == "en":
		return "en_US"
	}
	parts := strings.Split(language, "-")
	if country := parts[len(parts)-1]; len(parts) > 1 && len(country) == 2 {
		return strings.ToLower(parts[0]) + "_" + strings.ToUpper(country)
	}
	return ""
}
