package build

import (
	"cmp"
	"maps"
	"slices"

	"jianbao/generator/memo"
	"jianbao/generator/render"
)

// table is a Memory on disk.
type table struct {
	Parsing   memo.Sum
	Whole     *whole
	Outputs   []knownOutput
	Entries   []knownEntry
	Layouts   map[string][]render.Part
	Documents []knownDocument
	Files     []knownFile
	Images    []knownImage
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
	content, ok := memo.ReadTable(file, program)
	if !ok {
		return
	}
	var t table
	if err := new(memo.Coder).Read(content, &t); err != nil {
		return
	}
	m.parsing, m.whole, m.entries, m.parts = t.Parsing, t.Whole, t.Entries, t.Layouts
	m.outputs = make(map[string]*knownOutput, len(t.Outputs))
	for i := range t.Outputs {
		m.outputs[t.Outputs[i].First] = &t.Outputs[i]
	}
	for _, known := range t.Documents {
		m.documents[known.Path] = known
	}
	for _, known := range t.Files {
		m.files[known.Path] = known
	}
	for _, known := range t.Images {
		m.images[known.Path] = known
	}
}

// Write writes the memory for the next run of the program, unless it is as it was
// read. No build may be using it.
func (m *Memory) Write(file, program string) error {
	m.reading.Wait()
	if !m.changed {
		return nil
	}
	var coder memo.Coder
	t := table{Parsing: m.parsing, Whole: m.whole, Entries: m.entries, Layouts: m.parts}
	for _, first := range slices.Sorted(maps.Keys(m.outputs)) {
		t.Outputs = append(t.Outputs, *m.outputs[first])
	}
	t.Files = slices.SortedFunc(maps.Values(m.files), func(a, b knownFile) int { return cmp.Compare(a.Path, b.Path) })
	t.Documents = slices.SortedFunc(maps.Values(m.documents), func(a, b knownDocument) int { return cmp.Compare(a.Path, b.Path) })
	t.Images = slices.SortedFunc(maps.Values(m.images), func(a, b knownImage) int { return cmp.Compare(a.Path, b.Path) })
	m.changed = false
	return memo.WriteTable(file, program, coder.Append(nil, t))
}
