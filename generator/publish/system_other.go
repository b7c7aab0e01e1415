//go:build !linux && !darwin

package publish

import (
	"errors"
	"io/fs"
	"os"

	"jianbao/generator/memo"
)

// lookout is a folder from which entries below it are looked at.
type lookout struct {
	dir    string
	folder *os.File // nil
}

func lookFrom(dir string) lookout { return lookout{dir: dir} }

func (l lookout) close() {}

func (l lookout) look(name string) looked {
	info, err := os.Lstat(join(l.dir, name))
	if err != nil {
		return looked{err: err}
	}
	stamp, sure := memo.StampOf(info)
	return looked{info.Mode(), stamp, sure, nil}
}

func (l lookout) makeFolder(name string, mode fs.FileMode) error {
	return os.Mkdir(join(l.dir, name), mode)
}

func (l lookout) makeFile(name string, mode fs.FileMode) (*os.File, error) {
	return os.OpenFile(join(l.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// exchangeEntries is not known to other systems; they rename twice.
func exchangeEntries(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

// linkEntry is not known to other systems; they link by the full path.
func linkEntry(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

// moveEntry neither; they rename by the full path.
func moveEntry(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

func syncFileSystem(*os.File) error { return nil }
