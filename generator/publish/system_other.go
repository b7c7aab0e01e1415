//go:build !linux && !darwin

package publish

import (
	"errors"
	"io/fs"
	"os"
)

// exchangeEntries is not known to other systems; they rename twice.
func exchangeEntries(*os.File, string, *os.File, string) error { return errors.ErrUnsupported }

// linkEntry is not known to other systems; they link by the full path.
func linkEntry(*os.File, string, *os.File) error { return errors.ErrUnsupported }

// mkdirEntry is not known either.
func mkdirEntry(*os.File, string, fs.FileMode) error { return errors.ErrUnsupported }

func syncFileSystem(*os.File) error { return nil }
