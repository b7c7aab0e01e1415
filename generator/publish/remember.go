package publish

import (
	"maps"
	"path"
	"slices"

	"jianbao/generator/memo"
)

// takeStamps notes the stamps of what has been written or linked in a tree that
// nobody else knows yet, so that whatever is done to it later is noticed. It
// returns those of the folders, of the settled ones without another look.
func (g *Generation) takeStamps(tree string, settled map[string]memo.Stamp) map[string]memo.Stamp {
	now, sight := g.clock(), lookFrom(g.parent.path(tree))
	defer sight.close()
	for _, f := range g.sorted {
		if f.kept && !g.relinked[f.Path] {
			continue
		}
		stamp, ok := sight.look(f.Path).stampOf()
		f.sure = ok && stamp.Settled(now) && sameFile(stamp, f.stamp)
		f.stamp = stamp
	}
	return g.stampsOfFolders(tree, settled)
}

// stampsOfFolders returns those of the new generation's folders in a tree, where
// they are sure; of the settled ones they are known.
func (g *Generation) stampsOfFolders(tree string, settled map[string]memo.Stamp) map[string]memo.Stamp {
	now, sight := g.clock(), lookFrom(g.parent.path(tree))
	defer sight.close()
	stamps := make(map[string]memo.Stamp, len(g.folders))
	for name := range g.folders {
		stamp, known := settled[name]
		if !known {
			var ok bool
			if stamp, ok = sight.look(name).stampOf(); !ok || !stamp.Settled(now) {
				continue
			}
		}
		stamps[name] = stamp
	}
	return stamps
}

// sameFile reports whether a file was at most moved or linked between two stamps.
func sameFile(a, b memo.Stamp) bool {
	a.Changed, b.Changed = 0, 0
	return a == b
}

// touched returns the folders whose entries the new generation changes. The
// folders of the old one and of the new one are compared as files are.
func (g *Generation) touched(s *survey, report *Report) map[string]bool {
	dirs := map[string]bool{".": true}
	if s != nil {
		for _, name := range s.missing {
			dirs[path.Dir(name)] = true
		}
	}
	for _, names := range [][]string{report.Added, report.Changed, report.Removed} {
		for _, name := range names {
			dirs[path.Dir(name)] = true
		}
	}
	was := map[string]bool{}
	for _, name := range g.oldFolders {
		if was[name] = true; !g.isFolderNow(name) {
			dirs[path.Dir(name)] = true
		}
	}
	for name := range g.folders {
		if !was[name] {
			dirs[path.Dir(name)] = true
		}
	}
	return dirs
}

// stateOf is the state after an exchange: folders are the stamps of the new
// generation's, and the old one's, which is the previous one now, are twins where
// nothing was touched. Without touched there are none.
func (g *Generation) stateOf(folders map[string]memo.Stamp, touched map[string]bool, s *survey) *state {
	next := &state{manifest: g.manifestFile.SHA256, folders: folders, twins: map[string]memo.Stamp{}}
	next.files = make([]output, len(g.sorted))
	for i, f := range g.sorted {
		next.files[i] = *f
	}
	if s == nil {
		return next
	}
	next.foreign = g.directly(s.foreign)
	if touched != nil && !g.copied {
		for name, stamp := range s.folders {
			if g.folders[name] && !touched[name] {
				next.twins[name] = stamp
			}
		}
	}
	return next
}

// directly returns what of the foreign entries lies in folders of the new
// generation, be it a folder that was ours.
func (g *Generation) directly(foreign []foreigner) []string {
	var names []string
	for _, f := range foreign {
		name := f.path
		for !g.isFolderNow(path.Dir(name)) {
			name = path.Dir(name)
		}
		if !g.isFolderNow(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// learn writes what was found out about an output that stays as it is.
func (g *Generation) learn(s *survey) {
	next := g.stateOf(s.folders, nil, s)
	if g.state != nil {
		for name, stamp := range g.state.twins {
			if s.held[name] {
				next.twins[name] = stamp
			}
		}
		if maps.Equal(next.folders, g.state.folders) && slices.Equal(next.foreign, g.state.foreign) &&
			slices.EqualFunc(next.files, g.state.files, sameOutput) {
			return
		}
	}
	g.remember(next.bytes())
}

func sameOutput(a, b output) bool {
	return a.Entry == b.Entry && a.sure == b.sure && a.stamp == b.stamp
}

// remember writes the state. A build without one is only slower.
func (g *Generation) remember(state []byte) {
	if g.inside {
		return
	}
	if g.writeState(state) != nil {
		g.parent.removeIfThere(g.work.path(newState))
	}
}
