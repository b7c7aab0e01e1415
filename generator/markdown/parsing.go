package markdown

import (
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
	diags diag.List

	block     blockState
	callouts  map[ast.Node]*callout
	footnotes []*east.Footnote
	referred  map[int]int    // footnote → references to it
	rawOpen   map[string]int // raw HTML elements reported and not yet closed
	scratch   []byte
}

func newParsing(r *Renderer, path string, source []byte, line int) *parsing {
	return &parsing{
		Context:  parser.NewContext(),
		Renderer: r,
		places:   places{path: path, line: line, source: source},
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

// at returns the position of the character at an offset.
func (p *places) at(offset int) diag.Pos {
	offset = max(0, min(offset, len(p.source)))
	if p.starts == nil {
		p.starts = append(p.starts, 0)
		for i, c := range p.source {
			if c == '\n' {
				p.starts = append(p.starts, i+1)
			}
		}
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
