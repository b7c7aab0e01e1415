package settings

import (
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/strict"
)

// Key is a key of site.yaml as the manual shows it.
type Key struct {
	Name          string // dotted: "identity.siteCode"
	Default       string
	Type, Meaning diag.Text
}

// Keys returns all keys.
func Keys() []Key { return describe("", keys) }

func describe(prefix string, rows []key) []Key {
	var list []Key
	for _, k := range rows {
		if k.group != nil {
			list = append(list, describe(prefix+k.name+".", k.group)...)
			continue
		}
		list = append(list, Key{prefix + k.name, k.fallback, k.typ, k.meaning})
	}
	return list
}

// key is a row of the table of keys: all that the program knows of a key.
type key struct {
	name         string
	fallback     string // the default, for the manual
	typ, meaning diag.Text
	likes        []string // names of other programs; they lead to a suggestion
	read         func(s *Settings, v value)
	group        []key // for a key that holds others
}

// value is a value of site.yaml, to be read as what its key wants.
type value struct{ strict.Value }

// read fills the settings, in the order of the table: the time zone must be
// known before the dates in defaults.
func (s *Settings) read(prefix string, o strict.Object, rows []key) {
	for _, k := range rows {
		v := o.Get(k.name)
		if !v.IsSet() {
			continue
		}
		s.places[prefix+k.name] = v.Pos()
		if k.group != nil {
			s.read(prefix+k.name+".", v.Object(names(k.group)), k.group)
		} else {
			k.read(s, value{v})
		}
	}
}

// names returns the part of a table that package strict wants.
func names(rows []key) []strict.Key {
	list := make([]strict.Key, len(rows))
	for i, k := range rows {
		list[i] = strict.Key{Name: k.name, Likes: k.likes}
	}
	return list
}

// The types of values, for the manual.
var (
	text     = diag.Text{ZH: "文字", EN: "text"}
	required = diag.Text{ZH: "文字，必填", EN: "text, required"}
	number   = diag.Text{ZH: "整数", EN: "number"}
	truth    = diag.Text{ZH: "`true` 或 `false`", EN: "`true` or `false`"}
	list     = diag.Text{ZH: "列表", EN: "list"}
	group    = diag.Text{ZH: "键值", EN: "map"}
)

