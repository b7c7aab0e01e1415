package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// plainText is appendPlain to nothing. The result is valid until the next call.
func (p *parsing) plainText(n ast.Node, pictures bool) []byte {
	p.inline = p.appendPlain(p.inline[:0], n, pictures)
	return bytes.TrimSpace(p.inline)
}

// appendPlain appends the text of a block or an inline element without its
// markup, on one line. Alternative texts of pictures can be part of it.
func (p *parsing) appendPlain(dst []byte, n ast.Node, pictures bool) []byte {
	block := n
	for block.Type() == ast.TypeInline {
		block = block.Parent()
	}
	return p.appendPlainOf(dst, n, block, pictures)
}

func (p *parsing) appendPlainOf(dst []byte, n, block ast.Node, pictures bool) []byte {
	switch n := n.(type) {
	case *ast.Text:
		value := n.Segment.Value(p.source)
		if !n.IsRaw() {
			value = p.resolve(value)
		}
		dst = appendLine(dst, value)
		before, _ := utf8.DecodeLastRune(dst)
		if n.HardLineBreak() || n.SoftLineBreak() && !p.joins(before, n, block) {
			dst = append(dst, ' ')
		}
		return dst
	case *ast.AutoLink:
		return appendLine(dst, p.label(n))
	case *ast.Image:
		if !pictures {
			return dst
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		dst = p.appendPlainOf(dst, c, block, pictures)
	}
	return dst
}

// appendLine appends text with spaces for the characters that end a line or a cell.
func appendLine(dst, text []byte) []byte {
	from := len(dst)
	dst = append(dst, text...)
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\t') < 0 {
		return dst
	}
	for i := from; i < len(dst); i++ {
		if dst[i] == '\n' || dst[i] == '\t' {
			dst[i] = ' '
		}
	}
	return dst
}

// summaryLength is the greatest length of a summary, in characters.
const summaryLength = 120

// summary returns the beginning of the first paragraph that has a text: one of
// the document itself, else one in a list or a callout. A document's addressees
// (主送机关: a short paragraph before all others that ends in a colon, GB/T
// 9704-2012) say nothing of what it is about.
func (w *writer) summary(doc ast.Node) string {
	first := true
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		text := w.paragraphText(c)
		if len(text) > 0 && !(first && isAddressees(text)) {
			return string(cutSentence(text))
		}
		first = false
	}
	return string(cutSentence(w.nestedSummary(doc)))
}

// isAddressees reports whether a first paragraph names those a document is for.
func isAddressees(text []byte) bool {
	return bytes.HasSuffix(text, []byte("：")) && utf8.RuneCount(text) <= summaryLength && !bytes.ContainsAny(text, "。！？\n")
}

func (w *writer) nestedSummary(parent ast.Node) []byte {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.Kind() {
		case ast.KindParagraph, ast.KindTextBlock:
			title := w.callouts[parent] != nil && c.Kind() == ast.KindTextBlock
			if text := w.paragraphText(c); len(text) > 0 && !title {
				return text
			}
		case ast.KindBlockquote, ast.KindList, ast.KindListItem, east.KindDefinitionList, east.KindDefinitionDescription:
			if text := w.nestedSummary(c); len(text) > 0 {
				return text
			}
		}
	}
	return nil
}

func (w *writer) paragraphText(n ast.Node) []byte {
	if n.Kind() != ast.KindParagraph && n.Kind() != ast.KindTextBlock {
		return nil
	}
	return w.plainText(n, false)
}

// cutSentence cuts a text that is too long after the last sentence that fits; if
// there is none, within the first, with an ellipsis.
func cutSentence(text []byte) []byte {
	count, end := 0, 0
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRune(text[i:])
		if count == summaryLength {
			if end > 0 {
				return text[:end]
			}
			return cutRunes(text, summaryLength)
		}
		if n := sentenceEnd(text[i:], r); n > 0 && count+utf8.RuneCount(text[i:i+n]) <= summaryLength {
			end = i + n
		}
		count++
	}
	return text
}

// sentenceEnd returns the length of the end of a sentence at the beginning of a
// text, with the quotes and brackets that close after it; 0 if there is none.
func sentenceEnd(text []byte, r rune) int {
	n := utf8.RuneLen(r)
	switch r {
	case '。', '！', '？', '；':
	case '.', '!', '?':
		if n < len(text) && text[n] != ' ' {
			return 0
		}
	default:
		return 0
	}
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if !unicode.In(r, unicode.Pe, unicode.Pf) {
			break
		}
		n += size
	}
	return n
}

// cutRunes cuts a text that is longer than n characters, with an ellipsis in
// place of the last. It does not cut a Latin word or a number in two.
func cutRunes(text []byte, n int) []byte {
	if utf8.RuneCount(text) <= n {
		return text
	}
	end := 0
	for range n - 1 {
		_, size := utf8.DecodeRune(text[end:])
		end += size
	}
	cut := end
	for cut > 0 && alphanumeric(text[cut]) && alphanumeric(text[cut-1]) {
		cut--
	}
	if cut == 0 {
		cut = end
	}
	return append(bytes.TrimRight(bytes.Clone(text[:cut]), " "), "…"...)
}
