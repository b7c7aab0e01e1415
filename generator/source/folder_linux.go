package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

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

func (d descriptor) entries() ([]Entry, error) { return d.list(true) }

func (d descriptor) briefly() ([]Entry, error) { return d.list(false) }

// list tells what is in the folder. The system tells of some as it names them that they are
// folders; where that is enough, they are not looked at.
func (d descriptor) list(folders bool) ([]Entry, error) {
	names, err := d.names()
	slices.SortFunc(names, func(a, b named) int { return strings.Compare(a.name, b.name) })
	entries := make([]Entry, 0, len(names))
	for _, n := range names {
		if n.kind == unix.DT_DIR && !folders {
			entries = append(entries, Entry{Name: n.name, Mode: fs.ModeDir})
			continue
		}
		mode, stamp, failed := memo.StampAt(int(d), n.name)
		switch {
		case errors.Is(failed, fs.ErrNotExist): // it has just gone
		case failed != nil:
			return entries, failed
		default:
			entries = append(entries, Entry{Name: n.name, Mode: mode, Stamp: stamp, Sure: true})
		}
	}
	return entries, err
}

// named is what a folder itself tells of what is in it.
type named struct {
	name string
	kind byte // DT_DIR and so on; DT_UNKNOWN on some file systems
}

// names reads what is in the folder.
func (d descriptor) names() (names []named, err error) {
	var buf [8 << 10]byte
	for {
		n, err := again(func() (int, error) { return unix.ReadDirent(int(d), buf[:]) })
		if n <= 0 || err != nil {
			return names, err
		}
		names = appendNames(names, buf[:n])
	}
}

// appendNames takes names out of what getdents64(2) tells: records of an inode and an
// offset, of 8 bytes each, the length of the record in 2 bytes, the kind, and the name with
// a zero at its end.
func appendNames(names []named, data []byte) []named {
	const head = 8 + 8 + 2 + 1
	for len(data) > head {
		length := int(binary.NativeEndian.Uint16(data[16:]))
		if length <= head || length > len(data) {
			break
		}
		record := data[:length]
		data = data[length:]
		name, _, _ := bytes.Cut(record[head:], []byte{0})
		if there := binary.NativeEndian.Uint64(record) != 0; !there || string(name) == "." || string(name) == ".." {
			continue
		}
		names = append(names, named{string(name), record[18]})
	}
	return names
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
