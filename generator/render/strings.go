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
	"分页": "Pages", "页码": "Page", "上一页": "Previous", "下一页": "Next", "第 %d 页": "Page %d", "第 %d 页，共 %d 页，%d 篇": "Page %d of %d, items: %d",
	"更多": "More", "暂无内容": "Nothing yet", "置顶": "Pinned", "最新发布": "Latest", "全部文章": "All items",
	"共 %d 篇": "Items: %d", "%d 篇": "(%d)", "%s年": "%s", "订阅": "feed", "栏目": "Columns", "其他页面": "Other pages",

	"第 %d 期": "Issue %d", "（总第 %d 期）": " (no. %d in all)",
	"发布时间": "Published", "发布日期": "Published on", "更新时间": "Updated", "信息来源": "Source", "作者": "Author", "责任编辑": "Editor", "文号": "Document no.",
	"目录": "Contents", "附件": "Attachments", "更新记录": "History", "转载自": "First published by", "相关文档": "Related", "政策解读": "Explanations", "解读的文件": "Explained document",
	"上一篇": "Newer", "下一篇": "Older", "上一篇和下一篇": "Newer and older",

	"公开信息": "Disclosure record", "索引号": "Index no.", "主题分类": "Subject", "发文机关": "Issued by", "成文日期": "Signed",
	"有效性": "Validity", "有效": "in force", "已修改": "amended", "已废止": "repealed", "失效": "expired",
	"本文件%s": "This document is %s", "，现行文件": "; in force is", "替代的文件": "Documents replaced", "本文件替代": "This document replaces",

	"%s文件": "%s", "2006年1月2日": "2 January 2006",
	"长者模式": "Elder mode", "已进入长者模式": "Elder mode is on", "已退出长者模式": "Elder mode is off",
	"阅读工具": "Reading tools", "字体": "Text size", "大": "Large", "中": "Medium", "小": "Small", "字体：%s": "Text size: %s",
	"朗读": "Read aloud", "停止朗读": "Stop reading", "这台设备没有可以朗读的语音": "This device has no voice to read with", "打印": "Print", "关闭": "Close",
	"分享到": "Share", "微博": "Weibo", "复制网址": "Copy the address", "更多方式": "Other ways",
	"网址已复制": "The address is copied", "无法复制，请从地址栏复制网址": "It could not be copied; please copy it from the address bar",
	"我要纠错": "Report an error", "本页网址的二维码": "QR code of this page's address", "微信扫一扫": "Scan with a phone", "在手机打开当前页": "to open this page there",

	"关键词": "Keywords", "搜索结果": "Results", "约 %d 篇": "About %d items", "正在搜索……": "Searching …",
	"没有找到符合的内容。请换一个词，或者少写几个字。":   "Nothing found. Try another word, or fewer.",
	"无法读取搜索索引，请稍后再试。":            "The search index could not be read. Please try again later.",
	"搜索需要浏览器启用 JavaScript。也可以查看": "Search needs JavaScript. You can also look at the",
	"您访问的页面不存在，可能已经移动或删除。":       "The page does not exist. It may have been moved or removed.",
	"请检查网址是否完整，或者换一种方式查找":        "Please check that the address is complete, or look another way",
	"仍然找不到的，请联系我们":               "Still not found? Please contact us",
	"返回首页":                       "Back to the home page",
	"页面已移动":                      "The page has moved", "新的地址": "New address",

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
