package render_test

import (
	"reflect"
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/markdown"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

// sampleViews returns a view for every layout of the starter.
func sampleViews() map[string]any {
	day := civil.Time{Year: 2018, Month: 5, Day: 31, Precision: civil.Day}
	minute := civil.Time{Year: 2018, Month: 5, Day: 31, Hour: 9, Minute: 30, Precision: civil.Minute}
	feeds := []site.Link{{Title: "RSS", URL: "/repo/feed.xml"}, {Title: "Atom", URL: "/repo/atom.xml"}, {Title: "JSON", URL: "/repo/feed.json"}}
	chrome := &site.Chrome{
		Title: "示例经开区改革信息网", Description: "示例经济技术开发区全面深化改革工作信息公开平台。",
		Language: "zh-CN", BaseURL: "https://org.example/repo/", Home: "/repo/", Origin: "https://org.example", Domain: "org.example", Paragraphs: "indent",
		Nav: []site.NavItem{
			{Title: "业务信息", URL: "/repo/business/", Children: []site.NavItem{
				{Title: "全面深化改革", URL: "/repo/business/reform/"},
				{Title: "改革动态", URL: "/repo/business/progress/"},
				{Title: "改革案例", URL: "/repo/business/cases/"},
				{Title: "改革督察", URL: "/repo/business/supervision/"},
			}},
			{Title: "改革简报", URL: "/repo/briefings/"},
			{Title: "政策文件", URL: "/repo/policy/", Children: []site.NavItem{{Title: "政策解读", URL: "/repo/policy/interpretation/"}}},
			{Title: "通知公告", URL: "/repo/notices/"},
			{Title: "数据台账", URL: "/repo/data/", Children: []site.NavItem{{Title: "统计数据", URL: "/repo/data/statistics/"}}},
		},
		Identity: settings.Identity{
			SiteCode: "4307000001", Sponsor: "示例经济技术开发区管理委员会", Organizer: "区改革办", ICP: "湘ICP备00000000号-1",
			Police: "湘公网安备 00000000000000号", Conac: "00000000000000000000000000000000",
			Phone: "0000-1234567", Email: "reform@example.gov.cn", Address: "示例市示例大道1号",
		},
		Feeds: feeds, Tags: "/repo/tags/", Archive: "/repo/archive/", Search: "/repo/search/", Sitemap: "/repo/sitemap/",
		Generator: "jianbao 0.1.0", Params: map[string]any{"color": "red"},
	}
	column := &site.Column{
		Title: "全面深化改革", URL: "/repo/business/reform/", Description: "改革工作信息。", Keywords: []string{"改革", "开发区"},
		Type: "工作动态", Top: "/repo/business/", Feeds: []site.Link{{Title: "RSS", URL: "/repo/business/reform/feed.xml"}},
	}
	page := func(kind, title, path string, column *site.Column) site.PageView {
		return site.PageView{
			Site: chrome, Kind: kind, Title: title, Description: title + "的说明。", Keywords: []string{"绿色发展", "集中供热"},
			URL: "/repo" + path, Canonical: "https://org.example/repo" + path,
			Breadcrumb: []site.Link{{Title: "首页", URL: "/repo/"}, {Title: title, URL: "/repo" + path}},
			Column:     column, Params: map[string]any{},
		}
	}
	items := []*site.Item{
		{
			Title: "深化改革举措 推动绿色发展", URL: "/repo/business/reform/green/", Date: minute, Source: "市委政研室",
			Summary: strings.Repeat("示例经开区推进绿色发展改革。", 10), Pinned: true, Image: "/repo/business/reform/green/p.svg", ImageAlt: "进展图",
			Column: site.Link{Title: "全面深化改革", URL: "/repo/business/reform/"}, Type: "工作动态", Tags: []site.Link{{Title: "绿色发展", URL: "/repo/tags/x/"}},
		},
		{Title: "示例经开区区域评估工作办法（试行）", URL: "/repo/policy/a/", Date: day, Source: "区改革办", Number: "示经改发〔2021〕3号", Status: "已废止", Type: "政策文件"},
		{Title: "工作办法解读", URL: "/repo/policy/interpretation/a/", Date: day, Source: "区改革办", Type: "政策解读"},
	}
	blocks := []site.Block{
		{Title: "改革动态", URL: "/repo/business/progress/", Description: "动态。", Total: 12, Items: items},
		{Title: "改革督察", URL: "/repo/business/supervision/"},
	}
	pager := site.Pager{
		Number: 2, Count: 9, Total: 171, Prev: "/repo/x/", Next: "/repo/x/page/3/", First: "/repo/x/", Last: "/repo/x/page/9/",
		Pages: []site.PageLink{
			{Number: 1, URL: "/repo/x/"},
			{Number: 2, URL: "/repo/x/page/2/", Current: true},
			{Number: 3, URL: "/repo/x/page/3/"},
			{Number: 9, URL: "/repo/x/page/9/", Gap: true},
		},
	}
	link := site.Link{Title: "新的工作办法", URL: "/repo/policy/b/"}
	return map[string]any{
		"home":   site.Home{PageView: page("home", chrome.Title, "/", nil), Type: "首页", Body: body("<p>欢迎。</p>"), Headline: items[0], Pinned: items[:1], Latest: items[1:], Blocks: blocks},
		"column": site.ColumnPage{PageView: page("column", "全面深化改革", "/business/reform/", column), Body: body("<p>说明。</p>"), Blocks: blocks, Items: items, Pager: pager},
		"bulletin": site.Bulletin{
			PageView: page("bulletin", "深化改革举措 推动绿色发展", "/business/reform/green/", column), Body: body(sampleText),
			Path: "content/business/reform/green.md", JSON: "/repo/business/reform/green/index.json", Subtitle: "绿色发展改革综述",
			Date: minute, Updated: day, Published: "2018-05-31T09:30:00+08:00", Modified: "2018-05-31", Source: "市委政研室", SourceURL: "https://www.example.gov.cn/a.html", Authors: []string{"张三", "李四"},
			Editor: "信息科", Summary: "摘要", Image: "/repo/business/reform/green/p.svg", ImageAlt: "进展图", Picture: "/repo/business/reform/green/p.svg", Tags: []site.Link{{Title: "绿色发展", URL: "/repo/tags/x/"}, {Title: "营商环境", URL: "/repo/tags/y/"}},
			Number: "示经改发〔2018〕5号", Index: "4307/2018-00005", Issuer: "区管委会", Signed: day, Status: "已废止", ReplacedBy: &link, Replaces: []site.Link{link},
			Category: "城乡建设", Issue: 5, TotalIssue: 17,
			Attachments: []site.Attachment{{Title: "主要进展一览", URL: "/repo/business/reform/green/a.pdf", Type: "PDF", Size: 12345}, {Title: "现场照片", URL: "/repo/business/reform/green/b.png", Type: "PNG", Size: 2048, Image: true}},
			Related:     items, Changes: []site.Change{{Date: day, Note: "更正第三段数据。"}},
			Contents: []site.Heading{{Level: 2, ID: "一", Text: "一、调整产业方向"}, {Level: 3, ID: "二", Text: "（一）明确体系"}, {Level: 2, ID: "三", Text: "二、建设生态空间"}, {Level: 2, ID: "四", Text: "三、提高集约水平"}},
			Prev:     &link, Next: &link,
		},
		"tags":     site.Tags{PageView: page("tags", "标签", "/tags/", nil), Tags: []site.Count{{Title: "绿色发展", URL: "/repo/tags/x/", Total: 3}}},
		"tag":      site.List{PageView: page("tag", "绿色发展", "/tags/x/", nil), Items: items, Pager: pager},
		"archive":  site.Archive{PageView: page("archive", "历史归档", "/archive/", nil), Years: []site.Count{{Title: "2018", URL: "/repo/archive/2018/", Total: 3}}},
		"year":     site.List{PageView: page("year", "2018", "/archive/2018/", nil), Items: items, Pager: pager},
		"search":   site.Plain{PageView: page("search", "搜索", "/search/", nil)},
		"404":      site.Plain{PageView: page("404", "页面不存在", "/404.html", nil)},
		"redirect": site.Redirect{PageView: page("redirect", "深化改革举措", "/old/1.html", column), Target: "/repo/business/reform/green/"},
		"sitemap": site.Sitemap{
			PageView: page("sitemap", "网站地图", "/sitemap/", nil), Pages: []site.Link{{Title: "标签", URL: "/repo/tags/"}},
			Columns: []site.SitemapNode{{
				Title: "业务信息", URL: "/repo/business/", Description: "业务。", Total: 20,
				Children: []site.SitemapNode{{Title: "改革动态", URL: "/repo/business/progress/", Total: 12}},
			}},
		},
	}
}

func body(html string) site.Body {
	return site.Body{Linked: markdown.Linked{Body: &markdown.Body{HTML: []byte(html)}}}
}

const sampleText = `<p>示例经开区把绿色发展作为深化改革的重要内容，先管住产业方向，再补上生态和设施短板，最后以执纪问责保证各项举措落到实处。<sup id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup></p>
<h2 id="一">一、调整产业方向</h2>
<h3 id="二">（一）明确体系</h3>
<p>全区确定三大主导产业和两个培育产业，合称<strong>“3+2”产业体系</strong>，见<a href="/repo/policy/">有关文件</a>。</p>
<div class="table-wrap" role="region" tabindex="0" aria-label="表格"><table><thead><tr><th class="align-center">类别</th><th>产业</th><th class="align-right">数量</th></tr></thead><tbody><tr><td class="align-center">主导产业</td><td>智能装备、生物医药与食品、新材料与新能源</td><td class="align-right">86</td></tr></tbody></table></div>
<h2 id="三">二、建设生态空间</h2>
<div class="callout callout-note"><p class="callout-title">提示</p><p>雨污分流是指雨水和污水由两套管网收集。</p></div>
<div class="callout callout-warning"><p class="callout-title">警告</p><p>逾期不再受理。</p></div>
<ol><li><strong>规划先行。</strong>编制详细规划。</li><li>集中供热。<ul><li>一期</li><li>二期</li></ul></li></ol>
<ul><li><input type="checkbox" checked disabled> 完成</li><li><input type="checkbox" disabled> 未完成</li></ul>
<blockquote><p>绿水青山就是金山银山。</p></blockquote>
<h2 id="四">三、提高集约水平</h2>
<dl><dt>亩</dt><dd>面积单位。</dd></dl>
<pre><code>make build</code></pre>
<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>数据截至2018年5月。<a href="#fnref:1" class="footnote-backref" role="doc-backlink">↩︎</a></p></li></ol></div>`

// fillTexts replaces every text in a view, but for addresses and the names that
// layouts compare.
func fillTexts(view any, text string) any {
	v := reflect.New(reflect.TypeOf(view))
	v.Elem().Set(reflect.ValueOf(view))
	fillValue(v.Elem(), "", text)
	return v.Elem().Interface()
}

func fillValue(v reflect.Value, field, text string) {
	if v.Type() == reflect.TypeFor[site.Body]() {
		v.Set(reflect.ValueOf(body("<p>text</p>")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		switch {
		case field == "Kind", field == "Language", v.String() == "":
		case strings.HasPrefix(v.String(), "/"), strings.HasPrefix(v.String(), "https://"):
		default:
			v.SetString(text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(v.Field(i), v.Type().Field(i).Name, text)
		}
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		v.Set(list)
		for i := range v.Len() {
			fillValue(v.Index(i), field, text)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(v.Elem())
			v.Set(copied)
			fillValue(copied.Elem(), field, text)
		}
	}
}
