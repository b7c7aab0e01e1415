package build

import (
	"iter"
	"maps"
	"slices"
)

// notes are what is remembered of things of one kind, by name. They know which of
// them the table on disk does not have yet.
type notes[V any] struct {
	all   map[string]V
	dirty map[string]bool
}

func newNotes[V any]() notes[V] { return notes[V]{map[string]V{}, map[string]bool{}} }

// makeRoom is for so many, where nothing is remembered yet.
func (n *notes[V]) makeRoom(count int) {
	if len(n.all)+len(n.dirty) == 0 {
		*n = notes[V]{make(map[string]V, count), make(map[string]bool, count)}
	}
}

func (n *notes[V]) set(name string, v V) { n.all[name], n.dirty[name] = v, true }

// retain drops what is not wanted any more.
func (n *notes[V]) retain(wanted func(name string, v V) bool) {
	for name, v := range n.all {
		if !wanted(name, v) {
			delete(n.all, name)
			n.dirty[name] = true
		}
	}
}

// replace puts others in their place.
func (n *notes[V]) replace(all map[string]V, same func(a, b V) bool) {
	still := 0
	for name, v := range all {
		old, known := n.all[name]
		if known {
			still++
		}
		if !known || !same(old, v) {
			n.dirty[name] = true
		}
	}
	if still < len(n.all) {
		for name := range n.all {
			if _, known := all[name]; !known {
				n.dirty[name] = true
			}
		}
	}
	n.all = all
}

// part is what a record of the table has of notes.
type part[V any] struct {
	Names []string
	Known []V
	Gone  []string
}

// perRecord is how many notes are in one record of a whole table: all at once would
// be in memory twice.
const perRecord = 500

// pieces are all of them.
func (n *notes[V]) pieces() iter.Seq[part[V]] {
	return func(yield func(part[V]) bool) {
		for some := range slices.Chunk(names(n.all), perRecord) {
			if !yield(n.part(some)) {
				return
			}
		}
	}
}

func names[V any](all map[string]V) []string { return slices.Sorted(maps.Keys(all)) }

// part is what there is of those with these names.
func (n *notes[V]) part(names []string) (p part[V]) {
	for _, name := range names {
		if v, known := n.all[name]; known {
			p.Names, p.Known = append(p.Names, name), append(p.Known, v)
		} else {
			p.Gone = append(p.Gone, name)
		}
	}
	return p
}

// read takes over what a record has.
func (n *notes[V]) read(p part[V]) {
	for i, v := range p.Known {
		n.all[p.Names[i]] = v
	}
	for _, name := range p.Gone {
		delete(n.all, name)
	}
}
