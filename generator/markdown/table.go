package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tables is goldmark's reader of tables, which fills every row up to the width
// of the head, and drops what is beyond it. Most tables are read by ours (rows.go).
type tables struct {
	parser.ParagraphTransformer
	ours bool
}

func (t tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p, lines := pc.(*parsing), node.Lines()
	for i := 1; i < lines.Len() && !p.stopped; i++ {
		columns := p.delimiterColumns(lines.At(i))
		if columns == 0 {
			continue
		}
		switch {
		case !p.tableFits(lines, i, columns):
		case t.ours && !p.escapesPipe(lines):
			p.readTable(node)
		default:
			t.ParagraphTransformer.Transform(node, reader, pc)
		}
		return
	}
}

// delimiterColumns counts the columns of a line like |---|:-:|; 0 if it is none.
func (p *parsing) delimiterColumns(line text.Segment) int {
	s := bytes.TrimSpace(p.source[line.Start:line.Stop])
	if len(s) < 2 || s[0] != '|' && s[0] != '-' && s[0] != ':' || !bytes.ContainsAny(s, "|:") {
		return 0
	}
	columns := 0
	for rest := cellsOf(s); len(rest) > 0; columns++ {
		cell := bytes.TrimSpace(rest.next())
		cell = bytes.TrimSuffix(bytes.TrimPrefix(cell, []byte(":")), []byte(":"))
		if len(cell) == 0 || bytes.Trim(cell, "-") != nil && len(bytes.Trim(cell, "-")) > 0 {
			return 0
		}
	}
	return columns
}

// cells are those of a row that are still to come, as goldmark splits it.
type cells []byte

func cellsOf(row []byte) cells {
	row = bytes.TrimSpace(row)
	row = bytes.TrimPrefix(row, []byte("|"))
	return bytes.TrimSuffix(row, []byte("|"))
}

// next takes the next cell, if there is one. A pipe after a backslash is text.
func (c *cells) next() []byte {
	row := *c
	for i, b := range row {
		if b == '|' && (i == 0 || row[i-1] != '\\') {
			*c = row[i+1:]
			return row[:i]
		}
	}
	*c = nil
	return row
}

// tableFits checks the table whose delimiters are on line i of a paragraph.
func (p *parsing) tableFits(lines *text.Segments, i, columns int) bool {
	head := lines.At(i - 1)
	if limit := p.opts.Limits.Columns; columns > limit {
		p.tooComplex(head.Start, "表格超过 %d 列", "the table has more than %d columns", limit)
		return false
	}
	headColumns := 0
	for rest := cellsOf(p.source[head.Start:head.Stop]); len(rest) > 0; headColumns++ {
		rest.next()
	}
	if headColumns != columns {
		p.warnHead(lines, i, headColumns, columns)
		return true // goldmark leaves it as it is
	}
	p.cells += columns * (lines.Len() - i)
	if limit := p.opts.Limits.Cells; p.cells > limit {
		p.tooComplex(head.Start, "表格超过 %d 格", "the tables have more than %d cells", limit)
		return false
	}
	for row := i + 1; row < lines.Len(); row++ {
		p.checkRow(lines.At(row), columns)
	}
	return !p.stopped
}

// warnHead reports what was meant for a table but is none.
func (p *parsing) warnHead(lines *text.Segments, i, head, columns int) {
	line := lines.At(i)
	if head < 2 || bytes.IndexByte(p.source[line.Start:line.Stop], '|') < 0 {
		return
	}
	p.diags.Warnf(p.at(line.Start), "table-shape",
		"表头有 %d 列，分隔行有 %d 列，不成表格", "the head has %d columns and the line of dashes %d, so this is no table", head, columns).
		Hintf("让两行的列数相同", "give both lines the same number of columns")
}

