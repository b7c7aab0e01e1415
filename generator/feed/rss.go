package feed

import (
	"encoding/xml"
	"html"
	"time"

	"jianbao/generator/uri"
)

type rssFile struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr,omitempty"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Self        rssSelf   `xml:"atom:link"`
	Language    string    `xml:"language,omitempty"`
	Updated     string    `xml:"lastBuildDate"`
	Generator   string    `xml:"generator,omitempty"`
	Items       []rssItem `xml:"item"`
}

type rssSelf struct {
	URL  string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        rssGUID  `xml:"guid"`
	Date        string   `xml:"pubDate"`
	Creators    []string `xml:"dc:creator"`
	Source      string   `xml:"dc:source,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description,omitempty"`
	Content     *cdata   `xml:"content:encoded"`
}

type rssGUID struct {
	Permanent string `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// cdata is HTML as it is: half the size of escaping every tag.
type cdata struct {
	Text string `xml:",cdata"`
}

// RSS returns feed.xml.
func (f *Feed) RSS() []byte {
	file := rssFile{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom",
		DC:      "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			Title: f.Title, Link: uri.Escape(f.HomeURL), Description: f.description(),
			Self:     rssSelf{f.selfURL(RSSFile), "self", "application/rss+xml"},
			Language: f.Language, Updated: f.updated().Format(time.RFC1123Z), Generator: f.Generator,
		},
	}
	if f.FullText {
		file.Content = "http://purl.org/rss/1.0/modules/content/"
	}
	for i := range f.Items {
		file.Channel.Items = append(file.Channel.Items, f.rssItem(&f.Items[i]))
	}
	return marshalXML(file)
}

func (f *Feed) rssItem(i *Item) rssItem {
	link := uri.Escape(i.URL)
	item := rssItem{
		Title: i.Title, Link: link, GUID: rssGUID{"true", link},
		Date:     instant(i.Date, f.Zone).Format(time.RFC1123Z),
		Creators: i.Authors, Source: i.Source, Categories: i.categories(),
		Description: html.EscapeString(i.Summary), // readers take it for HTML
	}
	if f.FullText && i.HTML != "" {
		item.Content = &cdata{clean(absoluteLinks(i.HTML, link))}
	}
	return item
}

// description is what a channel cannot do without.
func (f *Feed) description() string {
	if f.Description == "" {
		return f.Title
	}
	return f.Description
}

// marshalXML prints one of this package's own types, which always can be printed.
func marshalXML(file any) []byte {
	data, err := xml.Marshal(file)
	if err != nil {
		panic(err)
	}
	return append([]byte(`<?xml version="1.0" encoding="UTF-8"?>`), data...)
}
