package markdown

import (
	"bytes"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"jianbao/generator/diag"
)

// parsing is one text on its way. It is the context that goldmark hands to every
// parser, which is how ours get at it: context.(*parsing).
type parsing struct {
	parser.Context
	*Renderer
	places
	meter
	*scratch
	diags diag.List

	block     blockState
	callouts  map[ast.Node]*callout
	footnotes []*east.Footnote
	referred  map[int]int    // footnote → references to it
	rawOpen   map[string]int // raw HTML elements reported and not yet closed
}

// scratch is memory in which one text after the other is rendered. All of a Body but its
// links and its summary is in it until the Body is released.
type scratch struct {
	html, text []byte
	inline     []byte // the text of a heading, say
	resolved   []byte
	lines      []int // where each begins
	links      []Link
	headings   []Heading
	ids        []string
	names      usedIDs
	prose      ended
	tree       tree
}

// mostScratch is how much is kept for the next text.
const mostScratch = 1 << 20

func newParsing(r *Renderer, path string, source []byte, line int) *parsing {
	s, ok := r.scratches.Get().(*scratch)
	if !ok {
		s = &scratch{names: usedIDs{}}
	}
	return &parsing{
		Context:  parser.NewContext(),
		Renderer: r,
		places:   places{path: path, line: line, source: source, starts: s.lines[:0]},
		scratch:  s,
	}
}

// release ends the use of the scratch.
func (p *parsing) release() {
	s := p.scratch
	s.lines = p.starts
	clear(s.links) // for they hold texts
	clear(s.headings)
	clear(s.ids)
	clear(s.prose.runs)
	s.tree.release()
	if cap(s.html)+cap(s.text)+8*cap(s.lines)+s.prose.size()+s.tree.size() < mostScratch {
		p.scratches.Put(s)
	}
}

// blockState is what is known of the block whose inline content is being read
// or written.
type blockState struct {
	node       ast.Node
	delimiters int         // so far
	brackets   []int       // that are open: how many elements there were when each began
	chinese    answer      // does it hold a Chinese character
	backticks  map[int]int // length of a run of backticks → where the last such run begins
}

// answer is that of a question which is only asked when it matters.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// enter returns the state of a block, afresh when it is another than before.
func (p *parsing) enter(block ast.Node) *blockState {
	if p.block.node != block {
		p.block = blockState{node: block}
	}
	return &p.block
}

// places turns offsets in a text into positions in its file.
type places struct {
	path   string
	line   int // of the file, where the text begins
	source []byte
	starts []int // offsets of lines; made when first needed

	// The last answer. Most questions come in order, and counting on from there
	// keeps many of them on one long line from costing its square.
	last diag.Pos
	from int
}

func (p *places) findLines() {
	p.starts = append(slices.Grow(p.starts, bytes.Count(p.source, []byte{'\n'})+1), 0)
	for from := 0; ; {
		n := bytes.IndexByte(p.source[from:], '\n')
		if n < 0 {
			return
		}
		from += n + 1
		p.starts = append(p.starts, from)
	}
}

// at returns the position of the character at an offset.
func (p *places) at(offset int) diag.Pos {
	offset = max(0, min(offset, len(p.source)))
	if len(p.starts) == 0 {
		p.findLines()
	}
	i := sort.SearchInts(p.starts, offset+1) - 1
	pos, from := diag.Pos{Path: p.path, Line: p.line + i, Column: 1}, p.starts[i]
	if p.last.Line == pos.Line && p.from <= offset {
		pos, from = p.last, p.from
	}
	pos.Column += utf8.RuneCount(p.source[from:offset])
	p.last, p.from = pos, offset
	return pos
}
