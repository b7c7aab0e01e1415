package build

import (
	"jianbao/generator/memo"
	"jianbao/generator/render"
)

// record is a Memory on disk, or what has changed of one since the record before.
type record struct {
	Parsing   memo.Sum
	Whole     *whole
	Layouts   map[string][]render.Part
	Outputs   part[*knownOutput]
	Documents part[knownDocument]
	Files     part[knownFile]
	Images    part[knownImage]
	Entries   int // how many there are
	Changed   []numberedEntry
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
	table, records := memo.ReadTable(file, program)
	for _, text := range records {
		var r record
		if err := new(memo.Coder).Read(text, &r); err != nil {
			return // what was before it is still true
		}
		m.take(&r)
	}
	m.table, m.onDisk = table, m.entries
}

// take takes over what a record says.
func (m *Memory) take(r *record) {
	m.parsing, m.whole, m.parts = r.Parsing, r.Whole, r.Layouts
	m.outputs.read(r.Outputs)
	m.documents.read(r.Documents)
	m.files.read(r.Files)
	m.images.read(r.Images)
	entries := make([]knownEntry, r.Entries)
	copy(entries, m.entries)
	for _, e := range r.Changed {
		if 0 <= e.Number && e.Number < len(entries) {
			entries[e.Number] = e.Entry
		}
	}
	m.entries = entries
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
		err = m.table.Write(new(memo.Coder).Append(nil, m.all()))
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

func (m *Memory) all() record {
	r := m.record(nil)
	r.Outputs, r.Documents, r.Files, r.Images = m.outputs.whole(), m.documents.whole(), m.files.whole(), m.images.whole()
	return r
}

func (m *Memory) news() record {
	r := m.record(m.onDisk)
	r.Outputs, r.Documents, r.Files, r.Images = m.outputs.news(), m.documents.news(), m.files.news(), m.images.news()
	return r
}

// record is one without notes, after a record with those entries.
func (m *Memory) record(before []knownEntry) record {
	r := record{Parsing: m.parsing, Whole: m.whole, Layouts: m.parts, Entries: len(m.entries)}
	for i, e := range m.entries {
		if i >= len(before) || before[i] != e {
			r.Changed = append(r.Changed, numberedEntry{i, e})
		}
	}
	return r
}
