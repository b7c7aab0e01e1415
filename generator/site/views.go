package site

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
)

// Sizes of the short lists on the home page and on columns with sub-columns.
const (
	latestOnHome = 10
	itemsInBlock = 6
)

// Text is a document of which the body is asked for. Number is its place among the
// documents that the model was made of; it is the same whenever the model is.
type Text struct {
	*document.Document
	Number int
}

// Bodies are the bodies of documents, which are no part of the model and were put
// away after parsing.
type Bodies interface {
	// Sum stands for the body of a document that is not empty.
	Sum(Text) memo.Sum
	// Body gives it back, or nil where the sum is enough; Text its plain text. The error
	// is a broken machine's.
	Body(Text) (*markdown.Body, error)
	Text(Text) (string, error)
}

// View makes the view of a page: all that its layout can see. With sums alone it
// is as good for finding out whether the page has changed.
func (s *Site) View(p Page, bodies Bodies) (any, error) {
	page := s.pageView(&p)
	switch p.kind {
	case kindHome:
		return s.homeView(page, bodies)
	case kindColumn:
		return s.columnView(page, &p, bodies)
	case kindBulletin:
		return s.bulletinView(page, p.bulletin, bodies)
	case kindTags:
		return Tags{PageView: page, Tags: counts(s.tags)}, nil
	case kindArchive:
		return Archive{PageView: page, Years: counts(s.years)}, nil
	case kindTag, kindYear:
		items, pager := listPage(p.group.url, p.number, p.group.bulletins, s.pageSize(nil))
		return List{PageView: page, Items: items, Pager: pager}, nil
	case kindSitemap:
		return Sitemap{PageView: page, Columns: sitemapNodes(s.root), Pages: s.sitemapPages()}, nil
	case kindRedirect:
		return Redirect{PageView: page, Target: p.bulletin.url}, nil
	case kindSearch, kindNotFound:
		return Plain{page}, nil
	}
	panic("site: a page kind without a view: " + p.kind)
}

// pageView fills in what every view has.
func (s *Site) pageView(p *Page) PageView {
	v := PageView{Site: s.chrome, Kind: p.kind, URL: s.pageURL(p)}
	v.Canonical = s.address.origin + v.URL
	words := &s.opts.Words
	switch p.kind {
	case kindHome:
		v.Title, v.Description, v.Keywords = s.opts.Settings.Title, s.opts.Settings.Description, s.root.fields.Keywords
		v.Params = s.root.fields.Params
	case kindColumn:
		c := p.column
		v.Title, v.Description, v.Keywords, v.Params = c.title(), c.fields.Description, c.fields.Keywords, c.fields.Params
		v.Column = c.info
	case kindBulletin, kindRedirect:
		b := p.bulletin
		v.Title, v.Description, v.Keywords, v.Params = b.fields.Title, b.summary(), b.fields.Keywords, b.fields.Params
		v.Column = b.column.info
	case kindTag, kindYear:
		v.Title = p.group.title
	case kindTags:
		v.Title = words.Tags
	case kindArchive:
		v.Title = words.Archive
	case kindSearch:
		v.Title = words.Search
	case kindSitemap:
		v.Title = words.Sitemap
	case kindNotFound:
		v.Title = words.NotFound
	}
	if p.kind == kindRedirect { // the target is the page that counts
		v.Canonical = s.address.origin + p.bulletin.url
	}
	v.Breadcrumb = s.breadcrumb(p, Link{v.Title, v.URL})
	return v
}

func (s *Site) pageURL(p *Page) string {
	if p.kind == kindBulletin {
		return p.bulletin.url
	}
	return s.address.url(p.path)
}

// breadcrumb leads from the home page to the page itself (您的位置).
func (s *Site) breadcrumb(p *Page, self Link) []Link {
	switch p.kind {
	case kindHome, kindColumn: // the last one is the page itself
		return p.column.crumbs
	case kindBulletin, kindRedirect:
		return extended(p.bulletin.column.crumbs, self)
	case kindTag:
		return extended(s.root.crumbs, Link{s.opts.Words.Tags, s.chrome.Tags}, self)
	case kindYear:
		return extended(s.root.crumbs, Link{s.opts.Words.Archive, s.chrome.Archive}, self)
	}
	return extended(s.root.crumbs, self)
}

