package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"

	"jianbao/generator/diag"
)

// foreigner is an entry of the output that is not ours.
type foreigner struct {
	path string
	info fs.FileInfo
}

// checkForeign refuses what is foreign and stands in the way of an output.
func (g *Generation) checkForeign(found []foreigner) error {
	if len(found) == 0 {
		return nil
	}
	for _, f := range found {
		if err := g.checkClash(f); err != nil {
			return err
		}
	}
	return nil
}

func (g *Generation) checkClash(f foreigner) error {
	kind := f.info.Mode().Type()
	if kind != 0 && kind != fs.ModeDir && kind != fs.ModeSymlink {
		return diag.Faultf("%s 是设备、管道或套接字，无法保留", "%s is a device, pipe or socket and cannot be carried over", g.output.path(f.path)).
			Hintf("把它移出发布文件夹", "move it out of the output folder")
	}
	if g.publishes(f.path) || !f.info.IsDir() && g.isFolderNow(f.path) {
		return g.clash(f.path, f.path)
	}
	for dir := path.Dir(f.path); dir != "."; dir = path.Dir(dir) {
		if g.publishes(dir) {
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
		if err := g.carryOne(f, nextFolder); err != nil {
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

// carryOne carries one entry into a tree, if it is still there.
func (g *Generation) carryOne(f foreigner, tree string) error {
	to := path.Join(g.work.path(tree), f.path)
	err := g.parent.mkdirAll(path.Dir(to))
	if err == nil {
		err = g.carryTo(f, to)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return g.clash(f.path, f.path) // one name to this file system, by case or Unicode form
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

func (g *Generation) carryTo(f foreigner, to string) error {
	old := g.old(f.path)
	switch {
	case f.info.IsDir():
		if g.parent.isFolder(to) {
			return nil
		}
		return g.parent.mkdir(to, f.info.Mode().Perm()|0o700)
	case f.info.Mode().Type() == fs.ModeSymlink:
		target, err := g.parent.root.Readlink(old)
		if err != nil {
			return diskFault(g.parent.path(old), err)
		}
		return g.parent.symlink(target, to)
	}
	if err := g.parent.link(old, to); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	g.copied = true
	return g.copyForeign(f, to)
}

func (g *Generation) copyForeign(f foreigner, to string) error {
	old, err := g.output.root.Open(f.path)
	if err != nil {
		return diskFault(g.output.path(f.path), err)
	}
	defer old.Close()
	if _, err := g.parent.write(to, old, f.info.Mode().Perm()); err != nil {
		return err
	}
	return g.parent.chtimes(to, f.info.ModTime())
}

// carryLate carries over what became foreign, changed or went between the survey
// and the exchange: somebody may just be committing to the repository in the
// output. Aside is where the old generation is now.
func (g *Generation) carryLate(aside string, carried *survey) error {
	if g.output == nil {
		return nil
	}
	now, err := g.surveyAgain(carried, g.parent.path(aside)) // the open folder is still the old one
	if err != nil {
		return err
	}
	gone := map[string]fs.FileInfo{}
	for _, f := range carried.foreign {
		gone[f.path] = f.info
	}
	var errs error
	for _, f := range now.foreign {
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
	case g.checkClash(f) != nil: // as if an output had been edited: the new one counts
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