// keys are the keys of site.yaml, in the order of the manual.
var keys = []key{
	{
		name: "title", typ: required, likes: []string{"name", "siteName"},
		meaning: diag.Text{ZH: "网站名称，即网页标签 SiteName", EN: "the site's formal name, the tag SiteName"},
		read:    func(s *Settings, v value) { s.Title = v.Filled() },
	},
	{
		name: "baseURL", typ: diag.Text{ZH: "网址，必填", EN: "URL, required"}, likes: []string{"url", "base_url", "site"},
		meaning: diag.Text{ZH: "网站发布后的网址，可以带路径", EN: "where the site will live; a path is allowed"},
		read:    func(s *Settings, v value) { s.BaseURL = v.baseURL() },
	},
	{
		name: "language", typ: text, fallback: "zh-CN", likes: []string{"languageCode", "locale", "defaultContentLanguage"},
		meaning: diag.Text{ZH: "页面语言（BCP 47）", EN: "the language of the pages (BCP 47)"},
		read:    func(s *Settings, v value) { v.language(&s.Language) },
	},
	{
		name: "timezone", typ: text, fallback: defaultZone, likes: []string{"timeZone"},
		meaning: diag.Text{ZH: "时区，发布时间都按它理解", EN: "the time zone in which dates are meant"},
		read:    func(s *Settings, v value) { s.setZone(v) },
	},
	{
		name: "description", typ: text,
		meaning: diag.Text{ZH: "一两句话说明网站内容", EN: "what the site publishes, in a sentence or two"},
		read:    func(s *Settings, v value) { s.Description = v.Text() },
	},
	{
		name: "permalink", typ: text, fallback: "/:column/:slug/", likes: []string{"permalinks"},
		meaning: diag.Text{
			ZH: "简报网址的样式，可用 `:column` 栏目、`:slug` 网址名、`:name` 文件名、`:year` `:month` `:day`",
			EN: "the form of bulletins' addresses, of `:column`, `:slug`, `:name` (the file's), `:year`, `:month`, `:day`",
		},
		read: func(s *Settings, v value) { v.permalink(&s.Permalink) },
	},
	{
		name: "pageSize", typ: number, fallback: "20", likes: []string{"paginate", "paginate_by", "pagerSize"},
		meaning: diag.Text{ZH: "列表每页条数，1 到 1000", EN: "entries on one page of a list, 1 to 1000"},
		read:    func(s *Settings, v value) { v.number(&s.PageSize, 1, 1000) },
	},
	{name: "identity", group: identityKeys},
	{name: "review", group: []key{{
		name: "required", typ: number, fallback: "0",
		meaning: diag.Text{ZH: "简报发布前要登记几次审核", EN: "named reviews a bulletin needs before it publishes"},
		read:    func(s *Settings, v value) { v.number(&s.Review.Required, 0, 20) },
	}}},
	{name: "outputs", group: []key{
		{
			name: "json", typ: truth, fallback: "true",
			meaning: diag.Text{ZH: "每篇简报另有一个 `index.json`", EN: "each bulletin has an `index.json`, too"},
			read:    func(s *Settings, v value) { v.truth(&s.Outputs.JSON) },
		},
		{
			name: "search", typ: truth, fallback: "true",
			meaning: diag.Text{ZH: "站内搜索页和索引", EN: "the page of search and its index"},
			read:    func(s *Settings, v value) { v.truth(&s.Outputs.Search) },
		},
		{
			name: "feeds", typ: list, fallback: "[rss, atom, json]",
			meaning: diag.Text{ZH: "订阅源的格式，`[]` 为不要", EN: "formats of the feeds; `[]` is for none"},
			read:    func(s *Settings, v value) { v.choices(&s.Outputs.Feeds, RSS, Atom, JSONFeed) },
		},
	}},
	{name: "feeds", likes: []string{"rss"}, group: []key{
		{
			name: "limit", typ: number, fallback: "50",
			meaning: diag.Text{ZH: "订阅源保留几条，1 到 1000", EN: "entries in a feed, 1 to 1000"},
			read:    func(s *Settings, v value) { v.number(&s.Feeds.Limit, 1, 1000) },
		},
		{
			name: "fullText", typ: truth, fallback: "false",
			meaning: diag.Text{ZH: "订阅源是否带全文", EN: "feeds hold whole texts, not summaries"},
			read:    func(s *Settings, v value) { s.Feeds.FullText, _ = v.Bool() },
		},
	}},
	{name: "check", group: []key{
		{
			name: "rules", typ: diag.Text{ZH: "规则名: off、warning 或 error", EN: "rule: off, warning or error"},
			meaning: diag.Text{ZH: "关闭某条规则，或改变轻重", EN: "switches rules off or changes their severity"},
			read:    func(s *Settings, v value) { s.Check.Rules = v.rules(s.places) },
		},
		{
			name: "terms", typ: list,
			meaning: diag.Text{ZH: "本单位的用词表文件", EN: "files with the site's own terms"},
			read:    func(s *Settings, v value) { s.Check.Terms = v.sitePaths() },
		},
		{
			name: "allowHosts", typ: list,
			meaning: diag.Text{ZH: "正文可以链接、版式可以加载的站外域名", EN: "outside hosts that a text may link to and a layout load from"},
			read:    func(s *Settings, v value) { s.Check.AllowHosts = v.hosts() },
		},
		{
			name: "points", typ: diag.Text{ZH: "规则名或分组名: 分数", EN: "rule or group: points"},
			meaning: diag.Text{
				ZH: "自查报告估算扣分用的分值：规则每处扣几分；发布解读、办事服务、互动交流、功能设计四组各满几分",
				EN: "for the estimates of the report: what a finding of a rule costs, and what the four groups (发布解读, 办事服务, 互动交流, 功能设计) are worth",
			},
			read: func(s *Settings, v value) { s.Check.Points = v.points(s.places) },
		},
		{
			name: "historyDays", typ: number, fallback: "30",
			meaning: diag.Text{ZH: "发布时间可以比文件首次提交（git）早几天，1 到 3650", EN: "days by which a date may be earlier than the first commit (git) of its file, 1 to 3650"},
			read:    func(s *Settings, v value) { v.number(&s.Check.HistoryDays, 1, 3650) },
		},
		{
			name: "pageWeight", typ: number, fallback: "3",
			meaning: diag.Text{ZH: "一页连同图片、样式和脚本，超过几 MB 就提醒，1 到 100", EN: "megabytes above which a page with its images, style sheets and scripts is warned of, 1 to 100"},
			read:    func(s *Settings, v value) { v.number(&s.Check.PageWeight, 1, 100) },
		},
	}},
	{name: "deploy", group: []key{
		{
			name: "domain", typ: text, likes: []string{"cname", "host"},
			meaning: diag.Text{ZH: "自有域名，写入 CNAME", EN: "a domain of your own, for CNAME"},
			read:    func(s *Settings, v value) { s.Deploy.Domain = v.domain() },
		},
		{
			name: "hiddenFiles", typ: list,
			meaning: diag.Text{ZH: "`assets/` 里要发布到根目录的、以点开头的文件", EN: "files with a dot in `assets/` that are published at the root"},
			read:    func(s *Settings, v value) { s.Deploy.HiddenFiles = v.sitePaths() },
		},
	}},
	{name: "markdown", likes: []string{"markup"}, group: []key{{
		name: "rawHTML", typ: diag.Text{ZH: "`error` 或 `sanitize`", EN: "`error` or `sanitize`"}, fallback: "error", likes: []string{"unsafe", "html"},
		meaning: diag.Text{ZH: "正文里的 HTML：报错，或清理后保留", EN: "HTML in a text: an error, or kept after cleaning"},
		read:    func(s *Settings, v value) { v.choice(&s.Markdown.RawHTML, "error", "sanitize") },
	}}},
	{name: "typography", group: []key{{
		name: "paragraphs", typ: diag.Text{ZH: "`indent` 或 `spacing`", EN: "`indent` or `spacing`"}, fallback: "indent", likes: []string{"paragraph"},
		meaning: diag.Text{ZH: "正文段落：首行空两字，或段间留空", EN: "paragraphs of a text: indented by two characters, or spaced"},
		read:    func(s *Settings, v value) { v.choice(&s.Typography.Paragraphs, "indent", "spacing") },
	}}},
	{
		name: "defaults", typ: group, likes: []string{"cascade"},
		meaning: diag.Text{ZH: "简报和栏目都没有写明的，取这里的值", EN: "front matter for bulletins where neither they nor their columns set it"},
		read:    func(s *Settings, v value) { s.Defaults = frontmatter.Defaults(s.path, v.Value, s.Location) },
	},
	{
		name: "params", typ: group, likes: []string{"extra", "custom"},
		meaning: diag.Text{ZH: "自定义内容，供版式使用", EN: "what is your own, for layouts"},
		read:    func(s *Settings, v value) { s.Params = v.Map() },
	},
}

