package site

import (
	"fmt"

	"jianbao/generator/settings"
)

// share makes what many views show of a column. They point to the same values, which nobody
// changes any more.
func (s *Site) share() {
	s.root.crumbs = []Link{{s.opts.Words.Home, s.chrome.Home}}
	for _, c := range s.sortedColumns() { // parents first
		c.crumbs = extended(c.parent.crumbs, Link{c.title(), c.url})
		c.info = s.columnInfo(c)
	}
}

// item is the bulletin in a list, the same for all that ask.
func (b *bulletin) item() *Item {
	if b.listed.Load() == nil {
		b.listed.CompareAndSwap(nil, b.newItem())
	}
	return b.listed.Load()
}

// extended is a longer list that has no memory in common with the shorter one.
func extended(crumbs []Link, more ...Link) []Link {
	return append(append(make([]Link, 0, len(crumbs)+len(more)), crumbs...), more...)
}

func (b *bulletin) newItem() *Item {
	f := b.fields
	return &Item{
		Title: f.Title, URL: b.url, Subtitle: f.Subtitle,
		Date: f.Date, Source: f.Source, Summary: b.summary(), Number: f.Number, Status: b.status(),
		Pinned: f.Pinned, Column: Link{b.column.title(), b.column.url}, Type: b.column.kind(),
		Image: b.image, ImageAlt: f.ImageAlt, Tags: b.tags,
	}
}

func (s *Site) columnInfo(c *column) *Column {
	return &Column{
		Title: c.title(), URL: c.url,
		Description: c.fields.Description, Keywords: c.fields.Keywords,
		Type: c.kind(), Top: c.top().url,
		Feeds: s.feedLinks(c.url), Params: c.fields.Params,
	}
}

func (s *Site) feedLinks(folder string) []Link {
	var links []Link
	for _, format := range s.opts.Settings.Outputs.Feeds {
		links = append(links, Link{feedFormats[format].title, folder + feedFormats[format].file})
	}
	return links
}

// feedFormats says how links to feeds are called, and how their files.
var feedFormats = map[string]struct{ title, file string }{
	settings.RSS:      {"RSS", "feed.xml"},
	settings.Atom:     {"Atom", "atom.xml"},
	settings.JSONFeed: {"JSON", "feed.json"},
}

// feedFiles are the names of the files of each feed.
func (s *Site) feedFiles() (names []string) {
	for _, format := range s.opts.Settings.Outputs.Feeds {
		names = append(names, feedFormats[format].file)
	}
	return names
}

// jsonOf is the address of a bulletin's JSON file, "" where it has none.
func (s *Site) jsonOf(address string) string {
	if !s.opts.Settings.Outputs.JSON {
		return ""
	}
	return jsonPath(address)
}

// items lists bulletins for a view.
func items(list []*bulletin) []*Item {
	items := make([]*Item, len(list))
	for i, b := range list {
		items[i] = b.item()
	}
	return items
}

// Format prints an item of a list as it would print by itself, and not as the
// address it has in memory, which is another one in every run.
func (i *Item) Format(state fmt.State, verb rune) {
	fmt.Fprintf(state, fmt.FormatString(state, verb), *i)
}
