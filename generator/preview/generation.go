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

// Generation is the files of one build. Their bytes are in memory, or, where they
// are many, in a scratch file that has no name ([memo.Spool]), text compressed;
// files as large as attachments stay where they are ([Generation.Refer]).
//
// What has not changed since the generation before is shared with it. Once
// sealed, a generation does not change.
type Generation struct {
	spool   *memo.Spool // of the bytes of all files
	retired *memo.Spool // of the generations before, when this one began another; else nil

	before map[string]*file // of the generation before, until sealed
	mu     sync.Mutex       // guards what follows, until sealed
	files  map[string]*file
	sealed bool
}

// file is an output.
type file struct {
	sum   memo.Sum // of its bytes, or of the stamp of what it refers to
	shape memo.Sum // of a page: of its bytes without the links to style sheets
	size  int64
	spool *memo.Spool
	data  memo.Ref // in the spool
	gzip  bool     // data is compressed
	open  func() (io.ReadSeekCloser, error)
}

// least is how many bytes must be saved for a file to be kept compressed.
const least = 128

// compressors are expensive to make: nearly a megabyte each.
var compressors = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a good one
	return w
}}

// tooLarge is how many bytes a spool may have when so many of them are of files
// that are there. What is small is in memory, and soon copied.
func tooLarge(live int64) int64 {
	if live < 4<<20 {
		return live + live/8 + 64<<10
	}
	return 2*live + 64<<20
}

// NewGeneration returns an empty generation. before is the one it will
// replace, whose files it shares where they are the same; nil if there is none.
func NewGeneration(before *Generation) *Generation {
	if before == nil {
		return &Generation{spool: memo.NewSpool(""), files: map[string]*file{}}
	}
	before.Seal()
	if before.retired != nil { // whoever was shown it has been shown two others since
		before.retired.Close()
	}
	g := &Generation{spool: before.spool, before: before.files, files: make(map[string]*file, len(before.files))}
	var live int64
	for _, f := range before.files {
		live += int64(f.data.Len())
	}
	if before.spool.Size() > tooLarge(live) {
		g.spool, g.retired = memo.NewSpool(""), before.spool
	}
	return g
}

// Write adds a file. The path is slash-separated, without a slash at its start.
// The data is the caller's again when Write returns. Write is safe for many
// goroutines; a path can be written once.
func (g *Generation) Write(path string, data []byte) error {
	f := &file{sum: memo.OfFile(data), size: int64(len(data))}
	if old, known := g.before[path]; known && old.sum == f.sum && old.open == nil {
		return g.take(path, old)
	}
	media := mediaType(path)
	if media == pageType {
		f.shape = shape(data)
	}
	data, f.gzip = pack(data, isText(media))
	return g.put(path, f, data)
}

// put adds a file with its bytes.
func (g *Generation) put(path string, f *file, data []byte) (err error) {
	f.spool = g.spool
	if f.data, err = g.spool.Put(data); err != nil {
		return err
	}
	return g.add(path, f)
}

// take adds a file of the generation before.
func (g *Generation) take(path string, old *file) error {
	if old.spool == g.spool || old.open != nil {
		return g.add(path, old)
	}
	data, err := old.packed()
	if err != nil {
		return err
	}
	moved := *old
	return g.put(path, &moved, data)
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
		if err := g.take(f.Path, g.before[f.Path]); err != nil {
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

// pack returns what is kept of data: itself, or fewer bytes.
func pack(data []byte, text bool) (kept []byte, compressed bool) {
	if !text || len(data) <= least {
		return data, false
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
		return data, false
	}
	return out.Bytes(), true
}

// packed returns what is kept.
func (f *file) packed() ([]byte, error) { return f.spool.Append(nil, f.data) }

// bytes returns what was written.
func (f *file) bytes() ([]byte, error) {
	packed, err := f.packed()
	if err != nil || !f.gzip {
		return packed, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data := make([]byte, f.size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	return data, nil
}
