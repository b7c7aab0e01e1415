package search

import (
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

const batch = 64 // parts that are made side by side before they are written

// part is a part of the space of grams, as small as a shard of the old index and
// one of the new: one of the two has one shard there, the other one or more.
type part struct {
	number  int
	old     [2]int // its shards in the old index, from and until
	new     [2]int
	bits    int // of the new index
	changes []change
	changed bool     // whether any of them is one
	shards  [][]byte // those of the new index
	err     error
}

// part returns a part with its changes, which are read from c.
func (f *forward) part(number, bits int, c *changes) *part {
	common := min(f.bits, bits)
	p := &part{
		number: number, bits: bits,
		old: [2]int{number << (f.bits - common), (number + 1) << (f.bits - common)},
		new: [2]int{number << (bits - common), (number + 1) << (bits - common)},
	}
	p.changes, p.changed = c.until(gram(number+1) << (gramBits - common))
	return p
}

// stays reports whether a part is a shard that stays what it was.
func (f *forward) stays(p *part) bool {
	return f.exact && f.bits == p.bits && !p.changed
}

// parts yields the first parts in order, all but those that stay with their
// shards.
func (f *forward) parts(count, bits int) iter.Seq[*part] {
	return func(yield func(*part) bool) {
		c := f.changes()
		makers := make([]maker, min(count, runtime.GOMAXPROCS(0)))
		var parts []*part
		for n := range count {
			parts = append(parts, f.part(n, bits, c))
			if len(parts) < batch && n < count-1 {
				continue
			}
			f.makeAll(parts, makers)
			for _, p := range parts {
				if !yield(p) {
					return
				}
			}
			parts = parts[:0]
		}
	}
}

// makeAll makes the shards of some parts.
func (f *forward) makeAll(parts []*part, makers []maker) {
	var group sync.WaitGroup
	var next atomic.Int32
	for i := range makers {
		group.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(parts); n = next.Add(1) - 1 {
				if p := parts[n]; !f.stays(p) {
					p.err = makers[i].make(f, p)
				}
			}
		})
	}
	group.Wait()
}

// maker makes the shards of parts, one part after the other.
type maker struct {
	*forward
	*part
	w    shardWriter
	next int      // the shard in w
	left []change // of grams still to come
	docs []uint32
}

// make makes the shards of a part.
func (m *maker) make(f *forward, p *part) error {
	m.forward, m.part, m.next, m.left = f, p, p.new[0], p.changes
	m.w.out, m.w.open = m.w.out[:0], 0
	for shard := p.old[0]; shard < p.old[1]; shard++ {
		data, err := m.before.Read(shardPath(m.forward.bits, shard))
		if err != nil {
			return errLost
		}
		for e := (entries{data: data, bits: m.forward.bits, shard: shard}); len(e.data) > 0; {
			if err := e.next(); err != nil {
				return err
			}
			if err := m.entry(&e.entry); err != nil {
				return err
			}
		}
	}
	if err := m.until(endGram); err != nil {
		return err
	}
	m.flush(p.new[1])
	return nil
}

// flush closes the shards before one.
func (m *maker) flush(until int) {
	for ; m.next < until; m.next++ {
		m.shards = append(m.shards, m.w.take())
	}
}

// entry adds an entry as it is now, after the pairs that come before it and are
// new.
func (m *maker) entry(e *entry) error {
	if err := m.until(e.gram); err != nil {
		return err
	}
	if m.exact && (len(m.left) == 0 || m.left[0].gram.inTitle() != e.gram) {
		m.flush(e.gram.shard(m.part.bits))
		m.w.copy(e.raw)
		return nil
	}
	if err := m.list(e.gram, e.titles); err != nil {
		return err
	}
	return m.list(e.gram.anywhere(), e.all)
}

// until adds the lists of grams below one that had none.
func (m *maker) until(g gram) error {
	for len(m.left) > 0 && m.left[0].gram < g {
		if len(m.left[0].won) == 0 {
			return errLost // what it lost was not there
		}
		if err := m.list(m.left[0].gram, list{}); err != nil {
			return err
		}
	}
	return nil
}

// list adds a list as it is now.
func (m *maker) list(g gram, was list) error {
	var err error
	if m.docs, err = was.appendTo(m.docs[:0], m.moved); err != nil {
		return err
	}
	if len(m.left) > 0 && m.left[0].gram == g {
		m.docs = append(m.docs, m.left[0].won...)
		m.left = m.left[1:]
	}
	if len(m.docs) == 0 {
		return nil
	}
	if !slices.IsSorted(m.docs) {
		slices.Sort(m.docs)
	}
	m.flush(g.shard(m.part.bits))
	m.w.add(g, m.docs)
	return nil
}
