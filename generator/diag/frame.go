package diag

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

const (
	defaultWidth = 80 // cells, where the terminal does not say
	minimumRoom  = 10 // cells for source text, however narrow the terminal
	tabWidth     = 4
)

// framer writes code frames: the source line of a diagnostic with a caret under
// the character it is about.
//
//	9 | 详见[旧文](../gone.md)。
//	  |     ^
//
// The caret counts cells, not characters: a Chinese one takes two. A line too
// long for the terminal is cut to the part around the caret.
type framer struct {
	*Printer
	cells *runewidth.Condition

	// The list is sorted by path, so keeping one file saves splitting it again.
	path  string
	lines []string
}

func (p *Printer) newFramer() *framer {
	return &framer{Printer: p, cells: &runewidth.Condition{
		EastAsianWidth:     p.WideAmbiguous,
		StrictEmojiNeutral: true,
	}}
}

func (f *framer) write(out *bufio.Writer, d *Diagnostic) {
	line, ok := f.line(d.Pos)
	if !ok {
		return
	}
	number := fmt.Sprintf("%4d", d.Line)
	text, indent := f.fit(line, d.Column, f.room(number))
	fmt.Fprintf(out, "%s %s\n", f.paint(dim, number+" |"), text)
	if d.Column == 0 {
		return
	}
	caret := warningColor
	if d.Severity == Error {
		caret = errorColor
	}
	gutter := strings.Repeat(" ", len(number)) + " |"
	fmt.Fprintf(out, "%s %s%s\n", f.paint(dim, gutter), strings.Repeat(" ", indent), f.paint(caret, "^"))
}

// room is the number of cells that the gutter leaves for source text.
func (f *framer) room(number string) int {
	width := f.Width
	if width == 0 {
		width = defaultWidth
	}
	return max(minimumRoom, width-len(number)-len(" | "))
}

// line returns the source line at a position, without its end.
func (f *framer) line(at Pos) (string, bool) {
	if at.Line == 0 || f.Source == nil {
		return "", false
	}
	if f.path != at.Path {
		f.path, f.lines = at.Path, nil
		if text := f.Source(at.Path); text != nil {
			f.lines = splitLines(text)
		}
	}
	if at.Line > len(f.lines) {
		return "", false
	}
	return f.lines[at.Line-1], true
}

// splitLines splits a text as reading does: without byte order mark, at any line ending.
func splitLines(text []byte) []string {
	s := strings.TrimPrefix(string(text), "\uFEFF")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.Split(s, "\n")
}

// fit returns the part of a line that fits into room cells and holds the
// character at column, and the number of cells before that character.
func (f *framer) fit(line string, column, room int) (text string, indent int) {
	at := offset(line, column)
	before, after := f.before(line[:at], room), f.after(line[at:], room)
	if before.cut || after.cut || before.width()+max(1, after.width()) > room {
		ellipsis := glyph{"…", f.cells.RuneWidth('…')}
		room -= 2 * ellipsis.width
		before = before.tail(max(room/2, room-after.width()))
		after = after.head(room - before.width())
		if before.cut {
			before.glyphs = slices.Insert(slices.Clone(before.glyphs), 0, ellipsis)
		}
		if after.cut {
			after.glyphs = append(slices.Clone(after.glyphs), ellipsis)
		}
	}
	return before.String() + after.String(), before.width()
}

// offset returns the byte offset of a column, at most the length of the line.
func offset(line string, column int) int {
	at := 0
	for n := 1; n < column && at < len(line); n++ {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at
}

// before and after return the end and the start of s: no more characters than
// could be shown, because a line may be megabytes long.
func (f *framer) before(s string, most int) stretch {
	start := len(s)
	for n := 0; n < most && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	return stretch{f.after(s[start:], most).glyphs, start > 0}
}

func (f *framer) after(s string, most int) stretch {
	var glyphs []glyph
	for len(s) > 0 && len(glyphs) < most {
		r, size := utf8.DecodeRuneInString(s)
		glyphs = append(glyphs, f.glyph(r, s[:size]))
		s = s[size:]
	}
	return stretch{glyphs, len(s) > 0}
}

// glyph is a character as it is printed, and the cells it takes.
type glyph struct {
	text  string
	width int
}

func (f *framer) glyph(r rune, raw string) glyph {
	if r == '\t' {
		return glyph{strings.Repeat(" ", tabWidth), tabWidth}
	}
	if text := visible(r, raw); text != raw {
		return glyph{text, len(text)} // an escape is ASCII
	}
	return glyph{raw, f.cells.RuneWidth(r)}
}

// stretch is a part of a line; cut tells that the line goes on.
type stretch struct {
	glyphs []glyph
	cut    bool
}

func (s stretch) width() (cells int) {
	for _, g := range s.glyphs {
		cells += g.width
	}
	return cells
}

// tail returns the end of s that fits into room cells.
func (s stretch) tail(room int) stretch {
	start := len(s.glyphs)
	for start > 0 && room >= s.glyphs[start-1].width {
		start--
		room -= s.glyphs[start].width
	}
	return stretch{s.glyphs[start:], s.cut || start > 0}
}

// head returns the start of s that fits into room cells.
func (s stretch) head(room int) stretch {
	end := 0
	for end < len(s.glyphs) && room >= s.glyphs[end].width {
		room -= s.glyphs[end].width
		end++
	}
	return stretch{s.glyphs[:end], s.cut || end < len(s.glyphs)}
}

func (s stretch) String() string {
	var b strings.Builder
	for _, g := range s.glyphs {
		b.WriteString(g.text)
	}
	return b.String()
}
