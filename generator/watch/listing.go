package watch

import (
	"cmp"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"jianbao/generator/memo"
	"jianbao/generator/source"
)

// Listing is what the latest scan found, for a build that need not look again. What
// changes after that has another stamp in a later scan, which wakes.
type Listing struct {
	at     time.Time // when the scan began
	files  snapshot
	simple bool     // no more is to be said of it than that it is there
	names  []string // of files, in the order of [source.Tree.List]
}

// Since returns when the scan began.
func (l *Listing) Since() time.Time { return l.at }

// Listing returns what the latest scan found.
func (w *Watcher) Listing() *Listing {
	l := *w.scanned.Load()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !l.files.isNamed(w.names) {
		w.names = slices.SortedFunc(maps.Keys(l.files), inTree)
	}
	l.names = w.names
	return &l
}

// isNamed reports whether these names, all different, are those of the snapshot.
func (s snapshot) isNamed(names []string) bool {
	return len(names) == len(s) && !slices.ContainsFunc(names, func(name string) bool { return s[name] == nil })
}

// inTree compares two paths: folder by folder, each in the order of names.
func inTree(a, b string) int {
	for i := range min(len(a), len(b)) {
		switch {
		case a[i] == b[i]:
		case a[i] == filepath.Separator:
			return -1
		case b[i] == filepath.Separator:
			return 1
		default:
			return cmp.Compare(a[i], b[i])
		}
	}
	return cmp.Compare(len(a), len(b))
}

// Files returns what [source.Tree.List] would return for a folder that is watched. It is
// not ok where that would say more than this, or might: of a link, say, or of a
// folder that cannot be read.
func (l *Listing) Files(dir string) (files []source.File, ok bool) {
	dir = filepath.FromSlash(dir)
	if top := l.files[dir]; !l.simple || top == nil || top.kind != fs.ModeDir {
		return nil, false
	}
	first, _ := slices.BinarySearchFunc(l.names, dir, inTree)
	files = make([]source.File, 0, len(l.names)-first)
	for _, name := range l.names[first:] {
		if _, below := within(dir, name); !below {
			break
		}
		e := l.files[name]
		switch {
		case e.odd:
			return nil, false
		case e.kind.IsRegular():
			files = append(files, source.File{Path: filepath.ToSlash(name), Size: e.size, Stamp: e.stamp()})
		}
	}
	return files, true
}

// stamp is what a build knows the file by, zero where the system does not tell enough.
func (s stat) stamp() memo.Stamp {
	if s.ctime == 0 {
		return memo.Stamp{}
	}
	return memo.Stamp{Size: s.size, Modified: s.mtime, Changed: s.ctime, Device: s.id.device, Inode: s.id.inode}
}
