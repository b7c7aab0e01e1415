package watch

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"

	"jianbao/generator/source"
)

// again scans only the folders that hold these paths, and takes everything else from
// before. It gives up, returning false, when one of the paths is or was a folder,
// or is not directly in a folder that counts.
func (s *scan) again(paths map[string]bool, watched map[string]identity) bool {
	parents := map[string]bool{}
	for path := range paths {
		name, ok := within(s.Dir, filepath.Dir(path))
		if _, folder := watched[path]; folder || !ok || !s.isFolder(name) {
			return false
		}
		parents[name] = true
	}
	s.files = maps.Clone(s.before)
	maps.DeleteFunc(s.files, func(name string, e *entry) bool {
		return parents[filepath.Dir(name)] && !s.isFolder(name)
	})
	for name := range parents {
		if !s.listAgain(name) {
			return false
		}
	}
	return true
}

// isFolder reports whether a folder was scanned under that name before.
func (s *scan) isFolder(name string) bool {
	e := s.before[name]
	return e != nil && e.kind == fs.ModeDir && !e.unreadable
}

// listAgain looks at the files of one folder. It returns false when it does not
// hold the same folders as before.
func (s *scan) listAgain(name string) bool {
	folder, err := source.OpenFolder(filepath.Join(s.Dir, name))
	if err != nil {
		return false
	}
	defer folder.Close()
	entries, err := folder.Entries()
	if err != nil {
		return false
	}
	for i := range entries {
		e := &entries[i]
		if s.Ignored(e.Name) {
			continue
		}
		below := filepath.Join(name, e.Name)
		switch {
		case errors.Is(e.Err, fs.ErrNotExist):
		case e.Err != nil || e.Mode.IsDir() != s.isFolder(below):
			return false
		case !e.Mode.IsDir():
			s.file(below, entryStat(e).comparably())
		}
	}
	return true
}
