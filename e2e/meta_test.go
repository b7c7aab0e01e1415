package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tags returns the contents of the meta tags of a page by name. The case of a name
// counts, as it does to those who inspect.
func (d *document) tags() map[string][]string {
	all := map[string][]string{}
	for _, meta := range d.all("meta") {
		if name := attribute(meta, "name") + attribute(meta, "property"); name != "" {
			all[name] = append(all[name], attribute(meta, "content"))
		}
	}
	return all
}

var (
	siteTags   = []string{"SiteName", "SiteDomain", "SiteIDCode"}
	columnTags = []string{"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
)

// TestTags holds pages to the tag rules for government sites: the right tags, each
// once, with values in the rules' own form.
func TestTags(t *testing.T) {
	s := theSite(t, atBase)
	site := map[string]string{"SiteName": "示例经开区改革信息网", "SiteDomain": "reform.example.gov.cn", "SiteIDCode": "4307000001"}
	address := s.home + "business/reform/2018-05-31-green/"
	pages := map[string]map[string]string{
		"":                 {"ColumnName": "首页", "ColumnType": "首页"},
		"business/reform/": {"ColumnName": "全面深化改革", "ColumnType": "工作动态"},
		"policy/documents/": {
			"ColumnName": "改革文件", "ColumnType": "政策文件", "ColumnKeywords": "改革方案,管理办法,工作要点,规范性文件",
			"ColumnDescription": "示例经开区管委会及其工作部门印发的改革方案、办法和工作要点全文。",
		},
		"business/reform/2018-05-31-green/": {"ColumnName": "全面深化改革", "ArticleTitle": "深化改革举措 推动绿色发展", "Url": address},
		"tags/":                             {},
	}
	for page, want := range pages {
		t.Run("/"+page, func(t *testing.T) {
			d := s.document(t, page)
			tags := d.tags()
			due := slices.Clone(siteTags)
			if page != "tags/" {
				due = append(due, columnTags...)
			}
			if d.isBulletin() {
				due = append(due, "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url")
			}
			for _, name := range due {
				if len(tags[name]) != 1 || tags[name][0] == "" {
					t.Errorf("%s: %q", name, tags[name])
				}
			}
			for name, value := range site {
				want[name] = value
			}
			for name, value := range want {
				if got := strings.Join(tags[name], " | "); got != value {
					t.Errorf("%s is %q, want %q", name, got, value)
				}
			}
		})
	}
}

var pubDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d$`)

// TestTagsOfBulletins holds for every bulletin what can be said of any.
func TestTagsOfBulletins(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, d := range s.documents(t) {
				tags := d.tags()
				for _, name := range siteTags {
					if !d.isRedirect() && (len(tags[name]) != 1 || tags[name][0] == "") {
						t.Errorf("/%s: %s: %q", d.path, name, tags[name])
					}
				}
				if !d.isBulletin() {
					continue
				}
				for _, name := range append([]string{"ContentSource", "Description", "Url"}, columnTags...) {
					if len(tags[name]) != 1 || tags[name][0] == "" {
						t.Errorf("/%s: %s: %q", d.path, name, tags[name])
					}
				}
				for _, name := range []string{"Author", "Keywords", "Image"} { // where there is something to say
					if len(tags[name]) > 1 || len(tags[name]) == 1 && tags[name][0] == "" {
						t.Errorf("/%s: %s: %q", d.path, name, tags[name])
					}
				}
				if got := strings.Join(tags["ArticleTitle"], " | "); got != d.title() {
					t.Errorf("/%s: ArticleTitle is %q, want %q", d.path, got, d.title())
				}
				if got := strings.Join(tags["PubDate"], " | "); !pubDate.MatchString(got) {
					t.Errorf("/%s: PubDate is %q", d.path, got)
				}
				for _, image := range tags["Image"] {
					if _, err := os.Stat(d.local(image)); err != nil || !strings.HasPrefix(image, s.home) {
						t.Errorf("/%s: Image is %q, which is no whole address of a picture", d.path, image)
					}
				}
			}
		})
	}
}

// TestAddresses: every page says where it is, and tells those who share it.
func TestAddresses(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, d := range s.documents(t) {
				if d.path == "404.html" || d.isRedirect() {
					continue
				}
				u, err := d.resolve("")
				if err != nil {
					t.Fatal(err)
				}
				if got := d.canonical(); got != u.String() {
					t.Errorf("/%s says it is %s, not %s", d.path, got, u)
				}
				tags := d.tags()
				for _, name := range []string{"og:title", "og:type", "og:url", "og:site_name"} {
					if len(tags[name]) != 1 || tags[name][0] == "" {
						t.Errorf("/%s: %s: %q", d.path, name, tags[name])
					}
				}
				if got := strings.Join(tags["og:url"], " "); got != u.String() {
					t.Errorf("/%s: og:url is %s", d.path, got)
				}
				if len(tags["Description"])+len(tags["description"]) != 1 {
					t.Errorf("/%s has not one description: %q %q", d.path, tags["Description"], tags["description"])
				}
			}
		})
	}
}

// linked returns the things of a page's JSON-LD by type.
func (d *document) linked(t *testing.T) map[string]map[string]any {
	t.Helper()
	things := map[string]map[string]any{}
	for _, script := range d.all("script") {
		if attribute(script, "type") != "application/ld+json" {
			continue
		}
		var value any
		if err := json.Unmarshal([]byte(textOf(script)), &value); err != nil {
			t.Errorf("/%s: JSON-LD: %v in %.200s", d.path, err, textOf(script))
			continue
		}
		collect(value, things)
	}
	return things
}

func collect(value any, things map[string]map[string]any) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			collect(v, things)
		}
	case map[string]any:
		if graph, ok := value["@graph"]; ok {
			collect(graph, things)
		}
		if kind, ok := value["@type"].(string); ok {
			things[kind] = value
		}
	}
}

// TestLinkedData: the JSON-LD of every page parses, is of the right type, and gives
// the title back to the letter.
func TestLinkedData(t *testing.T) {
	for _, s := range sites(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, d := range s.documents(t) {
				if d.path == "404.html" || d.isRedirect() {
					continue
				}
				things := d.linked(t)
				if d.path == "" && things["GovernmentOrganization"] == nil {
					t.Error("the home page does not say whose site it is (GovernmentOrganization)")
				}
				if d.path != "" && !slices.Contains(d.tags()["robots"], "noindex") {
					checkBreadcrumb(t, d, things["BreadcrumbList"])
				}
				if d.isBulletin() {
					checkArticle(t, d, things)
				}
			}
		})
	}
}

func checkArticle(t *testing.T, d *document, things map[string]map[string]any) {
	t.Helper()
	kind, property := "NewsArticle", "headline"
	number := d.bulletin().Number
	if number != "" {
		kind, property = "Legislation", "name"
	}
	thing := things[kind]
	if thing == nil {
		t.Errorf("/%s has no %s", d.path, kind)
		return
	}
	if got := thing[property]; got != d.title() {
		t.Errorf("/%s: the %s is %q, want %q", d.path, property, got, d.title())
	}
	if number != "" && thing["legislationIdentifier"] != number {
		t.Errorf("/%s: legislationIdentifier is %v, want %s", d.path, thing["legislationIdentifier"], number)
	}
}

// checkBreadcrumb compares a breadcrumb with the one the page shows: the same
// places, counted from 1, the page itself last.
func checkBreadcrumb(t *testing.T, d *document, list map[string]any) {
	t.Helper()
	places, _ := list["itemListElement"].([]any)
	if len(places) < 2 {
		t.Errorf("/%s has no BreadcrumbList", d.path)
		return
	}
	for i, place := range places {
		item, _ := place.(map[string]any)
		if item["position"] != float64(i+1) || fmt.Sprint(item["name"]) == "" {
			t.Errorf("/%s: place %d of the BreadcrumbList is %v", d.path, i+1, item)
		}
	}
	last, _ := places[len(places)-1].(map[string]any)
	if d.isBulletin() && last["name"] != d.title() {
		t.Errorf("/%s: the BreadcrumbList ends in %q, want %q", d.path, last["name"], d.title())
	}
}
