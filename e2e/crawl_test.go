package e2e

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// reference is an address in a page, and whether a reader can follow it.
type reference struct {
	address string
	isLink  bool
}

// references returns all addresses of a page, of whatever element.
func (d *document) references() []reference {
	var found []reference
	for _, n := range d.all() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "poster":
				found = append(found, reference{a.Val, n.Data == "a" && a.Key == "href"})
			case a.Key == "srcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					if fields := strings.Fields(candidate); len(fields) > 0 {
						found = append(found, reference{fields[0], false})
					}
				}
			case a.Key == "content" && strings.EqualFold(attribute(n, "http-equiv"), "refresh"):
				if _, target, ok := strings.Cut(a.Val, "url="); ok {
					found = append(found, reference{target, false})
				}
			}
		}
	}
	return found
}

// crawler follows the links of a site from its home page.
type crawler struct {
	t    *testing.T
	site *site
	docs map[string]*document
	ids  map[string]map[string]bool
	seen map[string]bool
	told map[string]int
}

// complain tells a fault, but not on every page that shares it.
func (c *crawler) complain(d *document, format string, args ...any) {
	fault := fmt.Sprintf(format, args...)
	if c.told[fault]++; c.told[fault] <= 2 {
		c.t.Errorf("/%s: %s", d.path, fault)
	}
}

func (c *crawler) visit(path string) {
	if c.seen[path] {
		return
	}
	c.seen[path] = true
	d := c.docs[path]
	for _, r := range d.references() {
		if next, ok := c.check(d, r); ok && r.isLink {
			c.visit(next)
		}
	}
}

// check complains of a reference that leads nowhere or out of the base path. It
// returns the page that the reference leads to, if it is one of the site.
func (c *crawler) check(d *document, r reference) (string, bool) {
	u, err := d.resolve(r.address)
	if err != nil {
		c.complain(d, "%q is no address: %v", r.address, err)
		return "", false
	}
	home, _ := url.Parse(c.site.home)
	if u.Host != home.Host {
		if u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" && u.Scheme != "tel" && (u.Scheme != "data" || r.isLink) {
			c.complain(d, "%s has a scheme of its own", r.address)
		}
		if !r.isLink && u.Scheme != "data" {
			c.complain(d, "%s is loaded from elsewhere", r.address)
		}
		return "", false
	}
	below, ok := strings.CutPrefix(u.Path, c.site.base)
	if !ok {
		c.complain(d, "%s leads out of %s", r.address, c.site.base)
		return "", false
	}
	if info, err := os.Stat(c.site.file(below)); err != nil || info.IsDir() {
		c.complain(d, "%s leads nowhere", r.address)
		return "", false
	}
	if c.docs[below] == nil {
		return "", false
	}
	if c.ids[below] == nil {
		c.ids[below] = c.docs[below].ids()
	}
	if !c.ids[below][u.Fragment] {
		c.complain(d, "%s: the page has no #%s", r.address, u.Fragment)
	}
	return below, true
}

// TestCrawl follows every link: none leads nowhere or out of the base path, and
// every page can be reached from the home page.
func TestCrawl(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			c := &crawler{t: t, site: s, docs: map[string]*document{}, ids: map[string]map[string]bool{}, seen: map[string]bool{}, told: map[string]int{}}
			for _, d := range s.documents(t) {
				c.docs[d.path] = d
			}
			c.visit("")
			for path, d := range c.docs {
				if !c.seen[path] && path != "404.html" && !d.isRedirect() {
					t.Errorf("no link leads to /%s", path)
				}
				c.visit(path) // its links must be right all the same
			}
		})
	}
}

// TestNothingInline finds scripts, styles and handlers in pages themselves; files
// of scripts and styles must be what their integrity says.
func TestNothingInline(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, d := range s.documents(t) {
				for _, n := range d.all() {
					checkInline(t, d, n)
				}
				if policy := d.policy(); !d.isRedirect() && !strings.Contains(policy, "default-src 'self'") {
					t.Errorf("/%s: the content security policy is %q", d.path, policy)
				}
			}
		})
	}
}

func checkInline(t *testing.T, d *document, n *html.Node) {
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("/%s: <%s %s=%q>", d.path, n.Data, a.Key, a.Val)
		}
	}
	switch n.Data {
	case "style":
		t.Errorf("/%s has a <style>", d.path)
	case "script":
		if attribute(n, "type") == "application/ld+json" {
			return
		}
		if attribute(n, "src") == "" {
			t.Errorf("/%s has a script in the page: %.80s", d.path, textOf(n))
			return
		}
		checkIntegrity(t, d, attribute(n, "src"), attribute(n, "integrity"))
	case "link":
		if attribute(n, "rel") == "stylesheet" {
			checkIntegrity(t, d, attribute(n, "href"), attribute(n, "integrity"))
		}
	}
}

func checkIntegrity(t *testing.T, d *document, address, integrity string) {
	content, err := os.ReadFile(d.local(address))
	if err != nil {
		t.Errorf("/%s: %v", d.path, err)
	} else if want := sha384(content); integrity != want {
		t.Errorf("/%s: %s has the integrity %q, want %q", d.path, address, integrity, want)
	}
}

// TestSilence opens one page of each kind: no errors and no warnings on the
// console, no breach of the policy, no request to another host.
func TestSilence(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			for _, k := range s.kinds {
				b.open(s.url + k.path)
				b.wait("the page is still", `document.readyState == "complete"`)
				errors, requests := b.events.take()
				for _, e := range errors {
					t.Errorf("%s (%s): %s", k.name, k.path, e)
				}
				u, _ := url.Parse(s.url)
				for _, r := range foreign(requests, u.Host) {
					t.Errorf("%s (%s) asks for %s", k.name, k.path, r)
				}
				if len(requests) == 0 {
					t.Errorf("%s (%s): no request was seen", k.name, k.path)
				}
			}
		})
	}
}
