package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

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
	foreign map[string][]foreigner // by folder
	made    map[string]bool        // folders that the generation before last did not have
	settled []memo.Stamp           // of those of folderList that needed no look
}

// mayLeap reports whether there is a generation to bring forward.
func (g *Generation) mayLeap() bool {
	return g.output != nil && !g.inside && g.parent.isFolder(g.work.path(previousFolder))
}

// canLeap reports whether it is still there and all can be brought into it. Foreign
// folders, links and what lies in them are carried over into a new folder only.
func (g *Generation) canLeap(s *survey) bool {
	return g.staging.numbered && g.mayLeap() && !slices.ContainsFunc(s.foreign, func(f foreigner) bool {
		return !f.info.Mode().IsRegular() || !g.isFolderNow(path.Dir(f.path))
	})
}

// leap turns the generation before last into the new one, in a folder of its
// own. It returns the stamps of folders that it need not look into.
func (g *Generation) leap(s *survey, touched map[string]bool) ([]memo.Stamp, error) {
	if err := g.parent.rename(g.work.path(previousFolder), g.work.path(leapFolder)); err != nil {
		return nil, err
	}
	l := &leap{
		Generation: g, survey: s, touched: touched, foreign: map[string][]foreigner{},
		made: map[string]bool{}, settled: make([]memo.Stamp, len(g.folderList)),
	}
	for _, f := range s.foreign {
		l.foreign[path.Dir(f.path)] = append(l.foreign[path.Dir(f.path)], f)
	}
	looks := g.lookahead.previous()
	if looks == nil || g.formerly != nil {
		looks = glance(g.parent.path(g.work.path(leapFolder)), g.folderList)
	}
	var leaves []int // in folderList
	holders := map[string]bool{}
	for _, dir := range g.folderList {
		holders[path.Dir(dir)] = true
	}
	for i, dir := range g.folderList { // those above come first
		switch {
		case l.isTwin(i, looks[i]):
		case !holders[dir] && len(l.foreign[dir]) == 0:
			leaves = append(leaves, i)
		default:
			if err := l.bring(dir); err != nil {
				return nil, err
			}
		}
	}
	return l.settled, inRuns(len(leaves), func(first, end int) error {
		for _, i := range leaves[first:end] {
			if err := l.bring(g.folderList[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// isTwin reports whether a folder holds the files of the public one, and shall.
func (l *leap) isTwin(i int, look looked) bool {
	dir, before := l.folderList[i], l.whereBefore(i)
	if l.state == nil || before < 0 || !l.survey.held[before] || l.touched[dir] || l.made[dir] {
		return false
	}
	stamp, ok := look.stampOf()
	if !ok || stamp != l.state.folders[before].twin {
		return false
	}
	l.settled[i] = stamp
	return true
}

// bring makes one folder hold what it should. Those that it holds come later; where
// there are none, many goroutines may work on one folder each.
func (l *leap) bring(dir string) error {
	here := l.at(dir)
	info, err := l.parent.lstat(here)
	if err != nil {
		return err
	}
	if info.Mode().Perm() != folderMode {
		if err := l.parent.chmod(here, folderMode); err != nil {
			return err
		}
	}
	folders, files := directlyIn(dir, l.folderList), l.filesIn(dir)
	there, err := l.clear(dir, folders, files)
	if err != nil {
		return err
	}
	for _, sub := range folders {
		if there[sub] {
			continue
		}
		l.made[sub] = true
		if err := l.parent.mkdir(l.at(sub), folderMode); err != nil {
			return err
		}
	}
	for _, f := range files {
		if there[f.Path] {
			continue
		}
		if err := l.fetch(f); err != nil {
			return err
		}
	}
	for _, f := range l.foreign[dir] {
		if there[f.path] {
			continue
		}
		if err := l.carryOne(f, leapFolder); err != nil {
			return err
		}
	}
	return nil
}

// filesIn lists the files that the new generation has directly in a folder.
func (l *leap) filesIn(dir string) (files []output) {
	if dir == "." {
		files = append(files, l.manifestFile)
	}
	for _, name := range directlyIn(dir, l.paths) {
		files = append(files, *l.entries[name])
	}
	return files
}

// directlyIn returns those of a sorted list of paths that lie directly in a folder.
func directlyIn(dir string, sorted []string) (names []string) {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	from, _ := slices.BinarySearch(sorted, prefix)
	for _, name := range sorted[from:] {
		rest, below := strings.CutPrefix(name, prefix)
		if !below {
			break
		}
		if !strings.Contains(rest, "/") && name != "." {
			names = append(names, name)
		}
	}
	return names
}

// clear removes what does not belong into a folder, and returns what does.
func (l *leap) clear(dir string, folders []string, files []output) (there map[string]bool, err error) {
	entries, err := l.parent.list(l.at(dir))
	if err != nil {
		return nil, err
	}
	want := l.wanted(dir, folders, files)
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
func (l *leap) wanted(dir string, folders []string, files []output) map[string]func(fs.DirEntry) bool {
	want := map[string]func(fs.DirEntry) bool{}
	for _, sub := range folders {
		want[sub] = fs.DirEntry.IsDir
	}
	for _, f := range files {
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
		return l.parent.rename(l.staged(&f), l.at(f.Path))
	}
	if !l.stillKept(f) {
		return l.changed(f.Path)
	}
	l.noteLink(f.Path)
	err := l.parent.link(l.old(f.Path), l.at(f.Path))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	old := l.openOld(f.Path)
	if old == nil {
		return err
	}
	defer old.Close()
	l.noLinks()
	_, err = l.parent.write(l.at(f.Path), old, fileMode)
	return err
}

// noteLink notes that a kept file gets one more link.
func (l *leap) noteLink(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.relinked[name] = true
}

// at is where an output is in the tree that leaps.
func (l *leap) at(name string) string { return path.Join(l.work.path(leapFolder), name) }
