package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// htmlProse collects the runs of HTML that a text holds, where HTML is sanitised and
// shown. Elsewhere it is an error, and nothing of it is read.
type htmlProse struct {
	*prose
	fragment fragment
	skip     string // the element that is dropped with its content
	nested   int
	kind     RunKind // of the run to come
	level    int
}

// htmlBlock adds the runs of a block of HTML.
func (w *prose) htmlBlock(n *ast.HTMLBlock) {
	if w.opts.RawHTML != RawHTMLSanitize {
		return
	}
	h := htmlProse{prose: w, fragment: w.fragment(n.Lines())}
	z := html.NewTokenizer(bytes.NewReader(h.fragment.html))
	for offset := 0; ; offset += len(z.Raw()) {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			h.end(h.kind, h.level)
			return
		case html.TextToken:
			if h.skip == "" {
				h.piece(offset, z.Raw())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			h.start(z, offset, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			h.finish(string(name))
		}
	}
}

func (h *htmlProse) start(z *html.Tokenizer, offset int, closed bool) {
	raw := z.Raw()
	name, _ := z.TagName()
	switch tag := string(name); {
	case h.skip != "":
		if tag == h.skip {
			h.nested++
		}
	case withContent[tag]:
		if !closed {
			h.skip, h.nested = tag, 1
		}
	case tag == "img":
		h.gap()
		h.picture(z, offset, raw)
	case tag == "br":
		h.space(offset)
	case codeElements[tag]:
		h.openCode()
	case !isPhrasing(tag):
		h.end(h.kind, h.level)
		h.kind, h.level = kindOf(tag)
	}
}

func (h *htmlProse) finish(tag string) {
	switch {
	case h.skip == tag:
		if h.nested--; h.nested == 0 {
			h.skip = ""
		}
	case h.skip == "" && codeElements[tag]:
		h.closeCode()
	case h.skip == "" && !isPhrasing(tag):
		h.end(h.kind, h.level)
		h.kind, h.level = Paragraph, 0
	}
}

// isPhrasing reports whether an element stands within a line. One that is not known is
// dropped, and what is in it stays.
func isPhrasing(tag string) bool {
	m, known := elements[tag]
	return !known || m.is == phrasing
}

// kindOf returns the kind of run that an element begins.
func kindOf(tag string) (RunKind, int) {
	switch tag {
	case "td", "th":
		return Cell, 0
	case "pre":
		return Code, 0
	case "h2", "h3", "h4", "h5", "h6":
		return HeadingText, int(tag[1] - '0')
	}
	return Paragraph, 0
}

// picture makes a run of the alternative text of an image.
func (h *htmlProse) picture(z *html.Tokenizer, offset int, raw []byte) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) == "alt" && len(value) > 0 {
			alt := &prose{parsing: h.parsing, ended: h.ended}
			alt.verbatim(h.fragment.offset(offset+max(0, bytes.Index(raw, value))), value)
			alt.end(Alt, 0)
		}
	}
}

// piece adds a text of the fragment. White space is one space, and none before a run.
func (h *htmlProse) piece(offset int, text []byte) {
	for len(text) > 0 {
		n := bytes.IndexAny(text, " \t\r\n&")
		switch {
		case n < 0:
			n = len(text)
			fallthrough
		case n > 0:
			h.verbatim(h.fragment.offset(offset), text[:n])
		case text[0] == '&':
			var resolved []byte
			if resolved, n = appendReference(nil, text); n == 0 {
				resolved, n = text[:1], 1
			}
			h.verbatim(h.fragment.offset(offset), resolved)
		default:
			n = 1
			h.space(offset)
		}
		offset, text = offset+n, text[n:]
	}
}

func (h *htmlProse) space(offset int) {
	if last := len(h.text) - 1; last >= 0 && h.text[last] != ' ' {
		h.verbatim(h.fragment.offset(offset), []byte(" "))
	}
}

// codeElements are those within a line whose text is code.
var codeElements = words("code kbd samp var tt")

// openCode begins a run of code within another one, where a gap stands for it.
func (w *prose) openCode() {
	w.gap()
	w.outside = append(w.outside, unfinished{w.text, w.spans})
	w.text, w.spans = nil, nil
}

// closeCode ends it.
func (w *prose) closeCode() {
	if last := len(w.outside) - 1; last >= 0 {
		w.flush(Code, 0)
		w.text, w.spans = w.outside[last].text, w.outside[last].spans
		w.outside = w.outside[:last]
	}
}

// inlineHTML adds what stands for a tag within a line: nothing for one that only says
// how the text looks, so that no word is cut by it.
func (w *prose) inlineHTML(n *ast.RawHTML) {
	z := html.NewTokenizer(bytes.NewReader(w.fragment(n.Segments).html))
	kind := z.Next()
	name, _ := z.TagName()
	switch tag := string(name); {
	case codeElements[tag] && kind == html.StartTagToken:
		w.openCode()
	case codeElements[tag]:
		w.closeCode()
	case tag == "", tag == "br", tag == "img", !isPhrasing(tag):
		w.gap()
	}
}
