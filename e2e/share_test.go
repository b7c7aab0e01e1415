package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// onlyIn returns the one control whose name is among the first, but not among the
// second.
func onlyIn(t *testing.T, first, second []element) element {
	t.Helper()
	others := map[string]bool{}
	for _, e := range second {
		others[e.name] = true
	}
	var found []element
	for _, e := range first {
		if !others[e.name] {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		t.Fatalf("where the browser can do it there should be one more control, but there are these: %v", found)
	}
	return found[0]
}

// canonical is an expression: what the page says is its address.
const canonical = `document.querySelector("link[rel=canonical]").href`

// TestCopyLink: the page's public address goes to the clipboard, and readers are
// told.
func TestCopyLink(t *testing.T) {
	for _, name := range []string{atBase, english} {
		t.Run(name, func(t *testing.T) {
			s := theSite(t, name)
			b := newTab(t)
			b.open(s.at(t, "bulletin"))
			for _, permission := range []string{"clipboard-read", "clipboard-write"} {
				_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
					Permission: &browser.PermissionDescriptor{Name: permission}, Setting: browser.PermissionSettingGranted,
					BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			b.find("button", nameCopy).click()
			b.wait("it is said that the address was copied", announced(saysCopied))
			if got, want := eval[string](b, "navigator.clipboard.readText()"), eval[string](b, canonical); got != want {
				t.Errorf("on the clipboard is %q, want %q", got, want)
			}
		})
	}
}

// TestShareSheet: the device's own share sheet is offered where there is one.
func TestShareSheet(t *testing.T) {
	s := theSite(t, atBase)
	plain := newTab(t)
	plain.before("delete Navigator.prototype.share;")
	plain.open(s.at(t, "bulletin"))
	b := newTab(t)
	b.before("navigator.share = async (data) => { window.shared = data; }; navigator.canShare = () => true;")
	b.open(s.at(t, "bulletin"))
	onlyIn(t, b.all("button", ""), plain.all("button", "")).click()
	b.wait("the sheet is asked for", "window.shared")
	if got, want := eval[string](b, "shared.url"), eval[string](b, canonical); got != want {
		t.Errorf("shared is %q, want %q", got, want)
	}
	if title := eval[string](b, `document.querySelector("h1").textContent.trim()`); !strings.Contains(eval[string](b, "shared.title || ''"), title) {
		t.Errorf("the title %q is not shared", title)
	}
}

// drawings is an expression: the sources of the drawings in the page that may be a
// QR code.
const drawings = `[...document.querySelectorAll("svg")].map((s) => s.outerHTML).filter((s) => s.length > 800)`

// TestQRCode: a telephone that scans the code on a page comes to that page.
func TestQRCode(t *testing.T) {
	needs(t, "zbarimg")
	for _, at := range []struct{ site, kind string }{
		{atRoot, "bulletin"}, {atBase, "bulletin"}, {atBase, "document"}, {atBase, "issue"}, {hostile, "wide"}, {hostile, "document"}, {english, "long"},
	} {
		t.Run(at.site+"/"+at.kind, func(t *testing.T) {
			b := newTab(t)
			b.open(theSite(t, at.site).at(t, at.kind))
			want := eval[string](b, canonical)
			var read []string
			for _, drawing := range eval[[]string](b, drawings) {
				read = append(read, scan(b, drawing)...)
			}
			if len(read) != 1 || read[0] != want {
				t.Errorf("the codes of the page say %q, want %q", read, want)
			}
		})
	}
}

// scan draws an SVG on white paper and returns what a QR reader sees in it.
func scan(b *tab, drawing string) []string {
	b.t.Helper()
	page := newTab(b.t)
	eval[bool](page, `document.documentElement.innerHTML = "<body style='margin:40px;background:#fff;color:#000'>" + `+quote(drawing)+`;
		const svg = document.querySelector("svg"); svg.style = "display:block;width:480px;height:480px"; true`)
	picture, err := chromedp.Run(page.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	name := filepath.Join(b.t.TempDir(), "code.png")
	if err := os.WriteFile(name, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
	output, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", name).Output()
	if err != nil && len(output) > 0 {
		b.t.Fatalf("zbarimg: %v", err)
	}
	if output = bytes.TrimSpace(output); len(output) == 0 {
		return nil
	}
	return strings.Split(string(output), "\n")
}
