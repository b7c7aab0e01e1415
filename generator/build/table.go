package build

import (
	"cmp"
	"iter"
	"runtime"
	"slices"
	"sync"

	"jianbao/generator/memo"
	"jianbao/generator/render"
	"jianbao/generator/search"
)

// A Memory is two tables on disk. What is known of documents, which is most of it, is
// apart, since a build in which nothing has changed needs none of that. Neither says
// anything of the other, so one of them may be older, damaged or gone. What such a build
// does not need of the first is not taken apart before it is asked for, either.

// record is a part of the first table, or what has changed of that since the record
// before.
type record struct {
	Outputs part[*knownOutput]
	Files   part[knownFile]
	Images  part[knownImage]
	Rest    *rest // nil = as before
}

// rest is what a Memory knows beside notes.
type rest struct {
	Whole   *whole
	Layouts map[string][]render.Part
	Entries int    // how many there are
	Changed string // the []numberedEntry of those that are others than before, as a memo.Coder writes it
}

// numberedEntry is a bulletin of the search index, by its number there.
type numberedEntry struct {
	Number int
	Entry  knownEntry
}

// documentsRecord is the same of the table of documents.
type documentsRecord struct {
	Documents part[*knownDocument]
	Parsing   memo.Sum // of them and of all before
}

// documentsOf is the file of documents beside that of a memory.
func documentsOf(file string) string { return file + ".documents" }

// MemorySize is how many bytes a memory has on disk that ReadMemory would read.
func MemorySize(file, program string) int64 {
	return memo.TableSize(file, program) + memo.TableSize(documentsOf(file), program)
}

// ReadMemory reads the memory that a program has written, while the first build
// has other things to do. It is empty where there is none, and where the program
// is another one: program is to tell all that differ in what they make of the
// same site.
func ReadMemory(file, program string) *Memory {
	m := NewMemory()
	m.reading.Go(func() { m.read(file, program) })
	m.fetch = sync.OnceFunc(func() {
		m.readDocuments(documentsOf(file), program)
		m.readEntries()
	})
	return m
}

func (m *Memory) read(file, program string) {
	var records []record
	m.table, records = readRecords[record](file, program)
	m.outputs.all = roomFor(records, func(r *record) []*knownOutput { return r.Outputs.Known })
	m.files.all = roomFor(records, func(r *record) []knownFile { return r.Files.Known })
	for i := range records {
		m.take(&records[i])
	}
}

func (m *Memory) readDocuments(file, program string) {
	var records []documentsRecord
	m.documentsTable, records = readRecords[documentsRecord](file, program)
	m.documents.all = roomFor(records, func(r *documentsRecord) []*knownDocument { return r.Documents.Known })
	for i := range records {
		m.documents.read(records[i].Documents)
		m.parsing = records[i].Parsing
	}
	if m.documentsTable != nil {
		m.parsingOnDisk = m.parsing
	}
}

// readRecords reads a table; nil where it must be written anew.
func readRecords[R any](file, program string) (*memo.Table, []R) {
	table, texts := memo.ReadTable(file, program)
	records := make([]R, len(texts))
	var coder memo.Coder
	for i := range records {
		if coder.Read(texts[i], &records[i]) != nil {
			return nil, records[:i] // what is before it is still true
		}
	}
	return table, records
}

// roomFor makes a map for as many notes as records have.
func roomFor[R, V any](records []R, notes func(*R) []V) map[string]V {
	n := 0
	for i := range records {
		n += len(notes(&records[i]))
	}
	return make(map[string]V, n)
}

// take takes over what a record says.
func (m *Memory) take(r *record) {
	m.outputs.read(r.Outputs)
	m.files.read(r.Files)
	m.images.read(r.Images)
	if r.Rest == nil {
		return
	}
	m.whole, m.parts = r.Rest.Whole, r.Rest.Layouts
	m.unread = append(m.unread, r.Rest)
}

