package source

import (
	"io/fs"
	"path"

	"jianbao/generator/memo"
)

// Folder is an open folder, of a site or not, for who keeps an eye on all that lies in it.
type Folder struct{ of opened }

// OpenFolder opens a folder, which may be a link to one.
func OpenFolder(name string) (Folder, error) {
	of, err := openFolder(name)
	return Folder{of}, err
}

// Open opens a folder in it, on Linux following no link.
func (f Folder) Open(name string) (Folder, error) {
	of, err := f.of.open(name)
	return Folder{of}, err
}

// Entries returns what lies in it, by name. With an error there may be more.
func (f Folder) Entries() ([]Entry, error) { return f.of.entries() }

// Close closes the folder, but none that was opened from it.
func (f Folder) Close() { f.of.close() }

// folder is one of a file system that knows folders by their paths only.
type folder struct {
	fsys fs.FS
	path string
}

func (f folder) entries() ([]Entry, error) {
	found, err := fs.ReadDir(f.fsys, f.path)
	entries := make([]Entry, len(found))
	for i, of := range found {
		e := &entries[i]
		e.Name, e.Mode = of.Name(), of.Type()
		var info fs.FileInfo
		if info, e.Err = of.Info(); e.Err == nil {
			e.Stamp, e.Sure = memo.StampOf(info)
		}
	}
	return entries, err
}

func (f folder) briefly() ([]Entry, error) { return f.entries() }

func (f folder) open(name string) (opened, error) {
	return folder{f.fsys, path.Join(f.path, name)}, nil
}

func (folder) close() {}
