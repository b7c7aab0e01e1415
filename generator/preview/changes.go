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
	now, before := st.generation, old.generation
	if old.number == 0 {
		return changes{Added: now.files.size, Many: true}
	}
	d := now.since
	if now.after != before.number {
		d = differenceOf(before.files, now.files)
	}
	c.Added, c.Removed = len(d.Added), len(d.Removed)
	for _, name := range slices.Concat(d.Added, d.Removed) {
		c.note(name)
	}
	released := st.releasedSince(old)
	for _, name := range d.Changed {
		shape := now.files.get(name).shape
		if shape != (memo.Sum{}) && shape == before.files.get(name).shape && !released[name] {
			c.Restyled++
			continue
		}
		delete(released, name)
		c.Changed++
		c.note(name)
	}
	for name := range released { // the page is the same, what is said above it is not
		if now.files.get(name) != nil && before.files.get(name) != nil {
			c.Changed++
			c.note(name)
		}
	}
	slices.Sort(c.Files)
	return c
}

// releasedSince are the pages of bulletins that have become public, or the contrary.
func (st *state) releasedSince(old *state) map[string]bool {
	paths := map[string]bool{}
	for _, unreleased := range []map[string]Unreleased{st.unreleased, old.unreleased} {
		for name := range unreleased {
			if st.unreleased[name] != old.unreleased[name] {
				paths[name] = true
			}
		}
	}
	return paths
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
