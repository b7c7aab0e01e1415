package check

import (
	"strings"

	"jianbao/generator/diag"
)

// renderedRules are about pages as readers get them, made by a site's own layouts.
// Those that come with the program have none of these faults.
func renderedRules() []*Rule {
	rules := []*Rule{
		pageTagsRule(),
		pageIdentityRule(),
		unseenLinkRule(),
		{
			Name:  "inline-script",
			Title: diag.Text{ZH: "脚本直接写在页面里", EN: "a script that stands in the page"},
			Why: diag.Text{
				ZH: "页面里的脚本和 onclick 一类的属性，使网站不能用内容安全策略（CSP）挡住被注入的脚本；本程序自带的版式就用这样的策略，其中的内联脚本不会执行。",
				EN: "Because of scripts and attributes like onclick in a page, a site cannot use a content security policy against injected ones. Under the policy of our layouts they are not run at all.",
			},
			Mend: diag.Text{
				ZH: "把脚本放进 assets/js，用 <script src> 引用；事件在脚本里用 addEventListener 登记",
				EN: "put the script into assets/js and refer to it by <script src>; add handlers there by addEventListener",
			},
			Page: inlineScripts,
		},
		{
			Name:      "external-load",
			Title:     diag.Text{ZH: "页面从站外加载内容", EN: "a page that loads from another host"},
			Indicator: of(guidelines, "不得发布商业广告；外部链接应当核查", "no advertising; links outward are checked"),
			Why: diag.Text{
				ZH: "站外的脚本、样式、字体、图片和嵌入页面由别人控制：对方停用，页面就残缺；被篡改，本站跟着出事；读者的访问记录也交给了对方。",
				EN: "Others control what comes from their hosts: it ends when they end it, harms the site when it is tampered with, and tells them who reads what.",
			},
			Mend: diag.Text{
				ZH: "下载后放进 assets；确须从站外加载的，把域名写进 check.allowHosts",
				EN: "put a copy into assets; a host that is needed can be listed in check.allowHosts",
			},
			Page: externalLoads,
		},
		{
			Name:      "page-outline",
			Title:     diag.Text{ZH: "页面的标题层级有缺漏", EN: "a page whose headings leave levels out"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "读屏软件的用户靠标题了解页面、从一个标题跳到下一个。一页应有且只有一个 h1，层级逐级深入。",
				EN: "Who listens to a page goes from heading to heading. It has one h1, and no level is left out on the way down.",
			},
			Mend: diag.Text{ZH: "页面的名称用一个 h1，其下依次用 h2、h3", EN: "let the name of the page be its h1, and use h2, h3 below it"},
			Page: pageOutline,
		},
		{
			Name:      "page-language",
			Title:     diag.Text{ZH: "页面没有写明语言", EN: "a page that does not say its language"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "没有语言，读屏软件不知道用哪种语音，浏览器不知道用哪种字形、从哪里断行。",
				EN: "Without it a screen reader does not know which voice to use, and a browser neither which glyphs nor where lines break.",
			},
			Mend: diag.Text{ZH: "写 <html lang=\"{{.Site.Language}}\">", EN: "write <html lang=\"{{.Site.Language}}\">"},
			Page: pageLanguage,
		},
		{
			Name:      "page-title",
			Title:     diag.Text{ZH: "页面没有标题 <title>", EN: "a page without a <title>"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "浏览器标签、收藏夹和搜索结果里显示的是 <title>。",
				EN: "It is what tabs, bookmarks and search results show.",
			},
			Mend: diag.Text{ZH: "写 <title>{{.Title}} - {{.Site.Title}}</title>", EN: "write <title>{{.Title}} - {{.Site.Title}}</title>"},
			Page: pageTitle,
		},
		{
			Name:      "page-image-alt",
			Title:     diag.Text{ZH: "版式里的图片没有替代文字", EN: "an image of a layout without alternative text"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "没有 alt，读屏软件会把图片的网址念出来。",
				EN: "Without alt, a screen reader reads out the address of the image.",
			},
			Mend: diag.Text{ZH: "写 alt=\"图中的内容\"，只作装饰的写 alt=\"\"", EN: "write alt=\"what it shows\", or alt=\"\" where it is mere decoration"},
			Page: func(p *Page, found *Findings) {
				if p.bare {
					found.Add(p.Find("<img"), "有图片没有 alt", "an image has no alt")
				}
			},
		},
	}
	for _, rule := range rules {
		rule.Severity = diag.Warning
	}
	return rules
}

func inlineScripts(p *Page, found *Findings) {
	for _, form := range p.scripts {
		switch form {
		case "<script>":
			found.Add(p.Find(form, "<script"), "脚本直接写在 <script> 里", "a script stands in <script>")
		case "javascript:":
			found.Add(p.Find(form), "网址里有脚本 javascript:", "an address is a script, javascript:")
		default:
			found.Add(p.Find(form+"=", form), "属性 %s 里有脚本", "the attribute %s holds a script", form)
		}
	}
}

// officialHosts are those of the marks and entries that government sites have to show,
// which are given out as scripts and images on these hosts.
var officialHosts = []string{"conac.cn", "zfwzgl.www.gov.cn", "beian.mps.gov.cn", "beian.miit.gov.cn"}

func externalLoads(p *Page, found *Findings) {
	home := web(p.Settings.BaseURL)
	for _, l := range p.loads {
		if strings.EqualFold(l.host, home.Host) || isOneOf(l.host, officialHosts) || isOneOf(l.host, p.Settings.Check.AllowHosts) {
			continue
		}
		found.Add(p.Find("//"+l.host, l.host), "从 %[1]s 加载%[2]s", "%[3]s is loaded from %[1]s", l.host, l.what.ZH, l.what.EN)
	}
}

// isOneOf reports whether a host, perhaps with a port, is one of a list or below one.
func isOneOf(host string, list []string) bool {
	host, _, _ = strings.Cut(host, ":")
	for _, one := range list {
		if one = strings.TrimPrefix(strings.ToLower(one), "*."); host == one || strings.HasSuffix(host, "."+one) {
			return true
		}
	}
	return false
}

func pageOutline(p *Page, found *Findings) {
	if p.Kind == "redirect" { // nobody stays on it
		return
	}
	first, last := 0, 0
	for _, level := range p.headings {
		if level == 1 {
			first++
		}
		if last > 0 && level > last+1 {
			found.Add(p.Find("<h"+string(rune('0'+level))), "标题从 h%[1]d 跳到 h%[2]d", "headings go from h%[1]d to h%[2]d", last, level)
			break
		}
		last = level
	}
	switch {
	case first == 0:
		found.Add(p.Find(), "没有一级标题 h1", "there is no h1")
	case first > 1:
		found.Add(p.Find("<h1"), "有不止一个一级标题 h1", "there is more than one h1")
	}
}

func pageLanguage(p *Page, found *Findings) {
	if p.language == nil || strings.TrimSpace(*p.language) == "" {
		found.Add(p.Find("<html", "<!doctype", "<head"), "<html> 没有 lang", "<html> has no lang")
	}
}

func pageTitle(p *Page, found *Findings) {
	switch {
	case p.title == nil:
		found.Add(p.Find("<head"), "没有 <title>", "there is no <title>")
	case strings.TrimSpace(*p.title) == "":
		found.Add(p.Find("<title"), "<title> 是空的", "the <title> is empty")
	}
}
