package publish

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"jianbao/generator/memo"
)

// survey is what the folders of the output hold beside the files of the
// manifest. Of folders that have the stamp of the state that is known without
// looking into them: whoever adds, removes or replaces an entry changes it, and
// a link in the place of a folder has another.
type survey struct {
	foreign []foreigner  // folders before what they hold
	direct  []string     // those of them that lie directly in our folders
	folders []memo.Stamp // of oldFolders, where it is sure
	held    []bool       // which of them are as they were known
	missing []string     // folders of ours that are gone
	broken  bool         // one is, or is not as we make folders

	known   []memo.Stamp        // of oldFolders before
	listed  map[string][]string // what was foreign in them
	blocked map[string]bool     // our folders that something else stands in the place of
}

// survey looks at the output.
func (g *Generation) survey() (*survey, error) {
	s := &survey{known: make([]memo.Stamp, len(g.oldFolders))}
	if g.state != nil {
		s.listed = g.state.foreignByFolder()
		for i, f := range g.state.folders {
			s.known[i] = f.stamp
		}
	}
	return s, g.look(s, g.looks.public().folders)
}

// surveyAgain looks at it once more, where it has been moved to.
func (g *Generation) surveyAgain(before *survey, dir string) (*survey, error) {
	s := &survey{known: before.folders, listed: map[string][]string{}}
	for _, name := range before.direct {
		s.listed[path.Dir(name)] = append(s.listed[path.Dir(name)], name)
	}
	return s, g.look(s, glance(dir, g.oldFolders))
}

// look goes through all folders of the generation before, of which that is told.
func (g *Generation) look(s *survey, looks []looked) error {
	n := len(g.oldFolders)
	s.folders, s.held, s.blocked = make([]memo.Stamp, n), make([]bool, n), map[string]bool{}
	for i := range g.oldFolders {
		if err := g.lookAt(s, i, looks[i]); err != nil {
			return err
		}
	}
	return nil
}

// lookAt looks at one folder, of which that is told.
func (g *Generation) lookAt(s *survey, i int, look looked) error {
	dir := g.oldFolders[i]
	if len(s.blocked) > 0 && dir != "." && s.blocked[path.Dir(dir)] {
		s.blocked[dir] = true
		return nil
	}
	switch {
	case errors.Is(look.err, fs.ErrNotExist) && dir != ".":
		s.broken, s.missing = true, append(s.missing, dir)
		return nil
	case look.err != nil:
		return diskFault(g.output.path(dir), look.err)
	case !look.mode.IsDir():
		s.broken, s.blocked[dir] = true, true
		return g.addForeign(s, dir)
	}
	stamp, ok := look.stampOf()
	right := look.mode.Perm() == folderMode
	s.broken = s.broken || !right
	if ok && s.known[i] == stamp && dir != "." {
		s.held[i], s.folders[i] = true, stamp
		return g.recall(s, dir)
	}
	if ok && right && dir != "." && stamp.Settled(g.opened) {
		s.folders[i] = stamp
	}
	return g.list(s, dir)
}

func (s *survey) add(f foreigner) {
	s.foreign, s.direct = append(s.foreign, f), append(s.direct, f.path)
}

// recall notes what is foreign in a folder that needs no look.
func (g *Generation) recall(s *survey, dir string) error {
	for _, name := range s.listed[dir] {
		if err := g.addForeign(s, name); err != nil {
			return err
		}
	}
	return nil
}

// addForeign notes something foreign with all it holds, if it is still there.
func (g *Generation) addForeign(s *survey, name string) error {
	info, err := g.output.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return diskFault(g.output.path(name), err)
	}
	s.add(foreigner{name, info})
	if info.IsDir() {
		return g.listForeign(s, name)
	}
	return nil
}

// list reads a folder of ours.
func (g *Generation) list(s *survey, dir string) error {
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
		s.add(foreigner{name, info})
		if e.IsDir() {
			if err := g.listForeign(s, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// listForeign notes all that a foreign folder holds.
func (g *Generation) listForeign(s *survey, dir string) error {
	entries, err := g.output.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return diskFault(g.output.path(name), err)
		}
		s.foreign = append(s.foreign, foreigner{name, info})
		if e.IsDir() {
			if err := g.listForeign(s, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// isOurs tells the files and folders of the generation before, which have their
// own turn, and our work folder.
func (g *Generation) isOurs(name string, e fs.DirEntry) bool {
	if _, folder := slices.BinarySearch(g.oldFolders, name); folder {
		return true
	}
	if e.IsDir() {
		return name == workFolder && g.inside
	}
	_, listed := g.before[name]
	return listed || name == ManifestName
}
