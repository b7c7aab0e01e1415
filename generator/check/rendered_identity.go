package check

import (
	"net/url"
	"regexp"
	"strings"

	"jianbao/generator/diag"
)

func pageIdentityRule() *Rule {
	return &Rule{
		Name:      "page-identity",
		Title:     diag.Text{ZH: "页面上缺少标识信息或“找错”入口", EN: "a page without identity items or the 找错 link"},
		Indicator: of(guidelines, "底部功能区至少列明标识、标识码、主办单位、联系方式、ICP 备案和公安备案", "the least that a footer holds"),
		Why: diag.Text{
			ZH: "site.yaml 里写了的标识信息，自己的版式没有显示出来，检查时仍按缺失处理；“找错”链接里的标识码、网址与本站不一致，反映的问题会转到别处。",
			EN: "What site.yaml gives and a layout of the site does not show is still missing to an inspector. A 找错 link with another code or address sends reports elsewhere.",
		},
		Mend: diag.Text{
			ZH: "在页脚加 {{template \"partials/identity.html\" .}}，或照它补上",
			EN: "include {{template \"partials/identity.html\" .}} in the footer, or add what it has",
		},
		Page: pageIdentity,
	}
}

func pageIdentity(p *Page, found *Findings) {
	if !p.sampled() {
		return
	}
	footer := squeeze(string(p.text[p.footer:]))
	if zh, en := p.lackingItems(footer); zh != nil {
		found.Add(p.Find("<footer", "</body"), "页面上没有%[1]s", "%[2]s not on the page", strings.Join(zh, "、"), strings.Join(en, ", "))
	}
	id := p.Settings.Identity
	if id.SiteCode == "" {
		return
	}
	for _, m := range printedCode.FindAllStringSubmatch(footer, -1) {
		if m[1] != id.SiteCode {
			found.Add(p.Find(m[1], "网站标识码"), "页面上的网站标识码 %[1]s 与 site.yaml 的 %[2]s 不同", "the site code on the page, %[1]s, is not that of site.yaml, %[2]s", m[1], id.SiteCode)
		}
	}
	reportLinks(p, found)
}

var printedCode = regexp.MustCompile(`网站标识码[：:]?(bm\d{8}|\d{10})`)

// lackingItems lists the items that the settings give and the footer does not show.
func (p *Page) lackingItems(footer string) (zh, en []string) {
	id, numbers := p.Settings.Identity, digitsOf(footer)
	for _, item := range []struct{ value, in, zh, en string }{
		{squeeze(id.Sponsor), footer, "主办单位", "sponsor"},
		{id.SiteCode, footer, "网站标识码", "siteCode"},
		{squeeze(id.ICP), footer, "ICP 备案号", "icp"},
		{digitsOf(id.Police), numbers, "公安备案号", "police"},
		{digitsOf(id.Phone), numbers, "联系电话", "phone"},
	} {
		if item.value != "" && !strings.Contains(item.in, item.value) {
			zh, en = append(zh, item.zh), append(en, item.en)
		}
	}
	if id.Conac != "" && !strings.Contains(string(p.HTML), "conac.cn") {
		zh, en = append(zh, "党政机关网站标识"), append(en, "conac")
	}
	return zh, en
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, text)
}

// The hosts of 我为政府网站找错, now and before.
const (
	reportHost      = "zfwzgl.www.gov.cn"
	staleReportHost = "121.43.68.40"
)

// reportLinks looks at the entry 我为政府网站找错: a link, or the script that makes one.
func reportLinks(p *Page, found *Findings) {
	there := strings.Contains(string(p.HTML), "//"+reportHost+"/") && strings.Contains(string(p.HTML), "jiucuo.js")
	for _, link := range p.links {
		u := web(link)
		if u == nil {
			continue
		}
		switch u.Hostname() {
		case staleReportHost:
			there = true
			found.Add(p.Find(staleReportHost), "“找错”链接用的是停用的网址 %s", "the 找错 link has an address that is no longer in use, %s", staleReportHost).
				Hintf("现在的网址是 https://%s/", "it is now at https://%s/", reportHost)
		case reportHost:
			there = true
			reportLink(p, u.Query(), found)
		}
	}
	if !there {
		found.Add(p.Find("<footer", "</body"), "没有“我为政府网站找错”的入口", "there is no link 我为政府网站找错")
	}
}

// reportLink looks at the code and the address that a link of 找错 hands on.
func reportLink(p *Page, query url.Values, found *Findings) {
	id, home := p.Settings.Identity, web(p.Settings.BaseURL)
	if code := query.Get("site_code"); code != id.SiteCode {
		found.Add(p.Find("site_code="), "“找错”链接的标识码“%[1]s”与 site.yaml 的 %[2]s 不同", "the code in the 找错 link, “%[1]s”, is not that of site.yaml, %[2]s", code, id.SiteCode)
	}
	if page := web(query.Get("url")); page == nil || !strings.EqualFold(page.Host, home.Host) {
		found.Add(p.Find("site_code="), "“找错”链接的 url 不是本网站的网址", "url in the 找错 link is no address of this site").
			Hintf("写 url={{.Canonical}}", "write url={{.Canonical}}")
	}
}
