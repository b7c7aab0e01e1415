package markdown

import (
	"strings"

	"jianbao/generator/diag"
)

// htmlHints say what to write instead of an element.
var htmlHints = hintTable([]hint{
	{"br", "行末加一个反斜杠 \\ 换行", "end the line with a backslash"},
	{
		"p div section article span font center big small marquee style", "版式由样式表负责，正文只写内容；分段空一行",
		"leave the look to the style sheet; an empty line begins a paragraph",
	},
	{"b strong", "加粗写作 **文字**", "write **text**"},
	{"i em", "强调写作 *文字*", "write *text*"},
	{"u ins mark", "强调写作 **文字**", "write **text**"},
	{"s del strike", "删除线写作 ~~文字~~", "write ~~text~~"},
	{"sub sup", "用上标、下标字符，如 m²、CO₂", "use the characters for it, as in m², CO₂"},
	{"h1 h2 h3 h4 h5 h6", "标题写作 ## 标题", "write ## heading"},
	{"hr", "分隔线写作 ---", "write ---"},
	{"ul ol li", "列表写作 - 内容 或 1. 内容", "write - item or 1. item"},
	{"dl dt dd", "名词解释：名词一行，下一行写 : 解释", "write the term, and on the next line : meaning"},
	{"table thead tbody tfoot tr td th caption colgroup col", "表格写作 | 甲 | 乙 |，下一行写 | --- | --- |", "write | a | b |, and on the next line | --- | --- |"},
	{"img figure figcaption picture", "图片写作 ![替代文字](文件名 \"图题\")", "write ![what it shows](file \"caption\")"},
	{"a", "链接写作 [文字](地址)", "write [text](address)"},
	{"blockquote q", "引用写作 > 内容", "write > text"},
	{"pre code tt kbd samp", "代码写作 `代码`", "write `code`"},
	{"details summary", "提示框写作 > [!提示]", "write a callout: > [!NOTE]"},
	{
		"script iframe object embed applet form input button select textarea link meta base svg math video audio source",
		"不能使用；视频等可以作为附件", "this cannot be used; attach a video as a file",
	},
})

type hint struct{ tags, zh, en string }

func hintTable(hints []hint) map[string]diag.Text {
	table := map[string]diag.Text{}
	for _, h := range hints {
		for tag := range strings.FieldsSeq(h.tags) {
			table[tag] = diag.Text{ZH: h.zh, EN: h.en}
		}
	}
	return table
}
