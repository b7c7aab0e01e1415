package source

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"jianbao/generator/memo"
)

// descriptor is an open folder on disk. From one to the next leads one system call
// that follows no link; of what lies in it, another one tells.
type descriptor int

// enter opens a folder of the tree to list it. It may lie behind links that stay inside.
func (t *Tree) enter(dir string) (opened, error) {
	if t.root == nil {
		return folder{t.fsys, dir}, nil
	}
	file, err := t.root.OpenFile(dir, os.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return descriptor(file.Fd()).open(".")
}

func openFolder(name string) (opened, error) {
	d, err := again(func() (int, error) { return unix.Open(name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0) })
	return descriptor(d), err
}

func (d descriptor) open(name string) (opened, error) {
	const flags = unix.O_RDONLY | unix.O_DIRECTORY | unix.O_NOFOLLOW | unix.O_CLOEXEC
	below, err := again(func() (int, error) { return unix.Openat(int(d), name, flags, 0) })
	return descriptor(below), err
}

func (d descriptor) entries() ([]Entry, error) {
	names, err := d.names()
	slices.Sort(names)
	entries := make([]Entry, 0, len(names))
	for _, name := range names {
		mode, stamp, failed := memo.StampAt(int(d), name)
		switch {
		case errors.Is(failed, fs.ErrNotExist): // it has just gone
		case failed != nil:
			return entries, failed
		default:
			entries = append(entries, Entry{Name: name, Mode: mode, Stamp: stamp, Sure: true})
		}
	}
	return entries, err
}

// names reads what is in the folder.
func (d descriptor) names() (names []string, err error) {
	var buf [8 << 10]byte
	for {
		n, err := again(func() (int, error) { return unix.ReadDirent(int(d), buf[:]) })
		if n <= 0 || err != nil {
			return names, err
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
}

func (d descriptor) close() { unix.Close(int(d)) }

// again makes a system call until no signal interrupts it.
func again(call func() (int, error)) (n int, err error) {
	err = unix.EINTR
	for err == unix.EINTR {
		n, err = call()
	}
	return n, err
}
