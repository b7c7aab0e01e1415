package memo

import (
	"io/fs"
	"syscall"
)

func (s *Stamp) system(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if ok {
		s.Changed, s.Device, s.Inode = stat.Ctim.Nano(), uint64(stat.Dev), stat.Ino
	}
	return ok
}
