package source

import (
	"io/fs"
	"path"

	"jianbao/generator/memo"
)

// folder is one of a file system that knows folders by their paths only.
type folder struct {
	fsys fs.FS
	path string
}

func (f folder) entries() ([]entry, error) {
	found, err := fs.ReadDir(f.fsys, f.path)
	entries := make([]entry, len(found))
	for i, of := range found {
		e := &entries[i]
		e.name, e.mode = of.Name(), of.Type()
		var info fs.FileInfo
		if info, e.err = of.Info(); e.err == nil {
			e.size = info.Size()
			if stamp, sure := memo.StampOf(info); sure {
				e.stamp = stamp
			}
		}
	}
	return entries, err
}

func (f folder) open(name string) (opened, error) {
	return folder{f.fsys, path.Join(f.path, name)}, nil
}

func (folder) close() {}
