package publish

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"jianbao/generator/memo"
)

// arrange lists the outputs and their folders, sorted, and compares them with the
// generation before, most of whose files they are; that is sorted already.
func (g *Generation) arrange() Report {
	var report Report
	g.sorted = make([]*output, 0, len(g.former)+len(g.added))
	for i, now := range g.again {
		old := g.former[i]
		if now == nil {
			report.Removed = append(report.Removed, old.Path)
			continue
		}
		g.sorted = append(g.sorted, now)
		if now.kept && now.Entry == old.Entry {
			report.Unchanged++
		} else {
			report.Changed = append(report.Changed, old.Path)
		}
	}
	if len(g.added) > 0 {
		report.Added = g.addNew()
	}
	report.Files, g.paths = len(g.sorted), pathsOf(g.sorted)
	g.folderList = g.oldFolders
	if len(report.Added)+len(report.Removed) > 0 {
		g.folderList = foldersOf(g.paths)
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
		if g.publishes(dir) {
			return diskFault(g.parent.path(path.Join(g.base, dir)), fs.ErrExist)
		}
	}
	return nil
}

func pathsOf(files []*output) []string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	return paths
}

// foldersOf lists the folders above files, which are sorted, and the one that all are in.
func foldersOf(paths []string) []string {
	list, before := []string{"."}, ""
	for _, name := range paths {
		for i := range len(name) {
			if name[i] == '/' && !strings.HasPrefix(before, name[:i+1]) {
				list = append(list, name[:i])
			}
		}
		before = name
	}
	slices.Sort(list) // "a-b" comes between "a" and "a/b"
	return list
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
	added = sortedPaths(g.added)
	old := g.sorted
	g.sorted = make([]*output, 0, len(old)+len(added))
	for _, name := range added {
		for len(old) > 0 && old[0].Path < name {
			g.sorted, old = append(g.sorted, old[0]), old[1:]
		}
		g.sorted = append(g.sorted, g.added[name])
	}
	g.sorted = append(g.sorted, old...)
	return added
}

// startManifest stages the manifest of the new generation, unless it is the old one, while
// others go on. They know only that it will be another one until they ask for it.
func (g *Generation) startManifest() {
	same := g.manifestFile.kept && slices.EqualFunc(g.sorted, g.former, func(a, b *output) bool { return a.Entry == b.Entry })
	if same {
		return
	}
	g.manifestFile = output{Entry: Entry{Path: ManifestName}}
	var writing sync.WaitGroup
	var made output
	var err error
	writing.Go(func() { made, err = g.writeManifest() })
	g.manifested = sync.OnceValue(func() error {
		writing.Wait()
		g.manifestFile = made
		return err
	})
}

func (g *Generation) writeManifest() (output, error) {
	text := &hashing{r: manifestOf(len(g.sorted), func(i int) *Entry { return &g.sorted[i].Entry }), hash: sha256.New()}
	made, err := g.create(ManifestName, text)
	made.Entry = Entry{ManifestName, text.sum(), text.n}
	return made, err
}
