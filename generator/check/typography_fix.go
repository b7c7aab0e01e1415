package check

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
)

// Change is a piece of a source that was mended.
type Change struct {
	Pos           diag.Pos // in the source as it was
	Before, After string
}

// Fix mends the typography of a source where that is safe: half-width marks and
// straight quotes beside Chinese characters, ellipses and dashes. Whatever else is
// in the source stays byte for byte: code, addresses, tags, values of the front
// matter that are data. A source that is mended reads the same but for the marks,
// and has nothing to mend.
func Fix(path string, source []byte) (fixed []byte, changes []Change) {
	if !utf8.Valid(source) {
		return source, nil
	}
	fixed = source
	var pieces []piece
	for range 4 { // what has been mended can make a mark beside it one beside Chinese
		more := mendable(path, fixed)
		mended := keepReading(path, fixed, more)
		if len(mended) == 0 {
			break
		}
		fixed = replace(fixed, mended)
		pieces = merge(pieces, mended)
	}
	at := newSourcePlaces(path, source)
	for _, p := range pieces {
		changes = append(changes, Change{at.pos(p.from), p.before, p.after})
	}
	return fixed, changes
}

// piece is what stands at an offset of a source, and what should.
type piece struct {
	from          int
	before, after string
}

// merge adds pieces of a text that has been mended to those that mended it, as
// pieces of the text before.
func merge(done, more []piece) []piece {
	all := slices.Clone(done)
	for _, p := range more {
		shift := 0
		for _, d := range done {
			if d.from+shift < p.from {
				shift += len(d.after) - len(d.before)
			}
		}
		all = append(all, piece{p.from - shift, p.before, p.after})
	}
	slices.SortFunc(all, func(a, b piece) int { return a.from - b.from })
	return all
}

func replace(source []byte, pieces []piece) []byte {
	var out bytes.Buffer
	from := 0
	for _, p := range pieces {
		out.Write(source[from:p.from])
		out.WriteString(p.after)
		from = p.from + len(p.before)
	}
	out.Write(source[from:])
	return out.Bytes()
}

// keepReading leaves out the pieces that would make the source something else.
// It is rare that one does, so halves are tried.
func keepReading(path string, source []byte, pieces []piece) []piece {
	if len(pieces) == 0 || readsSame(path, source, pieces) {
		return pieces
	}
	if len(pieces) == 1 {
		return nil
	}
	half := len(pieces) / 2
	both := append(keepReading(path, source, pieces[:half:half]), keepReading(path, source, pieces[half:])...)
	if len(both) < len(pieces) && readsSame(path, source, both) {
		return both
	}
	return nil
}

// readsSame reports whether the source has the same stretches when it is mended,
// but for what was mended.
func readsSame(path string, source []byte, pieces []piece) bool {
	before, after := parseForFix(path, source), parseForFix(path, replace(source, pieces))
	if len(before.Runs) != len(after.Runs) || len(before.Values) != len(after.Values) || len(before.Links) != len(after.Links) {
		return false
	}
	for i := range before.Runs {
		if before.Runs[i].Kind != after.Runs[i].Kind || fold(before.Runs[i].Text) != fold(after.Runs[i].Text) {
			return false
		}
	}
	for i := range before.Values {
		if before.Values[i].Key != after.Values[i].Key || fold(before.Values[i].Text) != fold(after.Values[i].Text) {
			return false
		}
	}
	for i := range before.Links {
		if before.Links[i].Dest != after.Links[i].Dest {
			return false
		}
	}
	return true
}

// fold makes the marks that Fix replaces and those that it writes the same.
func fold(text string) string { return folding.Replace(text) }

var folding = strings.NewReplacer(
	"，", ",", "；", ";", "：", ":", "？", "?", "！", "!", "（", "(", "）", ")", "“", `"`, "”", `"`, "‘", "'", "’", "'",
	"。", "", ".", "", "…", "", "—", "", "-", "", "－", "", "─", "", "―", "",
)

func parseForFix(path string, source []byte) *Text {
	text := bytes.ReplaceAll(bytes.TrimPrefix(source, []byte("\uFEFF")), []byte("\r\n"), []byte("\n"))
	parser := document.Parser{Markdown: markdown.New(markdown.Options{Prose: true, RawHTML: markdown.RawHTMLSanitize}), Zone: time.UTC}
	doc, body := parser.Parse(path, text)
	read := NewText(text, doc, body)
	read.Runs = read.Prose.Runs()
	return read
}

// mendable lists the pieces to mend, in order. A slip is mended as a whole, where
// all that it says stands in the source as it is.
func mendable(path string, source []byte) []piece {
	var pieces []piece
	text := parseForFix(path, source)
	at := newSourcePlaces(path, source)
	eachStretch(text, func(p *stretch) {
		if !p.isProse() || p.value != nil && !isMended(p.value, at) {
			return
		}
		for _, inspect := range []inspector{halfWidth, straightQuotes, ellipses, dashes} {
			inspect(p, func(s slip) { pieces = append(pieces, piecesOf(p, s, at)...) })
		}
	})
	slices.SortFunc(pieces, func(a, b piece) int { return a.from - b.from })
	end := 0
	return slices.DeleteFunc(pieces, func(p piece) bool {
		overlaps := p.from < end
		end = max(end, p.from+len(p.before))
		return overlaps
	})
}

// isMended reports whether a value of the front matter is a sentence that stands
// in the source as it is read.
func isMended(v *Value, at *sourcePlaces) bool {
	switch v.Key {
	case "title", "subtitle", "summary", "imageAlt", "description", "changes":
		i, ok := at.offset(v.Pos)
		return ok && bytes.HasPrefix(at.source[i:], []byte(v.Text))
	}
	return false
}

func piecesOf(p *stretch, s slip, at *sourcePlaces) []piece {
	var pieces []piece
	for _, e := range s.edits {
		before := p.text[e.from:e.to]
		i, ok := at.offset(p.at(e.from))
		if !ok || !bytes.HasPrefix(at.source[i:], []byte(before)) {
			return nil
		}
		pieces = append(pieces, piece{i, before, e.text})
	}
	return pieces
}

// sourcePlaces finds offsets of places and places of offsets in a source.
type sourcePlaces struct {
	path   string
	source []byte
	lines  []int // where each begins
}

func newSourcePlaces(path string, source []byte) *sourcePlaces {
	s := &sourcePlaces{path, source, []int{0}}
	if bytes.HasPrefix(source, []byte("\uFEFF")) {
		s.lines[0] = len("\uFEFF")
	}
	for i, c := range source {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

func (s *sourcePlaces) offset(pos diag.Pos) (offset int, ok bool) {
	if pos.Line < 1 || pos.Line > len(s.lines) || pos.Column < 1 {
		return 0, false
	}
	offset = s.lines[pos.Line-1]
	for range pos.Column - 1 {
		_, size := utf8.DecodeRune(s.source[offset:])
		if size == 0 || s.source[offset] == '\n' {
			return 0, false
		}
		offset += size
	}
	return offset, true
}

func (s *sourcePlaces) pos(offset int) diag.Pos {
	line := sort.SearchInts(s.lines, offset+1) - 1
	return diag.Pos{Path: s.path, Line: line + 1, Column: 1 + utf8.RuneCount(s.source[s.lines[line]:offset])}
}
