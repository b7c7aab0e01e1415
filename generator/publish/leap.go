package publish

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"jianbao/generator/memo"
)

// A leap brings the generation before last forward, over the one that is
// public, so that publishing costs what has changed. A folder that holds the
// very files of its public twin, and shall go on holding them, needs no look. In
// all others each entry is looked at: what does not belong there is removed,
// what is not the public file is linked anew, what is new comes out of the
// staging folder. So nothing that was done to the generation before last
// meanwhile can reach the public. No file is ever written in place, for a public
// one may be the same.

// leap is a leap on its way.
type leap struct {
	*Generation
	survey  *survey
	touched map[string]bool        // folders in which the new generation differs from the public one
	files   map[string][]output    // by folder
	folders map[string][]string    // by the folder they are in
	foreign map[string][]foreigner // by folder
	settled map[string]memo.Stamp  // of folders that needed no look
	stamps  map[string]memo.Stamp  // of the twins, as they were when the leap began
}

// canLeap reports whether there is a generation to bring forward. Foreign
// folders, links and what lies in them are carried over into a new folder only; and
// where nearly all is new, what is in the staging folder already stays there.
func (g *Generation) canLeap(s *survey, report *Report) bool {
	return g.output != nil && g.parent.isFolder(g.work.path(previousFolder)) && 4*report.Unchanged >= report.Files &&
		!slices.ContainsFunc(s.foreign, func(f foreigner) bool {
			return !f.info.Mode().IsRegular() || !g.isFolderNow(path.Dir(f.path))
		})
}

// isFolderNow reports whether the new generation has a folder.
func (g *Generation) isFolderNow(name string) bool { return name == "." || g.folders[name] }

// leap turns the generation before last into the new one, in a folder of its
// own. It returns the stamps of folders that it need not look into.
func (g *Generation) leap(s *survey, touched map[string]bool) (map[string]memo.Stamp, error) {
	if err := g.parent.rename(g.work.path(previousFolder), g.work.path(leapFolder)); err != nil {
		return nil, err
	}
	l := &leap{
		Generation: g, survey: s, touched: touched,
		files: make(map[string][]output, len(g.folders)), folders: make(map[string][]string, len(g.folders)),
		foreign: map[string][]foreigner{}, settled: make(map[string]memo.Stamp, len(g.folders)),
	}
	l.files["."] = append(l.files["."], g.manifestFile)
	for _, name := range g.paths {
		dir := path.Dir(name)
		l.files[dir] = append(l.files[dir], g.entries[name])
	}
	for name := range g.folders {
		l.folders[path.Dir(name)] = append(l.folders[path.Dir(name)], name)
	}
	for _, f := range s.foreign {
		l.foreign[path.Dir(f.path)] = append(l.foreign[path.Dir(f.path)], f)
	}
	l.lookAtTwins()
	return l.settled, l.folder(".", false)
}

// lookAtTwins takes the stamps of the folders that may be twins.
func (l *leap) lookAtTwins() {
	if l.state == nil {
		return
	}
	l.stamps = make(map[string]memo.Stamp, len(l.state.twins))
	twins := slices.Sorted(maps.Keys(l.state.twins))
	for i, look := range glance(l.parent.path(l.work.path(leapFolder)), twins) {
		if look.err == nil {
			if stamp, ok := memo.StampOf(look.info); ok {
				l.stamps[twins[i]] = stamp
			}
		}
	}
}

// folder brings a folder forward, with those in it.
func (l *leap) folder(dir string, isNew bool) error {
	made := map[string]bool{}
	if isNew || !l.isTwin(dir) {
		var err error
		if made, err = l.bring(dir); err != nil {
			return err
		}
	}
	slices.Sort(l.folders[dir])
	for _, sub := range l.folders[dir] {
		if err := l.folder(sub, isNew || made[sub]); err != nil {
			return err
		}
	}
	return nil
}

// isTwin reports whether a folder holds the files of the public one, and shall.
func (l *leap) isTwin(dir string) bool {
	if l.touched[dir] || !l.survey.held[dir] || l.state == nil {
		return false
	}
	stamp, ok := l.stamps[dir]
	if known, found := l.state.twins[dir]; !ok || !found || stamp != known {
		return false
	}
	l.settled[dir] = stamp
	return true
}

// bring makes one folder hold what it should, and returns the folders it had to make.
func (l *leap) bring(dir string) (made map[string]bool, err error) {
	here := l.at(dir)
	info, err := l.parent.lstat(here)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm() != folderMode {
		if err := l.parent.chmod(here, folderMode); err != nil {
			return nil, err
		}
	}
	there, err := l.clear(dir)
	if err != nil {
		return nil, err
	}
	made = map[string]bool{}
	for _, sub := range l.folders[dir] {
		if made[sub] = !there[sub]; made[sub] {
			if err := l.parent.mkdir(l.at(sub), folderMode); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range l.files[dir] {
		if there[f.Path] {
			continue
		}
		if err := l.fetch(f); err != nil {
			return nil, err
		}
	}
	for _, f := range l.foreign[dir] {
		if there[f.path] {
			continue
		}
		if err := l.carryOne(f, leapFolder); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// clear removes what does not belong into a folder, and returns what does.
func (l *leap) clear(dir string) (there map[string]bool, err error) {
	entries, err := l.parent.list(l.at(dir))
	if err != nil {
		return nil, err
	}
	want := l.wanted(dir)
	there = map[string]bool{}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		right, known := want[name]
		if known && right(e) {
			there[name] = true
		} else if err := l.parent.removeTree(l.at(name)); err != nil {
			return nil, err
		}
	}
	return there, nil
}

// wanted tells what belongs into a folder, and how to know it.
func (l *leap) wanted(dir string) map[string]func(fs.DirEntry) bool {
	want := map[string]func(fs.DirEntry) bool{}
	for _, sub := range l.folders[dir] {
		want[sub] = fs.DirEntry.IsDir
	}
	for _, f := range l.files[dir] {
		if f.kept {
			want[f.Path] = func(e fs.DirEntry) bool { return l.isPublic(f.Path, e) }
		}
	}
	for _, f := range l.foreign[dir] {
		want[f.path] = func(e fs.DirEntry) bool { return l.isPublic(f.path, e) }
	}
	return want
}

// isPublic reports whether an entry is the very file that is public.
func (l *leap) isPublic(name string, e fs.DirEntry) bool {
	if !e.Type().IsRegular() {
		return false
	}
	here, err := e.Info()
	if err != nil {
		return false
	}
	public, err := l.output.root.Lstat(name)
	return err == nil && os.SameFile(here, public)
}

// fetch gets a file that is missing.
func (l *leap) fetch(f output) error {
	if !f.kept {
		return l.parent.rename(l.next(f.Path), l.at(f.Path))
	}
	if !l.stillKept(f) {
		return l.changed(f.Path)
	}
	l.relinked[f.Path] = true
	err := l.parent.link(l.old(f.Path), l.at(f.Path))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	old := l.openOld(f.Path)
	if old == nil {
		return err
	}
	defer old.Close()
	l.copied = true
	_, err = l.parent.write(l.at(f.Path), old, fileMode)
	return err
}

// at is where an output is in the tree that leaps.
func (l *leap) at(name string) string { return path.Join(l.work.path(leapFolder), name) }
