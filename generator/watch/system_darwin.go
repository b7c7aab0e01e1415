package watch

import (
	"slices"
	"syscall"
)

// silent are the file systems whose files others change without a word to this machine.
var silent = []string{"afpfs", "fuse", "macfuse", "nfs", "osxfuse", "prl_fs", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav"}

// silentFileSystem names the file system of a folder when it sends no events
// for changes made elsewhere.
func silentFileSystem(path string) (name string, ok bool) {
	var fs syscall.Statfs_t
	if syscall.Statfs(path, &fs) != nil {
		return "", false
	}
	for _, c := range fs.Fstypename {
		if c == 0 {
			break
		}
		name += string(rune(c))
	}
	return name, slices.Contains(silent, name)
}
