package build

import (
	"sync"

	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// Memory is what the builds of one run of the program remember, so that each
// costs what has changed since the one before. Its laws:
//
//   - A document depends on its path, its bytes and the options of the parser.
//   - A page depends on its view and on the key of its layout (law 3).
//   - The search index depends on what it is told of each bulletin.
//   - What is remembered of outputs is what the last committed generation holds;
//     the output is asked whether it still does.
//   - Diagnostics are remembered with what they are about, and repeated.
//   - Any doubt is a miss.
//
// The model is built whole, every time. A Memory serves one build at a time, of
// one site, into one output.
type Memory struct {
	mu        sync.Mutex
	spool     *memo.Spool
	documents map[string]knownDocument // by path
	outputs   map[string]knownOutput   // by the path of their first file
}

type knownDocument struct {
	key  memo.Sum
	doc  *document.Document
	body keptBody
}

// knownOutput is what one step made: a page with its JSON file, or the search index.
type knownOutput struct {
	key   memo.Sum
	files []memo.File
	diags diag.List
}

// NewMemory returns a memory that remembers nothing.
func NewMemory() *Memory {
	return &Memory{
		spool:     memo.NewSpool(""),
		documents: map[string]knownDocument{}, outputs: map[string]knownOutput{},
	}
}

// Close forgets everything.
func (m *Memory) Close() error { return m.spool.Close() }

// wasteful is how many bytes of forgotten texts the spool may hold beside as
// many remembered ones.
const wasteful = 64 << 20

// begin makes room: texts that nobody remembers are left behind with their spool.
func (m *Memory) begin() error {
	var live int64
	for _, d := range m.documents {
		live += int64(d.body.ref.Len())
	}
	if m.spool.Size() <= 2*live+wasteful {
		return nil
	}
	spool := memo.NewSpool("")
	var text []byte
	for path, d := range m.documents {
		var err error
		if text, err = m.spool.Append(text[:0], d.body.ref); err == nil {
			d.body.ref, err = spool.Put(text)
		}
		if err != nil {
			spool.Close()
			return err
		}
		m.documents[path] = d
	}
	old := m.spool
	m.spool = spool
	return old.Close()
}

// document returns what is remembered of a file with that key.
func (m *Memory) document(path string, key memo.Sum) (knownDocument, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.documents[path]
	return known, ok && known.key == key
}

func (m *Memory) remember(key memo.Sum, doc *document.Document, body keptBody) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.documents[doc.Path] = knownDocument{key, doc, body}
}

// forget drops documents that are no longer there.
func (m *Memory) forget(present []*document.Document) {
	there := make(map[string]bool, len(present))
	for _, doc := range present {
		there[doc.Path] = true
	}
	for path := range m.documents {
		if !there[path] {
			delete(m.documents, path)
		}
	}
}

// keeper is an output that can take over files of the generation before: all of
// them, if all hold what they should, or none.
type keeper interface {
	Keep(files ...memo.File) (bool, error)
}

// keep takes over what a step made before, if it would make the same again. The
// first path names the step.
func (b *builder) keep(out Output, first string, key memo.Sum) (bool, error) {
	b.memory.mu.Lock()
	known, ok := b.memory.outputs[first]
	b.memory.mu.Unlock()
	from, can := out.(keeper)
	if !ok || !can || known.key != key {
		return false, nil
	}
	kept, err := from.Keep(known.files...)
	if kept {
		b.add(known.diags)
		b.made(first, known)
	}
	return kept, err
}

// made notes what a step made or kept, for the next build.
func (b *builder) made(first string, what knownOutput) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.outputs[first] = what
}

// pageKey hashes all that a page depends on.
func (b *builder) pageKey(p site.Page, view any) memo.Sum {
	hasher := b.hashers.Get().(*memo.Hasher)
	defer b.hashers.Put(hasher)
	layout := b.layouts.Key(p.Layout)
	return hasher.Sum(layout, p.JSON, b.settings.Timezone, view)
}

// recording notes the sums of what is written through it.
type recording struct {
	Output
	files []memo.File
}

func (r *recording) Write(path string, data []byte) error {
	r.files = append(r.files, memo.File{Path: path, Sum: memo.OfFile(data)})
	return r.Output.Write(path, data)
}
