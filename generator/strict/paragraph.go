package strict

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Paragraph reads text whose lines are one paragraph, as in Markdown: a line
// break beside a Chinese character is nothing, any other is a space.
func (v Value) Paragraph() string {
	var p paragraph
	for line := range strings.Lines(v.Lines()) {
		p.add(strings.TrimSpace(line))
	}
	return p.text.String()
}

// paragraph joins lines.
type paragraph struct{ text strings.Builder }

func (p *paragraph) add(line string) {
	last, _ := utf8.DecodeLastRuneInString(p.text.String())
	first, _ := utf8.DecodeRuneInString(line)
	if p.text.Len() > 0 && line != "" && !wide(last) && !wide(first) {
		p.text.WriteByte(' ')
	}
	p.text.WriteString(line)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF || strings.ContainsRune("“”‘’…—", r)
}

// unfold reads a text that YAML folds: written on several lines, with a space
// put in for every end of a line. It takes the lines of the source instead and
// joins them as a paragraph. Where these are not what the parser read (for they
// hold escapes, say), the text is what the parser made of it.
func (b *builder) unfold(n *yaml.Node) string {
	rest := strings.TrimRight(n.Value, "\n")
	if n.Style&yaml.LiteralStyle != 0 || !strings.Contains(rest, " ") {
		return n.Value
	}
	var p paragraph
	for number := n.Line; number <= len(b.lines); number++ {
		line := b.scalarLine(n, number)
		if strings.HasPrefix(line, rest) && rest != "" { // perhaps with a quote or a comment after it
			p.add(rest)
			return p.text.String()
		}
		after, ok := strings.CutPrefix(rest, line)
		if !ok || line != "" && !strings.HasPrefix(after, " ") {
			break
		}
		p.add(line)
		rest = strings.TrimPrefix(after, " ")
	}
	return n.Value
}

// scalarLine returns the part of a source line that belongs to a scalar.
func (b *builder) scalarLine(n *yaml.Node, number int) string {
	line := b.line(number)
	if number == n.Line {
		line = string([]rune(line)[n.Column-1:])
		switch {
		case n.Style&yaml.FoldedStyle != 0:
			line = ""
		case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
			line = line[1:]
		}
	}
	return strings.TrimSpace(line)
}
