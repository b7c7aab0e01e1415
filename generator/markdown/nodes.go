package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// nodes are those of one kind in a tree. They are made many at a time, and used
// again for the next text: a bulletin with tables has hundreds.
type nodes[T any] struct {
	blocks [][]T
	used   int
}

const nodesPerBlock = 64

// next returns a node that is as new.
func (n *nodes[T]) next() *T {
	block, i := n.used/nodesPerBlock, n.used%nodesPerBlock
	if block == len(n.blocks) {
		n.blocks = append(n.blocks, make([]T, nodesPerBlock))
	}
	n.used++
	return &n.blocks[block][i]
}

// release makes all nodes as new. Nobody has one any more.
func (n *nodes[T]) release(renew func(*T)) {
	for i := range n.used {
		renew(&n.blocks[i/nodesPerBlock][i%nodesPerBlock])
	}
	n.used = 0
}

// tree is the nodes of which a text has most.
type tree struct {
	texts      nodes[ast.Text]
	paragraphs nodes[ast.Paragraph]
	rows       nodes[east.TableRow]
	cells      nodes[east.TableCell]
}

// release makes all nodes as new, but for the room for their lines.
func (t *tree) release() {
	t.texts.release(func(n *ast.Text) { *n = ast.Text{} })
	t.paragraphs.release(func(n *ast.Paragraph) {
		lines := *n.Lines()
		lines.SetSliced(0, 0)
		*n = ast.Paragraph{}
		n.SetLines(&lines)
	})
	t.rows.release(func(n *east.TableRow) { *n = east.TableRow{} })
	t.cells.release(func(n *east.TableCell) {
		lines := *n.Lines()
		lines.SetSliced(0, 0)
		*n = east.TableCell{}
		n.SetLines(&lines)
	})
}

// size returns about how much memory the nodes take.
func (t *tree) size() int {
	const each = 256
	return each * nodesPerBlock * (len(t.texts.blocks) + len(t.paragraphs.blocks) + len(t.rows.blocks) + len(t.cells.blocks))
}
