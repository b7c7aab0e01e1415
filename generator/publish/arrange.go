package publish

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"jianbao/generator/memo"
)

// arrange lists the outputs and their folders, sorted, and compares them with the
// generation before, most of whose files they are; that is sorted already.
func (g *Generation) arrange() Report {
	report := Report{Files: len(g.entries)}
	g.sorted = make([]*output, 0, len(g.entries))
	for i := range g.former {
		old := g.former[i].Entry
		now, still := g.entries[old.Path]
		if !still {
			report.Removed = append(report.Removed, old.Path)
			continue
		}
		g.sorted = append(g.sorted, now)
		if now.kept && now.Entry == old {
			report.Unchanged++
		} else {
			report.Changed = append(report.Changed, old.Path)
		}
	}
	if len(g.sorted) < len(g.entries) {
		report.Added = g.addNew()
	}
	g.paths = make([]string, len(g.sorted))
	for i, f := range g.sorted {
		g.paths[i] = f.Path
	}
	g.folderList = g.oldFolders
	if len(report.Added)+len(report.Removed) > 0 {
		g.folderList = sortedFolders(foldersOf(g.entries))
		g.formerly = positions(g.folderList, g.oldFolders)
	}
	return report
}

// checkFolders refuses a file where a folder is to be, which the staging folder may not have
// found: only where outputs have come or gone can there be one.
func (g *Generation) checkFolders() error {
	if g.formerly == nil {
		return nil
	}
	for _, dir := range g.folderList {
		if _, taken := g.entries[dir]; taken {
			return diskFault(g.parent.path(path.Join(g.base, dir)), fs.ErrExist)
		}
	}
	return nil
}

// positions tells where each of a sorted list is in another one; -1 = nowhere.
func positions(list, other []string) []int {
	where := make([]int, len(list))
	next := 0
	for i, name := range list {
		for next < len(other) && other[next] < name {
			next++
		}
		if where[i] = -1; next < len(other) && other[next] == name {
			where[i] = next
		}
	}
	return where
}

// isFolderNow reports whether the new generation has a folder.
func (g *Generation) isFolderNow(name string) bool {
	_, found := slices.BinarySearch(g.folderList, name)
	return found
}

// whereBefore tells where a folder of folderList is in oldFolders; -1 = nowhere.
func (g *Generation) whereBefore(i int) int {
	if g.formerly == nil {
		return i
	}
	return g.formerly[i]
}

// stampsBefore are the stamps that a survey found, of folderList.
func (g *Generation) stampsBefore(s *survey) []memo.Stamp {
	stamps := make([]memo.Stamp, len(g.folderList))
	for i := range stamps {
		if before := g.whereBefore(i); before >= 0 {
			stamps[i] = s.folders[before]
		}
	}
	return stamps
}

// addNew puts the outputs that are new among those that are not, and returns their
// paths, sorted.
func (g *Generation) addNew() (added []string) {
	for name := range g.entries {
		if _, known := g.before[name]; !known {
			added = append(added, name)
		}
	}
	slices.Sort(added)
	old := g.sorted
	g.sorted = make([]*output, 0, len(g.entries))
	for _, name := range added {
		for len(old) > 0 && old[0].Path < name {
			g.sorted, old = append(g.sorted, old[0]), old[1:]
		}
		g.sorted = append(g.sorted, g.entries[name])
	}
	g.sorted = append(g.sorted, old...)
	return added
}

// writeManifest stages the manifest of the new generation, unless it is the old one.
func (g *Generation) writeManifest() error {
	same := g.manifestFile.kept && slices.EqualFunc(g.sorted, g.former, func(a, b *output) bool { return a.Entry == b.Entry })
	if same {
		return nil
	}
	data := encodeManifest(len(g.sorted), func(i int) *Entry { return &g.sorted[i].Entry })
	made, err := g.create(ManifestName, bytes.NewReader(data))
	made.Entry = Entry{ManifestName, memo.OfFile(data), int64(len(data))}
	g.manifestFile = made
	return err
}
