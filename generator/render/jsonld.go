package render

import (
	"cmp"

	"jianbao/generator/site"
)

// The types below are what search engines read of a page, in the words of
// schema.org. They are plain data: html/template prints them as JSON, in which
// no text can end the element it stands in.

type node struct {
	Context string `json:"@context,omitempty"` // of a block, not of what it holds
	Type    string `json:"@type"`
}

const schema = "https://schema.org"

type organization struct {
	node
	Name      string `json:"name"`
	URL       string `json:"url,omitempty"`
	Telephone string `json:"telephone,omitempty"`
	Email     string `json:"email,omitempty"`
	Address   string `json:"address,omitempty"`
}

type breadcrumbs struct {
	node
	Items []crumb `json:"itemListElement"`
}

type crumb struct {
	node
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// work is what an article and a document have in common.
type work struct {
	node
	URL       string       `json:"url"`
	Page      string       `json:"mainEntityOfPage"`
	Language  string       `json:"inLanguage"`
	About     string       `json:"description,omitempty"`
	Keywords  []string     `json:"keywords,omitempty"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"datePublished"`
	Modified  string       `json:"dateModified"`
	BasedOn   string       `json:"isBasedOn,omitempty"`
	Publisher organization `json:"publisher"`
}

type article struct {
	work
	Headline string `json:"headline"`
	Subtitle string `json:"alternativeHeadline,omitempty"`
	Section  string `json:"articleSection,omitempty"`
	Author   []any  `json:"author"`
}

type person struct {
	node
	Name string `json:"name"`
}

type legislation struct {
	work
	Name     string        `json:"name"`
	Number   string        `json:"legislationIdentifier"`
	Date     string        `json:"legislationDate,omitempty"`
	Force    string        `json:"legislationLegalForce"`
	Category string        `json:"legislationType,omitempty"`
	PassedBy *organization `json:"legislationPassedBy,omitempty"`
}

// jsonld is the function of that name: the blocks of JSON-LD that a page has.
func jsonld(view any) []any {
	switch v := view.(type) {
	case site.Home:
		return []any{publisher(v.Site, schema)}
	case site.Bulletin:
		return []any{creation(v), trail(v.PageView), publisher(v.Site, schema)}
	case site.ColumnPage:
		return []any{trail(v.PageView), publisher(v.Site, schema)}
	case site.List:
		return []any{trail(v.PageView), publisher(v.Site, schema)}
	case site.Tags:
		return []any{trail(v.PageView), publisher(v.Site, schema)}
	case site.Archive:
		return []any{trail(v.PageView), publisher(v.Site, schema)}
	case site.Sitemap:
		return []any{trail(v.PageView), publisher(v.Site, schema)}
	}
	return nil // a page that no search engine shall list
}

// publisher is the office that owns the site.
func publisher(chrome *site.Chrome, context string) organization {
	id := chrome.Identity
	return organization{
		node: node{context, "GovernmentOrganization"}, Name: cmp.Or(id.Sponsor, chrome.Title), URL: chrome.BaseURL,
		Telephone: id.Phone, Email: id.Email, Address: id.Address,
	}
}

func trail(page site.PageView) breadcrumbs {
	list := breadcrumbs{node: node{schema, "BreadcrumbList"}}
	for i, link := range page.Breadcrumb {
		list.Items = append(list.Items, crumb{node{Type: "ListItem"}, i + 1, link.Title, page.Site.Origin + link.URL})
	}
	return list
}

// creation is an article, or a document if it has a number.
func creation(v site.Bulletin) any {
	w := work{
		node: node{schema, "NewsArticle"}, URL: v.Canonical, Page: v.Canonical, Language: v.Site.Language, About: v.Description, Keywords: v.Keywords,
		Published: v.Published, Modified: cmp.Or(v.Modified, v.Published), BasedOn: v.SourceURL, Publisher: publisher(v.Site, ""),
	}
	if v.Picture != "" {
		w.Image = v.Site.Origin + v.Picture
	}
	if v.Number != "" {
		w.Type = "Legislation"
		document := legislation{work: w, Name: v.Title, Number: v.Number, Date: v.Signed.Date(), Force: force(v.Status), Category: v.Category}
		if v.Issuer != "" {
			document.PassedBy = &organization{node: node{Type: "GovernmentOrganization"}, Name: v.Issuer}
		}
		return document
	}
	a := article{work: w, Headline: v.Title, Subtitle: v.Subtitle}
	if v.Column != nil {
		a.Section = v.Column.Title
	}
	for _, name := range v.Authors {
		a.Author = append(a.Author, person{node{Type: "Person"}, name})
	}
	if len(v.Authors) == 0 {
		a.Author = []any{organization{node: node{Type: "Organization"}, Name: v.Source}}
	}
	return a
}

// force is the state of a document (有效性) in the words of schema.org.
func force(status string) string {
	switch status {
	case "已修改":
		return "PartiallyInForce"
	case "已废止", "失效":
		return "NotInForce"
	}
	return "InForce"
}
