package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/civil"
	"jianbao/generator/feed"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func shanghai(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func day(year int16, month, day int8) civil.Time {
	return civil.Time{Year: year, Month: month, Day: day, Precision: civil.Day}
}

func minute(t civil.Time, hour, minute int8) civil.Time {
	t.Hour, t.Minute, t.Precision = hour, minute, civil.Minute
	return t
}

// sample has an item with everything, and one with nothing but what every
// bulletin has, published in the summer time of 1988.
func sample(t testing.TB) *feed.Feed {
	return &feed.Feed{
		Title: "改革动态 - 示例网", Description: "示例经开区的改革动态", Language: "zh-CN", Author: "示例经开区管委会",
		Generator: "jianbao 0.1.0", HomeURL: "https://org.github.io/repo/改革/", Zone: shanghai(t),
		Items: []feed.Item{
			{
				Title: "<推动> & “绿色”发展", URL: "https://org.github.io/repo/改革/绿 色/",
				Date: minute(day(2018, 5, 31), 9, 30), Updated: day(2018, 6, 2),
				Summary: "产业 <3+2> & 廊道", Source: "市委政研室", Authors: []string{"张三", "李四"},
				Column: "改革动态", Tags: []string{"绿色发展", "改革动态", "R&D"},
				HTML: `<p>见<a href="/repo/a/?x=1&amp;y=2">甲</a>、<a href="#fn:1">注</a>，<img src="map.svg" alt="图"> ]]&gt; ` +
					`<a href="https://a.example/乙">外</a> <a href="mailto:a@b.example">信</a> href=&quot;/no&quot; ]]></p>`,
			},
			{Title: "旧文", URL: "https://org.github.io/repo/old.html", Date: day(1988, 7, 1), Source: "办公室"},
		},
	}
}

func TestFormats(t *testing.T) {
	const name = "testdata/formats.txtar"
	short, full, empty := sample(t), sample(t), sample(t)
	full.FullText = true
	empty.Items, empty.Description, empty.Author = nil, "", ""
	golden, err := txtar.ParseFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var got txtar.Archive
	for _, f := range []struct {
		name string
		feed *feed.Feed
	}{{"short", short}, {"full", full}, {"empty", empty}} {
		got.Files = append(got.Files,
			txtar.File{Name: f.name + "/feed.xml", Data: append(f.feed.RSS(), '\n')},
			txtar.File{Name: f.name + "/atom.xml", Data: append(f.feed.Atom(), '\n')},
			txtar.File{Name: f.name + "/feed.json", Data: append(f.feed.JSON(), '\n')})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(&got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(txtar.Format(golden)), string(txtar.Format(&got))); diff != "" {
		t.Error(diff)
	}
}

// TestFeedsKeepTheirSpecifications reads feeds back and holds them against what
// RSS 2.0, RFC 4287 and JSON Feed 1.1 ask for.
func TestFeedsKeepTheirSpecifications(t *testing.T) {
	for _, full := range []bool{false, true} {
		f := sample(t)
		f.FullText = full
		checkRSS(t, f)
		checkAtom(t, f)
		checkJSON(t, f)
	}
}

func checkRSS(t *testing.T, f *feed.Feed) {
	t.Helper()
	var got struct {
		Version string `xml:"version,attr"`
		Channel struct {
			Title       string `xml:"title"`
			Description string `xml:"description"`
			Built       string `xml:"lastBuildDate"`
			Links       []struct {
				XMLName xml.Name
				Rel     string `xml:"rel,attr"`
				URL     string `xml:"href,attr"`
				Text    string `xml:",chardata"`
			} `xml:"link"`
			Items []struct {
				Title string `xml:"title"`
				Link  string `xml:"link"`
				GUID  struct {
					Permanent string `xml:"isPermaLink,attr"`
					ID        string `xml:",chardata"`
				} `xml:"guid"`
				Date string `xml:"pubDate"`
				Full string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	decodeXML(t, f.RSS(), &got)
	if got.Version != "2.0" || got.Channel.Title == "" || got.Channel.Description == "" {
		t.Errorf("RSS: version, title or description missing: %+v", got)
	}
	if len(got.Channel.Links) != 2 {
		t.Fatalf("RSS: links %v", got.Channel.Links)
	}
	checkAddress(t, "RSS channel link", got.Channel.Links[0].Text)
	if self := got.Channel.Links[1]; self.Rel != "self" || self.XMLName.Space != "http://www.w3.org/2005/Atom" || !strings.HasSuffix(self.URL, "/feed.xml") {
		t.Errorf("RSS: self link %+v", self)
	}
	checkTime(t, time.RFC1123Z, got.Channel.Built)
	for _, item := range got.Channel.Items {
		checkAddress(t, "RSS item link", item.Link)
		if item.Title == "" || item.GUID.ID != item.Link || item.GUID.Permanent != "true" {
			t.Errorf("RSS: item %+v", item)
		}
		checkTime(t, time.RFC1123Z, item.Date)
	}
	if hasFull := got.Channel.Items[0].Full != ""; hasFull != f.FullText {
		t.Errorf("RSS: full text present: %v, wanted: %v", hasFull, f.FullText)
	}
}

func checkAtom(t *testing.T, f *feed.Feed) {
	t.Helper()
	type link struct {
		Rel string `xml:"rel,attr"`
		URL string `xml:"href,attr"`
	}
	var got struct {
		XMLName  xml.Name
		Language string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID       string `xml:"id"`
		Title    string `xml:"title"`
		Updated  string `xml:"updated"`
		Links    []link `xml:"link"`
		Author   string `xml:"author>name"`
		Entries  []struct {
			ID        string `xml:"id"`
			Title     string `xml:"title"`
			Updated   string `xml:"updated"`
			Published string `xml:"published"`
			Links     []link `xml:"link"`
			Content   string `xml:"content"`
		} `xml:"entry"`
	}
	decodeXML(t, f.Atom(), &got)
	if got.XMLName.Space != "http://www.w3.org/2005/Atom" || got.Language != "zh-CN" || got.Title == "" || got.Author == "" {
		t.Errorf("Atom: namespace, language, title or author: %+v", got)
	}
	checkAddress(t, "Atom id", got.ID)
	checkTime(t, time.RFC3339, got.Updated)
	if len(got.Links) != 2 || got.Links[0].Rel != "self" || !strings.HasSuffix(got.Links[0].URL, "/atom.xml") {
		t.Errorf("Atom: links %v", got.Links)
	}
	for _, entry := range got.Entries {
		checkAddress(t, "Atom entry id", entry.ID)
		if len(entry.Links) != 1 || entry.Links[0].URL != entry.ID || entry.Title == "" {
			t.Errorf("Atom: entry %+v", entry)
		}
		checkTime(t, time.RFC3339, entry.Updated)
		checkTime(t, time.RFC3339, entry.Published)
	}
	if hasFull := got.Entries[0].Content != ""; hasFull != f.FullText {
		t.Errorf("Atom: full text present: %v, wanted: %v", hasFull, f.FullText)
	}
}

func checkJSON(t *testing.T, f *feed.Feed) {
	t.Helper()
	var got struct {
		Version, Title, Language string
		Home                     string `json:"home_page_url"`
		Self                     string `json:"feed_url"`
		Items                    []struct {
			ID, URL, Title string
			HTML           string `json:"content_html"`
			Text           string `json:"content_text"`
			Published      string `json:"date_published"`
			Modified       string `json:"date_modified"`
		}
	}
	if err := json.Unmarshal(f.JSON(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != "https://jsonfeed.org/version/1.1" || got.Title == "" || got.Language != "zh-CN" {
		t.Errorf("JSON: version, title or language: %+v", got)
	}
	checkAddress(t, "JSON home", got.Home)
	checkAddress(t, "JSON self", got.Self)
	for _, item := range got.Items {
		checkAddress(t, "JSON id", item.ID)
		if item.URL != item.ID || item.HTML == "" && item.Text == "" {
			t.Errorf("JSON: item %+v", item)
		}
		checkTime(t, time.RFC3339, item.Published)
		checkTime(t, time.RFC3339, item.Modified)
	}
	if hasFull := got.Items[0].HTML != ""; hasFull != f.FullText {
		t.Errorf("JSON: full text present: %v, wanted: %v", hasFull, f.FullText)
	}
}

func decodeXML(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := xml.Unmarshal(data, into); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
}

func checkAddress(t *testing.T, what, address string) {
	t.Helper()
	if !strings.HasPrefix(address, "https://org.github.io/repo/") || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		t.Errorf("%s is %q", what, address)
	}
}

func checkTime(t *testing.T, layout, value string) {
	t.Helper()
	if _, err := time.Parse(layout, value); err != nil {
		t.Error(err)
	}
}

// A feed changes only when its items do: the newest of all dates, in whatever
// order the items come.
func TestUpdatedIsTheNewestItem(t *testing.T) {
	f := &feed.Feed{Title: "甲", HomeURL: "https://a.example/", Zone: shanghai(t), Items: []feed.Item{
		{Title: "置顶", URL: "https://a.example/1/", Date: day(2020, 1, 1)},
		{Title: "新", URL: "https://a.example/2/", Date: day(2024, 3, 1)},
		{Title: "改", URL: "https://a.example/3/", Date: day(2019, 1, 1), Updated: minute(day(2024, 3, 1), 0, 1)},
	}}
	if want := "<updated>2024-03-01T00:01:00+08:00</updated><author>"; !bytes.Contains(f.Atom(), []byte(want)) {
		t.Errorf("no %s in %s", want, f.Atom())
	}
	if want := "<lastBuildDate>Fri, 01 Mar 2024 00:01:00 +0800</lastBuildDate>"; !bytes.Contains(f.RSS(), []byte(want)) {
		t.Errorf("no %s in %s", want, f.RSS())
	}
}

// Whatever a title is made of, the feeds stay readable: every code point of the
// basic plane, and broken UTF-8.
func TestAnyTitle(t *testing.T) {
	var titles []string
	for first := rune(0); first < 0x10000; first += 0x100 {
		var b strings.Builder
		for r := first; r < first+0x100; r++ {
			b.WriteRune(r)
		}
		titles = append(titles, b.String())
	}
	titles = append(titles, "\xff\xfe", "a\xed\xa0\x80b", "]]>", "\U0001F600\U0010FFFF")
	for _, title := range titles {
		f := &feed.Feed{
			Title: title, Description: title, Language: title, Author: title, Generator: title,
			HomeURL: "https://a.example/" + title + "/", FullText: true,
			Items: []feed.Item{{
				Title: title, URL: "https://a.example/" + title, Date: day(2024, 1, 1), Summary: title, HTML: title,
				Source: title, Authors: []string{title}, Column: title, Tags: []string{title + "x"},
			}},
		}
		readXML(t, f.RSS())
		readXML(t, f.Atom())
		if !json.Valid(f.JSON()) {
			t.Errorf("JSON feed of %+q", title)
		}
	}
}

// readXML reads all of an XML text, and finds what the decoder lets pass.
func readXML(t *testing.T, data []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		_, err := decoder.Token()
		if err != nil {
			if decoder.InputOffset() != int64(len(data)) {
				t.Fatalf("%v in %.200q", err, data)
			}
			return
		}
	}
}

func BenchmarkFeed(b *testing.B) {
	f := sample(b)
	f.FullText = true
	for len(f.Items) < 50 {
		f.Items = append(f.Items, f.Items[0])
		f.Items[len(f.Items)-1].HTML = strings.Repeat(`<p>深化改革<a href="/a/">举措</a>推动绿色发展。</p>`, 100)
	}
	for b.Loop() {
		f.RSS()
		f.Atom()
		f.JSON()
	}
}
