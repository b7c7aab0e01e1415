package publish

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path"
	"slices"

	"jianbao/generator/memo"

	"jianbao/generator/diag"
)

// chunk is how much of a file is in memory while it is compared.
const chunk = 32 << 10

// Write stages an output. The path is slash-separated, below the output folder.
// Write is safe for many goroutines; a path can be written once.
func (g *Generation) Write(name string, data []byte) error {
	if err := g.claim(name); err != nil {
		return err
	}
	entry := Entry{name, sha256.Sum256(data), int64(len(data))}
	same := false
	if g.before[name] == entry {
		var linked bool
		if same, linked = g.reuse(name, data); linked {
			return g.stage(entry, same, nil)
		}
	}
	return g.stage(entry, same, g.create(name, bytes.NewReader(data)))
}

// reuse links the file of the generation before, if it holds the same data.
// Not every file system has links.
func (g *Generation) reuse(name string, data []byte) (same, linked bool) {
	old := g.openOld(name)
	if old == nil {
		return false, false
	}
	defer old.Close()
	buffers := g.buffers.Get().(*[2 * chunk]byte)
	defer g.buffers.Put(buffers)
	if _, _, same, _ = common(bytes.NewReader(data), old, buffers); !same {
		return false, false
	}
	return true, g.linkOld(name) == nil
}

// Keep stages outputs as the generation before has them, if it has all of them
// with these sums, and on the disk, too; otherwise it stages none.
func (g *Generation) Keep(files ...memo.File) (bool, error) {
	for _, f := range files {
		if !g.holds(f) {
			return false, nil
		}
	}
	for _, f := range files {
		if err := g.claim(f.Path); err != nil {
			return false, err
		}
		if err := g.stage(g.before[f.Path], true, g.carryOver(f.Path)); err != nil {
			return false, err
		}
	}
	return true, nil
}

// holds reads a file of the generation before and compares its sum.
func (g *Generation) holds(f memo.File) bool {
	if entry, known := g.before[f.Path]; !known || entry.SHA256 != f.Sum {
		return false
	}
	old := g.openOld(f.Path)
	if old == nil {
		return false
	}
	defer old.Close()
	input := &hashing{r: old, hash: sha256.New()}
	_, err := io.Copy(io.Discard, input)
	return err == nil && input.sum() == f.Sum
}

// carryOver links a file of the generation before, or copies it.
func (g *Generation) carryOver(name string) error {
	if g.linkOld(name) == nil {
		return nil
	}
	old := g.openOld(name)
	if old == nil {
		return diag.Faultf("%s 在发布期间被改动", "%s was changed while it was being published", g.output.path(name))
	}
	defer old.Close()
	return g.create(name, old)
}

// Copy stages an output and returns its size. It holds a part of the file in
// memory at a time. Errors of from are returned as they are.
func (g *Generation) Copy(name string, from io.Reader) (n int64, err error) {
	if err := g.claim(name); err != nil {
		return 0, err
	}
	input := &hashing{r: from, hash: sha256.New()}
	same, err := g.copyOrLink(name, input)
	return input.n, g.stage(Entry{name, input.sum(), input.n}, same, err)
}

