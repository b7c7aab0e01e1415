package render_test

import (
	"strings"
	"testing"

	"jianbao/generator/site"
)

// BenchmarkPages makes the pages of bulletins of some 7 KB by the starter's layouts.
func BenchmarkPages(b *testing.B) {
	layouts, _ := loadStarter(b, "zh-CN")
	views := bulletinViews(50)
	var page []byte
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		page, _ = layouts.Render(page[:0], "bulletin", views[n%len(views)])
	}
	b.SetBytes(int64(len(page)))
}

// bulletinViews are n bulletins as most are, each with a title and an address of its own.
func bulletinViews(n int) []any {
	text := strings.Repeat("<p>"+strings.Repeat("示例经开区把绿色发展作为深化改革的重要内容，先管住产业方向。", 5)+"</p>\n", 14) +
		strings.Repeat("<h2 id=\"一、推动发展\">一、推动发展</h2>\n<ol>\n<li><strong>规划先行。</strong>编制详细规划。</li>\n<li>集中供热。</li>\n</ol>\n", 3)
	sample := sampleViews()["bulletin"].(site.Bulletin)
	var views []any
	for i := range n {
		v := sample
		name := strings.Repeat("甲", i%7) + string(rune('A'+i%26)) + string(rune('a'+i/26))
		v.Title, v.URL, v.Canonical = v.Title+name, v.URL+name+"/", v.Canonical+name+"/"
		v.JSON = v.URL + "index.json"
		v.Body = body(text)
		v.Subtitle, v.SourceURL, v.Number, v.Index, v.Status, v.Category, v.Issue = "", "", "", "", "", "", 0
		v.ReplacedBy, v.Replaces, v.Attachments, v.Changes, v.Related = nil, nil, nil, nil, nil
		v.Picture, v.Image = "", ""
		views = append(views, v)
	}
	return views
}

// allocationsPerPage is what a bulletin's page may allocate, a fifth above what it
// did when this was last set. Much more means that nothing is shared any more, that
// layouts are not compiled, or that the starter's pages are no longer plain ones for package minify.
const allocationsPerPage = 150

func TestAllocationsOfPage(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates, too")
	}
	layouts, _ := loadStarter(t, "zh-CN")
	views := bulletinViews(50)
	var page []byte
	for _, view := range views {
		page, _ = layouts.Render(page[:0], "bulletin", view)
	}
	n := 0
	got := testing.AllocsPerRun(100, func() {
		page, _ = layouts.Render(page[:0], "bulletin", views[n%len(views)])
		n++
	})
	t.Logf("%.0f allocations", got)
	if got > allocationsPerPage {
		t.Errorf("a page takes %.0f allocations, more than %d", got, allocationsPerPage)
	}
}
