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
	at      time.Time                // when the scan began
	folders map[string][]source.File // those of Options.Watch of which no more is to be said
}

// Listing returns what the latest scan found.
func (w *Watcher) Listing() *Listing { return w.scanned.Load() }

// Since returns when the scan began.
func (l *Listing) Since() time.Time { return l.at }

// Files returns what [source.Tree.List] would return for a folder of Options.Watch. It is
// not ok where that would say more than this, or might: of a link, say, or of a
// folder that cannot be read.
func (l *Listing) Files(dir string) (files []source.File, ok bool) {
	files, ok = l.folders[dir]
	return slices.Clip(files), ok // to which nobody appends for others
}

// list makes the listing of a new scan. That is done while it is waited for quiet, so that it
// costs a build nothing.
func (l *loop) list(s *scan, different bool) {
	listing := &Listing{at: s.now}
	switch known := l.w.scanned.Load(); {
	case s.partial:
	case known != nil && !different && !l.partial:
		listing.folders = known.folders
	default:
		if !s.files.isNamed(l.names) {
			l.names = slices.SortedFunc(maps.Keys(s.files), inTree)
		}
		listing.folders = map[string][]source.File{}
		for _, dir := range l.opts.Watch {
			if files, ok := s.files.list(l.names, dir); ok {
				listing.folders[filepath.ToSlash(dir)] = files
			}
		}
	}
	l.w.scanned.Store(listing)
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

// list returns the files below a folder, unless there is something odd. The names are those
// of the snapshot, in order.
func (s snapshot) list(names []string, dir string) (files []source.File, ok bool) {
	if top := s[dir]; top == nil || top.kind != fs.ModeDir {
		return nil, false
	}
	first, _ := slices.BinarySearchFunc(names, dir, inTree)
	files = make([]source.File, 0, len(names)-first)
	for _, name := range names[first:] {
		if _, below := within(dir, name); !below {
			break
		}
		e := s[name]
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
