package frontmatter

import (
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

var columnTable = newTable(columnKeys)

// columnKeys are the keys of a column's _index.md, in the order of the manual.
var columnKeys = []key[ColumnFields]{
	{
		name: "title", chinese: "标题", typ: text,
		likes:   []string{"name", "栏目名", "栏目名称"},
		meaning: diag.Text{ZH: "栏目名，即 ColumnName", EN: "the column's name, the tag ColumnName"},
		read:    func(f *ColumnFields, v value) { f.Title = v.Filled() },
	},
	{
		name: "description", chinese: "描述", typ: text,
		likes:   []string{"summary", "摘要", "简介", "栏目描述"},
		meaning: diag.Text{ZH: "栏目描述，即 ColumnDescription", EN: "the tag ColumnDescription"},
		read:    func(f *ColumnFields, v value) { f.Description = v.Paragraph() },
	},
	{
		name: "keywords", chinese: "关键词", typ: textsToo,
		likes:   []string{"关键字", "栏目关键词"},
		meaning: diag.Text{ZH: "栏目关键词，即 ColumnKeywords", EN: "the tag ColumnKeywords"},
		read:    func(f *ColumnFields, v value) { f.Keywords = v.Texts(strict.AtMarksOrSpaces) },
	},
	{
		name: "type", chinese: "类型", typ: text,
		likes:   []string{"栏目类别", "类别", "kind"},
		meaning: diag.Text{ZH: "栏目类别，即 ColumnType；不写为“工作动态”", EN: "the tag ColumnType; else 工作动态"},
		read:    func(f *ColumnFields, v value) { f.Type = v.columnType() },
	},
	{
		name: "weight", chinese: "权重", typ: number,
		likes:   []string{"order", "排序", "顺序"},
		meaning: diag.Text{ZH: "小的排在前面；不写排在最后", EN: "lower comes first; without one, last"},
		read:    func(f *ColumnFields, v value) { f.Weight, _ = v.Int(-maxWeight, maxWeight) },
	},
	{
		name: "freshness", chinese: "更新期限", typ: number,
		meaning: diag.Text{ZH: "多少天内应有更新；0 为不要求", EN: "days within which something new should appear; 0 asks for nothing"},
		read:    func(f *ColumnFields, v value) { f.Freshness = v.freshness() },
	},
	{
		name: "nav", chinese: "导航", typ: truth,
		likes:   []string{"menu"},
		meaning: diag.Text{ZH: "是否列入导航；不写为 `true`", EN: "shown in the navigation; else `true`"},
		read: func(f *ColumnFields, v value) {
			if nav, ok := v.Bool(); ok {
				f.Nav = nav
			}
		},
	},
	{
		name: "pageSize", chinese: "每页条数", typ: number,
		likes:   []string{"paginate", "paginate_by"},
		meaning: diag.Text{ZH: "列表每页条数；不写用网站的设置", EN: "entries on one page of the list; else the site's"},
		read:    func(f *ColumnFields, v value) { f.PageSize, _ = v.Int(1, 1000) },
	},
	{
		name: "layout", chinese: "版式", typ: text,
		likes:   []string{"template"},
		meaning: diag.Text{ZH: "使用 `layouts/名称.html`", EN: "use `layouts/NAME.html`"},
		read:    func(f *ColumnFields, v value) { f.Layout = v.Text() },
	},
	{
		name: "allow", chinese: "豁免", typ: allowType,
		likes:   allowLikes,
		meaning: diag.Text{ZH: "这个栏目本身（不含其中的简报）不检查的规则，必须写明原因", EN: "rules not applied to the column itself, each with its reason; its bulletins have their own"},
		read:    func(f *ColumnFields, v value) { f.Allow = v.allowances() },
	},
	{
		name: "params", chinese: "参数", typ: groups,
		likes:   []string{"extra", "custom"},
		meaning: diag.Text{ZH: "自定义内容，供版式使用", EN: "what is your own, for layouts"},
		read:    func(f *ColumnFields, v value) { f.Params = v.Map() },
	},
	{
		name: "defaults", chinese: "默认值", typ: groups,
		likes:   []string{"cascade"},
		meaning: diag.Text{ZH: "栏目内没有写明的简报取这里的值", EN: "values for the bulletins below that do not set them"},
		read:    func(f *ColumnFields, v value) { f.Defaults = Defaults(v.Pos().Path, v.Value, v.zone) },
	},
}

// maxWeight is beyond all that people number columns with.
const maxWeight = 1_000_000

// columnTypes are the values of ColumnType in the tag rules (annex of 国办发〔2017〕47号)
// and those that the inspection indicators (国办秘函〔2019〕19号) name.
var columnTypes = []string{
	"首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南", "信息公开目录", "信息公开年报",
	"依法申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈",
	"要闻", "动态要闻", "通知公告", "规划计划", "人事信息",
}

// columnType reads a ColumnType. The list of the rules is an open one, so that
// another value is but a warning.
func (v value) columnType() string {
	name := v.Text()
	if name != "" && !slices.Contains(columnTypes, name) {
		v.Warnf("unknown-column-type", "网页标签规范没有列出栏目类别“%s”", "the tag rules list no column type %s", name).
			Hintf("常用的有：%s", "the usual ones are %s", strings.Join(columnTypes[:18], "、"))
	}
	return name
}

// freshness reads a number of days.
func (v value) freshness() int {
	if days, ok := v.Int(0, 3650); ok {
		return days
	}
	return -1
}
