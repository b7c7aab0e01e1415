package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// codeSpan is goldmark's parser of code spans, which looks through the rest of
// the block for the end of every run of backticks. This one knows the runs
// of a block, and does not let it look for what is not there.
type codeSpan struct{ parser.InlineParser }

func (c codeSpan) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := runLength(line)
	if last := pc.(*parsing).lastRun(parent, run); last > segment.Start {
		return c.InlineParser.Parse(parent, block, pc)
	}
	block.Advance(run)
	return ast.NewTextSegment(segment.WithStop(segment.Start + run))
}

// lastRun returns where the last run of so many backticks begins in a block; 0
// if there is none.
func (p *parsing) lastRun(block ast.Node, length int) int {
	state := p.enter(block)
	if state.backticks == nil {
		state.backticks = map[int]int{}
		for _, line := range block.Lines().Sliced(0, block.Lines().Len()) {
			for i := line.Start; i < line.Stop; i++ {
				next := bytes.IndexByte(p.source[i:line.Stop], '`')
				if next < 0 {
					break
				}
				i += next
				run := runLength(p.source[i:line.Stop])
				state.backticks[run] = i
				i += run
			}
		}
	}
	return state.backticks[length]
}

// runLength counts how often the first byte is repeated.
func runLength(line []byte) int {
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	return n
}

// link is goldmark's parser of links and images, whose work is done at a "]".
type link struct{ inline }

func (l link) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	if p.stopped {
		return nil
	}
	line, segment := block.PeekLine()
	p.here = segment.Start
	if line[0] == ']' && !p.spend(p.closingCost(parent, line), segment.Start) {
		return nil
	}
	node := l.inline.Parse(parent, block, pc)
	if node != nil && line[0] != ']' {
		state := p.enter(parent)
		state.brackets = append(state.brackets, p.elements)
	}
	return node
}

// closingCost estimates what a "]" costs: the label is looked up, for which
// goldmark goes through the lines of the block; links within the label are looked
// for, which are elements since it began; delimiters in the text are
// matched, for which goldmark goes through the elements of the block; the address
// is read, which can be the rest of the line.
func (p *parsing) closingCost(block ast.Node, line []byte) int {
	cost := 300 + 2*block.Lines().Len()
	state := p.enter(block)
	if last := len(state.brackets) - 1; last >= 0 {
		cost += 4 * (p.elements - state.brackets[last])
		state.brackets = state.brackets[:last]
	}
	if p.LastDelimiter() != nil {
		cost += 4 * block.ChildCount()
	}
	if len(line) < 2 || line[1] != '(' {
		return cost
	}
	return cost + 6*destinationLength(line[2:])
}

// destinationLength measures what goldmark reads as the destination of a link.
func destinationLength(line []byte) int {
	if len(line) > 0 && line[0] == '<' {
		if n := bytes.IndexByte(line, '>'); n >= 0 {
			return n
		}
		return len(line)
	}
	open := 0
	for i, c := range line {
		switch c {
		case '(':
			open++
		case ')':
			open--
		}
		if open < 0 || c == ' ' || c == '\t' {
			return i
		}
	}
	return len(line)
}

// CloseBlock is called at the end of a block. The parser that goldmark looks for
// it in is wrapped.
func (l link) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// definitions is goldmark's reader of link definitions at the beginning of a
// paragraph, which moves all lines that follow for each.
type definitions struct{ parser.ParagraphTransformer }

func (d definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p, lines := pc.(*parsing), node.Lines()
	if lines.Len() == 0 || p.stopped {
		return
	}
	count := 0
	for ; count < lines.Len(); count++ {
		line := lines.At(count)
		if !bytes.HasPrefix(bytes.TrimLeft(p.source[line.Start:line.Stop], " \t"), []byte("[")) {
			break
		}
	}
	if count > 0 && p.spend(4*count*lines.Len(), lines.At(0).Start) {
		d.ParagraphTransformer.Transform(node, reader, pc)
	}
}
