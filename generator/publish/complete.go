package publish

import (
	"errors"
	"io/fs"
	"path"

	"jianbao/generator/memo"
)

// complete adds to the staging folder all that it lacks of the new generation:
// the files of the generation before that are kept, and what is foreign.
func (g *Generation) complete(s *survey) error {
	to, err := g.staging.take()
	if err != nil {
		return err
	}
	defer g.staging.give(to)
	from := &descent{disk: g.output}
	defer from.close()
	for _, name := range append(g.paths, ManifestName) {
		if f := g.entry(name); f.kept {
			if err := g.link(from, to, f); err != nil {
				return err
			}
		}
	}
	if s == nil {
		return nil
	}
	return g.carry(s.foreign)
}

// entry is a file of the new generation.
func (g *Generation) entry(name string) output {
	if name == ManifestName {
		return g.manifestFile
	}
	return g.entries[name]
}

// link links a file of the generation before, or copies it where there are no links.
func (g *Generation) link(from, to *descent, f output) error {
	if !g.stillKept(f) {
		return g.changed(f.Path)
	}
	g.relinked[f.Path] = true
	dir, base := path.Split(f.Path)
	dir = path.Clean(dir)
	folder, err := to.to(dir)
	if err != nil {
		return err
	}
	if _, err := from.to(dir); err != nil {
		return err
	}
	err = g.linkBetween(from, to, f.Path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	old := g.openOld(f.Path)
	if old == nil {
		return err
	}
	defer old.Close()
	g.copied = true
	_, err = to.disk.writeIn(folder, base, f.Path, old, fileMode)
	return err
}

// linkBetween links a file from one open folder into another.
func (g *Generation) linkBetween(from, to *descent, name string) error {
	a, err := from.file()
	if err != nil {
		return err
	}
	b, err := to.file()
	if err != nil {
		return err
	}
	err = to.disk.change("link", name, func() error { return linkEntry(a, path.Base(name), b) })
	if errors.Is(err, errors.ErrUnsupported) {
		return g.parent.link(g.old(name), g.next(name))
	}
	return err
}

// stillKept reports whether a file is as it was when it was found to be the same.
func (g *Generation) stillKept(f output) bool {
	if f.stamp == (memo.Stamp{}) { // nobody can tell
		return true
	}
	now, ok := stampAt(join(g.output.dir, f.Path)) // only compared, as in held
	return ok && now == f.stamp
}
