package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits bound the time and memory that a text may cost, whatever it holds. A
// zero field stands for its default. No honest text comes near them.
type Limits struct {
	Bytes    int // of the text; 4 MB
	Lines    int // of the text; 200,000
	Nesting  int // of blocks in blocks, and of inline elements in each other; 100
	Columns  int // of a table; 128
	Cells    int // of all tables, missing ones counted; 100,000
	Elements int // blocks, lines of paragraphs, inline elements; 250,000
	Expanded int // bytes of the targets of reference links; 1 MB or ten times the text
	Work     int // steps of going over the same characters again, a nanosecond or so each; 1,000,000,000
}

func (l Limits) withDefaults() Limits {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&l.Bytes, 4<<20)
	set(&l.Lines, 200_000)
	set(&l.Nesting, 100)
	set(&l.Columns, 128)
	set(&l.Cells, 100_000)
	set(&l.Elements, 250_000)
	set(&l.Expanded, 1<<20)
	set(&l.Work, 1_000_000_000)
	return l
}

// meter counts what a text costs. Once stopped, no parser takes anything more
// in, so that the rest is over soon.
//
// Several of goldmark's steps take time that grows with the square of their
// input. Each is preceded by one of ours that estimates the cost and spends it.
type meter struct {
	stopped                       bool
	elements, cells, pipes, spent int
	expanded                      int
	here                          int // where the last link began
}

// fits checks what can be told before parsing.
func (p *parsing) fits() bool {
	if limit := p.opts.Limits.Bytes; len(p.source) > limit {
		p.tooComplex(limit, "正文超过 %d 字节", "the text is longer than %d bytes", limit)
		return false
	}
	limit := p.opts.Limits.Lines
	if bytes.Count(p.source, []byte{'\n'}) > limit {
		p.tooComplex(len(p.source), "正文超过 %d 行", "the text has more than %d lines", limit)
		return false
	}
	return true
}

// tooComplex reports that a limit is exceeded, and ends the parsing.
func (p *parsing) tooComplex(offset int, zh, en string, args ...any) {
	if p.stopped {
		return
	}
	p.stopped = true
	p.diags.Errorf(p.at(offset), "too-complex", zh, en, args...).
		Hintf("把内容分成几篇，或者改用附件", "split the text, or attach it as a file")
}

// element counts one more element.
func (p *parsing) element(offset int) {
	p.elements++
	if limit := p.opts.Limits.Elements; p.elements > limit {
		p.tooComplex(offset, "正文的段落、行和标记超过 %d 个", "the text has more than %d paragraphs, lines and marks", limit)
	}
}

// spend counts n steps of work and reports whether there is more to be had.
func (p *parsing) spend(n, offset int) bool {
	p.spent += n
	if p.spent > p.opts.Limits.Work {
		p.tooComplex(offset, "标记过于复杂，无法在合理的时间内处理", "the markup is too intricate to be read in reasonable time")
	}
	return !p.stopped
}

// Reference finds the target of a reference link. A short text can ask for a
// long target very often.
func (p *parsing) Reference(label string) (parser.Reference, bool) {
	ref, ok := p.Context.Reference(label)
	if ok {
		p.expanded += len(ref.Destination()) + len(ref.Title())
		limit := max(p.opts.Limits.Expanded, 10*len(p.source))
		if p.expanded > limit {
			p.tooComplex(p.here, "引用链接展开后超过 %d 字节", "reference links expand to more than %d bytes", limit)
		}
	}
	return ref, ok
}

// continueCost is what goldmark does for one open block on one line; most of
// it is memory.
const continueCost = 400

// leaf is a block parser that keeps within the limits.
type leaf struct{ parser.BlockParser }

func (b leaf) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := pc.(*parsing)
	if p.stopped {
		return nil, parser.NoChildren
	}
	_, at := reader.Position()
	node, state := b.BlockParser.Open(parent, reader, pc)
	if node != nil {
		p.element(at.Start)
	}
	return node, state
}

func (b leaf) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	p := pc.(*parsing)
	_, at := reader.Position()
	if !p.spend(continueCost, at.Start) {
		return parser.Close
	}
	return b.BlockParser.Continue(node, reader, pc)
}

// paragraph is the parser of paragraphs, each line of which is an element.
type paragraph struct{ leaf }

func (b paragraph) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := pc.(*parsing)
	line, segment := reader.PeekLine()
	if p.stopped || util.IsBlank(line) {
		return nil, parser.NoChildren
	}
	node := p.tree.paragraphs.next()
	node.Lines().Append(segment)
	reader.AdvanceToEOL()
	p.element(segment.Start)
	return node, parser.NoChildren
}

func (b paragraph) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, at := reader.Position()
	pc.(*parsing).element(at.Start)
	return b.leaf.Continue(node, reader, pc)
}

// container is a parser of blocks that hold blocks, not deeper than allowed.
type container struct{ leaf }

func (b container) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := reader.Position()
	node, state := b.leaf.Open(parent, reader, pc)
	if node != nil {
		pc.(*parsing).checkDepth(at.Start)
	}
	return node, state
}

// checkDepth is called while one more block is about to be opened.
func (p *parsing) checkDepth(offset int) {
	limit, blocks := p.opts.Limits.Nesting, p.OpenedBlocks()
	if len(blocks) < limit {
		return
	}
	depth := 1
	for _, b := range blocks {
		switch b.Node.Kind() {
		case ast.KindList, east.KindDefinitionList: // their items count
		default:
			depth++
		}
	}
	if depth > limit {
		p.tooComplex(offset, "列表、引用的嵌套超过 %d 层", "lists and quotes are nested more than %d deep", limit)
	}
}

// inline is an inline parser that keeps within the limits.
type inline struct{ parser.InlineParser }

func (i inline) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	if p.stopped {
		return nil
	}
	_, at := block.Position()
	node := i.InlineParser.Parse(parent, block, pc)
	if node != nil {
		p.element(at.Start)
	}
	return node
}
