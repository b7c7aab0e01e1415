package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// openLink begins an element whose address is filled in later, and reports
// whether the address may be published.
func (w *writer) openLink(start, dest string, image bool, offset int) bool {
	at := w.at(offset)
	if !w.checkAddress(dest, image, at) {
		return false
	}
	w.raw(start)
	w.links = append(w.links, Link{Dest: dest, Image: image, Pos: at, Offset: len(w.html), Sized: image && !w.plain})
	w.raw(`"`)
	return true
}

// link writes a link; one whose address is refused is its text.
func (w *writer) link(n *ast.Link) {
	dest := string(w.resolve(n.Destination))
	if w.linked() || !w.openLink(`<a href="`, dest, false, n.Pos()) {
		w.inlineChildren(n)
		return
	}
	w.title(n.Title)
	w.endStartTag(dest)
	w.inLink = true
	w.inlineChildren(n)
	w.inLink = false
	w.raw("</a>")
}

// endStartTag ends the start tag of a link.
func (w *writer) endStartTag(dest string) {
	if !w.plain && isExternal(dest) {
		w.raw(` class="external" rel="noopener"`)
	}
	w.raw(">")
}

func (w *writer) title(title []byte) {
	if title != nil {
		w.raw(` title="`)
		w.escaped(w.resolve(title))
		w.raw(`"`)
	}
}

// autoLink writes an address that is its own text.
func (w *writer) autoLink(n *ast.AutoLink) {
	label := w.label(n)
	dest := string(n.Protocol) + string(label)
	if n.Protocol == nil && n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}
	if w.linked() || !w.openLink(`<a href="`, dest, false, n.Pos()) {
		w.show(label)
		return
	}
	w.endStartTag(dest)
	w.show(label)
	w.raw("</a>")
}

// image writes an image; one whose address is refused is its alternative text.
func (w *writer) image(n *ast.Image) {
	alt := bytes.TrimSpace(w.appendPlain(nil, n, true))
	w.shown = 0
	w.text = append(w.text, alt...)
	if !w.openLink(`<img src="`, string(w.resolve(n.Destination)), true, n.Pos()) {
		w.escaped(alt)
		return
	}
	if len(alt) == 0 {
		w.diags.Warnf(w.at(n.Pos()), "image-without-alt", "图片没有替代文字", "the picture has no alternative text").
			Hintf("在方括号里写明图中的内容", "say between the brackets what it shows")
	}
	w.raw(` alt="`)
	w.escaped(alt)
	w.raw(`"`)
	if n.Parent().Kind() != ast.KindParagraph || n.Parent().ChildCount() > 1 || w.plain {
		w.title(n.Title)
	}
	if !w.plain {
		w.raw(` loading="lazy" decoding="async"`)
	}
	w.raw(">")
}

// figure writes a picture that is a paragraph, with its title as caption.
func (w *writer) figure(n *ast.Image) {
	w.raw("<figure>\n")
	w.image(n)
	w.endLine()
	w.raw("\n<figcaption>")
	w.show(w.resolve(n.Title))
	w.raw("</figcaption>\n</figure>\n")
	w.endLine()
}

// linked reports whether a link is open, in which there can be no other.
func (w *writer) linked() bool { return w.inLink || slices.Contains(w.open, "a") }

// label returns the text of an address that is its own text. Between < and > it
// is read as it stands; a bare one is text, in which references mean characters.
func (p *parsing) label(n *ast.AutoLink) []byte {
	label := n.Label(p.source)
	if n.Protocol != nil {
		label = p.resolve(label)
	}
	return label
}
