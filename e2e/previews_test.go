package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A bulletin of the sample that the tests edit, a sentence of it, and its page.
const (
	greenFile = "content/business/reform/2018-05-31-green/index.md"
	greenText = "示例经开区把绿色发展作为深化改革的重要内容"
	greenPage = "business/reform/2018-05-31-green/"
)

// TestLiveText: a saved text appears on the page that shows it, at the place
// where its reader was.
func TestLiveText(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	b := newTab(t)
	b.open(p.url + greenPage)
	eval[bool](b, `scrollTo({top: 700, behavior: "instant"}), window.marker = true`)
	b.wait("the page is scrolled", `scrollY == 700`)
	p.edit(greenFile, greenText, "绿水青山就是金山银山")
	b.says("绿水青山就是金山银山")
	b.wait("the page is where it was", `scrollY == 700`)

	// Another page has nothing to do with that and is left alone.
	b.open(p.url + "about/")
	eval[bool](b, `window.marker = true`)
	p.edit(greenFile, "绿水青山就是金山银山", greenText)
	b.sibling().openAndSay(p.url+greenPage, greenText)
	p.save("content/about/_index.md", readFile(t, p.dir, "content/about/_index.md")+"\n新的一段。\n")
	b.says("新的一段")
	if eval[bool](b, `!!window.marker`) {
		t.Error("the page has changed without being loaded")
	}
	noComplaints(t, b)
}

// TestLiveStyle: a saved style sheet takes the place of the old one on the page as
// it is.
func TestLiveStyle(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	b := newTab(t)
	b.open(p.url + greenPage)
	eval[bool](b, `window.marker = true`)
	sheets := eval[int](b, `document.styleSheets.length`)
	css := readFile(t, p.dir, "assets/css/site.css")
	for _, color := range []string{"rgb(1, 2, 3)", "rgb(4, 5, 6)"} {
		p.save("assets/css/site.css", css+"\nmain { outline: 2px solid "+color+"; }\n")
		b.sees("the style has changed to "+color, `getComputedStyle(document.querySelector("main")).outlineColor == `+quote(color))
		if !eval[bool](b, `!!window.marker`) {
			t.Error("the page was loaded again")
		}
		b.wait("the old style sheet is gone", fmt.Sprintf(`document.styleSheets.length == %d`, sheets))
	}
	noComplaints(t, b)
}

// TestOverlay: what is wrong is laid over the page, in the language asked for, with a
// link to the place; it goes away when it is mended.
func TestOverlay(t *testing.T) {
	for lang, says := range map[string]string{"zh": "没有 dete 这一项", "en": "there is no key dete"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := newPreview(t, "--lang", lang, "--editor", "vscode")
			b := newTab(t)
			b.open(p.url + greenPage)
			p.edit(greenFile, "date: 2018", "dete: 2018")
			b.sees("an overlay appears", overlay)
			text := eval[string](b, overlay+`.innerText`)
			for _, want := range []string{"unknown-key", says, greenFile + ":4:1", "dete: 2018-05-31 09:30", "^"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in the overlay:\n%s", want, text)
				}
			}
			link := eval[string](b, `decodeURIComponent(`+overlay+`.querySelector("a").href)`)
			if want := "vscode://file" + filepath.Join(p.dir, filepath.FromSlash(greenFile)) + ":4:1"; link != want {
				t.Errorf("the link opens %s, not %s", link, want)
			}
			if b.status() != 200 {
				t.Error("the last good site is gone")
			}
			b.press(kb.Escape)
			b.wait("the overlay is closed", `!`+overlay)

			// Another mistake is another reason to appear.
			p.edit(greenFile, greenText, "[没有](gone.md)")
			b.sees("the overlay is there again", overlay)
			p.edit(greenFile, "[没有](gone.md)", "都改好了")
			p.edit(greenFile, "dete: 2018", "date: 2018")
			b.says("都改好了")
			b.wait("there is no overlay", `!`+overlay)
			noComplaints(t, b)
		})
	}
}

// TestLiveDelete: a page whose source is deleted is gone, and comes back with it.
func TestLiveDelete(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	b := newTab(t)
	const file, page = "content/notices/neu.md", "notices/neu/"
	p.save(file, bulletinText("新的通知", ""))
	b.open(p.url + page) // a page that is missing comes alive
	b.says("新的通知")
	if err := os.Remove(filepath.Join(p.dir, file)); err != nil {
		t.Fatal(err)
	}
	b.sees("the page is gone", `!document.querySelector("main").textContent.includes("新的通知")`)
	if got := p.status(page); got != 404 {
		t.Errorf("the status is %d", got)
	}
	p.save(file, bulletinText("又来通知", ""))
	b.says("又来通知")
}

// TestTenTabs: one edit reaches all tabs, though a browser allows six connections.
func TestTenTabs(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	tabs := []*tab{newTab(t)}
	for len(tabs) < 10 {
		tabs = append(tabs, tabs[0].sibling())
	}
	for _, b := range tabs {
		b.open(p.url + greenPage)
	}
	for _, text := range []string{"十个标签页都看得到", "第二次也看得到"} {
		old := greenText
		if strings.HasPrefix(text, "第二次") {
			old = "十个标签页都看得到"
		}
		p.edit(greenFile, old, text)
		for _, b := range tabs {
			b.says(text)
		}
	}
}

