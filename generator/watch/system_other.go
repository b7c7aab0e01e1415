//go:build !linux && !darwin

package watch

import "io/fs"

// statOf describes a file as far as all systems do.
func statOf(info fs.FileInfo) stat {
	return stat{kind: info.Mode().Type(), size: info.Size(), mtime: info.ModTime().UnixNano()}
}

// silentFileSystem is not asked on other systems; a safety look that finds what
// no event told of says the same later.
func silentFileSystem(string) (string, bool) { return "", false }
