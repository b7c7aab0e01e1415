package publish

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path"
	"slices"
	"strings"

	"jianbao/generator/memo"
)

// bringer brings one folder after another forward, for one goroutine. It goes from
// open folder to open folder, in both generations, and names what is in them by its
// last name: that costs less than whole paths, and leads nowhere else.
type bringer struct {
	*leap
	to, from descent // in the tree that leaps, and in the public one
}

func (l *leap) bringer() *bringer {
	return &bringer{leap: l, to: descent{disk: l.tree}, from: descent{disk: l.output}}
}

func (b *bringer) close() {
	b.to.close()
	b.from.close()
}

// piece is what belongs into a folder under one name.
type piece struct {
	path    string
	file    *output    // one of ours,
	foreign *foreigner // or one that is not, or else a folder
	there   bool
}

// bring makes one folder hold what it should. Those that it holds come later; where
// there are none, many goroutines may work on one folder each.
func (b *bringer) bring(dir string) error {
	if err := b.enter(dir); err != nil {
		return err
	}
	pieces := b.pieces(dir)
	if err := b.clear(dir, pieces); err != nil {
		return err
	}
	for _, p := range pieces {
		if p.there {
			continue
		}
		if err := b.add(p); err != nil {
			return err
		}
	}
	return nil
}

// bringManifest puts a new manifest beside all that it lists, once it is staged.
func (b *bringer) bringManifest() error {
	if b.manifestFile.kept {
		return nil
	}
	if err := b.manifested(); err != nil {
		return err
	}
	if err := b.to.to("."); err != nil {
		return err
	}
	return b.add(piece{path: ManifestName, file: &b.manifestFile})
}

// enter opens a folder, and gives it its mode.
func (b *bringer) enter(dir string) error {
	if err := b.to.to(path.Dir(dir)); err != nil {
		return err
	}
	if err := b.tree.setMode(b.to.here(), path.Base(dir), dir, folderMode); err != nil {
		return err
	}
	return b.to.to(dir)
}

// pieces lists what belongs into a folder, sorted.
func (l *leap) pieces(dir string) (pieces []piece) {
	if dir == "." && l.manifestFile.kept { // a new one comes last
		pieces = append(pieces, piece{path: ManifestName, file: &l.manifestFile})
	}
	for i := range directlyIn(dir, l.folderList) {
		pieces = append(pieces, piece{path: l.folderList[i]})
	}
	for i := range directlyIn(dir, l.paths) {
		pieces = append(pieces, piece{path: l.paths[i], file: l.sorted[i]})
	}
	for i := range l.foreign[dir] {
		pieces = append(pieces, piece{path: l.foreign[dir][i].path, foreign: &l.foreign[dir][i]})
	}
	slices.SortFunc(pieces, func(a, b piece) int { return strings.Compare(a.path, b.path) })
	return pieces
}

// startOf is what the paths of all that lies in a folder start with, and where those are
// in a sorted list.
func startOf(dir string, sorted []string) (prefix string, first int) {
	if dir != "." {
		prefix = dir + "/"
	}
	first, _ = slices.BinarySearch(sorted, prefix)
	return prefix, first
}

// holdsAny reports whether any of a sorted list of folders lies in one; "." is in itself.
func holdsAny(dir string, sorted []string) bool {
	prefix, first := startOf(dir, sorted)
	return first < len(sorted) && strings.HasPrefix(sorted[first], prefix)
}

// directlyIn returns where those of a sorted list of paths are that lie directly in a folder.
func directlyIn(dir string, sorted []string) iter.Seq[int] {
	prefix, first := startOf(dir, sorted)
	return func(yield func(int) bool) {
		for i := first; i < len(sorted); i++ {
			rest, within := strings.CutPrefix(sorted[i], prefix)
			if !within || !strings.Contains(rest, "/") && sorted[i] != "." && !yield(i) {
				return
			}
		}
	}
}

