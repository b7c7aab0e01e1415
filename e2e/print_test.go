package e2e

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// paper is a page that chromium printed, as poppler's tools read it.
type paper struct {
	t     *testing.T
	name  string   // the PDF file
	pages []string // the text of each
}

// print prints the page that a tab shows.
func (b *tab) print() *paper {
	b.t.Helper()
	needs(b.t, "pdftotext", "pdfinfo", "pdftoppm")
	content, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil {
		b.t.Fatal(err)
	}
	name := filepath.Join(b.t.TempDir(), "print.pdf")
	if err := os.WriteFile(name, content, 0o644); err != nil {
		b.t.Fatal(err)
	}
	p := &paper{t: b.t, name: name}
	pages := strings.Split(string(p.run("pdftotext", "-layout", name, "-")), "\f")
	p.pages = pages[:len(pages)-1]
	return p
}

func (p *paper) run(program string, args ...string) []byte {
	p.t.Helper()
	output, err := exec.Command(program, args...).Output()
	if err != nil {
		p.t.Fatalf("%s: %v", program, err)
	}
	return output
}

// checkSheets: A4, `— 1 —` on the first page and so on, and not more pages than
// a text of its length fills.
func (p *paper) checkSheets(atMost int) {
	p.t.Helper()
	if info := string(p.run("pdfinfo", p.name)); !regexp.MustCompile(`(?m)^Page size: .*\(A4\)`).MatchString(info) {
		p.t.Errorf("the paper is not A4:\n%s", info)
	}
	if len(p.pages) < 1 || len(p.pages) > atMost {
		p.t.Errorf("printed on %d pages, expected at most %d", len(p.pages), atMost)
	}
	for i, text := range p.pages {
		if want := regexp.MustCompile(fmt.Sprintf(`(?m)^\s*—\s*%d\s*—\s*$`, i+1)); !want.MatchString(text) {
			p.t.Errorf("page %d is not numbered “— %[1]d —”:\n%.600s", i+1, text)
		}
	}
	if last := p.pages[len(p.pages)-1]; len(strings.Fields(last)) < 6 {
		p.t.Errorf("the last page is all but empty: %q", last)
	}
}

// checkNoScreen: nothing of what is of use on a screen only.
func (p *paper) checkNoScreen() {
	p.t.Helper()
	for i, text := range p.pages {
		for _, word := range []string{
			"跳到正文", "搜索", "网站地图", "长者模式", "您的位置", "字体", "打印", "关闭", "朗读", "分享到", "复制", "扫一扫",
			"上一篇", "下一篇", "我要纠错", "我为政府网站找错", "ICP备", "通知公告", "征集调查", "https://",
		} {
			if strings.Contains(text, word) {
				p.t.Errorf("page %d holds %q, which is for screens", i+1, word)
			}
		}
	}
}

// has: a pattern is found on the first page, however wide letters are spaced.
func (p *paper) has(pattern, what string) {
	p.t.Helper()
	if !regexp.MustCompile(pattern).MatchString(strings.Join(strings.Fields(p.pages[0]), "")) {
		p.t.Errorf("the first page lacks %s (%s):\n%.900s", what, pattern, p.pages[0])
	}
}

// lacks is the contrary of has.
func (p *paper) lacks(pattern, what string) {
	p.t.Helper()
	if regexp.MustCompile(pattern).MatchString(strings.Join(strings.Fields(p.pages[0]), "")) {
		p.t.Errorf("the first page should not have %s (%s)", what, pattern)
	}
}

const mm = 72 / 25.4 // in points

