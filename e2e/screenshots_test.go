package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write pictures of the pages into this `folder`")

// TestScreenshots writes one page of each kind of the sample at three widths, for
// people to look at: make screenshots.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.SkipNow() // not a test
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	s := theSite(t, atRoot)
	b := newTab(t)
	for _, k := range s.kinds {
		b.open(s.url + k.path)
		eval[bool](b, `document.querySelectorAll("img").forEach((i) => { i.loading = "eager"; }), true`)
		b.wait("all pictures have come", `[...document.images].every((i) => i.complete)`)
		for _, width := range []int64{360, 768, 1440} {
			b.width(width)
			yes := true
			box := eval[struct{ Width, Height float64 }](b, `({Width: innerWidth, Height: Math.min(document.documentElement.scrollHeight, 16000)})`)
			shot, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
				CaptureBeyondViewport: &yes, Clip: &page.Viewport{Width: box.Width, Height: box.Height, Scale: 1},
			})
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(*screenshots, fmt.Sprintf("%s-%d.png", k.name, width))
			if err := os.WriteFile(name, shot.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
