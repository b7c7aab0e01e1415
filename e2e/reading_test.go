package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// textPage is a kind of page with a long text, for each site.
var textPage = map[string]string{atBase: "bulletin", english: "long"}

// TestTextSize: 大 中 小 change the size of the text at once, and the choice holds
// on the next page, after a reload and nowhere else.
func TestTextSize(t *testing.T) {
	for _, name := range []string{atBase, english} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theSite(t, name)
			b := newTab(t)
			b.open(s.at(t, textPage[name]))
			normal := eval[float64](b, textSize)
			size := map[string]float64{}
			for _, choice := range []string{nameSmall, nameLarge, nameMedium, nameLarge} {
				control := b.find("button|radio", choice)
				control.click()
				if role := control.role; role == "button" && b.find(role, choice).attribute("aria-pressed") != "true" {
					t.Errorf("%s does not say that it is pressed (aria-pressed)", control)
				}
				size[choice] = eval[float64](b, textSize)
			}
			if !(size[nameSmall] < size[nameMedium] && size[nameMedium] < size[nameLarge]) {
				t.Fatalf("small, medium, large are %v, %v, %v px", size[nameSmall], size[nameMedium], size[nameLarge])
			}
			if size[nameMedium] != normal {
				t.Errorf("medium is %v px, but %v px before anything was chosen", size[nameMedium], normal)
			}
			b.reload()
			b.wait("the large text is back after a reload", textSize+" == "+number(size[nameLarge]))
			b.open(s.at(t, "document"))
			b.wait("the next page is large too", textSize+" == "+number(size[nameLarge]))
			b.find("button|radio", nameMedium).click()
			b.wait("the text is of medium size again", textSize+" == "+number(normal))
		})
	}
}

// TestElderMode: one switch enlarges text and targets on all pages, says so, is
// remembered, and can be left.
func TestElderMode(t *testing.T) {
	for _, name := range []string{atBase, english} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theSite(t, name)
			b := newTab(t)
			b.open(s.at(t, textPage[name]))
			normal := eval[float64](b, textSize)
			if b.find("button", nameElder).attribute("aria-pressed") == "true" {
				t.Error("elder mode is on before anybody asked for it")
			}
			b.elderMode()
			b.wait("elder mode is announced", announced(saysElder))
			large := eval[float64](b, textSize)
			if large < 18 || large <= normal {
				t.Errorf("the text has %v px in elder mode, %v px without", large, normal)
			}
			b.reload()
			b.wait("elder mode is on after a reload", textSize+" == "+number(large))
			var all faults
			for _, kind := range []string{"home", "document", "search"} {
				b.open(s.at(t, kind))
				for _, width := range []int64{360, 1440} {
					b.width(width)
					for _, small := range eval[[]string](b, smallTargets(60, "button, input:not([type=hidden], [type=checkbox], [type=radio]), summary, header nav a, body > nav a")) {
						all.add("in elder mode, targets have 60 px, but "+small, fmt.Sprintf("%s at %d px", kind, width))
					}
				}
			}
			all.tell(t)
			b.width(1440)
			b.open(s.at(t, textPage[name]))
			b.find("button", nameElder).click()
			b.wait("the text is of its normal size again", textSize+" == "+number(normal))
			b.reload()
			if got := eval[float64](b, textSize); got != normal {
				t.Errorf("elder mode was left, but after a reload the text has %v px", got)
			}
		})
	}
}

// speech replaces the browser's own, which has no voice here. What is spoken ends
// at once unless window.keepTalking is set.
const speech = `{
	const spoken = {texts: [], cancels: 0, speaking: false, paused: false, pending: false};
	const synthesis = {
		speak(u) {
			spoken.texts.push(u.text);
			this.speaking = true;
			u.dispatchEvent(new Event("start"));
			if (!window.keepTalking) Promise.resolve().then(() => { this.speaking = false; u.dispatchEvent(new Event("end")); });
		},
		cancel() { spoken.cancels++; this.speaking = false; }, pause() { this.paused = true; }, resume() { this.paused = false; },
		getVoices: () => [{lang: "zh-CN", name: "zh", localService: true, default: true}, {lang: "en-US", name: "en", localService: true}],
		addEventListener() {}, removeEventListener() {}, speaking: false, pending: false, paused: false,
	};
	Object.defineProperty(window, "speechSynthesis", {value: synthesis, configurable: true});
	window.SpeechSynthesisUtterance = class extends EventTarget {
		constructor(text) {
			super();
			this.text = text;
			for (const type of ["start", "end", "error"]) this.addEventListener(type, (e) => this["on" + type]?.(e));
		}
	};
	window.spoken = spoken;
}`

