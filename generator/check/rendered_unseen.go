package check

import (
	"regexp"
	"strings"
	"unicode"

	"jianbao/generator/diag"
)

// unseenLinkRule is about links to other hosts that nobody sees (暗链): what is planted
// on a site that was broken into, to lift the rank of another one.
func unseenLinkRule() *Rule {
	return &Rule{
		Name:      "unseen-link",
		Title:     diag.Text{ZH: "看不见的站外链接，疑似暗链", EN: "a link to another host that nobody sees"},
		Indicator: of(indicators, "单项否决“安全、泄密事故等严重问题”", "grave problems of security and secrecy"),
		Why: diag.Text{
			ZH: "网站被入侵后常被植入暗链：读者看不见，搜索引擎看得见，用来给别的网站（多是赌博、色情）抬高排名。检查中一经发现即是安全问题。",
			EN: "On a site that was broken into, links are planted that readers do not see and search engines do, mostly to gambling and pornography. Where one is found, that is a problem of security.",
		},
		Mend: diag.Text{
			ZH: "不认识的链接立即删除，查清是谁、何时加上的；自己放的，写上看得见的文字，不要藏起来",
			EN: "delete a link that you do not know, and find out who put it there and when; let one of your own have a text, and be seen",
		},
		Severity: diag.Warning,
		Page:     unseenLinks,
	}
}

// hostOf is the host that an address names, "" where it names none.
func hostOf(address string) string {
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	if u := web(address); u != nil {
		return u.Host
	}
	return ""
}

// visible is a text without the characters at its ends that show nothing.
func visible(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) || r == '\u3164' || r == '\u115F'
	})
}

func unseenLinks(p *Page, found *Findings) {
	home := hostOf(p.Settings.BaseURL)
	for _, address := range p.hidden {
		if host := hostOf(address); !strings.EqualFold(host, home) {
			found.Add(p.Find(address, host), "藏起来的链接通向 %s", "a link that is hidden leads to %s", host)
		}
	}
}

// hiding are styles in which an element is there and is not seen.
var hiding = regexp.MustCompile(`(?i)(^|[;\s])(display:none|visibility:hidden|opacity:0*(\.0+)?(;|!|$)|font-size:0+(px|pt|em|rem|%)?(;|!|$)` +
	`|(text-indent|left|top|right|bottom|margin-left|margin-top):-\d{3,}|(width|height|max-height|max-width):[01](px)?(;|!|$))`)

var spaceInStyle = regexp.MustCompile(`\s*([:;!])\s*`)

// hides reports whether an element hides what it holds.
func (r *pageReader) hides(name string) bool {
	style := r.value("style")
	if name == "marquee" {
		style += ";height:" + r.value("height") + ";width:" + r.value("width")
	}
	return style != "" && hiding.MatchString(spaceInStyle.ReplaceAllString(style, "$1"))
}

// hide notes where an element that hides others begins; show, where it ends. Elements of
// its name within it are counted.
func (r *pageReader) hide(name string) {
	switch {
	case isVoid[name]:
	case r.hidden == 0 && r.hides(name):
		r.hider, r.hidden = name, 1
	case r.hidden > 0 && name == r.hider:
		r.hidden++
	}
}

func (r *pageReader) show(name string) {
	if r.hidden > 0 && name == r.hider {
		r.hidden--
	}
}

// isVoid are elements that hold nothing, and have no end tag.
var isVoid = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true, "meta": true,
	"source": true, "track": true, "wbr": true,
}
