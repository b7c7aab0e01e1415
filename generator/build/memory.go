package build

import (
	"sync"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/memo"
	"jianbao/generator/render"
)

// Memory is what builds remember, so that each costs what has changed since the
// one before. Its laws:
//
//   - A document depends on its path, its bytes and the options of the parser.
//     A source with the stamp it had when it was read, long after it had been
//     written, holds the same bytes.
//   - A page depends on its view and on the key of its layout (law 3); the files
//     of every other step on what its key sums.
//   - A whole build depends on its options, on the stamps of all sources, and on
//     whether a moment at which bulletins appear or expire has passed.
//   - What is remembered of outputs is what the last committed generation holds;
//     the output is asked whether it still does.
//   - Diagnostics are remembered with what they are about, and repeated.
//   - Texts and pages are not remembered: the first are in the sources, the others
//     in the output.
//   - Any doubt is a miss.
//
// The model is one step, made whole or taken as it was (model.go). A Memory serves one
// build at a time, of one site, into one output. It is empty for a cold build, read
// from disk for a warm one (table.go), and kept by who watches.
type Memory struct {
	reading        sync.WaitGroup           // of the table on disk
	fetch          func()                   // reads what a build needs in which something has changed, once
	parsing        memo.Sum                 // of the options by which documents were parsed; to be fetched
	documents      notes[*knownDocument]    // by path; to be fetched
	mu             sync.Mutex               // guards parsed
	parsed         []*knownDocument         // those that are yet to be put there
	images         notes[knownImage]        // by path
	outputs        notes[*knownOutput]      // by the path of their first file
	files          notes[knownFile]         // by path
	entries        []knownEntry             // of the search index, by number; to be fetched
	parts          map[string][]render.Part // what went into the layouts
	whole          *whole                   // the last build; nil = there was none
	assets         loaded[*asset.Assets]    // not on disk
	layouts        loaded[*render.Layouts]  // not on disk
	model          *model                   // not on disk; nil = none
	builds         uint64                   // how many there have been
	changed        bool                     // something that is in no notes, since it was written
	table          *memo.Table              // as it was read or written last; nil = there is none
	onDisk         []knownEntry             // the entries that it has
	documentsTable *memo.Table              // the same of documents
	parsingOnDisk  memo.Sum
	unread         []*rest   // whose entries are not yet among these
	writers        sync.Pool // of *writer
}

// knownDocument is what is remembered of a source. But for doc it does not change.
type knownDocument struct {
	Path  string
	Key   memo.Sum   // of its bytes and the options of the parser
	Stamp memo.Stamp // zero: it must be read to know
	Raw   string     // the document, as a memo.Coder writes it; "" where it was made in this run of the program
	Sum   memo.Sum   // of that
	Body  memo.Sum   // of its body

	Looked   memo.Sum  // the rules that have looked at it; zero = none
	Findings diag.List // theirs

	doc *document.Document `memo:"-"` // nil until it is asked for, where there is Raw
}

// knownImage is what is remembered of a picture.
type knownImage struct {
	Stamp         memo.Stamp
	Width, Height int
}

// knownOutput is what one step made: a page with its JSON file, say.
type knownOutput struct {
	First string // path of its first file
	Key   memo.Sum
	Body  memo.Sum // of the body that a page shows; zero = none
	Files []memo.File
	Diags diag.List

	Layout string // of a page
	Parts  string // short sums of the parts of its view, to say what has changed

	Findings diag.List // what rules found in a page; see pages.go

	kept uint64 `memo:"-"` // the number of the last build that took it over
}

// loaded is what was made of a folder of sources.
type loaded[T any] struct {
	key   memo.Sum
	value T
	diags diag.List
}

// NewMemory returns a memory that remembers nothing.
func NewMemory() *Memory {
	return &Memory{
		documents: newNotes[*knownDocument](), images: newNotes[knownImage](),
		outputs: newNotes[*knownOutput](), files: newNotes[knownFile](),
		fetch:   func() {},
		writers: sync.Pool{New: func() any { return new(writer) }},
	}
}

// Sources returns a memory that knows what m knows of the sources, for builds
// into another output.
func (m *Memory) Sources() *Memory {
	m.reading.Wait()
	m.fetch()
	sources := NewMemory()
	sources.parsing, sources.documents, sources.images, sources.files = m.parsing, m.documents, m.images, m.files
	return sources
}

// document returns what is remembered of a source, nil where nothing is. Nobody else may
// ask for the same one meanwhile.
func (m *Memory) document(path string) *knownDocument {
	known := m.documents.all[path]
	if known == nil || known.doc != nil {
		return known
	}
	w := m.writers.Get().(*writer)
	defer m.writers.Put(w)
	if err := w.coder.Read(known.Raw, &known.doc); err != nil || known.doc == nil {
		known.doc = nil
		return nil
	}
	return known
}

// knownOf returns what is to be remembered of a document, as far as it alone tells.
func (m *Memory) knownOf(doc *document.Document) *knownDocument {
	w := m.writers.Get().(*writer)
	defer m.writers.Put(w)
	w.text = w.coder.Append(w.text[:0], doc)
	return &knownDocument{Path: doc.Path, Sum: memo.Of(w.text), doc: doc}
}

// writer writes documents as bytes, one after the other, or reads them.
type writer struct {
	coder memo.Coder
	text  []byte
}

// remember keeps a document; see takeParsed.
func (m *Memory) remember(known *knownDocument) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parsed = append(m.parsed, known)
}

// takeParsed takes over the documents that were to be remembered, when nobody reads any
// more: so reading what is known needs no lock.
func (m *Memory) takeParsed() {
	m.documents.makeRoom(len(m.parsed))
	for _, known := range m.parsed {
		m.documents.set(known.Path, known)
	}
	m.parsed = nil
}

// forget drops documents and pictures that are no longer there. All that are present are
// known.
func (m *Memory) forget(present []*document.Document, stamps map[string]memo.Stamp) {
	if len(m.documents.all) > len(present) {
		there := make(map[string]bool, len(present))
		for _, doc := range present {
			there[doc.Path] = true
		}
		m.documents.retain(func(path string, _ *knownDocument) bool { return there[path] })
	}
	m.images.retain(func(path string, _ knownImage) bool { return stamps[path] != memo.Stamp{} })
}

// outputFiles returns the files of all steps.
func (m *Memory) outputFiles() []memo.File {
	n := 0
	for _, output := range m.outputs.all {
		n += len(output.Files)
	}
	files := make([]memo.File, 0, n)
	for _, output := range m.outputs.all {
		files = append(files, output.Files...)
	}
	return files
}

// output returns what is remembered of a step, nil where nothing is. Outputs do not
// change while a build goes on.
func (m *Memory) output(first string) *knownOutput { return m.outputs.all[first] }
