package build

import (
	"runtime"
	"slices"
	"sync"

	"jianbao/generator/memo"
	"jianbao/generator/render"
)

// record is a part of a Memory on disk, or what has changed of one since the record
// before.
type record struct {
	Outputs   part[*knownOutput]
	Documents part[*knownDocument]
	Files     part[knownFile]
	Images    part[knownImage]
	Rest      *rest // nil = as before
}

// rest is what a Memory knows beside notes.
type rest struct {
	Parsing memo.Sum
	Whole   *whole
	Layouts map[string][]render.Part
	Entries int // how many there are
	Changed []numberedEntry
}

// numberedEntry is a bulletin of the search index, by its number there.
type numberedEntry struct {
	Number int
	Entry  knownEntry
}

// ReadMemory reads the memory that a program has written, while the first build
// has other things to do. It is empty where there is none, and where the program
// is another one: program is to tell all that differ in what they make of the
// same site.
func ReadMemory(file, program string) *Memory {
	m := NewMemory()
	m.reading.Go(func() { m.read(file, program) })
	return m
}

func (m *Memory) read(file, program string) {
	table, texts := memo.ReadTable(file, program)
	records := make([]record, len(texts))
	var coder memo.Coder
	var damaged error
	for i := range records {
		if damaged = coder.Read(texts[i], &records[i]); damaged != nil {
			records = records[:i] // what is before it is still true
			break
		}
	}
	m.takeAll(records)
	if damaged == nil {
		m.table, m.onDisk = table, m.entries
	}
}

// takeAll takes over what records say, into an empty memory.
func (m *Memory) takeAll(records []record) {
	m.outputs.all = roomFor(records, func(r *record) []*knownOutput { return r.Outputs.Known })
	m.documents.all = roomFor(records, func(r *record) []*knownDocument { return r.Documents.Known })
	m.files.all = roomFor(records, func(r *record) []knownFile { return r.Files.Known })
	for i := range records {
		m.take(&records[i])
	}
}

// roomFor makes a map for as many notes as records have.
func roomFor[V any](records []record, notes func(*record) []V) map[string]V {
	n := 0
	for i := range records {
		n += len(notes(&records[i]))
	}
	return make(map[string]V, n)
}

// take takes over what a record says.
func (m *Memory) take(r *record) {
	m.outputs.read(r.Outputs)
	m.documents.read(r.Documents)
	m.files.read(r.Files)
	m.images.read(r.Images)
	if r.Rest == nil {
		return
	}
	m.parsing, m.whole, m.parts = r.Rest.Parsing, r.Rest.Whole, r.Rest.Layouts
	n := r.Rest.Entries
	m.entries = slices.Grow(m.entries[:min(n, len(m.entries))], max(0, n-len(m.entries)))[:n]
	for _, e := range r.Rest.Changed {
		if 0 <= e.Number && e.Number < n {
			m.entries[e.Number] = e.Entry
		}
	}
}

// Write writes the memory for the next run of the program, unless it is as it was
// read: what has changed is added to the table, as long as that is not much. No
// build may be using the memory.
func (m *Memory) Write(file, program string) error {
	m.reading.Wait()
	if !m.changed && len(m.documents.dirty)+len(m.images.dirty)+len(m.files.dirty)+len(m.outputs.dirty) == 0 {
		return nil
	}
	if m.table == nil || !m.table.Is(file, program) {
		m.table = memo.NewTable(file, program)
	}
	err := memo.ErrOther
	if !m.table.Grown() {
		err = m.table.Add(new(memo.Coder).Append(nil, m.news()))
	}
	if err != nil {
		err = m.table.Write(m.all)
	}
	if err != nil {
		return err
	}
	m.changed, m.onDisk = false, m.entries
	clear(m.documents.dirty)
	clear(m.images.dirty)
	clear(m.files.dirty)
	clear(m.outputs.dirty)
	return nil
}

// all makes the records of a whole memory. Each is the caller's until the next one.
func (m *Memory) all(yield func([]byte) bool) {
	var coder memo.Coder
	var text []byte
	give := func(r record) bool {
		text = coder.Append(text[:0], r)
		return yield(text)
	}
	for p := range m.outputs.pieces() {
		if !give(record{Outputs: p}) {
			return
		}
	}
	for p := range m.documents.pieces() {
		if !give(record{Documents: written(p)}) {
			return
		}
	}
	give(record{Files: m.files.part(names(m.files.all)), Images: m.images.part(names(m.images.all)), Rest: m.rest(nil)})
}

// news is what the table does not have.
func (m *Memory) news() record {
	return record{
		Outputs: m.outputs.part(names(m.outputs.dirty)), Documents: written(m.documents.part(names(m.documents.dirty))),
		Files: m.files.part(names(m.files.dirty)), Images: m.images.part(names(m.images.dirty)), Rest: m.rest(m.onDisk),
	}
}

// written writes the documents that are not yet written, on all processors.
func written(p part[*knownDocument]) part[*knownDocument] {
	var group sync.WaitGroup
	for some := range slices.Chunk(p.Known, 1+len(p.Known)/runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			var w writer
			for i, known := range some {
				if known.Raw == "" {
					w.text = w.coder.Append(w.text[:0], known.doc)
					raw := *known // the memory itself keeps no text
					raw.Raw, some[i] = string(w.text), &raw
				}
			}
		})
	}
	group.Wait()
	return p
}

// rest is what there is beside notes, where the table has those entries.
func (m *Memory) rest(before []knownEntry) *rest {
	r := &rest{Parsing: m.parsing, Whole: m.whole, Layouts: m.parts, Entries: len(m.entries)}
	for i, e := range m.entries {
		if i >= len(before) || before[i] != e {
			r.Changed = append(r.Changed, numberedEntry{i, e})
		}
	}
	return r
}
