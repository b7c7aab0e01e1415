// Package feed writes what machines read: feeds, the site map of search engines,
// robots.txt, and each bulletin as JSON.
//
//	Feed.RSS      feed.xml             RSS 2.0             rss.go
//	Feed.Atom     atom.xml             Atom 1.0            atom.go
//	Feed.JSON     feed.json            JSON Feed 1.1       jsonfeed.go
//	Sitemap       sitemap.xml          sitemaps.org 0.9    sitemap.go
//	Robots        robots.txt                               sitemap.go
//	Bulletin      BULLETIN/index.json  our own             bulletin.go
//
// All are pure functions of their arguments and know no clock: a feed is as new
// as its newest item. What they return is final, without a blank to minify.
//
// Readers show these files far from the site, so every address in them is made
// absolute and percent-encoded, the links inside a text too. Characters that XML
// cannot hold become U+FFFD, whatever a title was made of.
package feed

import (
	"slices"
	"strings"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/uri"
)

// Names of the three files of a feed. They lie side by side in the folder of
// the list that they follow.
const (
	RSSFile  = "feed.xml"
	AtomFile = "atom.xml"
	JSONFile = "feed.json"
)

// Feed is a list of bulletins as feed readers see it, newest first.
type Feed struct {
	Title       string
	Description string
	Language    string         // "zh-CN"
	Author      string         // who answers for items without authors; "" = Title
	Generator   string         // "jianbao 0.1.0"
	HomeURL     string         // the list's page, absolute, ends in "/"; the files of the feed lie there
	Zone        *time.Location // of all dates; nil = UTC
	FullText    bool           // show the whole text and not the summary
	Items       []Item
}

// Item is one bulletin. Its URL is its identity, too: readers that have seen it
// do not show it again when anything else changes.
type Item struct {
	Title         string
	URL           string // absolute
	Date, Updated civil.Time
	Summary       string // plain text
	HTML          string // the whole text; only used with FullText
	Source        string
	Authors       []string
	Column        string
	Tags          []string
}

// updated is when the item changed last.
func (i *Item) updated() civil.Time {
	if i.Updated.IsZero() {
		return i.Date
	}
	return i.Updated
}

// categories are the column and the tags, each once.
func (i *Item) categories() []string {
	var list []string
	for _, name := range append([]string{i.Column}, i.Tags...) {
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// updated is when the newest item changed. A feed without items has changed
// never; the formats want a date all the same.
func (f *Feed) updated() time.Time {
	newest := instant(civil.Time{Year: 1970, Month: 1, Day: 1}, f.Zone)
	for i := range f.Items {
		if t := instant(f.Items[i].updated(), f.Zone); t.After(newest) {
			newest = t
		}
	}
	return newest
}

func (f *Feed) author() string {
	if f.Author == "" {
		return f.Title
	}
	return f.Author
}

// selfURL is the address of one of the feed's files.
func (f *Feed) selfURL(file string) string { return uri.Escape(f.HomeURL) + file }

// instant is the moment that a civil time means in a zone; nil is UTC.
func instant(t civil.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone)
}

// iso prints a civil time as it was written: a day alone stays a day.
func iso(t civil.Time, zone *time.Location) string {
	switch t.Precision {
	case civil.None:
		return ""
	case civil.Day:
		return t.Date() // whatever its zone did on that day
	}
	return instant(t, zone).Format(time.RFC3339)
}

// clean replaces what XML cannot hold, by the rule that encoding/xml follows in
// texts but not in CDATA sections.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r',
			0x20 <= r && r <= 0xD7FF, 0xE000 <= r && r <= 0xFFFD, 0x10000 <= r && r <= 0x10FFFF:
			return r
		}
		return '\uFFFD'
	}, text)
}
