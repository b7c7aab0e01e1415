package publish

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// chunk is how much of a file is in memory while it is compared.
const chunk = 32 << 10

// Write stages an output. The path is slash-separated, below the output folder.
// Write is safe for many goroutines; a path can be written once.
func (g *Generation) Write(name string, data []byte) error {
	return g.WriteSummed(memo.File{Path: name, Sum: memo.OfFile(data)}, data)
}

// WriteSummed does so for one who knows the sum of the data.
func (g *Generation) WriteSummed(f memo.File, data []byte) error {
	entry := Entry{f.Path, f.Sum, int64(len(data))}
	mine, old, err := g.claim(f.Path)
	if err != nil {
		return err
	}
	if old != nil && old.Entry == entry {
		if kept, same := g.has(old, data); same {
			return g.stage(mine, kept, nil)
		}
	}
	made, err := g.create(f.Path, bytes.NewReader(data))
	made.Entry = entry
	return g.stage(mine, made, err)
}

// has reports whether the disk has a file of the generation before.
func (g *Generation) has(old *output, data []byte) (output, bool) {
	if g.held(old) {
		kept := *old
		kept.kept = true
		return kept, true
	}
	file := g.openOld(old.Path)
	if file == nil {
		return output{}, false
	}
	defer file.Close()
	now := g.identify(old.Entry, file)
	buffers := g.buffers.Get().(*[2 * chunk]byte)
	defer g.buffers.Put(buffers)
	_, _, same, _ := common(bytes.NewReader(data), file, buffers)
	return now, same
}

// held reports whether a file of the generation before has the stamp that the
// state says, so that it need not be read. It is asked for in one
// system call instead of one for each folder above it. That leads nowhere: the
// stamp is only compared, and a link in the place of a folder is found by survey.
func (g *Generation) held(old *output) bool {
	if !old.sure {
		return false
	}
	stamp, ok := g.output.sight.look(old.Path).stampOf()
	return ok && stamp == old.stamp // it tells of another mode, too
}

// identify notes the stamp of a file of the generation before, before it is read.
func (g *Generation) identify(e Entry, file *os.File) output {
	old := output{Entry: e, kept: true}
	if info, err := file.Stat(); err == nil {
		if stamp, ok := memo.StampOf(info); ok {
			old.stamp, old.sure = stamp, stamp.Settled(g.opened)
		}
	}
	return old
}

// Keep stages outputs as the generation before has them, if it has all of them
// with these sums, and on the disk, too; otherwise it stages none. Who asks for most of them
// at once makes it look at the folders as well, as Expect does.
func (g *Generation) Keep(files ...memo.File) (bool, error) {
	var few [4]int // as most have
	found := few[:0]
	for _, f := range files {
		i, known := g.find(f.Path, found)
		if !known || g.former[i].SHA256 != f.Sum {
			return false, nil
		}
		found = append(found, i)
	}
	var told []bool
	if g.looks.expected || len(files) > len(g.former)/2 {
		told = g.looks.public().held
	}
	var fewKept [4]*output
	kept := fewKept[:0]
	for _, i := range found {
		now := g.stillHolds(g.former[i], g.isHeld(i, told))
		if now == nil {
			return false, nil
		}
		kept = append(kept, now)
	}
	return g.claimKept(found, kept)
}

// find tells where a file is in former. It often comes right behind the one found before.
func (g *Generation) find(name string, found []int) (int, bool) {
	if n := len(found); n > 0 && found[n-1]+1 < len(g.former) && g.former[found[n-1]+1].Path == name {
		return found[n-1] + 1, true
	}
	i, known := g.before[name]
	return i, known
}

// isHeld reports whether a file of the generation before is held, which may have been told.
func (g *Generation) isHeld(i int, told []bool) bool {
	if told != nil {
		return told[i]
	}
	return g.held(g.former[i])
}

// stillHolds returns a file of the generation before, if it holds what it did. It is
// read unless it is held.
func (g *Generation) stillHolds(old *output, held bool) *output {
	if held {
		old.kept = true
		return old
	}
	file := g.openOld(old.Path)
	if file == nil {
		return nil
	}
	defer file.Close()
	now := g.identify(old.Entry, file)
	input := &hashing{r: file, hash: sha256.New()}
	if _, err := io.Copy(io.Discard, input); err != nil || input.sum() != old.SHA256 || input.n != old.Size {
		return nil
	}
	return &now
}

// Before returns what a file of the generation before holds, if that has this
// sum; else the error is fs.ErrNotExist.
func (g *Generation) Before(name string, sum memo.Sum) ([]byte, error) {
	missing := &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	if i, known := g.before[name]; !known || g.former[i].SHA256 != sum {
		return nil, missing
	}
	file := g.openOld(name)
	if file == nil {
		return nil, missing
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, diskFault(g.output.path(name), err)
	}
	if memo.OfFile(data) != sum {
		return nil, missing
	}
	return data, nil
}

