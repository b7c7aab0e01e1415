package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// longestRun is the longest run of * or _ that can be emphasis. A longer one is
// decoration, and would nest half as many elements.
const longestRun = 64

// emphasis parses * and _ as CommonMark does, with one rule more for *: beside a
// Chinese character or mark it can open before anything but a space, and close
// after anything but a space. CommonMark takes full-width punctuation for the end
// of a word, which Chinese has no spaces around, and leaves **“放管服”**改革 as it is.
type emphasis struct{}

func (emphasis) Trigger() []byte         { return []byte{'*', '_'} }
func (emphasis) IsDelimiter(c byte) bool { return c == '*' || c == '_' }
func (emphasis) OnMatch(n int) ast.Node  { return ast.NewEmphasis(n) }
func (emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (e emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	d := p.scanDelimiter(e, parent, block)
	if d.Char == '_' && d.Length == 1 && !d.CanOpen && !d.CanClose {
		return nil // within a word, as in name_of_file: one text with the rest
	}
	return p.push(d, parent, block)
}

// strikethrough parses ~~, with the same rule. GitHub takes a single ~ as well,
// but in Chinese text that is a range: 3~5天，6~8人.
type strikethrough struct{}

func (strikethrough) Trigger() []byte         { return []byte{'~'} }
func (strikethrough) IsDelimiter(c byte) bool { return c == '~' }
func (strikethrough) OnMatch(int) ast.Node    { return east.NewStrikethrough() }
func (strikethrough) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (s strikethrough) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	if block.PrecendingCharacter() == '~' {
		return nil
	}
	d := p.scanDelimiter(s, parent, block)
	if d.Length != 2 {
		return nil
	}
	return p.push(d, parent, block)
}

// scanDelimiter reads the run of delimiters at hand.
func (p *parsing) scanDelimiter(processor parser.DelimiterProcessor, parent ast.Node, block text.Reader) *parser.Delimiter {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, processor)
	d.Segment = segment.WithStop(segment.Start + d.Length)
	after, _ := utf8.DecodeRune(line[d.Length:])
	if len(line) == d.Length {
		after = ' '
	}
	if d.Char != '_' && (p.wide(before, parent) || p.wide(after, parent)) {
		d.CanOpen = d.CanOpen || !unicode.IsSpace(after)
		d.CanClose = d.CanClose || !unicode.IsSpace(before)
	}
	return d
}

// push takes a run of delimiters in. When the block ends, every run that can
// close is compared with those before it.
func (p *parsing) push(d *parser.Delimiter, parent ast.Node, block text.Reader) ast.Node {
	block.Advance(d.Length)
	if d.Length > longestRun {
		return ast.NewTextSegment(d.Segment)
	}
	state := p.enter(parent)
	state.delimiters++
	if d.CanClose && !p.spend(4*state.delimiters, d.Segment.Start) {
		return ast.NewTextSegment(d.Segment)
	}
	p.PushDelimiter(d)
	return d
}
