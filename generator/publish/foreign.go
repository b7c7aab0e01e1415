package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// foreigner is an entry of the output that is not ours.
type foreigner struct {
	path string
	info fs.FileInfo
}

// foreign lists what the output holds beside the generation before, folders
// before what they hold. It is an error when one stands in the way of an output.
func (g *Generation) foreign() ([]foreigner, error) {
	if g.output == nil {
		return nil, nil
	}
	var found []foreigner
	if err := g.findForeign(".", foldersOf(g.before), &found); err != nil {
		return nil, err
	}
	folders := foldersOf(g.entries)
	for _, f := range found {
		if err := g.checkClash(f, folders); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (g *Generation) findForeign(dir string, ours map[string]bool, found *[]foreigner) error {
	entries, err := g.output.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if g.isOurs(name, e) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // it has just gone
			continue
		}
		if err != nil {
			return diskFault(g.output.path(name), err)
		}
		if !ours[name] || !e.IsDir() {
			*found = append(*found, foreigner{name, info})
		}
		if e.IsDir() {
			if err := g.findForeign(name, ours, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// isOurs tells the files of the generation before, and our work folder.
func (g *Generation) isOurs(name string, e fs.DirEntry) bool {
	if e.IsDir() {
		return name == workFolder && g.inside
	}
	_, listed := g.before[name]
	return listed || name == ManifestName
}

func (g *Generation) checkClash(f foreigner, folders map[string]bool) error {
	kind := f.info.Mode().Type()
	if kind != 0 && kind != fs.ModeDir && kind != fs.ModeSymlink {
		return diag.Faultf("%s 是设备、管道或套接字，无法保留", "%s is a device, pipe or socket and cannot be carried over", g.output.path(f.path)).
			Hintf("把它移出发布文件夹", "move it out of the output folder")
	}
	if _, taken := g.entries[f.path]; taken || !f.info.IsDir() && folders[f.path] {
		return g.clash(f.path, f.path)
	}
	for dir := path.Dir(f.path); dir != "."; dir = path.Dir(dir) {
		if _, taken := g.entries[dir]; taken {
			return g.clash(f.path, dir)
		}
	}
	return nil
}

func (g *Generation) clash(foreign, output string) error {
	return diag.Faultf("%[1]s 不是 jianbao 生成的，却占了 %[2]s 的位置", "%[1]s is not made by jianbao and stands in the way of %[2]s", g.output.path(foreign), output).
		Hintf("把它移走、改名，或更改网页的网址", "move or rename it, or change the address of the page")
}

// carry stages what is foreign.
func (g *Generation) carry(foreign []foreigner) error {
	for _, f := range foreign {
		if err := g.carryOne(f); errors.Is(err, fs.ErrExist) {
			return g.clash(f.path, f.path) // one name to this file system, by case or Unicode form
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, f := range slices.Backward(foreign) { // a folder may be read-only, so when it is full
		mode := f.info.Mode().Perm()
		if name := g.next(f.path); f.info.IsDir() && mode&0o700 != 0o700 {
			if err := g.parent.chmod(name, mode); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *Generation) carryOne(f foreigner) error {
	if err := g.makeFolder(path.Dir(f.path)); err != nil {
		return err
	}
	old, next := g.old(f.path), g.next(f.path)
	switch {
	case f.info.IsDir():
		if g.parent.isFolder(next) {
			return nil
		}
		return g.parent.mkdir(next, f.info.Mode().Perm()|0o700)
	case f.info.Mode().Type() == fs.ModeSymlink:
		target, err := g.parent.root.Readlink(old)
		if err != nil {
			return diskFault(g.parent.path(old), err)
		}
		return g.parent.symlink(target, next)
	}
	if err := g.parent.link(old, next); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return g.copyForeign(f)
}

func (g *Generation) copyForeign(f foreigner) error {
	old, err := g.output.root.Open(f.path)
	if err != nil {
		return diskFault(g.output.path(f.path), err)
	}
	defer old.Close()
	next := g.next(f.path)
	if _, err := g.parent.write(next, old, f.info.Mode().Perm()); err != nil {
		return err
	}
	return g.parent.chtimes(next, f.info.ModTime())
}

// carryLate carries over what became foreign, changed or went between carry and
// the exchange: somebody may just be committing to the repository in the output.
func (g *Generation) carryLate(mode string, carried []foreigner) error {
	if g.output == nil {
		return nil
	}
	aside := g.work.path(nextFolder)
	if mode == "journal" {
		aside = g.work.path(oldFolder)
	}
	var now []foreigner
	if err := g.findForeign(".", foldersOf(g.before), &now); err != nil { // the open folder is still the old one
		return err
	}
	gone := map[string]fs.FileInfo{}
	for _, f := range carried {
		gone[f.path] = f.info
	}
	var errs error
	for _, f := range now {
		was, known := gone[f.path]
		delete(gone, f.path)
		if !known || !sameState(was, f.info) {
			errs = errors.Join(errs, g.moveLate(aside, f))
		}
	}
	for name, info := range gone {
		if !info.IsDir() {
			errs = errors.Join(errs, g.parent.removeIfThere(path.Join(g.base, name)))
		}
	}
	return errs
}

// moveLate moves a foreign file out of the old generation that was put aside.
func (g *Generation) moveLate(aside string, f foreigner) error {
	to := path.Join(g.base, f.path)
	switch {
	case g.checkClash(f, foldersOf(g.entries)) != nil: // as if an output had been edited: the new one counts
		return nil
	case f.info.IsDir():
		return g.parent.mkdirAll(to)
	}
	if err := g.parent.mkdirAll(path.Dir(to)); err != nil {
		return err
	}
	return g.parent.rename(path.Join(aside, f.path), to)
}

func sameState(a, b fs.FileInfo) bool {
	if a.IsDir() && b.IsDir() {
		return true
	}
	return os.SameFile(a, b) && a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// foldersOf returns all folders above the files.
func foldersOf(files map[string]Entry) map[string]bool {
	folders := map[string]bool{}
	for name := range files {
		for {
			slash := strings.LastIndexByte(name, '/')
			if slash < 0 || folders[name[:slash]] {
				break
			}
			name = name[:slash]
			folders[name] = true
		}
	}
	return folders
}
