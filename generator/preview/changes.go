package preview

import (
	"bytes"
	"path"
	"slices"

	"jianbao/generator/memo"
)

// maxListed is how many changed files a tab is told by name. Where there are
// more, it loads again whatever it shows.
const maxListed = 500

// changes is what is different in a generation, seen from the one before.
type changes struct {
	Added, Changed, Removed int

	// Restyled counts pages that differ in their links to style sheets only, as
	// all do when a style sheet changes, since the links name its content.
	Restyled int
	Styles   bool     // a style sheet is different
	Files    []string // the others that are different, sorted; see Many
	Many     bool     // Files does not list them all
}

// since compares a state with the one before. Where that was none, everything is new.
func (st *state) since(old *state) (c changes) {
	if old.number == 0 {
		return changes{Added: len(st.generation.files), Many: true}
	}
	for name, f := range st.generation.files {
		before, known := old.generation.files[name]
		switch {
		case !known:
			c.Added++
			c.note(name)
		case f.sum == before.sum && st.unreleased[name] == old.unreleased[name]:
		case f.shape != memo.Sum{} && f.shape == before.shape && st.unreleased[name] == old.unreleased[name]:
			c.Restyled++
		default:
			c.Changed++
			c.note(name)
		}
	}
	for name := range old.generation.files {
		if _, still := st.generation.files[name]; !still {
			c.Removed++
			c.note(name)
		}
	}
	slices.Sort(c.Files)
	return c
}

func (c *changes) note(name string) {
	switch {
	case path.Ext(name) == ".css":
		c.Styles = true
	case len(c.Files) == maxListed:
		c.Many = true
	default:
		c.Files = append(c.Files, name)
	}
}

// shape is the sum of a page without the links to style sheets in its head.
func shape(page []byte) memo.Sum {
	head := page
	if end := bytes.Index(page, []byte("</head>")); end >= 0 {
		head = page[:end]
	}
	var parts [][]byte
	from := 0
	for {
		start := bytes.Index(head[from:], []byte("<link "))
		if start < 0 {
			break
		}
		start += from
		length := bytes.IndexByte(head[start:], '>')
		if length < 0 {
			break
		}
		end := start + length + 1
		if bytes.Contains(head[start:end], []byte("stylesheet")) {
			parts = append(parts, page[from:start])
		} else {
			parts = append(parts, page[from:end])
		}
		from = end
	}
	return memo.Of(append(parts, page[from:])...)
}
