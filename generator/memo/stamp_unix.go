//go:build linux || darwin

package memo

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// StampAt returns, by one system call, the type and the permissions of what has that
// name below an open folder, and its stamp; of a link those of the link itself.
func StampAt(folder int, name string) (fs.FileMode, Stamp, error) {
	var stat unix.Stat_t
	var err error = unix.EINTR
	for err == unix.EINTR {
		err = unix.Fstatat(folder, name, &stat, unix.AT_SYMLINK_NOFOLLOW)
	}
	if err != nil {
		return 0, Stamp{}, err
	}
	return modeOf(uint32(stat.Mode)), Stamp{
		Size: stat.Size, Modified: stat.Mtim.Nano(), Changed: stat.Ctim.Nano(),
		Device: uint64(stat.Dev), Inode: stat.Ino,
	}, nil
}

// modeOf returns a mode of the system as Go writes it.
func modeOf(mode uint32) fs.FileMode {
	perm := fs.FileMode(mode & 0o777)
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return perm
	case unix.S_IFDIR:
		return fs.ModeDir | perm
	case unix.S_IFLNK:
		return fs.ModeSymlink | perm
	case unix.S_IFIFO:
		return fs.ModeNamedPipe | perm
	case unix.S_IFSOCK:
		return fs.ModeSocket | perm
	case unix.S_IFBLK:
		return fs.ModeDevice | perm
	case unix.S_IFCHR:
		return fs.ModeDevice | fs.ModeCharDevice | perm
	}
	return fs.ModeIrregular | perm
}
