package frontmatter

import (
	"math"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

var bulletinTable = newTable(bulletinKeys)

// bulletinKeys are the keys of a bulletin, in the order of the manual.
var bulletinKeys = []key[Fields]{
	{
		name: "title", chinese: "标题", typ: required, needed: true,
		meaning: diag.Text{ZH: "标题，即网页标签 ArticleTitle", EN: "the title, the tag ArticleTitle"},
		read:    func(f *Fields, v value) { f.Title = v.Filled() },
	},
	{
		name: "subtitle", chinese: "副标题", typ: text,
		meaning: diag.Text{ZH: "副标题", EN: "a second line of the title"},
		read:    func(f *Fields, v value) { f.Subtitle = v.Text() },
	},
	{
		name: "date", chinese: "发布时间", typ: diag.Text{ZH: "日期，必填", EN: "date, required"}, needed: true,
		likes:   []string{"日期", "时间", "发布日期", "pubDate", "created", "datePublished"},
		meaning: diag.Text{ZH: "发布时间，即 PubDate；晚于生成时刻的不发布", EN: "when it is published, the tag PubDate; what is later than the build is not published yet"},
		read:    func(f *Fields, v value) { f.Date = v.date() },
	},
	{
		name: "updated", chinese: "更新时间", aliases: []string{"lastmod"}, typ: date,
		likes:   []string{"modified", "lastUpdated", "修改时间", "更新日期"},
		meaning: diag.Text{ZH: "最后修改的时间", EN: "when it was changed last"},
		read:    func(f *Fields, v value) { f.Updated = v.date() },
	},
	{
		name: "source", chinese: "信息来源", typ: required,
		likes:   []string{"来源", "稿源"},
		meaning: diag.Text{ZH: "发布单位或转载来源，即 ContentSource；可由栏目或网站给默认值", EN: "who published it, the tag ContentSource; a column or the site may give a default"},
		read:    func(f *Fields, v value) { f.Source = v.Filled() },
		inherit: func(f, d *Fields) { f.Source = d.Source },
	},
	{
		name: "sourceURL", chinese: "来源网址", typ: webURL,
		likes:   []string{"来源链接", "原文网址", "原文链接", "sourceLink"},
		meaning: diag.Text{ZH: "转载时，原文的网址（http 或 https）", EN: "of a reprint: the original's address (http or https)"},
		read:    func(f *Fields, v value) { f.SourceURL = v.webURL() },
	},
	{
		name: "authors", chinese: "作者", aliases: []string{"author"}, typ: texts,
		meaning: diag.Text{ZH: "作者", EN: "who wrote it"},
		read:    func(f *Fields, v value) { f.Authors = v.Texts(strict.AtMarks) },
		inherit: func(f, d *Fields) { f.Authors = d.Authors },
	},
	{
		name: "editor", chinese: "责任编辑", typ: text,
		likes:   []string{"编辑"},
		meaning: diag.Text{ZH: "责任编辑", EN: "who edited it"},
		read:    func(f *Fields, v value) { f.Editor = v.Text() },
		inherit: func(f, d *Fields) { f.Editor = d.Editor },
	},
	{
		name: "summary", chinese: "摘要", typ: text,
		likes:   []string{"description", "abstract", "excerpt", "描述", "简介", "概述"},
		meaning: diag.Text{ZH: "摘要，即 Description；不写则取正文第一段", EN: "the tag Description; else the first paragraph"},
		read:    func(f *Fields, v value) { f.Summary = v.Paragraph() },
	},
	{
		name: "keywords", chinese: "关键词", typ: textsToo,
		likes:   []string{"关键字"},
		meaning: diag.Text{ZH: "关键词，即 Keywords", EN: "the tag Keywords"},
		read:    func(f *Fields, v value) { f.Keywords = v.Texts(strict.AtMarksOrSpaces) },
		inherit: func(f, d *Fields) { f.Keywords = d.Keywords },
	},
	{
		name: "tags", chinese: "标签", typ: textsToo,
		likes:   []string{"label", "labels"},
		meaning: diag.Text{ZH: "标签，每个标签有一个列表页", EN: "each tag has a page that lists its bulletins"},
		read:    func(f *Fields, v value) { f.Tags = v.Texts(strict.AtMarksOrSpaces) },
		inherit: func(f, d *Fields) { f.Tags = d.Tags },
	},
	{
		name: "image", chinese: "图片", typ: path,
		likes:   []string{"cover", "thumbnail", "banner", "封面", "配图"},
		meaning: diag.Text{ZH: "配图", EN: "a picture"},
		read:    func(f *Fields, v value) { f.Image = v.Text() },
		inherit: func(f, d *Fields) { f.Image = d.Image },
	},
	{
		name: "imageAlt", chinese: "图片说明", typ: text,
		likes:   []string{"alt", "替代文字"},
		meaning: diag.Text{ZH: "图片内容的说明，读屏软件会念出来", EN: "what the picture shows, for those who cannot see it"},
		read:    func(f *Fields, v value) { f.ImageAlt = v.Text() },
		inherit: func(f, d *Fields) { f.ImageAlt = d.ImageAlt },
	},
	{
		name: "number", chinese: "文号", typ: text,
		likes:   []string{"发文字号", "字号", "文件编号"},
		meaning: diag.Text{ZH: "发文字号，如 湘政发〔2018〕5号", EN: "the document's number, as 湘政发〔2018〕5号"},
		read:    func(f *Fields, v value) { f.Number = v.documentNumber() },
	},
	{
		name: "index", chinese: "索引号", typ: text,
		meaning: diag.Text{ZH: "政府信息索引号，全站不重复", EN: "the disclosure index, unique in the site"},
		read:    func(f *Fields, v value) { f.Index = v.Text() },
	},
	{
		name: "issuer", chinese: "发文机关", typ: text,
		likes:   []string{"发布机构", "发文单位", "发布机关"},
		meaning: diag.Text{ZH: "发文机关", EN: "the issuing body"},
		read:    func(f *Fields, v value) { f.Issuer = v.Text() },
		inherit: func(f, d *Fields) { f.Issuer = d.Issuer },
	},
	{
		name: "signed", chinese: "成文日期", typ: date,
		likes:   []string{"成文时间", "生成日期"},
		meaning: diag.Text{ZH: "成文日期", EN: "when the document was signed"},
		read:    func(f *Fields, v value) { f.Signed = v.date() },
	},
	{
		name: "status", chinese: "有效性", typ: diag.Text{ZH: "有效、已修改、已废止、失效", EN: "有效, 已修改, 已废止 or 失效"},
		likes:   []string{"状态", "效力", "效力状况"},
		meaning: diag.Text{ZH: "不是“有效”的，页面上方会提示", EN: "in force, amended, repealed or lapsed; all but the first show a banner"},
		read:    func(f *Fields, v value) { f.Status = v.oneOf("有效", "已修改", "已废止", "失效") },
		inherit: func(f, d *Fields) { f.Status = d.Status },
	},
	{
		name: "replacedBy", chinese: "替代文件", typ: path,
		meaning: diag.Text{ZH: "替代本文件的新文件", EN: "the newer document that replaces this one"},
		read:    func(f *Fields, v value) { f.ReplacedBy = v.ref() },
	},
	{
		name: "category", chinese: "主题分类", typ: text,
		likes:   []string{"categories", "分类", "类别"},
		meaning: diag.Text{ZH: "主题分类", EN: "the subject, as disclosure records name it"},
		read:    func(f *Fields, v value) { f.Category = v.Text() },
		inherit: func(f, d *Fields) { f.Category = d.Category },
	},
	{
		name: "issue", chinese: "期号", typ: number,
		likes:   []string{"期数"},
		meaning: diag.Text{ZH: "简报第几期", EN: "the issue of the bulletin in its year"},
		read:    func(f *Fields, v value) { f.Issue, _ = v.Int(1, math.MaxInt) },
	},
	{
		name: "totalIssue", chinese: "总期号", typ: number,
		likes:   []string{"总期数"},
		meaning: diag.Text{ZH: "总第几期", EN: "the issue counted from the first of all"},
		read:    func(f *Fields, v value) { f.TotalIssue, _ = v.Int(1, math.MaxInt) },
	},
	{
		name: "attachments", chinese: "附件", typ: diag.Text{ZH: "路径，或 {file 文件, title 标题}，或它们的列表", EN: "path, or {file, title}, or a list of them"},
		likes:   []string{"files", "resources", "相关附件", "附件列表"},
		meaning: diag.Text{ZH: "附件，连同类型和大小列在正文后", EN: "files for download, listed with type and size"},
		read:    func(f *Fields, v value) { f.Attachments = v.attachments() },
	},
	{
		name: "related", chinese: "相关文档", typ: paths,
		likes:   []string{"相关稿件", "相关链接"},
		meaning: diag.Text{ZH: "相关的简报；写一头，两头都列出", EN: "bulletins that belong with it; each lists the other"},
		read:    func(f *Fields, v value) { f.Related = v.refs() },
	},
	{
		name: "changes", chinese: "更新记录", typ: diag.Text{ZH: "{date 日期, note 说明} 的列表", EN: "list of {date, note}"},
		likes:   []string{"changelog", "修改记录", "更正记录"},
		meaning: diag.Text{ZH: "发布后改了什么，公开列出", EN: "what was changed after publication, shown to readers"},
		read:    func(f *Fields, v value) { f.Changes = v.changes() },
	},
	{
		name: "reviews", chinese: "审核", typ: diag.Text{ZH: "{by 审核人, date 日期, stage 环节} 的列表", EN: "list of {by, date, stage}"},
		likes:   []string{"审核记录", "审稿", "reviewers"},
		meaning: diag.Text{ZH: "审核记录，只供检查，不发布", EN: "who reviewed it; counted, never published"},
		read:    func(f *Fields, v value) { f.Reviews = v.reviews() },
	},
	{
		name: "allow", chinese: "豁免", typ: allowType,
		likes:   allowLikes,
		meaning: diag.Text{ZH: "本篇不检查的规则，必须写明原因", EN: "rules not applied here, each with its reason"},
		read:    func(f *Fields, v value) { f.Allow = v.allowances() },
	},
	{
		name: "draft", chinese: "草稿", typ: truth, needed: true,
		likes:   []string{"published", "hidden", "private", "unlisted"},
		meaning: diag.Text{ZH: "`true` 为草稿，不发布；别的写法一律报错", EN: "`true` is a draft and not published; anything else is an error"},
		read:    func(f *Fields, v value) { f.Draft = v.draft() },
		inherit: func(f, d *Fields) { f.Draft = d.Draft },
	},
	{
		name: "publish", chinese: "定时发布", typ: date, needed: true,
		likes:   []string{"publishDate", "发布"},
		meaning: diag.Text{ZH: "此前不发布", EN: "not published before"},
		read:    func(f *Fields, v value) { f.Publish = v.date() },
		inherit: func(f, d *Fields) { f.Publish = d.Publish },
	},
	{
		name: "expires", chinese: "到期", typ: date, needed: true,
		likes:   []string{"expiryDate", "expire", "到期时间", "有效期", "截止时间"},
		meaning: diag.Text{ZH: "此后不再发布；只写日期的，当天仍发布", EN: "not published after; a day alone is included"},
		read:    func(f *Fields, v value) { f.Expires = v.date() },
		inherit: func(f, d *Fields) { f.Expires = d.Expires },
	},
	{
		name: "pinned", chinese: "置顶", typ: truth,
		likes:   []string{"top", "sticky", "pin"},
		meaning: diag.Text{ZH: "在列表中排在最前", EN: "first in all lists"},
		read:    func(f *Fields, v value) { f.Pinned, _ = v.Bool() },
	},
	{
		name: "slug", chinese: "网址名", typ: text,
		meaning: diag.Text{ZH: "网址的最后一段；不写则取文件名", EN: "the last part of the address; else the file's name"},
		read:    func(f *Fields, v value) { f.Slug = v.slug() },
	},
	{
		name: "url", chinese: "网址", typ: path,
		likes:   []string{"permalink", "link"},
		meaning: diag.Text{ZH: "整个网址，从 / 写起", EN: "the whole address, beginning with /"},
		read:    func(f *Fields, v value) { f.URL = v.sitePath(v.Text()) },
	},
	{
		name: "aliases", chinese: "旧网址", typ: paths,
		likes:   []string{"redirect_from", "redirects"},
		meaning: diag.Text{ZH: "以前的网址，从 / 写起，自动转向新网址", EN: "former addresses, beginning with /, that lead here"},
		read:    func(f *Fields, v value) { f.Aliases = v.sitePaths() },
	},
	{
		name: "layout", chinese: "版式", typ: text,
		likes:   []string{"template"},
		meaning: diag.Text{ZH: "使用 `layouts/名称.html`", EN: "use `layouts/NAME.html`"},
		read:    func(f *Fields, v value) { f.Layout = v.Text() },
		inherit: func(f, d *Fields) { f.Layout = d.Layout },
	},
	{
		name: "params", chinese: "参数", typ: groups,
		likes:   []string{"extra", "custom"},
		meaning: diag.Text{ZH: "自定义内容，供版式使用", EN: "what is your own, for layouts"},
		read:    func(f *Fields, v value) { f.Params = v.params() },
		inherit: func(f, d *Fields) { f.Params = d.Params },
	},
}
