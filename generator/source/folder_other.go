//go:build !linux

package source

import "os"

// enter opens a folder of the tree to list it.
func (t *Tree) enter(dir string) (opened, error) { return folder{t.fsys, dir}, nil }

func openFolder(name string) (opened, error) { return folder{os.DirFS(name), "."}, nil }
