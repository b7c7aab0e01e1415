package preview

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"jianbao/generator/memo"
)

// Generation is the files of one build, in memory. Text is kept compressed, so
// that a site of ten thousand bulletins takes some tens of megabytes; files as
// large as attachments stay where they are ([Generation.Refer]).
//
// What has not changed since the generation before is shared with it. Once
// sealed, a generation does not change.
type Generation struct {
	before map[string]*file // of the generation before, until sealed
	mu     sync.Mutex      // guards what follows, until sealed
	files  map[string]*file
	sealed bool
}

// file is an output.
type file struct {
	sum   memo.Sum // of its bytes, or of the stamp of what it refers to
	shape memo.Sum // of a page: of its bytes without the links to style sheets
	size  int64
	data  []byte
	gzip  bool // data is compressed
	open  func() (io.ReadSeekCloser, error)
}

// least is how many bytes must be saved for a file to be kept compressed.
const least = 128

// compressors are expensive to make: nearly a megabyte each.
var compressors = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a good one
	return w
}}

// NewGeneration returns an empty generation. before is the one it will
// replace, whose files it shares where they are the same; nil if there is none.
func NewGeneration(before *Generation) *Generation {
	if before == nil {
		return &Generation{files: map[string]*file{}}
	}
	before.Seal()
	return &Generation{before: before.files, files: make(map[string]*file, len(before.files))}
}

// Write adds a file. The path is slash-separated, without a slash at its start.
// The data is the caller's again when Write returns. Write is safe for many
// goroutines; a path can be written once.
func (g *Generation) Write(path string, data []byte) error {
	f := &file{sum: memo.OfFile(data), size: int64(len(data))}
	if old, known := g.before[path]; known && old.sum == f.sum && old.open == nil {
		return g.add(path, old)
	}
	media := mediaType(path)
	if media == pageType {
		f.shape = shape(data)
	}
	f.data, f.gzip = pack(data, isText(media))
	return g.add(path, f)
}

// Keep adds files of the generation before as they are there, if all of them are
// and have these sums; otherwise it adds none.
func (g *Generation) Keep(files ...memo.File) (bool, error) {
	for _, f := range files {
		if old, known := g.before[f.Path]; !known || old.sum != f.Sum {
			return false, nil
		}
	}
	for _, f := range files {
		if err := g.add(f.Path, g.before[f.Path]); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Before returns what a file of the generation before holds, if that has this
// sum; else the error is fs.ErrNotExist.
func (g *Generation) Before(path string, sum memo.Sum) ([]byte, error) {
	old, known := g.before[path]
	if !known || old.sum != sum || old.open != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	return old.bytes()
}

// Refer adds a file that is read from its source when it is asked for. Equal
// stamps mean equal bytes; size is what the source had when the stamp was taken.
func (g *Generation) Refer(path string, size int64, stamp string, open func() (io.ReadSeekCloser, error)) error {
	return g.add(path, &file{sum: memo.Of([]byte(stamp)), size: size, open: open})
}

// Difference is what is not the same in a generation and the one before it: output
// paths, sorted.
type Difference struct {
	Added, Changed, Removed []string
	Unchanged               int
}

// Difference tells how the generation, complete but not yet sealed, differs from the
// one before.
func (g *Generation) Difference() (d Difference) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for name, f := range g.files {
		old, known := g.before[name]
		switch {
		case !known:
			d.Added = append(d.Added, name)
		case old.sum != f.sum:
			d.Changed = append(d.Changed, name)
		default:
			d.Unchanged++
		}
	}
	for name := range g.before {
		if _, still := g.files[name]; !still {
			d.Removed = append(d.Removed, name)
		}
	}
	for _, list := range [][]string{d.Added, d.Changed, d.Removed} {
		slices.Sort(list)
	}
	return d
}

// Seal ends the adding of files.
func (g *Generation) Seal() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.sealed {
		g.sealed, g.before = true, nil
	}
}

func (g *Generation) add(path string, f *file) error {
	if !fs.ValidPath(path) || path == "." || strings.ContainsAny(path, "\\\x00") {
		return fmt.Errorf("preview: %q is no path of an output", path)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.sealed {
		return errors.New("preview: the generation is sealed")
	}
	if _, twice := g.files[path]; twice {
		return fmt.Errorf("preview: %s is written twice", path)
	}
	g.files[path] = f
	return nil
}

// pack returns what is kept of data: a copy, or fewer bytes.
func pack(data []byte, text bool) (kept []byte, compressed bool) {
	if !text || len(data) <= least {
		return bytes.Clone(data), false
	}
	var out bytes.Buffer
	out.Grow(len(data)/2 + least)
	w := compressors.Get().(*gzip.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	w.Write(data) // a buffer takes everything
	w.Close()
	w.Reset(nil) // let go of the buffer
	if out.Len() > len(data)-least {
		return bytes.Clone(data), false
	}
	return slices.Clone(out.Bytes()), true
}

// bytes returns what was written.
func (f *file) bytes() ([]byte, error) {
	if !f.gzip {
		return f.data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(f.data))
	if err != nil {
		return nil, err
	}
	data := make([]byte, f.size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	return data, nil
}