const noSpeech = `delete window.speechSynthesis; delete window.SpeechSynthesisUtterance;`

// TestReadAloud: where the browser can speak, and only there, a control reads the
// title and the text, and stops when asked.
func TestReadAloud(t *testing.T) {
	s := theSite(t, atBase)
	silent := newTab(t)
	silent.before(noSpeech)
	silent.open(s.at(t, "bulletin"))
	b := newTab(t)
	b.before(speech)
	b.open(s.at(t, "bulletin"))
	control := onlyIn(t, b.all("button", ""), silent.all("button", ""))
	title := eval[string](b, `document.querySelector("h1").textContent.trim()`)
	last := eval[string](b, `[...document.querySelectorAll("article p")].map((p) => p.textContent.trim()).reduce((a, b) => a.length < b.length ? b : a)`)
	control.click()
	b.wait("the text is read", `spoken.texts.join("").replace(/\s/g, "").includes(`+quote(strings.Join(strings.Fields(last), ""))+`)`)
	if said := eval[string](b, `spoken.texts.join("")`); !strings.Contains(said, title) {
		t.Errorf("the title %q is not read: %.200s", title, said)
	}
	b.open(s.at(t, "bulletin"))
	eval[bool](b, "window.keepTalking = true")
	control = control.again()
	control.click()
	b.wait("reading begins", "spoken.texts.length > 0")
	cancels, texts := eval[int](b, "spoken.cancels"), eval[int](b, "spoken.texts.length")
	ask[any](control.again(), "function() { this.click(); }")
	b.wait("reading stops", "spoken.cancels > "+number(float64(cancels)))
	if now := eval[int](b, "spoken.texts.length"); now != texts {
		t.Errorf("after it was stopped, reading goes on: %d texts, then %d", texts, now)
	}
}

// TestSectionInView: the table of contents of a long text marks the section that is
// being read, or a part of it.
func TestSectionInView(t *testing.T) {
	b := newTab(t)
	b.width(360) // where sections are longest
	b.open(theSite(t, atBase).at(t, "bulletin"))
	eval[bool](b, `{
		const headings = [...document.querySelectorAll("article h2[id]")], links = [...document.querySelectorAll("main nav a[href^='#']")];
		const to = (a) => document.getElementById(decodeURIComponent(a.hash.slice(1)));
		window.long = headings.filter((h, i) => links.some((a) => to(a) === h) && headings[i + 1] && headings[i + 1].offsetTop - h.offsetTop > innerHeight / 2);
		window.marked = () => links.filter((a) => a.hasAttribute("aria-current"))
			.map((a) => headings.findLast((h) => h === to(a) || h.compareDocumentPosition(to(a)) & Node.DOCUMENT_POSITION_FOLLOWING));
		true
	}`)
	sections := eval[int](b, "long.length")
	if sections < 2 {
		t.Fatalf("the table of contents has only %d long sections", sections)
	}
	for i := range 2 * sections { // down, and up again
		section := fmt.Sprintf("long[%d]", min(i, 2*sections-1-i))
		eval[bool](b, section+`.scrollIntoView({block: "start", behavior: "instant"}), true`)
		b.wait("the section in view is the one that is marked", "marked().length == 1 && marked()[0] === "+section)
	}
}

// TestPrintButton: the control for printing prints.
func TestPrintButton(t *testing.T) {
	b := newTab(t)
	b.before("window.print = () => { window.printed = true; };")
	b.open(theSite(t, atBase).at(t, "bulletin"))
	b.find("button", "^打印$").click()
	b.wait("the page is printed", "window.printed")
}
