package markdown

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"jianbao/generator/diag"
)

// Run is what a reader reads in one go: a paragraph, a heading, a cell of a table.
// Marks are gone, so that a word half of which is bold is a word, and every
// character knows where it stands in the source.
type Run struct {
	Kind  RunKind
	Level int // of a heading
	Text  string

	spans []span
	lines *sourceLines
}

// RunKind says what a run is.
type RunKind uint8

// The kinds of runs. The text of a link belongs to the run around it.
const (
	Paragraph   RunKind = iota // also of a list, a quote, a footnote
	HeadingText                // a section heading
	Cell                       // of a table
	Alt                        // the alternative text of a picture
	Code                       // a block of code, or code within a text
)

// Gap stands in a run for what is not text: a picture, code, a bare address.
const Gap = '\uFFFC'

// span says where a piece of a run comes from, which is there byte for byte.
type span struct{ text, source int }

// At returns the position of the character at a byte offset of the text.
func (r *Run) At(offset int) diag.Pos {
	i := sort.Search(len(r.spans), func(i int) bool { return r.spans[i].text > offset }) - 1
	if i < 0 {
		return r.lines.at(0)
	}
	source := r.spans[i].source + offset - r.spans[i].text
	if i+1 < len(r.spans) && offset >= r.spans[i].text { // what stands for marks ends with them
		source = min(source, max(r.spans[i].source, r.spans[i+1].source))
	}
	return r.lines.at(source)
}

// sourceLines finds positions in a source; unlike places, for many goroutines.
type sourceLines struct {
	path   string
	line   int
	source []byte
	starts []int
}

func (l *sourceLines) at(offset int) diag.Pos {
	offset = max(0, min(offset, len(l.source)))
	i := sort.SearchInts(l.starts, offset+1) - 1
	return diag.Pos{Path: l.path, Line: l.line + i, Column: 1 + utf8.RuneCount(l.source[l.starts[i]:offset])}
}

// prose collects the runs of a text.
type prose struct {
	*parsing
	*ended
	unfinished // the run that is read

	outside []unfinished // runs in which code stands, the outermost first
}

// unfinished is what a run has so far.
type unfinished struct {
	text  []byte
	spans []span
}

// ended are the runs that have been read. Their texts are together until the last
// one has ended, since a run is small, and there are many.
type ended struct {
	runs   []Run
	texts  []byte
	pieces []span
	ends   []struct{ text, spans int }
	room   unfinished // for the next run
}

// size returns about how much memory it takes.
func (e *ended) size() int { return 64*cap(e.runs) + cap(e.texts) + 16*cap(e.pieces) }

// Prose is what readers read of a text, in the order of the source. The zero Prose is
// of a text without any.
type Prose struct {
	ended *ended
	lines sourceLines
}

// Lines returns the texts of all runs, each with a "\n" behind it. Who finds nothing there
// need not ask for runs, which cost more.
func (p *Prose) Lines() []byte {
	if p.ended == nil {
		return nil
	}
	return p.ended.texts
}

// Runs returns the runs.
func (p *Prose) Runs() []Run {
	e := p.ended
	if e == nil {
		return nil
	}
	text := string(e.texts)
	from, first := 0, 0
	for i, end := range e.ends {
		run := &e.runs[i]
		run.Text, run.spans, run.lines = text[from:end.text], e.pieces[first:end.spans:end.spans], &p.lines
		from, first = end.text+len("\n"), end.spans
	}
	return e.runs
}

// proseOf returns the prose of a document.
func (p *parsing) proseOf(doc ast.Node) Prose {
	if len(p.starts) == 0 {
		p.findLines()
	}
	e := &p.scratch.prose
	e.runs, e.texts, e.pieces, e.ends = e.runs[:0], e.texts[:0], e.pieces[:0], e.ends[:0]
	w := &prose{parsing: p, ended: e, unfinished: e.room}
	w.block(doc)
	e.room = w.unfinished
	return Prose{e, sourceLines{path: p.path, line: p.line, source: p.source, starts: p.starts}}
}

