package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"jianbao/generator/feed"
)

func TestSitemap(t *testing.T) {
	files := feed.Sitemap("https://a.example/repo/", []feed.Location{
		{URL: "https://a.example/repo/"},
		{URL: "https://a.example/repo/改革/?a=1&b='2'", LastMod: day(2018, 5, 31)},
		{URL: "https://a.example/repo/%E7%BB%BF/", LastMod: minute(day(2018, 5, 31), 9, 30)},
	}, shanghai(t))
	want := `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` +
		`<url><loc>https://a.example/repo/</loc></url>` +
		`<url><loc>https://a.example/repo/%E6%94%B9%E9%9D%A9/?a=1&amp;b=&#39;2&#39;</loc><lastmod>2018-05-31</lastmod></url>` +
		`<url><loc>https://a.example/repo/%E7%BB%BF/</loc><lastmod>2018-05-31T09:30:00+08:00</lastmod></url>` +
		`</urlset>`
	if len(files) != 1 || files[0].Path != "sitemap.xml" || string(files[0].Data) != want {
		t.Errorf("got  %s\nwant %s", files[0].Data, want)
	}
}

type urlset struct {
	URLs []struct {
		Loc string `xml:"loc"`
	} `xml:"url"`
}

type sitemapindex struct {
	Sitemaps []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"sitemap"`
}

// A large site map is split; nothing is lost, and nothing exceeds the limit.
func TestSitemapIsSplit(t *testing.T) {
	tests := []struct {
		name  string
		total int
		files int // besides the index
	}{
		{"at the limit", 50_000, 0},
		{"one more", 50_001, 2},
		{"several", 100_001, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var locations []feed.Location
			for i := range test.total {
				address := fmt.Sprintf("https://a.example/%d/", i)
				locations = append(locations, feed.Location{URL: address, LastMod: day(2000+int16(i/10_000), 1, 1)})
			}
			files := feed.Sitemap("https://a.example/", locations, shanghai(t))
			if len(files) != test.files+1 || files[0].Path != "sitemap.xml" {
				t.Fatalf("%d files, the first is %s", len(files), files[0].Path)
			}
			if test.files > 0 {
				checkIndex(t, files)
				files = files[1:]
			}
			checkParts(t, files, locations)
		})
	}
}

func checkIndex(t *testing.T, files []feed.File) {
	t.Helper()
	var index sitemapindex
	decodeXML(t, files[0].Data, &index)
	if len(index.Sitemaps) != len(files)-1 {
		t.Fatalf("the index lists %d of %d files", len(index.Sitemaps), len(files)-1)
	}
	for i, s := range index.Sitemaps {
		if s.Loc != "https://a.example/"+files[i+1].Path || s.LastMod < "2000" {
			t.Errorf("entry %d of the index is %+v", i, s)
		}
	}
	last := index.Sitemaps[len(index.Sitemaps)-1].LastMod
	if first := index.Sitemaps[0].LastMod; last < first {
		t.Errorf("the index says %s, then %s", first, last)
	}
}

func checkParts(t *testing.T, files []feed.File, locations []feed.Location) {
	t.Helper()
	next := 0
	for _, file := range files {
		entries := strings.Split(string(file.Data), "<url>")[1:]
		if len(entries) > 50_000 || len(file.Data) > 50<<20 {
			t.Errorf("%s has %d addresses and %d bytes", file.Path, len(entries), len(file.Data))
		}
		for _, entry := range entries {
			if !strings.HasPrefix(entry, "<loc>"+locations[next].URL+"</loc><lastmod>") {
				t.Fatalf("address %d is %s", next, entry)
			}
			next++
		}
	}
	if next != len(locations) {
		t.Errorf("%d of %d addresses", next, len(locations))
	}
}

func TestSitemapOfNothing(t *testing.T) {
	files := feed.Sitemap("https://a.example/", nil, nil)
	var got urlset
	decodeXML(t, files[0].Data, &got)
	if len(files) != 1 || len(got.URLs) != 0 {
		t.Errorf("%d files, %d addresses", len(files), len(got.URLs))
	}
}

func TestRobots(t *testing.T) {
	const want = "User-agent: *\nAllow: /\n\nSitemap: https://a.example/repo/sitemap.xml\n"
	if got := string(feed.Robots("https://a.example/repo/")); got != want {
		t.Errorf("got %q", got)
	}
}
