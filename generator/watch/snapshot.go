package watch

import (
	"crypto/sha256"
	"io/fs"
	"time"

	"jianbao/generator/memo"
	"jianbao/generator/source"
)

// A snapshot is what was there at one time: files, folders and links by their
// path relative to the site folder. Snapshots share the entries that did not change.
type snapshot map[string]*entry

// An entry is what is known of one file, folder or link.
type entry struct {
	stat
	link       string // where a symbolic link leads; stat is that of the file there
	unreadable bool   // it cannot be opened or listed, or leads nowhere
	odd        bool   // a build has something to say of it, or may have; see [Listing]

	// sum is the hash of a regular file, once it has been read.
	sum  [sha256.Size]byte
	read bool

	// fresh says that the file changed so shortly before it was looked at that
	// it could change again within the same tick of the clock of its file system. Such
	// a file is read at every look, whatever its times say.
	fresh bool
}

// stat is what the system says of a file without opening it. Of folders, pipes
// and the like only the kind is kept: their times mean nothing to a build.
type stat struct {
	kind         fs.FileMode // the type bits
	size         int64
	mtime, ctime int64 // nanoseconds; ctime is 0 where the system has none
	id           identity
}

// identity tells files from each other, whatever their names; zero where the system does not say.
type identity struct{ device, inode uint64 }

const (
	// freshFor is the coarsest clock of a file system (FAT's).
	freshFor = 2 * time.Second

	// readAtMost is the size above which a file is not read to compare it.
	readAtMost = 64 << 20
)

// describe returns the stat to compare a file by.
func describe(info fs.FileInfo) stat { return statOf(info).comparably() }

// comparably leaves out what is not to be compared.
func (s stat) comparably() stat {
	if s.kind.IsRegular() {
		return s
	}
	return stat{kind: s.kind}
}

// entryStat is the stat of what lies in a folder.
func entryStat(e *source.Entry) stat {
	return stat{e.Mode.Type(), e.Stamp.Size, e.Stamp.Modified, e.Stamp.Changed, identity{e.Stamp.Device, e.Stamp.Inode}}
}

// statOf describes a file as far as the system does.
func statOf(info fs.FileInfo) stat {
	stamp, _ := memo.StampOf(info)
	return entryStat(&source.Entry{Mode: info.Mode(), Stamp: stamp})
}

// changedAt is when the file last changed as far as the system knows.
func (s stat) changedAt() int64 {
	if s.ctime != 0 {
		return s.ctime // which no program can set
	}
	return s.mtime
}

// isFresh reports whether the file changed just before now.
func (s stat) isFresh(now time.Time) bool {
	at := func(ns int64) bool { return now.Sub(time.Unix(0, ns)).Abs() < freshFor }
	return at(s.mtime) || at(s.changedAt())
}

// comparable reports whether the file's bytes can be read to compare them.
func (s stat) comparable() bool { return s.kind&^fs.ModeSymlink == 0 && s.size <= readAtMost }

// sameLook reports whether two entries look the same without reading.
func (e *entry) sameLook(o *entry) bool {
	return e.stat == o.stat && e.link == o.link
}

// same reports whether two entries mean the same to whoever reads the files.
func (e *entry) same(o *entry) bool {
	switch {
	case e == o:
		return true
	case e == nil || o == nil || e.kind != o.kind || e.link != o.link || e.unreadable != o.unreadable || e.size != o.size:
		return false
	case e.read && o.read:
		return e.sum == o.sum
	}
	return e.stat == o.stat
}

func all(*entry) bool { return true }

// notLinks leaves out what may change where nobody watches.
func notLinks(e *entry) bool { return e.kind&fs.ModeSymlink == 0 }
