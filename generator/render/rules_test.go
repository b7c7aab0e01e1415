package render_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"jianbao/generator/qr"
	"jianbao/generator/render"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// metas are the tags <meta> of a page that have a name; none may come twice or be empty.
func metas(t *testing.T, layouts *render.Layouts, name string, view any) map[string]string {
	t.Helper()
	found := map[string]string{}
	for node := range parsePage(t, renderPage(t, layouts, name, view)).Descendants() {
		key := attribute(node, "name") + attribute(node, "property")
		if node.Data != "meta" || key == "" {
			continue
		}
		if _, ok := found[key]; ok {
			t.Errorf("%s has two tags %s", name, key)
		}
		if found[key] = attribute(node, "content"); found[key] == "" {
			t.Errorf("%s has an empty tag %s", name, key)
		}
	}
	return found
}

// The tags of 网页标签规范, and those for search engines and for sharing.
func TestTags(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for name, want := range map[string]map[string]string{
		"bulletin": {
			"SiteName": "示例经开区改革信息网", "SiteDomain": "org.example", "SiteIDCode": "4307000001",
			"ColumnName": "全面深化改革", "ColumnDescription": "改革工作信息。", "ColumnKeywords": "改革,开发区", "ColumnType": "工作动态",
			"ArticleTitle": "深化改革举措 推动绿色发展", "PubDate": "2018-05-31 09:30", "ContentSource": "市委政研室", "Keywords": "绿色发展,集中供热",
			"Author": "张三,李四", "Description": "深化改革举措 推动绿色发展的说明。", "Image": "https://org.example/repo/business/reform/green/p.svg",
			"Url":      "https://org.example/repo/business/reform/green/",
			"og:title": "深化改革举措 推动绿色发展", "og:type": "article", "og:url": "https://org.example/repo/business/reform/green/",
			"og:image": "https://org.example/repo/business/reform/green/p.svg", "og:site_name": "示例经开区改革信息网", "og:locale": "zh_CN",
		},
		"home": {
			"SiteName": "示例经开区改革信息网", "SiteDomain": "org.example", "SiteIDCode": "4307000001",
			"ColumnName": "首页", "ColumnDescription": "示例经开区改革信息网的说明。", "ColumnKeywords": "绿色发展,集中供热", "ColumnType": "首页",
			"description": "示例经开区改革信息网的说明。", "og:type": "website", "og:image": "https://org.example/repo/assets/img/emblem.svg",
		},
		"column": {"SiteDomain": "org.example", "ColumnName": "全面深化改革", "ColumnType": "工作动态", "ArticleTitle": "", "PubDate": "", "Url": ""},
		"tags":   {"SiteName": "示例经开区改革信息网", "SiteDomain": "org.example", "SiteIDCode": "4307000001", "ColumnName": "", "robots": ""},
		"404":    {"robots": "noindex"},
	} {
		got := metas(t, layouts, name, sampleViews()[name])
		for key, content := range want {
			if got[key] != content {
				t.Errorf("%s: %s is %q, want %q", name, key, got[key], content)
			}
		}
	}
}

// What a column or a site does not say of itself is made up for, for no tag may be empty.
func TestTagsOfBareSite(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	views := sampleViews()
	home, bulletin := views["home"].(site.Home), views["bulletin"].(site.Bulletin)
	chrome := &site.Chrome{Title: "网", Language: "zh", BaseURL: "https://org.example/", Origin: "https://org.example", Domain: "org.example", Home: "/", Generator: "jianbao"}
	home.Site, home.Description, home.Keywords = chrome, "", nil
	bulletin.Site, bulletin.Description, bulletin.Keywords, bulletin.Authors, bulletin.Picture = chrome, "", nil, nil, ""
	bulletin.Column = &site.Column{Title: "栏", Type: "政策文件"}
	for name, test := range map[string]struct {
		view any
		want map[string]string
	}{
		"home":     {home, map[string]string{"ColumnDescription": home.Title, "ColumnKeywords": home.Title, "description": home.Title, "SiteIDCode": ""}},
		"bulletin": {bulletin, map[string]string{"ColumnDescription": "栏", "ColumnKeywords": "栏", "Description": bulletin.Title, "Author": "信息科", "Keywords": "", "Image": ""}},
	} {
		got := metas(t, layouts, name, test.view)
		for key, want := range test.want {
			if got[key] != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got[key], want)
			}
		}
	}
}

// hrefs are the targets of all links of a page.
func hrefs(t *testing.T, page string) []string {
	var list []string
	for node := range parsePage(t, page).Descendants() {
		if node.Data == "a" {
			list = append(list, attribute(node, "href"))
		}
	}
	return list
}

// A footer holds what the settings give, and no trace of anything else.
func TestFooterWithoutIdentity(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	view := sampleViews()["bulletin"].(site.Bulletin)
	bare := *view.Site
	bare.Identity = settings.Identity{}
	view.Site = &bare
	page := renderPage(t, layouts, "bulletin", view)
	for _, text := range []string{"zfwzgl", "beian", "conac", "主办单位", "网站标识码", "tel:", "mailto:", "我要纠错"} {
		if strings.Contains(page, text) {
			t.Errorf("a site without identity shows %s", text)
		}
	}
}

