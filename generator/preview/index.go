package preview

import (
	"iter"
	"maps"
)

// index finds the files of a sealed generation by their path. It does not change, and
// shares most of itself with that of the generation before: what differs from the one
// that was last written down whole is in over.
type index struct {
	base, over map[string]*file // nil in over = it is gone
	size       int              // how many files there are
}

func (x index) get(path string) *file {
	if f, known := x.over[path]; known {
		return f
	}
	return x.base[path]
}

// all are the files, in no order.
func (x index) all() iter.Seq2[string, *file] {
	return func(yield func(string, *file) bool) {
		for path, f := range x.over {
			if f != nil && !yield(path, f) {
				return
			}
		}
		for path, f := range x.base {
			if _, covered := x.over[path]; !covered && !yield(path, f) {
				return
			}
		}
	}
}

// with returns an index that also has the files put, and no longer those gone.
func (x index) with(put map[string]*file, gone []string) index {
	next := index{x.base, maps.Clone(x.over), x.size - len(gone)}
	if next.over == nil {
		next.over = make(map[string]*file, len(put))
	}
	for path, f := range put {
		if x.get(path) == nil {
			next.size++
		}
		next.over[path] = f
	}
	for _, path := range gone {
		next.over[path] = nil
	}
	if 8*len(next.over) > len(next.base) {
		return index{base: maps.Collect(next.all()), size: next.size}
	}
	return next
}
