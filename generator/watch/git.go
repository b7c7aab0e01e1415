package watch

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// gitAtMost is how old git's lock may be: an older one was left behind by a git that died.
const gitAtMost = 5 * time.Second

// gitWorks reports whether git is at work in the repository that holds dir: it
// has its lock while it replaces files, and removes it when all are there.
func gitWorks(dir string, now time.Time) bool {
	info, err := os.Lstat(filepath.Join(gitFolder(dir), "index.lock"))
	return err == nil && now.Sub(info.ModTime()) < gitAtMost
}

// gitFolder returns the folder of the repository that dir is in, or "" – with
// which no lock is found, since dir is absolute and the lock's name is not.
func gitFolder(dir string) string {
	for {
		path := filepath.Join(dir, ".git")
		if info, err := os.Stat(path); err == nil {
			if info.IsDir() {
				return path
			}
			return linkedFolder(dir, path)
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// linkedFolder reads the file that stands for the folder in a linked work tree or submodule.
func linkedFolder(dir, path string) string {
	text, err := os.ReadFile(path)
	target, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	switch {
	case err != nil || !ok:
		return ""
	case filepath.IsAbs(target):
		return target
	}
	return filepath.Join(dir, target)
}
