package publish

import (
	"path"
	"slices"

	"jianbao/generator/memo"
)

// takeStamps notes the stamps of what has been written or linked in a tree that
// nobody else knows yet, so that whatever is done to it later is noticed. It
// returns those of the folders, of the settled ones without another look.
func (g *Generation) takeStamps(tree string, settled []memo.Stamp) []memo.Stamp {
	now, sight := g.clock(), lookFrom(g.parent.path(tree))
	defer sight.close()
	files := g.all()
	looking(len(files), func(i int) {
		f := files[i]
		if f.kept && !f.relinked {
			return
		}
		stamp, ok := sight.look(f.Path).stampOf()
		f.sure = ok && stamp.Settled(now) && sameFile(stamp, f.stamp)
		f.stamp = stamp
	})
	return g.stampsOfFolders(tree, settled)
}

// stampsOfFolders returns those of folderList in a tree, where they are sure; of the
// settled ones they are known.
func (g *Generation) stampsOfFolders(tree string, settled []memo.Stamp) []memo.Stamp {
	now, sight := g.clock(), lookFrom(g.parent.path(tree))
	defer sight.close()
	stamps := make([]memo.Stamp, len(g.folderList))
	copy(stamps, settled)
	looking(len(stamps), func(i int) {
		if stamps[i] != (memo.Stamp{}) || g.folderList[i] == "." {
			return
		}
		if stamp, ok := sight.look(g.folderList[i]).stampOf(); ok && stamp.Settled(now) {
			stamps[i] = stamp
		}
	})
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
	if g.formerly == nil { // the same folders
		return dirs
	}
	for _, name := range g.oldFolders {
		if !g.isFolderNow(name) {
			dirs[path.Dir(name)] = true
		}
	}
	for i, name := range g.folderList {
		if g.whereBefore(i) < 0 {
			dirs[path.Dir(name)] = true
		}
	}
	return dirs
}

// stateOf is the state after an exchange: stamps are those of folderList, and the old
// generation's folders, which is the previous one now, are twins where nothing was
// touched. Without touched there are none.
func (g *Generation) stateOf(stamps []memo.Stamp, touched map[string]bool, s *survey) *state {
	next := &state{manifest: g.manifestFile}
	next.files, next.folders = g.sorted, make([]folder, len(g.folderList))
	for i, name := range g.folderList {
		next.folders[i] = folder{name: name, stamp: stamps[i]}
		if before := g.whereBefore(i); s != nil && touched != nil && !g.copied && before >= 0 && !touched[name] {
			next.folders[i].twin = s.folders[before]
		}
	}
	if s != nil {
		next.foreign = g.directly(s.foreign)
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
		for i, held := range s.held {
			if held {
				next.folders[i].twin = g.state.folders[i].twin
			}
		}
		if sameOutput(&next.manifest, &g.state.manifest) && slices.Equal(next.folders, g.state.folders) && slices.Equal(next.foreign, g.state.foreign) &&
			slices.EqualFunc(next.files, g.state.files, sameOutput) {
			return
		}
	}
	g.remember(next)
}

func sameOutput(a, b *output) bool {
	return a.Entry == b.Entry && a.sure == b.sure && a.stamp == b.stamp
}

// remember writes a state for the next build. A build without one is only slower. The one
// before is removed first: some file systems (ext4) write a file to the medium at once when
// it is renamed over another one.
func (g *Generation) remember(s *state) {
	if g.inside {
		return
	}
	unfinished, counts := g.work.path(newState), g.work.path(stateFile)
	_, err := g.parent.write(unfinished, s.text(), fileMode)
	if err == nil {
		err = g.parent.removeIfThere(counts)
	}
	if err == nil {
		err = g.parent.rename(unfinished, counts)
	}
	if err != nil {
		g.parent.removeIfThere(unfinished)
	}
}
