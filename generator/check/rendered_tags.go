package check

import (
	"regexp"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

func pageTagsRule() *Rule {
	return &Rule{
		Name:      "page-tags",
		Title:     diag.Text{ZH: "网页标签缺失或不合规范", EN: "page tags that are missing or malformed"},
		Indicator: of(guidelines, "附件《网页设计规范》中的网页标签规范", "annex, the rules of page tags"),
		Why: diag.Text{
			ZH: "检查工具和搜索平台靠 <meta> 标签认网站、栏目和文章；通报里的“网站页面标识缺失”指的就是这些标签。",
			EN: "Inspection tools and search platforms know sites, columns and articles by these <meta> tags; notices cite pages that lack them.",
		},
		Mend: diag.Text{
			ZH: "照 layouts/partials/meta.html 补上，名称大小写要一致；自己的 base.html 里可以直接写 {{template \"partials/meta.html\" .}}",
			EN: "add them as layouts/partials/meta.html does, with names to the letter; a base.html can include it by {{template \"partials/meta.html\" .}}",
		},
		Page: pageTags,
	}
}

// The tags that pages must have, by kind.
var (
	siteTags   = []string{"SiteName", "SiteDomain", "SiteIDCode"}
	columnTags = []string{"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
	articleTag = []string{"ArticleTitle", "PubDate", "ContentSource"}
	mayLack    = []string{"Keywords", "Author", "Description", "Image", "Url"} // of articles; not empty, where they are given
)

func pageTags(p *Page, found *Findings) {
	if !p.sampled() {
		return
	}
	required := siteTags
	if p.Settings.Identity.SiteCode == "" { // which identity-missing tells of
		required = siteTags[:2]
	}
	if p.Kind == "bulletin" {
		required = slices.Concat(required, articleTag)
	} else {
		required = slices.Concat(required, columnTags)
	}
	missing, empty, twice := p.faultyTags(required)
	at := func(names []string) diag.Pos { return p.Find(`"`+names[0]+`"`, "<head") }
	if missing != nil {
		found.Add(at(missing), "缺少网页标签 %[1]s", "the page tags lack %[2]s", strings.Join(missing, "、"), strings.Join(missing, ", "))
	}
	if empty != nil {
		found.Add(at(empty), "网页标签 %[1]s 是空的", "empty page tags: %[2]s", strings.Join(empty, "、"), strings.Join(empty, ", "))
	}
	if twice != nil {
		found.Add(at(twice), "网页标签 %[1]s 重复", "page tags that stand twice: %[2]s", strings.Join(twice, "、"), strings.Join(twice, ", "))
	}
	tagForms(p, found)
}

// faultyTags returns which tags are not there, not filled in, or there again.
func (p *Page) faultyTags(required []string) (missing, empty, twice []string) {
	for _, name := range slices.Concat(required, mayLack) {
		needed := slices.Contains(required, name)
		switch values := p.tagsNamed(name); {
		case len(values) == 0 && needed && !slices.ContainsFunc(p.tags, func(t tag) bool { return misspeltTag(t.name) == name }):
			missing = append(missing, name)
		case len(values) == 0:
		case values[0] == "" && (needed || p.Kind == "bulletin"):
			empty = append(empty, name)
		case len(values) > 1 && needed:
			twice = append(twice, name)
		}
	}
	return missing, empty, twice
}

// tagsNamed returns the contents of the tags of a name.
func (p *Page) tagsNamed(name string) (values []string) {
	for _, t := range p.tags {
		if t.name == name {
			values = append(values, t.content)
		}
	}
	return values
}

var pubDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$`)

// tagForms looks at tags whose values have a form, and at names in other letters.
func tagForms(p *Page, found *Findings) {
	for _, t := range p.tags {
		at := func() diag.Pos { return p.Find(`"`+t.name+`"`, t.name, "<head") }
		switch {
		case t.content == "":
		case t.name == "PubDate" && !pubDate.MatchString(t.content):
			found.Add(at(), "PubDate 不是 2018-05-31 09:30 的形式", "PubDate has not the form 2018-05-31 09:30").
				Hintf("写 {{date \"2006-01-02 15:04\" .Date}}", "write {{date \"2006-01-02 15:04\" .Date}}")
		case t.name == "SiteDomain" && strings.Contains(t.content, "/"):
			found.Add(at(), "SiteDomain 只写域名，不带协议和路径", "SiteDomain is the domain only, without protocol and path").
				Hintf("写 {{.Site.Domain}}", "write {{.Site.Domain}}")
		case t.name == "SiteIDCode" && p.Settings.Identity.SiteCode != "" && t.content != p.Settings.Identity.SiteCode:
			found.Add(at(), "SiteIDCode 与 site.yaml 的网站标识码不同：%s", "SiteIDCode is not the siteCode of site.yaml: %s", t.content).
				Hintf("写 {{.Site.Identity.SiteCode}}", "write {{.Site.Identity.SiteCode}}")
		default:
			if right := misspeltTag(t.name); right != "" {
				found.Add(at(), "标签名 %[1]s 应写作 %[2]s", "the tag %[1]s is to be called %[2]s", t.name, right)
			}
		}
	}
}

// misspeltTag returns the tag that a name in other letters is meant to be. Names that
// HTML itself has in small letters, as keywords, are right as well.
func misspeltTag(name string) string {
	for _, right := range slices.Concat(siteTags, columnTags, articleTag) {
		if name != right && strings.EqualFold(name, right) {
			return right
		}
	}
	return ""
}