// copyOrLink reads the input beside the old file for as long as both agree, so
// that a large unchanged file is not written. Where they part, what was read
// comes from the old file.
func (g *Generation) copyOrLink(name string, input *hashing) (same bool, err error) {
	var old *os.File
	if _, known := g.before[name]; known {
		old = g.openOld(name)
	}
	if old == nil {
		return false, g.create(name, input)
	}
	defer old.Close()
	buffers := g.buffers.Get().(*[2 * chunk]byte)
	defer g.buffers.Put(buffers)
	n, rest, same, err := common(input, old, buffers)
	if err != nil || same && g.linkOld(name) == nil {
		return same, err
	}
	if _, err := old.Seek(0, io.SeekStart); err != nil {
		return false, diskFault(g.output.path(name), err)
	}
	output := &hashing{hash: sha256.New()}
	output.r = io.MultiReader(io.LimitReader(old, n), bytes.NewReader(rest), input)
	if err := g.create(name, output); err != nil {
		return false, err
	}
	if output.sum() != input.sum() {
		return false, diag.Faultf("%s 在发布期间被改动", "%s was changed while it was being published", g.output.path(name))
	}
	return same, nil
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

// linkOld stages a file of the generation before.
func (g *Generation) linkOld(name string) error {
	if err := g.makeFolder(path.Dir(name)); err != nil {
		return err
	}
	return g.work.disk.link(g.old(name), g.next(name))
}

// create stages a new file.
func (g *Generation) create(name string, r io.Reader) error {
	if err := g.makeFolder(path.Dir(name)); err != nil {
		return err
	}
	_, err := g.staging.write(name, r, fileMode)
	return err
}

// makeFolder makes a folder of the staging folder, and that one at first.
func (g *Generation) makeFolder(name string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.folders[name] {
		return nil
	}
	if g.staging == nil {
		if err := g.openStaging(); err != nil {
			return err
		}
	}
	if err := g.staging.mkdirAll(name); err != nil {
		return err
	}
	for ; !g.folders[name]; name = path.Dir(name) {
		g.folders[name] = true
	}
	return nil
}

// openStaging makes the staging folder. It is a disk of its own, since every
// step to a file costs time.
func (g *Generation) openStaging() (err error) {
	if err := g.work.disk.mkdirAll(g.next(".")); err != nil {
		return err
	}
	g.staging, err = openDisk(g.work.disk.path(g.next(".")), g.work.disk.step)
	return err
}

// closeStaging gives up the folder, which some systems do not rename while it is open.
func (g *Generation) closeStaging() {
	g.staging.close()
	g.staging = nil
}

// next is where an output is staged, old where it stands in the generation
// before; both below the disk of the work folder.
func (g *Generation) next(name string) string { return path.Join(g.work.path(nextFolder), name) }

func (g *Generation) old(name string) string {
	if g.inside {
		return name
	}
	return path.Join(g.base, name)
}

// claim takes a path for an output.
func (g *Generation) claim(name string) error {
	if err := checkPath(name); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended {
		return errors.New("publish: the generation has ended")
	}
	if _, twice := g.entries[name]; twice {
		return fmt.Errorf("publish: %s is written twice", name)
	}
	g.entries[name] = Entry{Path: name}
	return nil
}

// stage notes what became of a claimed output. same tells that the generation
// before has the same bytes; where its manifest says so and it is not true, the
// file was damaged. After an error the generation cannot be committed any more.
func (g *Generation) stage(e Entry, same bool, err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.entries[e.Path] = e
	if g.before[e.Path] == e && !same {
		g.damaged[e.Path] = true
	}
	if err != nil && g.failed == nil {
		g.failed = err
	}
	return err
}

// report compares the generations.
func (g *Generation) report() Report {
	report := Report{Files: len(g.entries)}
	for _, name := range sortedPaths(g.entries) {
		old, known := g.before[name]
		switch {
		case !known:
			report.Added = append(report.Added, name)
		case old != g.entries[name] || g.damaged[name]:
			report.Changed = append(report.Changed, name)
		default:
			report.Unchanged++
		}
	}
	for _, old := range g.manifest {
		if _, kept := g.entries[old.Path]; !kept {
			report.Removed = append(report.Removed, old.Path)
		}
	}
	return report
}

// writeManifest stages the manifest of the new generation.
func (g *Generation) writeManifest() error {
	manifest := make(Manifest, 0, len(g.entries))
	for _, e := range g.entries {
		manifest = append(manifest, e)
	}
	slices.SortFunc(manifest, comparePaths)
	data := manifest.JSON()
	if g.output != nil {
		if _, linked := g.reuse(ManifestName, data); linked {
			return nil
		}
	}
	return g.create(ManifestName, bytes.NewReader(data))
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

func sortedPaths(files map[string]Entry) []string { return slices.Sorted(maps.Keys(files)) }
