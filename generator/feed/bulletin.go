package feed

import (
	"encoding/json"
	"net/url"
	"time"

	"jianbao/generator/site"
)

// bulletinFile is BULLETIN/index.json: every public field of a bulletin, under
// the names that front matter has for them, and its text as HTML and plain.
// Reviews and exemptions are never in it, nor is what params hold for layouts.
type bulletinFile struct {
	Title       string           `json:"title"`
	Subtitle    string           `json:"subtitle,omitempty"`
	URL         string           `json:"url"`
	Column      *linkFile        `json:"column,omitempty"`
	Date        string           `json:"date"`
	Updated     string           `json:"updated,omitempty"`
	Expires     string           `json:"expires,omitempty"`
	Source      string           `json:"source"`
	SourceURL   string           `json:"sourceURL,omitempty"`
	Authors     []string         `json:"authors,omitempty"`
	Editor      string           `json:"editor,omitempty"`
	Summary     string           `json:"summary,omitempty"`
	Keywords    []string         `json:"keywords,omitempty"`
	Tags        []string         `json:"tags,omitempty"`
	Image       string           `json:"image,omitempty"`
	ImageAlt    string           `json:"imageAlt,omitempty"`
	Number      string           `json:"number,omitempty"`
	Index       string           `json:"index,omitempty"`
	Issuer      string           `json:"issuer,omitempty"`
	Signed      string           `json:"signed,omitempty"`
	Status      string           `json:"status,omitempty"`
	ReplacedBy  *linkFile        `json:"replacedBy,omitempty"`
	Replaces    []linkFile       `json:"replaces,omitempty"`
	Category    string           `json:"category,omitempty"`
	Issue       int              `json:"issue,omitempty"`
	TotalIssue  int              `json:"totalIssue,omitempty"`
	Pinned      bool             `json:"pinned,omitempty"`
	Attachments []attachmentFile `json:"attachments,omitempty"`
	Related     []linkFile       `json:"related,omitempty"`
	Changes     []changeFile     `json:"changes,omitempty"`
	HTML        string           `json:"html"`
	Text        string           `json:"text"`
}

// BulletinText reads the words that readers search for out of a file that
// [AppendBulletin] made.
func BulletinText(data []byte) (title, source, number string, tags []string, text string, err error) {
	var file bulletinFile
	err = json.Unmarshal(data, &file)
	return file.Title, file.Source, file.Number, file.Tags, file.Text, err
}

type linkFile struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type attachmentFile struct {
	Title string `json:"title"`
	URL   string `json:"url"`
	Type  string `json:"type"`
	Size  int64  `json:"size"` // in bytes
}

type changeFile struct {
	Date string `json:"date"`
	Note string `json:"note"`
}

// AppendBulletin appends a bulletin as JSON, out of the view that its page is made of
// and its plain text. Addresses are absolute. Dates are as precise as they were
// written; those with a time of day carry the offset of the zone.
func AppendBulletin(dst []byte, view *site.Bulletin, text string, zone *time.Location) []byte {
	page := view.Canonical
	base, err := url.Parse(page)
	if err != nil {
		panic(err) // the model has made it
	}
	abs := func(address string) string {
		if address == "" {
			return ""
		}
		return absolute(address, base)
	}
	link := func(title, address string) linkFile { return linkFile{title, abs(address)} }
	file := bulletinFile{
		Title: view.Title, Subtitle: view.Subtitle, URL: page,
		Date: iso(view.Date, zone), Updated: iso(view.Updated, zone), Expires: iso(view.Expires, zone),
		Source: view.Source, SourceURL: view.SourceURL, Authors: view.Authors, Editor: view.Editor,
		Summary: view.Summary, Keywords: view.Keywords,
		Image: abs(view.Image), ImageAlt: view.ImageAlt,
		Number: view.Number, Index: view.Index, Issuer: view.Issuer, Signed: iso(view.Signed, zone),
		Status: view.Status, Category: view.Category, Issue: view.Issue, TotalIssue: view.TotalIssue, Pinned: view.Pinned,
		HTML: resolveLinks(view.Body.String(), base), Text: text,
	}
	if c := view.Column; c != nil {
		column := link(c.Title, c.URL)
		file.Column = &column
	}
	if r := view.ReplacedBy; r != nil {
		replacedBy := link(r.Title, r.URL)
		file.ReplacedBy = &replacedBy
	}
	for _, r := range view.Replaces {
		file.Replaces = append(file.Replaces, link(r.Title, r.URL))
	}
	for _, r := range view.Related {
		file.Related = append(file.Related, link(r.Title, r.URL))
	}
	for _, t := range view.Tags {
		file.Tags = append(file.Tags, t.Title)
	}
	for _, a := range view.Attachments {
		file.Attachments = append(file.Attachments, attachmentFile{a.Title, abs(a.URL), a.Type, a.Size})
	}
	for _, c := range view.Changes {
		file.Changes = append(file.Changes, changeFile{iso(c.Date, zone), c.Note})
	}
	return appendJSON(dst, file)
}
