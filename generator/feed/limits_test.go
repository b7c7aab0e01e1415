package feed

import (
	"strings"
	"testing"
)

// A site map is split by its size in bytes, too. The true limit would take
// fifty megabytes of addresses to reach.
func TestSitemapIsSplitBySize(t *testing.T) {
	limits := sitemapLimits{locations: 100, bytes: 1000}
	var locations []Location
	for n := range 40 {
		locations = append(locations, Location{URL: "https://a.example/" + strings.Repeat("&", n)})
	}
	parts := splitSitemap(locations, nil, limits)
	if len(parts) < 7 {
		t.Errorf("%d files", len(parts))
	}
	var all strings.Builder
	for _, part := range parts {
		data := part.close()
		if len(data) > limits.bytes {
			t.Errorf("a file of %d bytes", len(data))
		}
		all.Write(data)
	}
	for _, l := range locations {
		if !strings.Contains(all.String(), "<loc>"+strings.ReplaceAll(l.URL, "&", "&amp;")+"</loc>") {
			t.Errorf("%s is lost", l.URL)
		}
	}
}