// The ColumnTypes of the home page, and of a column that names none.
const (
	homeType          = "首页"
	defaultColumnType = "工作动态"
)

func (c *column) kind() string {
	switch {
	case c.parent == nil:
		return homeType
	case c.fields.Type == "":
		return defaultColumnType
	}
	return c.fields.Type
}

func (s *Site) newChrome() *Chrome {
	set := s.opts.Settings
	chrome := &Chrome{
		Title: set.Title, Description: set.Description, Language: set.Language,
		BaseURL: s.address.absolute("/"), Home: s.root.url, Origin: s.address.origin, Domain: s.address.domain(),
		Nav: navigation(s.root), Identity: set.Identity, Feeds: s.feedLinks(s.root.url),
		Archive: s.address.url("/archive/"), Sitemap: s.address.url("/sitemap/"),
		Generator: "jianbao " + s.opts.Version, Paragraphs: set.Typography.Paragraphs, Params: set.Params,
	}
	if set.Outputs.Search {
		chrome.Search = s.address.url("/search/")
	}
	if len(s.tags) > 0 {
		chrome.Tags = s.address.url("/tags/")
	}
	return chrome
}

func navigation(c *column) []NavItem {
	var items []NavItem
	for _, child := range c.children {
		if child.fields.Nav {
			items = append(items, NavItem{child.title(), child.url, navigation(child)})
		}
	}
	return items
}

func (s *Site) homeView(page PageView, bodies Bodies) (any, error) {
	body, err := s.body(s.root.text(), s.root.links, bodies)
	home := Home{PageView: page, Type: s.root.kind(), Body: body, Blocks: blocks(s.root)}
fill:
	for _, b := range s.root.all {
		switch {
		case b.fields.Pinned:
			home.Pinned = append(home.Pinned, b.item())
		case len(home.Latest) < latestOnHome:
			home.Latest = append(home.Latest, b.item())
		default:
			break fill // pinned bulletins come first
		}
	}
	home.Headline = headline(home.Pinned, home.Latest)
	return home, err
}

// headline returns the first bulletin of the lists that has an image.
func headline(lists ...[]*Item) *Item {
	for _, list := range lists {
		for _, item := range list {
			if item.Image != "" {
				return item
			}
		}
	}
	return nil
}

func (s *Site) columnView(page PageView, p *Page, bodies Bodies) (any, error) {
	c := p.column
	v := ColumnPage{PageView: page}
	v.Items, v.Pager = listPage(c.url, p.number, c.all, s.pageSize(c))
	if p.number > 1 {
		return v, nil
	}
	v.Blocks = blocks(c)
	var err error
	v.Body, err = s.body(c.text(), c.links, bodies)
	return v, err
}

// blocks shows the sub-columns of c with their latest bulletins.
func blocks(c *column) []Block {
	var blocks []Block
	for _, child := range c.children {
		block := Block{
			Title: child.title(), URL: child.url,
			Description: child.fields.Description, Total: len(child.all),
		}
		block.Items = items(child.all[:min(itemsInBlock, len(child.all))])
		blocks = append(blocks, block)
	}
	return blocks
}

func listPage(url string, n int, all []*bulletin, size int) ([]*Item, Pager) {
	return items(pageOf(all, n, size)), newPager(url, n, len(all), size)
}

// summary is the one that was written, or the first paragraph.
func (b *bulletin) summary() string {
	if b.fields.Summary != "" {
		return b.fields.Summary
	}
	return b.doc.Summary
}

// status is "" while the document is in force.
func (b *bulletin) status() string {
	if b.fields.Status == "有效" {
		return ""
	}
	return b.fields.Status
}

