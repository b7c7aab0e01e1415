package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeEntries swaps a in one folder with b in another, at one instant.
func exchangeEntries(parentA *os.File, a string, parentB *os.File, b string) error {
	return unix.RenameatxNp(int(parentA.Fd()), a, int(parentB.Fd()), b, unix.RENAME_SWAP)
}

func syncFileSystem(*os.File) error { return unix.Sync() }