// checkRow reports cells beyond the head and those that are missing, and spends the work on escaped pipes:
// goldmark compares each one in code with all others.
func (p *parsing) checkRow(row text.Segment, columns int) {
	line := p.source[row.Start:row.Stop]
	if bytes.IndexByte(line, '`') >= 0 {
		n := bytes.Count(line, []byte(`\|`))
		p.spend(4*n*(2*p.pipes+n), row.Start)
		p.pipes += n
	}
	n := 0
	for rest := cellsOf(line); len(rest) > 0; {
		cell := rest.next()
		n++
		if n > columns && len(bytes.TrimSpace(cell)) > 0 {
			p.diags.Warnf(p.at(row.Start), "table-row",
				"这一行超过表头的 %d 列，多出的内容不会显示", "the row has more than the %d columns of the head; the rest is not shown", columns).
				Hintf("单元格里的竖线写作 \\|", "write a pipe within a cell as \\|")
			return
		}
	}
	p.checkShortRow(row, n, columns)
}

// checkShortRow reports a row that lacks cells, and text that became a row since
// it stands right below the table.
func (p *parsing) checkShortRow(row text.Segment, n, columns int) {
	line := bytes.TrimSpace(p.source[row.Start:row.Stop])
	if bytes.HasSuffix(line, []byte("||")) {
		n++ // the last cell is empty
	}
	switch {
	case n >= columns:
	case bytes.IndexByte(line, '|') < 0:
		p.diags.Warnf(p.at(row.Start), "table-row", "这一行成了表格的一行", "this line became a row of the table").
			Hintf("表格后面空一行，再写正文", "leave an empty line after the table")
	default:
		p.diags.Warnf(p.at(row.Start), "table-row", "这一行只有 %d 格，表头有 %d 列", "the row has %d cells, the head %d columns", n, columns).
			Hintf("空的格子也要写出两边的竖线", "write the pipes of empty cells, too")
	}
}

// table writes a table in a frame that scrolls where the screen is narrow. A
// frame that scrolls must take the focus, and what takes it needs a name.
func (w *writer) table(n *east.Table) {
	if !w.plain {
		w.raw(`<div class="table-wrap" role="region" aria-label="`)
		w.escaped(w.tableName(n))
		w.raw(`" tabindex="0">`, "\n")
	}
	w.raw("<table>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == east.KindTableHeader {
			w.raw("<thead>\n")
			w.row(c, true)
			w.raw("</thead>\n")
			if c.NextSibling() != nil {
				w.raw("<tbody>\n")
			}
			continue
		}
		w.row(c, false)
		if c.NextSibling() == nil {
			w.raw("</tbody>\n")
		}
	}
	w.raw("</table>\n")
	if !w.plain {
		w.raw("</div>\n")
	}
}

// tableName names a table after its columns.
func (w *writer) tableName(n *east.Table) []byte {
	const longest = 40 // characters
	name := []byte("表格")
	separator := "："
	for cell := n.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		text := w.plainText(cell, true)
		if len(text) == 0 {
			continue
		}
		name = append(append(name, separator...), text...)
		separator = "、"
	}
	return cutRunes(name, longest)
}

func (w *writer) row(row ast.Node, head bool) {
	w.raw("<tr>\n")
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		w.cell(c.(*east.TableCell), head)
		if c.NextSibling() != nil {
			w.text = append(w.text, '\t')
		}
	}
	w.raw("</tr>\n")
	w.endLine()
}

var alignments = map[east.Alignment]string{
	east.AlignLeft:   ` class="align-left"`,
	east.AlignCenter: ` class="align-center"`,
	east.AlignRight:  ` class="align-right"`,
}

func (w *writer) cell(n *east.TableCell, head bool) {
	// A column without a name has no header to read out.
	tag, scope := "td", ""
	if head && n.HasChildren() {
		tag, scope = "th", ` scope="col"`
	}
	w.raw("<", tag, scope, alignments[n.Alignment], ">")
	w.inlines(n)
	w.raw("</", tag, ">\n")
}