// Copy stages an output and returns its size. It holds a part of the file in
// memory at a time. Errors of from are returned as they are.
func (g *Generation) Copy(name string, from io.Reader) (n int64, err error) {
	mine, old, err := g.claim(name)
	if err != nil {
		return 0, err
	}
	input := &hashing{r: from, hash: sha256.New()}
	made, err := g.copyOrKeep(name, old != nil, input)
	made.Entry = Entry{name, input.sum(), input.n}
	return input.n, g.stage(mine, made, err)
}

// copyOrKeep reads the input beside the old file for as long as both agree, so
// that a large unchanged file is not written. Where they part, what was read
// comes from the old file.
func (g *Generation) copyOrKeep(name string, known bool, input *hashing) (output, error) {
	var file *os.File
	if known {
		file = g.openOld(name)
	}
	if file == nil {
		return g.create(name, input)
	}
	defer file.Close()
	old := g.identify(Entry{}, file)
	buffers := g.buffers.Get().(*[2 * chunk]byte)
	defer g.buffers.Put(buffers)
	n, rest, same, err := common(input, file, buffers)
	if err != nil || same {
		return old, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return output{}, diskFault(g.output.path(name), err)
	}
	written := &hashing{hash: sha256.New()}
	written.r = io.MultiReader(io.LimitReader(file, n), bytes.NewReader(rest), input)
	made, err := g.create(name, written)
	if err == nil && written.sum() != input.sum() {
		err = g.changed(name)
	}
	return made, err
}

// common reads two files for as long as they agree. It returns the number of
// bytes in common, what was read of in beyond them, and whether both ended together.
func common(in, old io.Reader, buffers *[2 * chunk]byte) (n int64, rest []byte, same bool, err error) {
	a, b := buffers[:chunk], buffers[chunk:]
	for {
		read, err := io.ReadFull(in, a)
		ended := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !ended {
			return n, nil, false, err
		}
		there, _ := io.ReadFull(old, b[:read])
		if !bytes.Equal(a[:read], b[:there]) {
			return n, a[:read], false, nil
		}
		n += int64(read)
		if ended {
			more, _ := io.ReadFull(old, b[:1])
			return n, nil, more == 0, nil
		}
	}
}

// openOld opens a file of the generation before, if it is as we make files.
func (g *Generation) openOld(name string) *os.File {
	info, err := g.output.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm() != fileMode {
		return nil
	}
	file, err := g.output.root.Open(name)
	if err != nil {
		return nil
	}
	return file
}

// create stages a new file.
func (g *Generation) create(name string, r io.Reader) (output, error) {
	return g.staging.create(name, r)
}

func (g *Generation) changed(name string) error {
	return diag.Faultf("%s 在发布期间被改动", "%s was changed while it was being published", g.output.path(name))
}

// staged is where a new output is staged, next where it is in the staging folder if
// that is to be the new generation, and old where it stands in the one before; all of
// them below the disk of the work folder.
func (g *Generation) staged(f *output) string {
	if f.number == 0 {
		return g.next(f.Path)
	}
	return path.Join(g.work.path(freshFolder), numberedPath(f.number))
}

func (g *Generation) next(name string) string { return path.Join(g.work.path(nextFolder), name) }

func (g *Generation) old(name string) string {
	if g.inside {
		return name
	}
	return path.Join(g.base, name)
}

// claim takes a path for an output. It returns where that is to be noted, and what the
// generation before has there; nil = nothing.
func (g *Generation) claim(name string) (mine, old *output, err error) {
	if err := checkPath(name); err != nil {
		return nil, nil, fmt.Errorf("publish: %w", err)
	}
	mine = &output{Entry: Entry{Path: name}}
	i, known := g.before[name]
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.ended:
		return nil, nil, errEnded
	case !known && g.added[name] == nil:
		g.added[name] = mine
		return mine, nil, nil
	case known && g.again[i] == nil:
		g.again[i] = mine
		return mine, g.former[i], nil
	}
	return nil, nil, twice(name)
}

// claimKept takes the paths of files of the generation before that are kept.
func (g *Generation) claimKept(which []int, kept []*output) (bool, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended {
		return false, errEnded
	}
	for n, i := range which {
		if g.again[i] != nil {
			return false, twice(kept[n].Path)
		}
		g.again[i] = kept[n]
	}
	return true, nil
}

var errEnded = errors.New("publish: the generation has ended")

func twice(name string) error { return fmt.Errorf("publish: %s is written twice", name) }

// publishes reports whether the new generation has a file at a path.
func (g *Generation) publishes(name string) bool {
	if i, known := g.before[name]; known {
		return g.again[i] != nil
	}
	return g.added[name] != nil
}

// stage notes what became of a claimed output. Where the manifest says that the
// generation before has the same bytes and it has not, the file was damaged. After
// an error the generation cannot be committed any more.
func (g *Generation) stage(mine *output, o output, err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	*mine = o
	if err != nil && g.failed == nil {
		g.failed = err
	}
	return err
}

// hashing hashes and counts what is read through it.
type hashing struct {
	r    io.Reader
	hash hash.Hash
	n    int64
}

func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	h.hash.Write(p[:n])
	h.n += int64(n)
	return n, err
}

func (h *hashing) sum() memo.Sum { return memo.Sum(h.hash.Sum(nil)) }

func sortedPaths[F any](files map[string]F) []string { return slices.Sorted(maps.Keys(files)) }