// identityKeys are the footer items of a Chinese government site.
var identityKeys = []key{
	{
		name: "siteCode", typ: text, likes: []string{"siteIDCode", "网站标识码"},
		meaning: diag.Text{ZH: "网站标识码，即 SiteIDCode", EN: "the site's identification code, the tag SiteIDCode"},
		read:    func(s *Settings, v value) { s.Identity.SiteCode = v.like(siteCode) },
	},
	{
		name: "sponsor", typ: text, likes: []string{"owner", "主办单位"},
		meaning: diag.Text{ZH: "主办单位", EN: "the owner"},
		read:    func(s *Settings, v value) { s.Identity.Sponsor = v.Text() },
	},
	{
		name: "organizer", typ: text, likes: []string{"organiser", "operator", "承办单位"},
		meaning: diag.Text{ZH: "承办单位", EN: "who runs it"},
		read:    func(s *Settings, v value) { s.Identity.Organizer = v.Text() },
	},
	{
		name: "icp", typ: text, likes: []string{"备案号"},
		meaning: diag.Text{ZH: "ICP 备案号", EN: "the ICP filing number"},
		read:    func(s *Settings, v value) { s.Identity.ICP = v.like(icp) },
	},
	{
		name: "police", typ: text, likes: []string{"公安备案号"},
		meaning: diag.Text{ZH: "公安备案号", EN: "the public security filing number"},
		read:    func(s *Settings, v value) { s.Identity.Police = v.like(police) },
	},
	{
		name: "conac", typ: text,
		meaning: diag.Text{ZH: "党政机关网站标识网址中的 32 位编号", EN: "the 32 digits in the address of the CONAC mark"},
		read:    func(s *Settings, v value) { s.Identity.Conac = v.like(conac) },
	},
	{
		name: "phone", typ: text, likes: []string{"tel", "telephone", "电话"},
		meaning: diag.Text{ZH: "联系电话", EN: "telephone"},
		read:    func(s *Settings, v value) { s.Identity.Phone = v.Text() },
	},
	{
		name: "email", typ: text, likes: []string{"mail", "邮箱"},
		meaning: diag.Text{ZH: "电子邮箱", EN: "e-mail"},
		read:    func(s *Settings, v value) { s.Identity.Email = v.like(email) },
	},
	{
		name: "address", typ: text, likes: []string{"地址"},
		meaning: diag.Text{ZH: "联系地址", EN: "postal address"},
		read:    func(s *Settings, v value) { s.Identity.Address = v.Text() },
	},
}
