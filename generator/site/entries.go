package site

import (
	"fmt"
	"slices"
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
)

// Entry is a bulletin as machine outputs want it: feeds, search, sitemap. Its
// addresses are absolute.
type Entry struct {
	Title, URL, Path string // Path is the address without scheme and host
	JSON             string // that of the bulletin's JSON file, likewise
	Date, Changed    civil.Time
	Source, Summary  string
	Authors, Tags    []string
	Column           string // "" of a bulletin that is in none
	Number           string
	bulletin         *bulletin
}

// Entries are the published bulletins, newest first. Each is made when it is asked for, as
// the search index wants to know a little of all and everything of few.
type Entries struct{ site *Site }

// Entries returns them.
func (s *Site) Entries() Entries { return Entries{s} }

// Len returns how many there are.
func (e Entries) Len() int { return len(e.site.bulletins) }

// At returns one of them.
func (e Entries) At(i int) Entry { return e.site.entry(e.site.bulletins[i]) }

// Page returns the page of one in the output.
func (e Entries) Page(i int) string { return e.site.bulletins[i].output }

// Date returns when one was published.
func (e Entries) Date(i int) civil.Time { return e.site.bulletins[i].fields.Date }

// BodySum stands for the text of one.
func (e Entries) BodySum(i int, bodies Bodies) memo.Sum {
	return bodies.Sum(e.site.bulletins[i].text())
}

// Text returns the text of one, plain.
func (e Entries) Text(i int, bodies Bodies) (string, error) {
	b := e.site.bulletins[i]
	if b.doc.Empty {
		return "", nil
	}
	return bodies.Text(b.text())
}

// FeedEntries returns the newest bulletins of a feed, at most limit.
func (s *Site) FeedEntries(f Feed, limit int) []Entry {
	n := len(f.bulletins)
	if limit > 0 {
		n = min(n, limit)
	}
	// Being pinned is no news, so the two parts of the list are one again.
	pinned := 0
	for pinned < len(f.bulletins) && f.bulletins[pinned].fields.Pinned {
		pinned++
	}
	first, second := f.bulletins[:pinned], f.bulletins[pinned:]
	list := make([]Entry, n)
	for i := range list {
		if len(second) == 0 || len(first) > 0 && newestFirst(first[0], second[0]) < 0 {
			list[i], first = s.entry(first[0]), first[1:]
		} else {
			list[i], second = s.entry(second[0]), second[1:]
		}
	}
	return list
}

func (s *Site) entry(b *bulletin) Entry {
	f := b.fields
	e := Entry{
		Title: f.Title, URL: s.address.origin + b.url, Path: b.url, JSON: s.jsonOf(b.url),
		Date: f.Date, Changed: b.changed, Source: f.Source, Summary: b.summary(),
		Authors: f.Authors, Tags: f.Tags, Number: f.Number, bulletin: b,
	}
	if b.column != s.root {
		e.Column = b.column.title()
	}
	return e
}

// TextSum stands for the text of a bulletin with the addresses of its links.
func (e Entry) TextSum(bodies Bodies) memo.Sum {
	sum := bodies.Sum(e.bulletin.text())
	return memo.Of(sum[:], fmt.Append(nil, e.bulletin.links))
}

// EntryHTML returns the text of a bulletin as HTML whose links are absolute.
func (s *Site) EntryHTML(e Entry, bodies Bodies) (string, error) {
	if e.bulletin.doc.Empty {
		return "", nil
	}
	body, err := bodies.Body(e.bulletin.text())
	if err != nil {
		return "", err
	}
	targets := slices.Clone(e.bulletin.links)
	for i := range targets {
		targets[i].Address = s.absolute(e, targets[i].Address)
	}
	return string(markdown.Linked{Body: body, Targets: targets}.AppendHTML(nil)), nil
}

// absolute makes an address of our own absolute, for readers outside the site.
func (s *Site) absolute(e Entry, address string) string {
	switch {
	case strings.HasPrefix(address, "/"):
		return s.address.origin + address
	case strings.HasPrefix(address, "#"):
		return e.URL + address
	}
	return address
}

// Location is one address of the sitemap.
type Location struct {
	URL     string
	LastMod civil.Time // zero where nothing tells
}

// Locations returns every page that search engines should know, in page order.
func (s *Site) Locations() []Location {
	list := make([]Location, 0, len(s.pages))
	for i := range s.pages {
		p := &s.pages[i]
		switch p.kind {
		case kindRedirect, kindNotFound, kindSearch:
			continue
		}
		list = append(list, Location{s.address.origin + s.pageURL(p), s.lastMod(p)})
	}
	return list
}

// lastMod is when a bulletin changed, or the newest change in a list.
func (s *Site) lastMod(p *Page) civil.Time {
	switch p.kind {
	case kindBulletin:
		return p.bulletin.changed
	case kindColumn:
		return p.column.changed
	case kindTag, kindYear:
		return p.group.changed
	}
	return s.root.changed
}
