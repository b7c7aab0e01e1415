package publish

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// exchangeEntries swaps a in one folder with b in another, at one instant.
func exchangeEntries(parentA *os.File, a string, parentB *os.File, b string) error {
	return unix.Renameat2(int(parentA.Fd()), a, int(parentB.Fd()), b, unix.RENAME_EXCHANGE)
}

// linkEntry gives a file of one folder the same name in another.
func linkEntry(parentA *os.File, name string, parentB *os.File) error {
	return unix.Linkat(int(parentA.Fd()), name, int(parentB.Fd()), name, 0)
}

// mkdirEntry makes a folder of that very mode, whatever the umask.
func mkdirEntry(parent *os.File, name string, mode fs.FileMode) error {
	if err := unix.Mkdirat(int(parent.Fd()), name, uint32(mode)); err != nil {
		return err
	}
	return unix.Fchmodat(int(parent.Fd()), name, uint32(mode), 0)
}

func syncFileSystem(folder *os.File) error { return unix.Syncfs(int(folder.Fd())) }
