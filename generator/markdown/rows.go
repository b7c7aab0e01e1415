package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// escapesPipe reports whether there is a pipe after a backslash in a table, which
// goldmark keeps an eye on: within code the backslash has to go.
func (p *parsing) escapesPipe(lines *text.Segments) bool {
	return bytes.Contains(p.source[lines.At(0).Start:lines.At(lines.Len()-1).Stop], []byte(`\|`))
}

// readTable makes a table of a paragraph, or of the lines at its end, as goldmark's
// transformer does, but without regular expressions and of nodes that are used again.
func (p *parsing) readTable(paragraph *ast.Paragraph) {
	lines := paragraph.Lines()
	for i := 1; i < lines.Len(); i++ {
		alignments := p.alignments(lines.At(i))
		if alignments == nil {
			continue
		}
		head := p.readRow(lines.At(i-1), alignments, true)
		if head.ChildCount() != len(alignments) {
			return
		}
		table := east.NewTable()
		table.Alignments = alignments
		table.SetPos(paragraph.Pos())
		table.AppendChild(table, east.NewTableHeader(head))
		for _, line := range lines.Sliced(i+1, lines.Len()) {
			table.AppendChild(table, p.readRow(line, alignments, false))
		}
		putAfter(paragraph, i-1, table)
		return
	}
}

// putAfter puts a table after the first lines of a paragraph, of which it keeps n.
func putAfter(paragraph *ast.Paragraph, n int, table *east.Table) {
	parent, lines := paragraph.Parent(), paragraph.Lines()
	parent.InsertAfter(parent, paragraph, table)
	lines.SetSliced(0, n)
	if n == 0 {
		parent.RemoveChild(parent, paragraph)
		return
	}
	last := lines.At(n - 1)
	last.Stop-- // the end of the line
	lines.Set(n-1, last)
}

// alignments reads a line of dashes; nil where it is none.
func (p *parsing) alignments(segment text.Segment) []east.Alignment {
	line := segment.Value(p.source)
	if width, _ := util.IndentWidth(line, 0); width > 3 || len(bytes.Trim(line, "-")) == 0 {
		return nil
	}
	columns := bytes.Split(line, []byte("|"))
	if util.IsBlank(columns[0]) {
		columns = columns[1:]
	}
	if last := len(columns) - 1; last >= 0 && util.IsBlank(columns[last]) {
		columns = columns[:last]
	}
	var list []east.Alignment
	for _, column := range columns {
		alignment, ok := alignmentOf(bytes.Trim(column, " \t\n\r"))
		if !ok {
			return nil
		}
		list = append(list, alignment)
	}
	return list
}

// alignmentOf reads dashes with colons at their ends.
func alignmentOf(dashes []byte) (east.Alignment, bool) {
	dashes, left := bytes.CutPrefix(dashes, []byte(":"))
	dashes, right := bytes.CutSuffix(dashes, []byte(":"))
	if len(dashes) == 0 || len(bytes.Trim(dashes, "-")) > 0 {
		return 0, false
	}
	switch {
	case left && right:
		return east.AlignCenter, true
	case left:
		return east.AlignLeft, true
	case right:
		return east.AlignRight, true
	}
	return east.AlignNone, true
}

// readRow reads the cells of a row. Those that are missing are empty; those that are
// too many are left out, but for the head, which then is none.
func (p *parsing) readRow(line text.Segment, alignments []east.Alignment, head bool) *east.TableRow {
	row := p.tree.rows.next()
	row.Alignments = alignments
	row.SetPos(line.Start)
	inner := line.TrimLeftSpace(p.source)
	inner = inner.TrimRightSpace(p.source)
	from, to := inner.Start, inner.Stop
	if from < to && p.source[from] == '|' {
		from++
	}
	if from < to && p.source[to-1] == '|' {
		to--
	}
	for n := 0; from < to && (head || n < len(alignments)); n++ {
		end := to
		if pipe := bytes.IndexByte(p.source[from:to], '|'); pipe >= 0 {
			end = from + pipe
		}
		alignment := east.AlignNone
		if n < len(alignments) {
			alignment = alignments[n]
		}
		cell := p.newCell(row, alignment)
		cell.SetPos(line.Start + from - inner.Start - line.Padding)
		content := text.NewSegment(from, end)
		content = content.TrimLeftSpace(p.source)
		cell.Lines().Append(content.TrimRightSpace(p.source))
		from = end + 1
	}
	for row.ChildCount() < len(alignments) {
		p.newCell(row, east.AlignNone)
	}
	return row
}

// newCell puts a cell at the end of a row.
func (p *parsing) newCell(row *east.TableRow, alignment east.Alignment) *east.TableCell {
	cell := p.tree.cells.next()
	cell.Alignment = alignment
	row.AppendChild(row, cell)
	return cell
}
