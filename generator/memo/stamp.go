package memo

import (
	"encoding/binary"
	"io/fs"
	"time"
)

// Stamp is what a file system tells of a file without reading it. A file with the
// stamp it had when it was read holds what it held, unless it had been written
// just before; see [Stamp.Fresh]. To set back the time of a file does not help:
// the system notes when that was done (Changed).
type Stamp struct {
	Size              int64 // bytes
	Modified, Changed int64 // mtime and ctime, nanoseconds since 1970
	Device, Inode     uint64
}

// Append adds a stamp to data, always as many bytes.
func (s Stamp) Append(data []byte) []byte {
	for _, n := range []uint64{uint64(s.Size), uint64(s.Modified), uint64(s.Changed), s.Device, s.Inode} {
		data = binary.LittleEndian.AppendUint64(data, n)
	}
	return data
}

// StampOf returns the stamp of a file or folder; ok is false on systems that do
// not tell enough, where files must be read.
func StampOf(info fs.FileInfo) (s Stamp, ok bool) {
	s = Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	return s, s.system(info)
}

// fresh is how long a file must have been left alone before its times are to be
// trusted: longer than the steps in which any file system counts them (FAT: 2 s).
const fresh = 2 * time.Second

// Step is longer than the steps in which kernels count the times of files on file
// systems that keep them to the nanosecond: 10 ms at the most.
const Step = 100 * time.Millisecond

// Settled reports whether whoever changes the file from that moment on gives it
// other times. It is for files that we have written: as for those of others, clocks
// may differ and [Stamp.Fresh] waits longer.
func (s Stamp) Settled(at time.Time) bool {
	wait := fresh
	if s.Changed%int64(time.Millisecond) != 0 { // which only such a file system keeps
		wait = Step
	}
	return max(s.Modified, s.Changed) <= at.Add(-wait).UnixNano()
}

// Fresh reports whether the file was written so shortly before it was read at
// that moment, or so long after, that another change may have the same times.
func (s Stamp) Fresh(read time.Time) bool {
	return max(s.Modified, s.Changed) > read.Add(-fresh).UnixNano()
}
