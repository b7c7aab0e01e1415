package check

import (
	"net/netip"
	"net/url"
	"strings"

	"jianbao/generator/diag"
)

// hostRules are about where links lead.
func hostRules() []*Rule {
	return []*Rule{
		{
			Name:      "own-absolute-link",
			Title:     diag.Text{ZH: "用完整网址链接本网站", EN: "a link to the site itself with its host"},
			Indicator: of(indicators, "错链", "wrong links"),
			Why: diag.Text{
				ZH: "写死域名的链接，在预览时会离开预览，换域名、换协议以后全部要改。",
				EN: "A link that names the host leaves a preview, and is wrong once the host or the protocol changes.",
			},
			Mend: diag.Text{ZH: "写源文件的路径，如 ../policy/2018-05.md", EN: "write the path of the source file, as ../policy/2018-05.md"},
			Site: ownLinks,
		},
		{
			Name:      "preview-link",
			Title:     diag.Text{ZH: "链接通向内网或预览用的地址", EN: "a link to a private network or a preview"},
			Indicator: of(indicators, "死链、错链", "dead and wrong links"),
			Why: diag.Text{
				ZH: "内网地址和预览端口只有编辑部打得开，公众点开是死链，还会暴露内部网络。",
				EN: "Only the office can open a private address or a preview's port. To the public the link is dead, and tells of the inner network.",
			},
			Mend: diag.Text{ZH: "换成对外公布的网址", EN: "write the address that the public uses"},
			Text: previewLinks,
		},
		{
			Name:      "stale-host",
			Title:     diag.Text{ZH: "链接通向已停用的官方网址", EN: "a link to an official host that is no longer in use"},
			Indicator: of(guidelines, "页脚功能区的标识与备案链接", "links of marks and filings in the footer"),
			Why: diag.Text{
				ZH: "“我为政府网站找错”、公安备案等入口换过网址，旧网址打不开，检查时算错链。",
				EN: "Official entries such as 我为政府网站找错 and the police filing have moved; the old addresses are dead links.",
			},
			Mend: diag.Text{ZH: "换成现在的网址", EN: "write the present address"},
			Text: staleHosts,
		},
	}
}

// moved are official hosts that are no longer in use, and where what was there is now.
var moved = map[string]string{
	"121.43.68.40":         "https://zfwzgl.www.gov.cn/",
	"www.beian.gov.cn":     "https://beian.mps.gov.cn/",
	"beian.gov.cn":         "https://beian.mps.gov.cn/",
	"www.miitbeian.gov.cn": "https://beian.miit.gov.cn/",
	"www.miibeian.gov.cn":  "https://beian.miit.gov.cn/",
}

func staleHosts(t *Text, found *Findings) {
	for _, link := range t.Links {
		u := web(link.Dest)
		if u == nil {
			continue
		}
		host := strings.ToLower(u.Hostname())
		if now, stale := moved[host]; stale {
			found.Add(link.Pos, "%s 已停用", "%s is no longer in use", host).Hintf("现在的网址是 %s", "it is now at %s", now)
		}
	}
}

// web parses an address of the web; nil for any other.
func web(address string) *url.URL {
	if !strings.Contains(address, "://") {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return nil
	}
	return u
}

// previewPorts are those at which editors' systems show pages that are not public.
var previewPorts = map[string]bool{"9000": true, "8000": true, "1313": true, "3000": true, "4000": true}

// Links to the computer itself are local-address, in every build.
func previewLinks(t *Text, found *Findings) {
	for _, link := range t.Links {
		u := web(link.Dest)
		if u == nil {
			continue
		}
		ip, err := netip.ParseAddr(u.Hostname())
		name := strings.ToLower(u.Hostname())
		switch {
		case err == nil && ip.IsLoopback(), name == "localhost":
		case err == nil && (ip.IsPrivate() || ip.IsLinkLocalUnicast()),
			strings.HasSuffix(name, ".local"), strings.HasSuffix(name, ".lan"), strings.HasSuffix(name, ".internal"):
			found.Add(link.Pos, "%s 是内网地址，公众打不开", "%s is in a private network, where the public cannot go", u.Host)
		case err != nil && !strings.Contains(name, "."):
			found.Add(link.Pos, "%s 不是公网域名，公众打不开", "%s is no host of the public network", u.Host)
		case previewPorts[u.Port()]:
			found.Add(link.Pos, "%s 的端口是预览用的", "the port of %s is one of previews", u.Host)
		}
	}
}

func ownLinks(s *Site, found *Findings) {
	home := web(s.Settings.BaseURL)
	for _, b := range s.Bulletins {
		for _, link := range b.Links {
			u := web(link.Dest)
			if u != nil && own(u, home) {
				found.Add(link.Pos, "%s 是本网站的完整网址", "%s is an address of this site with its host", link.Dest)
			}
		}
	}
}

// own reports whether an address is one of the site whose home is given.
func own(u, home *url.URL) bool {
	return strings.EqualFold(u.Host, home.Host) && strings.HasPrefix(u.Path+"/", strings.TrimSuffix(home.Path, "/")+"/")
}
