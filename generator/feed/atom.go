package feed

import (
	"encoding/xml"
	"time"

	"jianbao/generator/uri"
)

type atomFile struct {
	XMLName   xml.Name     `xml:"feed"`
	Namespace string       `xml:"xmlns,attr"`
	Language  string       `xml:"xml:lang,attr,omitempty"`
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Subtitle  string       `xml:"subtitle,omitempty"`
	Links     []atomLink   `xml:"link"`
	Updated   string       `xml:"updated"`
	Authors   []atomPerson `xml:"author"`
	Generator string       `xml:"generator,omitempty"`
	Entries   []atomEntry  `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	URL  string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomContent   `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",cdata"`
}

// Atom returns atom.xml.
func (f *Feed) Atom() []byte {
	home := uri.Escape(f.HomeURL)
	file := atomFile{
		Namespace: "http://www.w3.org/2005/Atom",
		Language:  f.Language,
		ID:        home,
		Title:     f.Title,
		Subtitle:  f.Description,
		Links: []atomLink{
			{"self", "application/atom+xml", f.selfURL(AtomFile)},
			{"alternate", "text/html", home},
		},
		Updated:   f.updated().Format(time.RFC3339),
		Authors:   []atomPerson{{f.author()}},
		Generator: f.Generator,
	}
	for i := range f.Items {
		file.Entries = append(file.Entries, f.atomEntry(&f.Items[i]))
	}
	return marshalXML(file)
}

func (f *Feed) atomEntry(i *Item) atomEntry {
	link := uri.Escape(i.URL)
	entry := atomEntry{
		ID: link, Title: i.Title, Links: []atomLink{{"alternate", "text/html", link}},
		Published: instant(i.Date, f.Zone).Format(time.RFC3339),
		Updated:   instant(i.updated(), f.Zone).Format(time.RFC3339),
		Summary:   i.Summary,
	}
	for _, name := range i.Authors {
		entry.Authors = append(entry.Authors, atomPerson{name})
	}
	for _, name := range i.categories() {
		entry.Categories = append(entry.Categories, atomCategory{name})
	}
	if f.FullText && i.HTML != "" {
		entry.Content = &atomContent{"html", clean(absoluteLinks(i.HTML, link))}
	}
	return entry
}
