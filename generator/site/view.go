package site

import (
	"html/template"

	"jianbao/generator/civil"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/settings"
)

// The view types below are all that a layout can see. They are plain data: no
// functions (but those that give what is in a Body), no interfaces (but the free Params),
// no hidden fields. So the view is the complete list of what a page depends on. Every URL in a view is ready
// to print: percent-encoded, and under the base path where it is our own.

// Chrome is what all pages share. Layouts see it as .Site.
type Chrome struct {
	Title       string
	Description string
	Language    string // "zh-CN", "en", …
	BaseURL     string // "https://org.github.io/repo/"
	Origin      string // "https://org.github.io": before a URL of a view it makes a whole address
	Domain      string // "org.github.io", SiteDomain of the tag rules
	Home        string // path of the home page: "/repo/"
	Nav         []NavItem
	Identity    settings.Identity
	Feeds       []Link // RSS, Atom, JSON of the whole site
	Tags        string // URL of /tags/, "" when no bulletin has a tag
	Archive     string // URL of /archive/
	Search      string // URL of /search/, "" where the settings have none
	Sitemap     string // URL of /sitemap/ (网站地图)
	Generator   string // "jianbao 0.1.0"
	Paragraphs  string // how paragraphs are told apart: indent or spacing
	Params      map[string]any
}

// NavItem is a column in the navigation; Children are its sub-columns.
type NavItem struct {
	Title, URL string
	Children   []NavItem
}

// Link is a titled address.
type Link struct{ Title, URL string }

// PageView is the part that every view has. It is embedded, so that layouts write
// .Title and .Site.Title.
type PageView struct {
	Site        *Chrome
	Kind        string // home column bulletin tags tag archive year search sitemap 404 redirect
	Title       string // of this page; the site's title on the home page
	Description string
	Keywords    []string
	URL         string  // "/repo/reform/green/"
	Canonical   string  // absolute: "https://org.github.io/repo/reform/green/"
	Breadcrumb  []Link  // home, columns, …; the page itself is last
	Column      *Column // of column and bulletin pages, else nil
	Params      map[string]any
}

// Column describes the column (栏目) a page belongs to.
type Column struct {
	Title, URL  string
	Description string
	Keywords    []string
	Type        string // ColumnType of the tag rules
	Top         string // URL of the first-level column, to mark in the navigation
	Feeds       []Link
	Params      map[string]any
}

// Item is a bulletin in a list. All lists that show the bulletin share it.
type Item struct {
	Title, URL string
	Subtitle   string
	Date       civil.Time
	Source     string
	Summary    string
	Number     string // 文号
	Status     string // "" when 有效
	Pinned     bool
	Column     Link
	Type       string // ColumnType of its column: 工作动态, 政策解读
	Image      string // URL, "" when none
	ImageAlt   string
	Tags       []Link
}

// Pager splits a long list into pages. Pages is nil for a list of one page.
type Pager struct {
	Number, Count int // this page, all pages; from 1
	Total         int // items on all pages
	Prev, Next    string
	First, Last   string
	Pages         []PageLink // a window around this page, with first and last
}

// PageLink is one number of a pager. Gap says that numbers are left out before it.
type PageLink struct {
	Number  int
	URL     string
	Current bool
	Gap     bool
}

// Body is rendered Markdown with its links resolved. It came through our own Markdown
// renderer, never from front matter. Only Sum counts for the page's key.
type Body struct {
	Sum    memo.Sum
	Linked markdown.Linked `json:"-"` // its bytes are another's once the page is made
}

// HTML is what layouts print. It is empty where there is no text.
func (b Body) HTML() template.HTML { return template.HTML(b.AppendHTML(nil)) }

// AppendHTML appends the same.
func (b Body) AppendHTML(dst []byte) []byte {
	if b.Linked.Body == nil {
		return dst
	}
	return b.Linked.AppendHTML(dst)
}

// String is what a layout prints that asks for the whole.
func (b Body) String() string { return string(b.HTML()) }

// Home is the view of layouts/home.html.
type Home struct {
	PageView
	Type     string  // ColumnType of the tag rules: 首页
	Body     Body    // text of content/_index.md, may be empty
	Headline *Item   // the first of Pinned or Latest that has an image; nil when none has
	Pinned   []*Item // pinned bulletins of the whole site
	Latest   []*Item // newest first, without those in Pinned
	Blocks   []Block
}

// Block is a column with its latest bulletins, on the home page and on the
// page of a column that has sub-columns.
type Block struct {
	Title, URL, Description string
	Total                   int
	Items                   []*Item
}

// ColumnPage is the view of layouts/column.html, one page of a column's list:
// its own bulletins and those of its sub-columns.
type ColumnPage struct {
	PageView
	Body   Body // text of _index.md; only on the first page
	Blocks []Block
	Items  []*Item
	Pager  Pager
}

// Bulletin is the view of layouts/bulletin.html.
type Bulletin struct {
	PageView
	Body                  Body
	Path                  string // source file: content/reform/green.md
	JSON                  string // URL of the page's index.json, "" where the settings have none
	Subtitle              string
	Date, Updated         civil.Time
	Published, Modified   string // Date and Updated for machines: 2018-05-31T09:30:00+08:00, or the day alone
	Source, SourceURL     string
	Authors               []string
	Editor                string
	Summary               string
	Tags                  []Link
	Image, ImageAlt       string // URL
	Picture               string // URL of Image, or of the first image in the text
	Number, Index, Issuer string
	Signed                civil.Time
	Status                string // 有效, 已修改, 已废止, 失效
	ReplacedBy            *Link
	Replaces              []Link // documents whose replacedBy is this one
	Category              string
	Issue, TotalIssue     int
	Pinned                bool
	Attachments           []Attachment
	Related               []*Item // both ways
	Changes               []Change
	Contents              []Heading // headings of the text
	Prev, Next            *Link     // 上一篇 (newer), 下一篇 (older) in the column
	Expires               civil.Time
}

// Attachment is a file to download. Size is in bytes.
type Attachment struct {
	Title, URL string
	Type       string // extension in capitals: PDF, DOCX
	Size       int64
	Image      bool // a page can show it
}

// Change is an entry of the correction history.
type Change struct {
	Date civil.Time
	Note string
}

// Heading is an entry of the table of contents.
type Heading struct {
	Level    int
	ID, Text string
}

// Count is a tag or a year with the number of its bulletins.
type Count struct {
	Title, URL string
	Total      int
}

// Tags is the view of layouts/tags.html; Archive of layouts/archive.html.
type Tags struct {
	PageView
	Tags []Count // most used first, then in pinyin order
}

// Archive lists the years, newest first.
type Archive struct {
	PageView
	Years []Count
}

// List is the view of layouts/tag.html (one tag) and layouts/year.html (one year).
type List struct {
	PageView
	Items []*Item
	Pager Pager
}

// Sitemap is the view of layouts/sitemap.html (网站地图): all columns as a tree.
type Sitemap struct {
	PageView
	Columns []SitemapNode
	Pages   []Link // tags, archive, search, …
}

// SitemapNode is a column with its sub-columns.
type SitemapNode struct {
	Title, URL, Description string
	Total                   int
	Children                []SitemapNode
}

// Plain is the view of layouts that need no more than the page: search.html and 404.html.
type Plain struct{ PageView }

// Redirect is the view of layouts/redirect.html: an alias that leads to Target,
// a page of this site.
type Redirect struct {
	PageView
	Target string // URL path under the base path
}