// clear removes what does not belong into the open folder, and notes what does. A file
// that will be replaced is removed, too: some file systems (ext4) write a file to the medium
// at once when it is renamed over another one, each by itself, which costs far more.
func (b *bringer) clear(dir string, pieces []piece) error {
	folder, err := b.to.file()
	if err != nil {
		return err
	}
	entries, err := folder.ReadDir(-1)
	if err != nil {
		return diskFault(b.tree.path(dir), err)
	}
	for _, e := range entries {
		i, known := slices.BinarySearchFunc(pieces, e.Name(), func(p piece, name string) int {
			return strings.Compare(path.Base(p.path), name)
		})
		if known && b.isRight(pieces[i], e) {
			pieces[i].there = true
		} else if err := b.tree.removeEntry(b.to.here(), e, path.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// isRight reports whether an entry of the open folder is what it should be.
func (b *bringer) isRight(p piece, e fs.DirEntry) bool {
	switch {
	case p.file != nil && !p.file.kept:
		return false
	case p.file != nil:
		return e.Type().IsRegular() && b.isPublic(p.path, p.file.stamp, e)
	case p.foreign != nil:
		return e.Type().IsRegular() && b.isPublic(p.path, memo.Stamp{}, e)
	}
	return e.IsDir()
}

// isPublic reports whether an entry is the very file that is public, of which that is
// known.
func (b *bringer) isPublic(name string, known memo.Stamp, e fs.DirEntry) bool {
	here, err := e.Info()
	if err != nil {
		return false
	}
	if stamp, _ := memo.StampOf(here); known.Inode != 0 {
		return stamp.Inode == known.Inode && stamp.Device == known.Device
	}
	public, err := b.output.root.Lstat(name)
	return err == nil && os.SameFile(here, public)
}

// add puts into the open folder what it lacks.
func (b *bringer) add(p piece) error {
	switch {
	case p.file != nil && p.file.kept:
		return b.link(p.file)
	case p.file != nil:
		return b.move(p.file)
	case p.foreign != nil:
		return b.carryOne(*p.foreign, leapFolder)
	}
	b.made[p.path] = true
	return b.tree.change("mkdir", p.path, func() error { return b.to.here().Mkdir(path.Base(p.path), folderMode) })
}

// move takes a new file out of the staging folder.
func (b *bringer) move(f *output) error {
	staged, err := b.staging.open()
	if err != nil {
		return err
	}
	folder, err := b.to.file()
	if err != nil {
		return err
	}
	err = b.tree.change("rename", f.Path, func() error {
		return moveEntry(staged.sight.folder, numberedPath(f.number), folder, path.Base(f.Path))
	})
	if errors.Is(err, errors.ErrUnsupported) {
		return b.parent.rename(b.staged(f), b.at(f.Path))
	}
	return err
}

// link links a file of the public generation, or copies it where there are no links.
func (b *bringer) link(f *output) error {
	if !b.stillKept(f) {
		return b.changed(f.Path)
	}
	f.relinked = true
	err := b.linkHere(f.Path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	old := b.openOld(f.Path)
	if old == nil {
		return err
	}
	defer old.Close()
	b.noLinks()
	_, err = b.parent.write(b.at(f.Path), old, fileMode)
	return err
}

// linkHere links a file of the public generation into the open folder.
func (b *bringer) linkHere(name string) error {
	if err := b.from.to(path.Dir(name)); err != nil {
		return err
	}
	public, err := b.from.file()
	if err != nil {
		return err
	}
	folder, err := b.to.file()
	if err != nil {
		return err
	}
	base := path.Base(name)
	err = b.tree.change("link", name, func() error { return linkEntry(public, base, folder, base) })
	if errors.Is(err, errors.ErrUnsupported) {
		return b.parent.link(b.old(name), b.at(name))
	}
	return err
}

// at is where an output is in the tree that leaps.
func (l *leap) at(name string) string { return path.Join(l.work.path(leapFolder), name) }
