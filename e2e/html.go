package e2e

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// document is a published page as its source says, without a browser.
type document struct {
	site *site
	path string // below the base: "business/"
	root *html.Node
	size int
}

// documents returns all pages of a site.
func (s *site) documents(t *testing.T) []*document {
	t.Helper()
	var all []*document
	for _, path := range s.pages {
		all = append(all, s.document(t, path))
	}
	if len(all) < 20 {
		t.Fatalf("%s has only %d pages", s.name, len(all))
	}
	return all
}

func (s *site) document(t *testing.T, path string) *document {
	t.Helper()
	source, err := os.ReadFile(s.file(path))
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(source))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return &document{s, path, root, len(source)}
}

// all returns the elements of some names, every element for none.
func (d *document) all(names ...string) []*html.Node {
	var found []*html.Node
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		isWanted := len(names) == 0
		for _, name := range names {
			isWanted = isWanted || n.Data == name
		}
		if isWanted {
			found = append(found, n)
		}
	}
	return found
}

// canonical is what the page says is its address, "" when it says none.
func (d *document) canonical() string {
	for _, link := range d.all("link") {
		if attribute(link, "rel") == "canonical" {
			return attribute(link, "href")
		}
	}
	return ""
}

// isRedirect says that the page only leads to another.
func (d *document) isRedirect() bool {
	for _, meta := range d.all("meta") {
		if strings.EqualFold(attribute(meta, "http-equiv"), "refresh") {
			return true
		}
	}
	return false
}

// ids returns the ids of a page, to which links may lead.
func (d *document) ids() map[string]bool {
	ids := map[string]bool{"": true, "top": true}
	for _, n := range d.all() {
		if id := attribute(n, "id"); id != "" {
			ids[id] = true
		}
	}
	return ids
}

// heading is the text of the first h1.
func (d *document) heading() string {
	for _, h := range d.all("h1") {
		return strings.TrimSpace(textOf(h))
	}
	return ""
}

// bulletin is what the JSON file beside a page says, nil when there is none.
func (d *document) bulletin() *struct{ Title, Number string } {
	content, err := os.ReadFile(strings.TrimSuffix(d.site.file(d.path), ".html") + ".json")
	if err != nil {
		return nil
	}
	var bulletin struct{ Title, Number string }
	if err := json.Unmarshal(content, &bulletin); err != nil {
		return nil
	}
	return &bulletin
}

// title is the title of the page as the publisher wrote it: a bulletin's is in its
// JSON file, any other page shows it.
func (d *document) title() string {
	if bulletin := d.bulletin(); bulletin != nil {
		return bulletin.Title
	}
	return d.heading()
}

func (d *document) isBulletin() bool { return d.bulletin() != nil }

// resolve returns a reference of the page as a whole address, as the reader of the
// published site would get it.
func (d *document) resolve(reference string) (*url.URL, error) {
	base, err := url.Parse(d.site.home + (&url.URL{Path: d.path}).EscapedPath())
	if err != nil {
		return nil, err
	}
	return base.Parse(strings.TrimSpace(reference))
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// policy is the content security policy of the page.
func (d *document) policy() string {
	for _, meta := range d.all("meta") {
		if strings.EqualFold(attribute(meta, "http-equiv"), "Content-Security-Policy") {
			return attribute(meta, "content")
		}
	}
	return ""
}

// local returns the published file that a reference of the page means.
func (d *document) local(reference string) string {
	u, err := d.resolve(reference)
	if err != nil {
		return ""
	}
	return d.site.file(strings.TrimPrefix(u.Path, d.site.base))
}

func sha384(content []byte) string {
	sum := sha512.Sum384(content)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}
