package render

import (
	"fmt"
	"strings"

	"jianbao/generator/site"
)

// english holds the strings of the interface. Layouts write them in Chinese,
// {{T "上一页"}}; on a site in English the translation stands instead. A text that
// is not in the table stays as it is.
var english = map[string]string{
	"首页": "Home", "标签": "Tags", "历史归档": "Archive", "搜索": "Search", "网站地图": "Site map", "页面不存在": "Page not found",

	"跳到正文": "Skip to the text", "您的位置": "You are here", "栏目导航": "Columns", "搜索本站": "Search this site",
	"分页": "Pages", "页码": "Page", "上一页": "Previous", "下一页": "Next", "第 %d 页": "Page %d",
	"更多": "More", "暂无内容": "Nothing yet", "置顶": "Pinned", "最新发布": "Latest", "全部文章": "All items",
	"共 %d 篇": "Items: %d", "%d 篇": "(%d)", "%s年": "%s", "订阅": "feed", "栏目": "Columns", "其他页面": "Other pages",

	"第 %d 期": "Issue %d", "（总第 %d 期）": " (no. %d in all)",
	"发布时间": "Published", "更新时间": "Updated", "信息来源": "Source", "作者": "Author", "责任编辑": "Editor", "文号": "Document no.",
	"目录": "Contents", "附件": "Attachments", "更新记录": "History", "相关文章": "Related",
	"上一篇": "Newer", "下一篇": "Older", "上一篇和下一篇": "Newer and older",

	"公开信息": "Disclosure record", "索引号": "Index no.", "主题分类": "Subject", "发文机关": "Issued by", "成文日期": "Signed",
	"有效性": "Validity", "有效": "in force", "已修改": "amended", "已废止": "repealed", "失效": "expired",
	"本文件已标注为“%s”": "This document is marked as %s", "，请查看": "; see", "替代的文件": "Documents replaced", "本文件替代": "This document replaces",

	"关键词": "Keywords", "搜索结果": "Results", "约 %d 篇": "About %d items", "正在搜索……": "Searching …",
	"没有找到符合的内容。请换一个词，或者少写几个字。":   "Nothing found. Try another word, or fewer.",
	"无法读取搜索索引，请稍后再试。":            "The search index could not be read. Please try again later.",
	"搜索需要浏览器启用 JavaScript。也可以查看": "Search needs JavaScript. You can also look at the",
	"您访问的页面不存在，可能已经移动或删除。":       "The page does not exist. It may have been moved or removed.",
	"返回首页":  "Back to the home page",
	"页面已移动": "The page has moved", "新的地址": "New address",

	"主办单位": "Owner", "承办单位": "Operator", "联系电话": "Telephone", "电子邮箱": "E-mail", "地址": "Address",
	"网站标识码": "Site code", "党政机关网站标识": "Government site mark", "我为政府网站找错": "Report an error on this site",
}

// translate is the function T: a string of the interface in the site's language,
// with its placeholders filled in.
func (l *Layouts) translate(text string, args ...any) string {
	text = word(l.opts.Language, text)
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// word returns a string in the language of a site. A label may end in a colon,
// with or without which it is one entry of the table.
func word(language, text string) string {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base != "en" {
		return text
	}
	if label, ok := strings.CutSuffix(text, "："); ok {
		return word(language, label) + ": "
	}
	if translation, ok := english[text]; ok {
		return translation
	}
	return text
}

// Words returns the titles of the pages that no source file has.
func Words(language string) site.Words {
	return site.Words{
		Home:     word(language, "首页"),
		Tags:     word(language, "标签"),
		Archive:  word(language, "历史归档"),
		Search:   word(language, "搜索"),
		Sitemap:  word(language, "网站地图"),
		NotFound: word(language, "页面不存在"),
	}
}
