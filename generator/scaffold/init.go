package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// ignoreFiles are those of a new site that the starter cannot hold: the
// repository it comes from has others in their places.
var ignoreFiles = []struct{ name, text string }{
	{".gitignore", "/.jianbao/\n/.jianbao-cache/\n"},
	{"public/.gitignore", "*\n!.gitignore\n"},
}

// Init writes the starter into a folder that is new or empty. A folder with
// nothing but .git in it, a repository just made, counts as empty.
//
// A new folder appears complete or not at all; what was written into an empty
// one is removed again when something fails.
func Init(dir string, starter fs.FS) error {
	dir = filepath.Clean(dir)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return initNew(dir, starter)
	case err != nil:
		return err
	case !info.IsDir():
		return &Error{Kind: NotFolder, Name: dir}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var inTheWay []string
	for _, entry := range entries {
		if entry.Name() != ".git" {
			inTheWay = append(inTheWay, entry.Name())
		}
	}
	if inTheWay != nil {
		return &Error{Kind: NotEmpty, Name: dir, Others: inTheWay}
	}
	return writeSite(dir, starter)
}

// initNew writes the site beside its place and moves it there in one step,
// together with the folders above it that do not exist yet.
func initNew(dir string, starter fs.FS) error {
	first := firstMissing(dir)
	stage, err := os.MkdirTemp(filepath.Dir(first), ".jianbao-init-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	below, err := filepath.Rel(first, dir)
	if err != nil {
		return err
	}
	top := filepath.Join(stage, filepath.Base(first))
	site := filepath.Join(top, below)
	if err := os.MkdirAll(site, 0o777); err != nil {
		return err
	}
	if err := writeSite(site, starter); err != nil {
		return err
	}
	return os.Rename(top, first)
}

// firstMissing returns the highest folder on the way to dir that is not there.
func firstMissing(dir string) string {
	for {
		parent := filepath.Dir(dir)
		if _, err := os.Lstat(parent); !errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		dir = parent
	}
}

// writeSite writes all files of a new site into an existing folder.
func writeSite(dir string, starter fs.FS) error {
	w := &writer{dir: dir}
	err := fs.WalkDir(starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(starter, name)
		if err != nil {
			return err
		}
		return w.write(name, data)
	})
	for _, file := range ignoreFiles {
		if err == nil {
			err = w.write(file.name, []byte(file.text))
		}
	}
	if err != nil {
		w.undo()
	}
	return err
}

// writer writes files below dir and remembers what it made.
type writer struct {
	dir  string
	made []string
}

func (w *writer) write(name string, data []byte) error {
	name = filepath.FromSlash(name)
	if err := w.mkdir(filepath.Dir(name)); err != nil {
		return err
	}
	full := filepath.Join(w.dir, name)
	file, err := os.OpenFile(full, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	w.made = append(w.made, full)
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}

func (w *writer) mkdir(name string) error {
	if name == "." {
		return nil
	}
	if err := w.mkdir(filepath.Dir(name)); err != nil {
		return err
	}
	full := filepath.Join(w.dir, name)
	err := os.Mkdir(full, 0o777)
	if err == nil {
		w.made = append(w.made, full)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// undo removes what was made, the latest first. A folder that somebody else
// has put a file into meanwhile stays.
func (w *writer) undo() {
	for _, name := range slices.Backward(w.made) {
		os.Remove(name)
	}
}