// readEntries takes over the entries of the search index. Where they cannot be read,
// nothing is known of the index.
func (m *Memory) readEntries() {
	var coder memo.Coder
	for _, r := range m.unread {
		var changed []numberedEntry
		if coder.Read(r.Changed, &changed) != nil {
			m.entries, m.table = nil, nil
			delete(m.outputs.all, search.Prefix)
			break
		}
		n := r.Entries
		m.entries = slices.Grow(m.entries[:min(n, len(m.entries))], max(0, n-len(m.entries)))[:n]
		for _, e := range changed {
			if 0 <= e.Number && e.Number < n {
				m.entries[e.Number] = e.Entry
			}
		}
	}
	m.unread = nil
	if m.table != nil {
		m.onDisk = m.entries
	}
}

// Write writes the memory for the next run of the program, unless it is as it was
// read: what has changed is added to the tables, as long as that is not much. No
// build may be using the memory.
func (m *Memory) Write(file, program string) error {
	m.reading.Wait()
	var writing sync.WaitGroup
	var err, documentsErr error
	others := m.changed || len(m.images.dirty)+len(m.files.dirty)+len(m.outputs.dirty) > 0
	if others {
		m.fetch()
	}
	if len(m.documents.dirty) > 0 || m.parsing != m.parsingOnDisk {
		writing.Go(func() { documentsErr = m.writeDocuments(documentsOf(file), program) })
	}
	if others {
		err = m.writeOthers(file, program)
	}
	writing.Wait()
	return cmp.Or(err, documentsErr)
}

func (m *Memory) writeOthers(file, program string) error {
	if err := put(&m.table, file, program, m.news, m.all); err != nil {
		return err
	}
	m.changed, m.onDisk = false, m.entries
	clear(m.images.dirty)
	clear(m.files.dirty)
	clear(m.outputs.dirty)
	return nil
}

func (m *Memory) writeDocuments(file, program string) error {
	if err := put(&m.documentsTable, file, program, m.newDocuments, m.allDocuments); err != nil {
		return err
	}
	m.parsingOnDisk = m.parsing
	clear(m.documents.dirty)
	return nil
}

// put brings a table up to date: adds what it does not have, or writes all.
func put[R any](to **memo.Table, file, program string, news func() R, all iter.Seq[R]) error {
	if *to == nil || !(*to).Is(file, program) {
		*to = memo.NewTable(file, program)
	}
	var coder memo.Coder
	if !(*to).Grown() && (*to).Add(coder.Append(nil, news())) == nil {
		return nil
	}
	return (*to).Write(func(yield func([]byte) bool) {
		var text []byte
		for r := range all {
			if text = coder.Append(text[:0], r); !yield(text) {
				return
			}
		}
	})
}

// all makes the records of the first table.
func (m *Memory) all(yield func(record) bool) {
	for p := range m.outputs.pieces() {
		if !yield(record{Outputs: p}) {
			return
		}
	}
	yield(record{Files: m.files.part(names(m.files.all)), Images: m.images.part(names(m.images.all)), Rest: m.rest(nil)})
}

// news is what that table does not have.
func (m *Memory) news() record {
	return record{
		Outputs: m.outputs.part(names(m.outputs.dirty)), Files: m.files.part(names(m.files.dirty)),
		Images: m.images.part(names(m.images.dirty)), Rest: m.rest(m.onDisk),
	}
}

// allDocuments makes the records of the table of documents.
func (m *Memory) allDocuments(yield func(documentsRecord) bool) {
	for p := range m.documents.pieces() {
		if !yield(documentsRecord{written(p), m.parsing}) {
			return
		}
	}
}

// newDocuments is what that table does not have.
func (m *Memory) newDocuments() documentsRecord {
	return documentsRecord{written(m.documents.part(names(m.documents.dirty))), m.parsing}
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
	var changed []numberedEntry
	for i, e := range m.entries {
		if i >= len(before) || before[i] != e {
			changed = append(changed, numberedEntry{i, e})
		}
	}
	return &rest{Whole: m.whole, Layouts: m.parts, Entries: len(m.entries), Changed: string(new(memo.Coder).Append(nil, changed))}
}
