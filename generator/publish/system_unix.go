//go:build linux || darwin

package publish

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"jianbao/generator/memo"
)

// lookout is a folder from which entries below it are looked at. Many goroutines
// may do so. The system need not go all the way from its root for each of them.
type lookout struct {
	folder *os.File
	err    error
}

func lookFrom(dir string) lookout {
	folder, err := os.Open(dir)
	return lookout{folder, err}
}

func (l lookout) close() { l.folder.Close() } // nil where it could not be opened

func (l lookout) look(name string) looked {
	if l.err != nil {
		return looked{err: l.err}
	}
	mode, stamp, err := memo.StampAt(int(l.folder.Fd()), name)
	if err != nil {
		return looked{err: &fs.PathError{Op: "lstat", Path: join(l.folder.Name(), name), Err: err}}
	}
	return looked{mode, stamp, true, nil}
}

// makeFolder makes a folder below an open one, in one system call.
func (l lookout) makeFolder(name string, mode fs.FileMode) error {
	return unix.Mkdirat(int(l.folder.Fd()), name, uint32(mode))
}

// makeFile makes a file below it and opens it for writing.
func (l lookout) makeFile(name string, mode fs.FileMode) (*os.File, error) {
	const flags = unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_CLOEXEC
	for {
		fd, err := unix.Openat(int(l.folder.Fd()), name, flags, uint32(mode))
		if err == nil {
			return os.NewFile(uintptr(fd), name), nil
		}
		if err != unix.EINTR {
			return nil, err
		}
	}
}

// moveEntry moves a file of one folder into another one.
func moveEntry(from *os.File, old string, to *os.File, name string) error {
	return unix.Renameat(int(from.Fd()), old, int(to.Fd()), name)
}

// linkEntry gives a file of one folder another name in another one.
func linkEntry(from *os.File, old string, to *os.File, name string) error {
	return unix.Linkat(int(from.Fd()), old, int(to.Fd()), name, 0)
}