func (w *prose) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		lines := n.Lines()
		for i := range lines.Len() {
			segment := lines.At(i)
			w.verbatim(segment.Start, bytes.TrimSuffix(segment.Value(w.source), []byte("\n")))
			w.text = append(w.text, '\n')
		}
		w.end(Code, 0)
		return
	case *ast.HTMLBlock:
		w.htmlBlock(n)
		return
	case *ast.Heading:
		w.inlines(n, n)
		w.end(HeadingText, n.Level)
		return
	case *east.TableCell:
		w.inlines(n, n)
		w.end(Cell, 0)
		return
	}
	if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
		w.inlines(n, n)
		w.end(Paragraph, 0)
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

// end ends a run, and code in it that has no end.
func (w *prose) end(kind RunKind, level int) {
	for len(w.outside) > 0 {
		w.closeCode()
	}
	w.flush(kind, level)
}

func (w *prose) flush(kind RunKind, level int) {
	if len(w.text) > 0 {
		e := w.ended
		e.texts, e.pieces = append(e.texts, w.text...), append(e.pieces, w.spans...)
		e.runs = append(e.runs, Run{Kind: kind, Level: level})
		e.ends = append(e.ends, struct{ text, spans int }{len(e.texts), len(e.pieces)})
		e.texts = append(e.texts, '\n')
	}
	w.text, w.spans = w.text[:0], w.spans[:0]
}

// inlines adds what is in a block. Pictures make runs of their own.
func (w *prose) inlines(n, block ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			w.words(c, block)
		case *ast.Image:
			w.gap()
			alt := &prose{parsing: w.parsing, ended: w.ended}
			alt.inlines(c, block)
			alt.end(Alt, 0)
		case *ast.CodeSpan:
			w.gap()
			code := &prose{parsing: w.parsing, ended: w.ended}
			for part := c.FirstChild(); part != nil; part = part.NextSibling() {
				if text, ok := part.(*ast.Text); ok {
					code.verbatim(text.Segment.Start, text.Segment.Value(w.source))
				}
			}
			code.end(Code, 0)
		case *ast.AutoLink:
			w.gap()
		case *ast.RawHTML:
			w.inlineHTML(c)
		default:
			w.inlines(c, block)
		}
	}
}

func (w *prose) gap() { w.text = append(w.text, string(Gap)...) }

// words adds a text, with characters that are escaped as they are read.
func (w *prose) words(n *ast.Text, block ast.Node) {
	from, value := n.Segment.Start, n.Segment.Value(w.source)
	if n.IsRaw() {
		w.verbatim(from, value)
	} else {
		w.resolved(from, value)
	}
	before, _ := utf8.DecodeLastRune(w.text)
	if n.HardLineBreak() || n.SoftLineBreak() && !w.joins(before, n, block) {
		w.verbatim(n.Segment.Stop, []byte(" "))
	}
}

// resolved adds source text whose escapes and entities are resolved.
func (w *prose) resolved(from int, value []byte) {
	if !mayResolve(value) {
		w.verbatim(from, value)
		return
	}
	for len(value) > 0 {
		plain := bytes.IndexAny(value, `\&`)
		if plain < 0 {
			plain = len(value)
		}
		if plain > 0 {
			w.verbatim(from, value[:plain])
			from, value = from+plain, value[plain:]
			continue
		}
		if n, resolved := escapeAt(value); n > 0 {
			w.verbatim(from, resolved)
			from, value = from+n, value[n:]
			continue
		}
		w.verbatim(from, value[:1])
		from, value = from+1, value[1:]
	}
}

// escapeAt reads the escape or entity that a text begins with: how long it is,
// and what it stands for.
func escapeAt(source []byte) (length int, resolved []byte) {
	if source[0] == '\\' {
		if len(source) > 1 && util.IsPunct(source[1]) {
			return 2, source[1:2]
		}
		return 0, nil
	}
	resolved, length = appendReference(nil, source)
	return length, resolved
}

// verbatim adds a piece that stands at an offset of the source.
func (w *prose) verbatim(source int, piece []byte) {
	if len(piece) == 0 {
		return
	}
	if n := len(w.spans); n == 0 || w.spans[n-1].source-w.spans[n-1].text != source-len(w.text) {
		w.spans = append(w.spans, span{len(w.text), source})
	}
	w.text = append(w.text, piece...)
}
