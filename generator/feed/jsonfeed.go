package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"jianbao/generator/uri"
)

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomeURL     string       `json:"home_page_url"`
	SelfURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

// JSON returns feed.json.
func (f *Feed) JSON() []byte {
	file := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1",
		Title:   f.Title, HomeURL: uri.Escape(f.HomeURL), SelfURL: f.selfURL(JSONFile),
		Description: f.Description, Language: f.Language,
		Authors: []jsonAuthor{{f.author()}},
		Items:   []jsonItem{},
	}
	for i := range f.Items {
		file.Items = append(file.Items, f.jsonItem(&f.Items[i]))
	}
	return appendJSON(nil, file)
}

func (f *Feed) jsonItem(i *Item) jsonItem {
	link := uri.Escape(i.URL)
	item := jsonItem{
		ID: link, URL: link, Title: i.Title,
		Published: instant(i.Date, f.Zone).Format(time.RFC3339),
		Modified:  instant(i.updated(), f.Zone).Format(time.RFC3339),
		Tags:      i.categories(),
	}
	for _, name := range i.Authors {
		item.Authors = append(item.Authors, jsonAuthor{name})
	}
	if f.FullText && i.HTML != "" {
		item.HTML, item.Summary = absoluteLinks(i.HTML, link), i.Summary
	} else {
		item.Text = cmp.Or(i.Summary, i.Title) // the format wants some content
	}
	return item
}

// appendJSON prints one of this package's own types. HTML is not escaped: these
// files are read by programs and never pasted into a page.
func appendJSON(dst []byte, file any) []byte {
	out := bytes.NewBuffer(dst)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(file); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
