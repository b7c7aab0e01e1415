package site

import (
	"fmt"

	"jianbao/generator/diag"
)

// EachPart takes a view apart, so that one can say what has changed in a page: it visits
// each piece, by the name that people have for it. The parts of two views of one type come
// in the same order, and differ somewhere when the views do. They are plain data, as the
// view is. What all pages share is given by its address, so that a memo.Hasher goes
// through it once.
func EachPart(view any, visit func(name diag.Text, value any)) {
	p := parts(visit)
	switch v := view.(type) {
	case Home:
		p.home(&v)
	case ColumnPage:
		p.column(&v)
	case Bulletin:
		p.bulletin(&v)
	case Tags:
		p.page(&v.PageView)
		p.add("标签", "tags", v.Tags)
	case Archive:
		p.page(&v.PageView)
		p.add("年份", "years", v.Years)
	case List:
		p.page(&v.PageView)
		p.list(v.Items, v.Pager)
	case Sitemap:
		p.page(&v.PageView)
		p.add("栏目", "columns", v.Columns)
		p.add("其他页面", "other pages", v.Pages)
	case Redirect:
		p.page(&v.PageView)
		p.add("跳转的目标", "target", v.Target)
	case Plain:
		p.page(&v.PageView)
	default:
		panic(fmt.Sprintf("site: %T is no view", view))
	}
}

// parts are told of the parts of a view.
type parts func(name diag.Text, value any)

func (p parts) add(zh, en string, value any) { p(diag.Text{ZH: zh, EN: en}, value) }

// page adds what every view has.
func (p parts) page(v *PageView) {
	p.add("标题", "title", v.Title)
	p.add("说明", "description", v.Description)
	p.add("关键词", "keywords", v.Keywords)
	p.add("网址", "address", []string{v.URL, v.Canonical})
	p.add("页面类型", "kind of page", v.Kind)
	p.add("当前位置", "breadcrumb", v.Breadcrumb)
	p.add("所属栏目", "column", v.Column)
	p.add("参数", "params", v.Params)
	p.chrome(v.Site)
}

func (p parts) chrome(c *Chrome) {
	p.add("网站标题", "site title", &c.Title)
	p.add("网站说明", "site description", &c.Description)
	p.add("网站语言", "site language", &c.Language)
	p.add("网站地址", "site address", [...]*string{&c.BaseURL, &c.Origin, &c.Domain, &c.Home})
	p.add("导航", "navigation", &c.Nav)
	p.add("网站标识", "site identity", &c.Identity)
	p.add("全站订阅", "site feeds", &c.Feeds)
	p.add("固定页面的网址", "addresses of fixed pages", [...]*string{&c.Tags, &c.Archive, &c.Search, &c.Sitemap})
	p.add("生成器版本", "generator version", &c.Generator)
	p.add("段落样式", "paragraph style", &c.Paragraphs)
	p.add("网站参数", "site params", &c.Params)
}

func (p parts) body(b *Body) { p.add("正文", "text", b.Sum) }

func (p parts) list(items []*Item, pager Pager) {
	p.add("列表", "list of bulletins", items)
	p.add("分页", "pager", pager)
}

func (p parts) home(v *Home) {
	p.page(&v.PageView)
	p.body(&v.Body)
	p.add("栏目类型", "column type", v.Type)
	p.add("头条", "headline", v.Headline)
	p.add("置顶简报", "pinned bulletins", v.Pinned)
	p.add("最新简报", "latest bulletins", v.Latest)
	p.add("栏目", "columns", v.Blocks)
}

func (p parts) column(v *ColumnPage) {
	p.page(&v.PageView)
	p.body(&v.Body)
	p.add("子栏目", "sub-columns", v.Blocks)
	p.list(v.Items, v.Pager)
}

func (p parts) bulletin(v *Bulletin) {
	p.page(&v.PageView)
	p.body(&v.Body)
	p.add("目录", "table of contents", v.Contents)
	p.add("副标题", "subtitle", v.Subtitle)
	p.add("发布时间", "date", []any{v.Date, v.Published})
	p.add("更新时间", "date of change", []any{v.Updated, v.Modified})
	p.add("信息来源", "source", []string{v.Source, v.SourceURL})
	p.add("作者", "authors", v.Authors)
	p.add("责任编辑", "editor", v.Editor)
	p.add("摘要", "summary", v.Summary)
	p.add("标签", "tags", v.Tags)
	p.add("图片", "image", []string{v.Image, v.ImageAlt, v.Picture})
	p.add("附件", "attachments", v.Attachments)
	p.add("相关文档", "related bulletins", v.Related)
	p.add("更新记录", "changes", v.Changes)
	p.add("上一篇、下一篇", "previous and next", [...]*Link{v.Prev, v.Next})
	p.add("置顶", "pinned", v.Pinned)
	p.add("源文件", "source file", v.Path)
	p.add("JSON 文件的网址", "address of the JSON file", v.JSON)
	p.document(v)
}

// document adds what is said of official documents.
func (p parts) document(v *Bulletin) {
	p.add("文号", "document number", v.Number)
	p.add("索引号", "index number", v.Index)
	p.add("发文机关", "issuer", v.Issuer)
	p.add("成文日期", "date of signing", v.Signed)
	p.add("有效性", "status", v.Status)
	p.add("替代文件", "document that replaces it", v.ReplacedBy)
	p.add("被替代的文件", "documents it replaces", v.Replaces)
	p.add("主题分类", "category", v.Category)
	p.add("期号", "issue", [...]int{v.Issue, v.TotalIssue})
	p.add("到期", "expiry", v.Expires)
}