// checkBlock: the text keeps to the block of the standard, 156 × 225 mm, 37 mm from
// the top and 28 mm from the left, give or take 2 mm. Fonts do not say truly how
// high letters are, but the middle of a line is the middle of its letters.
func (p *paper) checkBlock() {
	p.t.Helper()
	var layout struct {
		Pages []struct {
			Words []struct {
				Left   float64 `xml:"xMin,attr"`
				Right  float64 `xml:"xMax,attr"`
				Top    float64 `xml:"yMin,attr"`
				Bottom float64 `xml:"yMax,attr"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(bytes.ToValidUTF8(p.run("pdftotext", "-bbox", p.name, "-"), nil), &layout); err != nil {
		p.t.Fatal(err)
	}
	for i, page := range layout.Pages {
		left, right, top := math.Inf(1), 0.0, math.Inf(1)
		for _, word := range page.Words {
			middle := (word.Top + word.Bottom) / 2
			if middle > (37+225)*mm {
				continue // the number of the page
			}
			left, right, top = min(left, word.Left), max(right, word.Right), min(top, middle)
		}
		if left < (28-2)*mm || right > (28+156+2)*mm || top < 37*mm {
			p.t.Errorf("page %d: the text begins %.1f mm from the left and %.1f mm from the top and ends %.1f mm from the left",
				i+1, left/mm, top/mm, right/mm)
		}
	}
}

// hasRedRule: the first page has a red line across the block.
func (p *paper) hasRedRule() {
	p.t.Helper()
	drawing, err := png.Decode(bytes.NewReader(p.run("pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", p.name)))
	if err != nil {
		p.t.Fatal(err)
	}
	if got := longestRed(drawing) / mm; got < 150 || got > 160 {
		p.t.Errorf("the longest red line on the first page has %.0f mm, not 156", got)
	}
}

func longestRed(drawing image.Image) float64 {
	longest, bounds := 0, drawing.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		run := 0
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := drawing.At(x, y).RGBA(); r > 0x8000 && g < r*3/4 && b < r*3/4 {
				run++
				longest = max(longest, run)
			} else {
				run = 0
			}
		}
	}
	return float64(longest)
}

// TestPrint prints a bulletin, a document with a number and an issue of a 简报.
func TestPrint(t *testing.T) {
	needs(t, "pdftotext", "pdfinfo", "pdftoppm")
	s := theSite(t, atBase)
	for _, c := range []struct {
		kind   string
		atMost int
		check  func(*paper)
	}{
		{"bulletin", 7, func(p *paper) {
			p.has(`深化改革举措推动绿色发展`, "the title")
			p.lacks(`文件$|第\d+期`, "the head of a paper that it is not")
		}},
		{"document", 7, func(p *paper) {
			p.has(`^示例经济技术开发区管理委员会文件示经开发〔2019〕7号关于印发`, "the head: who issues it, its number, its title")
			p.hasRedRule()
		}},
		{"issue", 6, func(p *paper) {
			p.has(`简报.*第3期`, "the masthead with its issue")
			p.has(`总第5期`, "the number of the issue among all")
			p.has(`2026年10月28日`, "the day on which it was signed")
			p.hasRedRule()
		}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			b := newTab(t)
			b.open(s.at(t, c.kind))
			p := b.print()
			p.checkSheets(c.atMost)
			p.checkNoScreen()
			p.checkBlock()
			c.check(p)
			// What a reader has set for the screen is not for paper.
			b.find("button", nameElder).click()
			if again := b.print(); len(again.pages) != len(p.pages) {
				t.Errorf("in elder mode there are %d pages instead of %d", len(again.pages), len(p.pages))
			}
		})
	}
}

// TestPrintedText: the text of a document is set as the standard says: 3号仿宋, 22
// lines of 28 characters, paragraphs indented by two.
func TestPrintedText(t *testing.T) {
	b := newTab(t)
	b.open(theSite(t, atBase).at(t, "document"))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	style := func(selector, property string) string {
		return eval[string](b, `getComputedStyle([...document.querySelectorAll(`+quote(selector)+`)].reduce((a, b) => a.textContent.length < b.textContent.length ? b : a)).`+property)
	}
	const text = "article p"
	for _, c := range []struct {
		selector, property string
		want, give         float64 // px
	}{
		{text, "fontSize", 15.75 / 0.75, 0.3},
		{text, "lineHeight", 28.99 / 0.75, 0.5},
		{text, "textIndent", 2 * 15.75 / 0.75, 0.6},
		{"h1", "fontSize", 22 / 0.75, 0.6},
		{"article h2", "fontSize", 15.75 / 0.75, 0.3},
	} {
		got := style(c.selector, c.property)
		if px, err := strconv.ParseFloat(strings.TrimSuffix(got, "px"), 64); err != nil || math.Abs(px-c.want) > c.give {
			t.Errorf("%s has a %s of %s, not %.2fpx", c.selector, c.property, got, c.want)
		}
	}
	for selector, face := range map[string]string{text: "仿宋|FangSong", "h1": "小标宋|XiaoBiaoSong", "article h2[id]": "黑体|SimHei", "article h3[id]": "楷体|KaiTi"} {
		if got := style(selector, "fontFamily"); !regexp.MustCompile(face).MatchString(got) {
			t.Errorf("%s is set in %s, not in %s", selector, got, face)
		}
	}
}

// TestPrintedPictures: a picture that is too high for its place on paper is smaller there,
// and not flat.
func TestPrintedPictures(t *testing.T) {
	b := newTab(t)
	b.open(theSite(t, atBase).at(t, "issue"))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	type picture struct {
		Box, Own float64 // width to height
		Fit      string  // how the picture is put into the box
	}
	shown := eval[[]picture](b, `Promise.all([...document.querySelectorAll("article figure img")].map(async img => {
		img.loading = "eager"
		await img.decode()
		return {Box: img.width / img.height, Own: img.naturalWidth / img.naturalHeight, Fit: getComputedStyle(img).objectFit}
	}))`)
	if len(shown) == 0 {
		t.Fatal("there is no picture")
	}
	for _, p := range shown {
		if p.Fit != "contain" && math.Abs(p.Box/p.Own-1) > 0.02 {
			t.Errorf("a picture of %.2f is shown as %.2f, in width to height", p.Own, p.Box)
		}
	}
}

// TestPrintHostile: nothing on paper is cut off at the side, whatever the text.
func TestPrintHostile(t *testing.T) {
	s := theSite(t, hostile)
	for kind, atMost := range map[string]int{"wide": 9, "long": 9, "document": 3} {
		t.Run(kind, func(t *testing.T) {
			b := newTab(t)
			b.open(s.at(t, kind))
			p := b.print()
			p.checkSheets(atMost)
			p.checkBlock()
		})
	}
}