func TestSharing(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	view := sampleViews()["bulletin"].(site.Bulletin)
	view.Title, view.Canonical = `改革 & "发展" 50%`, "https://org.example/repo/%E7%AE%80%E6%8A%A5/?a=b"
	page := renderPage(t, layouts, "bulletin", view)
	asked := map[string]url.Values{}
	for _, href := range hrefs(t, page) {
		if u, err := url.Parse(href); err == nil && u.Host != "" {
			asked[u.Host+u.Path] = u.Query()
		}
	}
	if got := asked["service.weibo.com/share/share.php"]; got.Get("url") != view.Canonical || got.Get("title") != view.Title {
		t.Errorf("Weibo gets %v", got)
	}
	if got := asked["zfwzgl.www.gov.cn/exposure/jiucuo.html"]; got.Get("url") != view.Canonical || got.Get("site_code") != "4307000001" {
		t.Errorf("找错 gets %v", got)
	}
	var drawn string
	for node := range parsePage(t, page).Descendants() {
		if node.Data == "path" {
			drawn = attribute(node, "d")
		}
	}
	if drawn != new(qr.Encoder).Encode(view.Canonical).Path {
		t.Error("the QR code is not that of the page's address")
	}
}

// Explanations stand apart, both on the page of a document and of another explanation.
func TestRelated(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for columnType, want := range map[string][]string{
		"政策文件": {"政策解读: 工作办法解读", "相关文档: 深化改革举措 推动绿色发展, 示例经开区区域评估工作办法（试行）"},
		"政策解读": {"政策解读: 工作办法解读", "解读的文件: 示例经开区区域评估工作办法（试行）", "相关文档: 深化改革举措 推动绿色发展"},
	} {
		view := sampleViews()["bulletin"].(site.Bulletin)
		column := *view.Column
		column.Type = columnType
		view.Column = &column
		var got []string
		for node := range parsePage(t, renderPage(t, layouts, "bulletin", view)).Descendants() {
			if attribute(node, "class") != "related" {
				continue
			}
			var titles []string
			heading := ""
			for inner := range node.Descendants() {
				if inner.Data == "h2" {
					heading = inner.FirstChild.Data
				}
				if inner.Data == "a" {
					titles = append(titles, strings.TrimSpace(inner.LastChild.Data))
				}
			}
			got = append(got, heading+": "+strings.Join(titles, ", "))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", columnType, diff)
		}
	}
}

// No heading of a text can have an id with a colon, so that those of layouts are theirs
// alone; search.html keeps to what js/search.js wants.
func TestIDsOfLayouts(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for name, view := range sampleViews() {
		if bulletin, ok := view.(site.Bulletin); ok {
			bulletin.Body = site.Body{}
			view = bulletin
		}
		for node := range parsePage(t, renderPage(t, layouts, name, view)).Descendants() {
			if id := attribute(node, "id"); id != "" && !strings.Contains(id, ":") && name != "search" {
				t.Errorf("%s: <%s id=%q>", name, node.Data, id)
			}
		}
	}
}

// Buttons do nothing without a script, so they hide until one shows them; what sends
// a form works without.
func TestButtonsNeedScripts(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	buttons := 0
	for name, view := range sampleViews() {
		for node := range parsePage(t, renderPage(t, layouts, name, view)).Descendants() {
			if node.Data != "button" || attribute(node, "type") == "submit" {
				continue
			}
			buttons++
			hidden := false
			for up := range node.Ancestors() {
				hidden = hidden || slices.Contains(strings.Fields(attribute(up, "class")), "scripted")
			}
			if !hidden || attribute(node, "data-do") == "" {
				t.Errorf("%s: the button %q shows without a script, or does nothing with one", name, node.FirstChild.Data)
			}
		}
	}
	if buttons < 10 {
		t.Errorf("there are %d buttons", buttons)
	}
}

// A page is light: a bulletin with all that it loads, before compression.
func TestWeight(t *testing.T) {
	layouts, assets := loadStarter(t, "zh-CN")
	total := map[string]int64{}
	for _, name := range layouts.Assets() {
		a, _ := assets.Lookup(name)
		kind, _, _ := strings.Cut(name, "/")
		if name != "js/search.js" { // the test has another; it weighs 5 KB
			total[kind] += a.Size
		}
	}
	page := int64(len(renderPage(t, layouts, "bulletin", sampleViews()["bulletin"])))
	for kind, most := range map[string]int64{"css": 24 << 10, "js": 7 << 10} {
		if total[kind] == 0 || total[kind] > most {
			t.Errorf("%s weighs %d bytes, more than %d", kind, total[kind], most)
		}
	}
	if sum := page + total["css"] + total["js"]; sum > 60<<10 {
		t.Errorf("a bulletin weighs %d bytes", sum)
	}
	if want := []string{"css", "img", "js"}; !slices.Equal(slices.Sorted(maps.Keys(total)), want) {
		t.Errorf("layouts use %v", total)
	}
}

// Paragraphs are indented or spaced, as the settings say.
func TestParagraphs(t *testing.T) {
	layouts, _ := loadStarter(t, "zh-CN")
	for setting, spaced := range map[string]bool{"indent": false, "spacing": true} {
		view := sampleViews()["bulletin"].(site.Bulletin)
		chrome := *view.Site
		chrome.Paragraphs = setting
		view.Site = &chrome
		if page := renderPage(t, layouts, "bulletin", view); strings.Contains(page, `class="prose spaced"`) != spaced {
			t.Errorf("with %s the text is not set so", setting)
		}
	}
}