// TestHiddenTab: a tab that is not to be seen hears nothing, and catches up when it is.
func TestHiddenTab(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	b, other := newTab(t), newTab(t)
	b.open(p.url + greenPage)
	other.open(p.url + greenPage)
	b.hide(true)
	for _, c := range [][2]string{{greenText, "改了一次"}, {"改了一次", "改了两次"}} {
		p.edit(greenFile, c[0], c[1])
		other.says(c[1])
	}
	if !eval[bool](b, `document.querySelector("main").textContent.includes(`+quote(greenText)+`)`) {
		t.Error("the hidden tab has followed")
	}
	b.hide(false)
	b.says("改了两次")
}

// TestServerComesBack: a tab follows a server that was killed and is there again,
// with what was changed meanwhile.
func TestServerComesBack(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	b := newTab(t)
	b.open(p.url + greenPage)
	p.end(os.Kill)
	p.edit(greenFile, greenText, "趁它不在的时候改的")
	p.start(strings.Trim(strings.TrimPrefix(p.url, "http://"), "/"))
	b.says("趁它不在的时候改的")
	p.edit(greenFile, "趁它不在的时候改的", "它回来以后改的")
	b.says("它回来以后改的")

	// A machine that sleeps.
	p.signal(syscall.SIGSTOP)
	p.edit(greenFile, "它回来以后改的", "睡着的时候改的")
	p.signal(syscall.SIGCONT)
	b.says("睡着的时候改的")
}

// TestBrokenFromTheStart: where there is no good site yet, the page says what is wrong,
// and the site appears when that is mended.
func TestBrokenFromTheStart(t *testing.T) {
	t.Parallel()
	p := newPreview(t)
	p.end(os.Interrupt)
	p.edit(greenFile, "date: 2018", "dete: 2018")
	p.start("127.0.0.1:0")
	b := newTab(t)
	b.open(p.url + greenPage)
	b.sees("an overlay appears", overlay+`?.innerText.includes("unknown-key")`)
	if got := b.status(); got != 503 {
		t.Errorf("the status is %d", got)
	}
	p.edit(greenFile, "dete: 2018", "date: 2018")
	b.says(greenText)
	b.wait("there is no overlay", `!`+overlay)
}

// TestPageAboutBuild: it follows every build and lists what is hidden.
func TestPageAboutBuild(t *testing.T) {
	t.Parallel()
	p := newPreview(t, "--lang", "zh")
	b := newTab(t)
	b.open(p.url + "__jianbao/")
	p.save("content/notices/later.md", bulletinText("以后再发", "publish: 2099-05-31 09:30"))
	for _, text := range []string{"以后再发", "未到发布时间", "2099-05-31 09:30", "content/notices/later.md"} {
		b.says(text)
	}
	p.edit(greenFile, greenText, "改了一句")
	b.says("（" + greenFile + "）")
	p.edit(greenFile, "date: 2018", "dete: 2018")
	b.says("没有 dete 这一项")
	for _, width := range []int64{360, 1440} {
		b.width(width)
		if eval[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
			t.Errorf("at %d px the page is wider than the window", width)
		}
	}
	p.edit(greenFile, "dete: 2018", "date: 2018")
	b.sees("the error is gone", `!document.querySelector("main").textContent.includes("dete")`)
	noComplaints(t, b)
}

// TestNavigate: the tab goes where the change is.
func TestNavigate(t *testing.T) {
	t.Parallel()
	p := newPreview(t, "--navigate")
	b := newTab(t)
	b.open(p.url)
	p.edit(greenFile, greenText, "跟着改动走")
	b.sees("the tab goes to the bulletin", `location.pathname == "/`+greenPage+`"`)
	b.says("跟着改动走")
}

// TestDraftsAreMarked: a draft is shown on request only, and says that it is one.
func TestDraftsAreMarked(t *testing.T) {
	t.Parallel()
	p := newPreview(t, "--drafts", "--future", "--lang", "zh")
	p.save("content/notices/draft.md", bulletinText("还没写好", "draft: true"))
	p.save("content/notices/later.md", bulletinText("以后再发", "publish: 2099-05-31 09:30"))
	b := newTab(t)
	for _, c := range [][2]string{{"notices/draft/", "草稿"}, {"notices/later/", "未到发布时间 2099-05-31 09:30"}, {"notices/", "预览"}} {
		b.open(p.url + c[0])
		b.sees(c[0]+" is marked", banner+`?.textContent.includes(`+quote(c[1])+`)`)
	}
	if got := eval[string](b, banner+`.textContent`); strings.Contains(got, "草稿") {
		t.Errorf("a page that is published is marked as %q", got)
	}
}

// openAndSay opens a page and waits until it says a text.
func (b *tab) openAndSay(address, text string) {
	b.t.Helper()
	b.open(address)
	b.says(text)
}

// status asks again for the page that is open.
func (b *tab) status() int {
	b.t.Helper()
	return eval[int](b, `fetch(location.href).then((answer) => answer.status)`)
}

// noComplaints fails the test for what the browser found wrong with the pages.
func noComplaints(t *testing.T, b *tab) {
	t.Helper()
	if errors, _ := b.events.take(); len(errors) > 0 {
		t.Error(strings.Join(errors, "\n"))
	}
}

func readFile(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// bulletinText is a small bulletin with one more line in its header.
func bulletinText(title, more string) string {
	if more != "" {
		more += "\n"
	}
	return "---\ntitle: " + title + "\ndate: 2020-05-06\nsource: 办公室\n" + more + "---\n\n正文。\n"
}
