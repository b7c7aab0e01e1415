package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/width"
)

// wide reports whether a character counts as Chinese in a block.
func (p *parsing) wide(r rune, block ast.Node) bool {
	switch r {
	case '“', '”', '‘', '’', '…', '—', '·':
		return p.holdsChinese(block)
	}
	return r >= 0x1100 && isWide(r)
}

// isWide reports whether a character takes two cells wherever it stands.
func isWide(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return true
	}
	return false
}

// holdsChinese reports whether a block holds a Chinese character.
func (p *parsing) holdsChinese(block ast.Node) bool {
	state := p.enter(block)
	if state.chinese != unknown {
		return state.chinese == yes
	}
	state.chinese = no
	for _, line := range block.Lines().Sliced(0, block.Lines().Len()) {
		if containsHan(p.source[line.Start:line.Stop]) {
			state.chinese = yes
			break
		}
	}
	return state.chinese == yes
}

func containsHan(text []byte) bool {
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf {
			text = text[1:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		if unicode.Is(unicode.Han, r) {
			return true
		}
		text = text[size:]
	}
	return false
}

// joins reports whether the line break after a text adds no space: it stands
// beside a Chinese character. before is the character shown before the break, 0
// when that is none or a picture. Korean has spaces between words.
func (p *parsing) joins(before rune, n *ast.Text, block ast.Node) bool {
	spaceless := func(r rune) bool { return p.wide(r, block) && !unicode.Is(unicode.Hangul, r) }
	return spaceless(before) || spaceless(p.following(n))
}

// following returns the character shown after a text in its block; 0 when that
// is none, a picture, or another break.
func (p *parsing) following(n ast.Node) rune {
	for ; n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		for next := n.NextSibling(); next != nil; next = next.NextSibling() {
			if r, found := p.leading(next); found {
				return r
			}
		}
	}
	return 0
}

// leading returns the first character that a node shows. It is found, too, when
// what the node shows is not a character, but not when it shows nothing.
func (p *parsing) leading(n ast.Node) (r rune, found bool) {
	var text []byte
	switch n := n.(type) {
	case *ast.Text:
		text = n.Segment.Value(p.source)
		if len(text) == 0 {
			return 0, n.SoftLineBreak() || n.HardLineBreak()
		}
		if text[0] == '&' || text[0] == '\\' {
			text = p.resolve(text[:min(len(text), longestReference)])
		}
	case *ast.AutoLink:
		text = n.Label(p.source)
	case *ast.RawHTML:
		return 0, false
	case *ast.Emphasis, *ast.Link, *ast.CodeSpan:
		return p.leadingChild(n)
	default:
		if n.HasChildren() && n.Kind() != ast.KindImage {
			return p.leadingChild(n)
		}
		return 0, true
	}
	r, _ = utf8.DecodeRune(text)
	return r, true
}

func (p *parsing) leadingChild(n ast.Node) (r rune, found bool) {
	for c := n.FirstChild(); c != nil && !found; c = c.NextSibling() {
		r, found = p.leading(c)
	}
	return r, found
}