func (s *Site) bulletinView(page PageView, b *bulletin, bodies Bodies) (any, error) {
	f := b.fields
	body, err := s.body(b.text(), b.links, bodies)
	v := Bulletin{
		PageView: page, Body: body, Path: b.doc.Path, JSON: s.jsonOf(b.url),
		Subtitle: f.Subtitle, Date: f.Date, Updated: f.Updated, Published: s.moment(f.Date), Modified: s.moment(f.Updated),
		Source: f.Source, SourceURL: f.SourceURL, Authors: f.Authors, Editor: f.Editor,
		Summary: b.summary(), Tags: b.tags, Image: b.image, ImageAlt: f.ImageAlt, Picture: b.picture(),
		Number: f.Number, Index: f.Index, Issuer: f.Issuer, Signed: f.Signed,
		Status: f.Status, Category: f.Category, Issue: f.Issue, TotalIssue: f.TotalIssue,
		Pinned: f.Pinned, Attachments: b.attachments, Related: items(b.related),
		ReplacedBy: linkTo(b.replacedBy), Prev: linkTo(b.newer), Next: linkTo(b.older),
		Expires: f.Expires,
	}
	for _, other := range b.replaces {
		v.Replaces = append(v.Replaces, *linkTo(other))
	}
	for _, c := range f.Changes {
		v.Changes = append(v.Changes, Change{c.Date, c.Note})
	}
	v.Contents = slices.Grow(v.Contents, b.doc.Headings.Len())
	for h := range b.doc.Headings.All() {
		v.Contents = append(v.Contents, Heading{h.Level, h.ID, h.Text})
	}
	return v, err
}

// moment prints a date for machines, which need the time zone. A day alone stays one.
func (s *Site) moment(t civil.Time) string {
	if t.Precision <= civil.Day {
		return t.Date()
	}
	return t.In(s.opts.Settings.Location).Format(time.RFC3339)
}

// picture is the image that stands for a bulletin where it is shared.
func (b *bulletin) picture() string {
	if b.image != "" {
		return b.image
	}
	for i, link := range b.doc.Links {
		if link.Image {
			return b.links[i].Address
		}
	}
	return ""
}

func linkTo(b *bulletin) *Link {
	if b == nil {
		return nil
	}
	return &Link{b.fields.Title, b.url}
}

// body fetches a rendered text, and notes the addresses in it.
func (s *Site) body(text Text, targets []markdown.Target, bodies Bodies) (Body, error) {
	if text.Document == nil || text.Empty {
		return Body{}, nil
	}
	sum := bodies.Sum(text)
	body, err := bodies.Body(text)
	if err != nil {
		return Body{}, fmt.Errorf("%s: %w", text.Path, err)
	}
	return Body{Sum: memo.Of(sum[:], written(targets)), Linked: markdown.Linked{Body: body, Targets: targets}}, nil
}

// written tells lists of targets apart.
func written(targets []markdown.Target) []byte {
	var b []byte
	for _, t := range targets {
		b = append(binary.AppendUvarint(b, uint64(len(t.Address))), t.Address...)
		b = binary.AppendVarint(binary.AppendVarint(b, int64(t.Width)), int64(t.Height))
	}
	return b
}

func counts(groups []*group) []Count {
	counts := make([]Count, len(groups))
	for i, g := range groups {
		counts[i] = Count{g.title, g.url, len(g.bulletins)}
	}
	return counts
}

func sitemapNodes(c *column) []SitemapNode {
	var nodes []SitemapNode
	for _, child := range c.children {
		nodes = append(nodes, SitemapNode{
			child.title(), child.url, child.fields.Description, len(child.all), sitemapNodes(child),
		})
	}
	return nodes
}

func (s *Site) sitemapPages() []Link {
	var links []Link
	if s.chrome.Tags != "" {
		links = append(links, Link{s.opts.Words.Tags, s.chrome.Tags})
	}
	links = append(links, Link{s.opts.Words.Archive, s.chrome.Archive})
	if s.chrome.Search != "" {
		links = append(links, Link{s.opts.Words.Search, s.chrome.Search})
	}
	return links
}
