package watch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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
	entries, err := os.ReadDir(filepath.Join(s.Dir, name))
	if err != nil {
		return false
	}
	for _, e := range entries {
		if s.Ignored(e.Name()) {
			continue
		}
		below := filepath.Join(name, e.Name())
		info, err := e.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil || info.IsDir() != s.isFolder(below):
			return false
		case !info.IsDir():
			s.file(below, info)
		}
	}
	return true
}
