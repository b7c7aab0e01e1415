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
	"sync/atomic"

	"jianbao/generator/memo"
)

// Generation is the files of one build. Their bytes are in memory, or, where they
// are many, in a scratch file that has no name ([memo.Spool]), text compressed;
// files as large as attachments stay where they are ([Generation.Refer]).
//
// What has not changed since the generation before is shared with it, so that a
// generation costs what has changed. Once sealed, it does not change.
type Generation struct {
	number  uint64      // of all generations of this program
	spool   *memo.Spool // of the bytes of all files
	retired *memo.Spool // of the generations before, when this one began another; else nil

	before index        // of the generation before, until sealed
	after  uint64       // the number of that
	kept   atomic.Int64 // files of it that this one has, too
	bytes  int64        // that the files take in the spool; until sealed, those of the generation before

	mu     sync.Mutex // guards what follows, until sealed
	put    map[string]*file
	sealed bool

	// Since it is sealed.
	files index
	since Difference
}

// generations counts them.
var generations atomic.Uint64

// file is an output.
type file struct {
	keeper atomic.Uint64 // the number of the last generation that took it over

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
	g := &Generation{number: generations.Add(1), put: map[string]*file{}}
	if before == nil {
		g.spool = memo.NewSpool("")
		return g
	}
	before.Seal()
	if before.retired != nil { // whoever was shown it has been shown two others since
		before.retired.Close()
	}
	g.spool, g.before, g.after, g.bytes = before.spool, before.files, before.number, before.bytes
	if before.spool.Size() > tooLarge(before.bytes) {
		g.spool, g.retired = memo.NewSpool(""), before.spool
	}
	return g
}

// Write adds a file. The path is slash-separated, without a slash at its start.
// The data is the caller's again when Write returns. Write is safe for many
// goroutines; a path can be written once.
func (g *Generation) Write(path string, data []byte) error {
	return g.WriteSummed(memo.File{Path: path, Sum: memo.OfFile(data)}, data)
}

// WriteSummed does so for one who knows the sum of the data.
func (g *Generation) WriteSummed(what memo.File, data []byte) error {
	path, f := what.Path, &file{sum: what.Sum, size: int64(len(data))}
	if old := g.before.get(path); old != nil && old.sum == f.sum && old.open == nil {
		return g.take(path, old)
	}
	media := mediaType(path)
	if media == pageType {
		f.shape = shape(data)
	}
	data, f.gzip = pack(data, isText(media))
	return g.store(path, f, data)
}

// store adds a file with its bytes.
func (g *Generation) store(path string, f *file, data []byte) (err error) {
	f.spool = g.spool
	if f.data, err = g.spool.Put(data); err != nil {
		return err
	}
	return g.add(path, f)
}

// take adds a file of the generation before.
func (g *Generation) take(path string, old *file) error {
	if old.spool == g.spool || old.open != nil {
		if old.keeper.Swap(g.number) == g.number {
			return errTwice(path)
		}
		g.kept.Add(1)
		return nil
	}
	data, err := old.packed()
	if err != nil {
		return err
	}
	return g.store(path, &file{sum: old.sum, shape: old.shape, size: old.size, gzip: old.gzip}, data)
}

// Keep adds files of the generation before as they are there, if all of them are
// and have these sums; otherwise it adds none.
func (g *Generation) Keep(files ...memo.File) (bool, error) {
	var few [4]*file // as most have
	found := few[:0]
	for _, f := range files {
		old := g.before.get(f.Path)
		if old == nil || old.sum != f.Sum {
			return false, nil
		}
		found = append(found, old)
	}
	for i, f := range files {
		if err := g.take(f.Path, found[i]); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Before returns what a file of the generation before holds, if that has this
// sum; else the error is fs.ErrNotExist.
func (g *Generation) Before(path string, sum memo.Sum) ([]byte, error) {
	old := g.before.get(path)
	if old == nil || old.sum != sum || old.open != nil {
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
	if g.sealed {
		return g.since
	}
	return g.difference()
}

func (g *Generation) difference() (d Difference) {
	d.Unchanged = int(g.kept.Load())
	replaced := 0
	for name, f := range g.put {
		old := g.before.get(name)
		switch {
		case old == nil:
			d.Added = append(d.Added, name)
			continue
		case old.sum != f.sum:
			d.Changed = append(d.Changed, name)
		default: // it has moved into another spool
			d.Unchanged++
		}
		replaced++
	}
	if int(g.kept.Load())+replaced < g.before.size {
		for name, old := range g.before.all() {
			if g.put[name] == nil && old.keeper.Load() != g.number {
				d.Removed = append(d.Removed, name)
			}
		}
	}
	d.sort()
	return d
}

// differenceOf compares any two sets of files.
func differenceOf(old, now index) (d Difference) {
	for name, f := range now.all() {
		switch before := old.get(name); {
		case before == nil:
			d.Added = append(d.Added, name)
		case before.sum != f.sum:
			d.Changed = append(d.Changed, name)
		default:
			d.Unchanged++
		}
	}
	for name := range old.all() {
		if now.get(name) == nil {
			d.Removed = append(d.Removed, name)
		}
	}
	d.sort()
	return d
}

func (d *Difference) sort() {
	for _, list := range [][]string{d.Added, d.Changed, d.Removed} {
		slices.Sort(list)
	}
}

// Seal ends the adding of files.
func (g *Generation) Seal() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.sealed {
		return
	}
	g.sealed, g.since = true, g.difference()
	g.files = g.before.with(g.put, g.since.Removed)
	for path, f := range g.put {
		g.bytes += int64(f.data.Len())
		if old := g.before.get(path); old != nil {
			g.bytes -= int64(old.data.Len())
		}
	}
	for _, path := range g.since.Removed {
		g.bytes -= int64(g.before.get(path).data.Len())
	}
	g.before, g.put = index{}, nil
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
	old := g.before.get(path)
	if _, twice := g.put[path]; twice || old != nil && old.keeper.Load() == g.number {
		return errTwice(path)
	}
	g.put[path] = f
	return nil
}

func errTwice(path string) error { return fmt.Errorf("preview: %s is written twice", path) }

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
