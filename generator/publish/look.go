package publish

import (
	"io/fs"
	"path/filepath"

	"jianbao/generator/memo"
)

// looked is what the system tells of an entry without opening it, of a link itself.
type looked struct {
	mode  fs.FileMode // whether it is a folder, and the permissions
	stamp memo.Stamp
	sure  bool // that the stamp tells enough
	err   error
}

// glance asks for entries below a folder on all processors, each by its path from
// there: one system call instead of one for each folder above it. That leads nowhere:
// what it tells is only compared with what the state says, or with the same entry later.
func glance(dir string, names []string) []looked {
	from := lookFrom(dir)
	defer from.close()
	return from.glance(names)
}

func (l lookout) glance(names []string) []looked {
	looks := make([]looked, len(names))
	looking(len(names), func(i int) { looks[i] = l.look(names[i]) })
	return looks
}

// stampOf returns the stamp that an entry has, if that tells enough.
func (l looked) stampOf() (memo.Stamp, bool) { return l.stamp, l.err == nil && l.sure }

// join is the path of what has a name below a folder.
func join(dir, name string) string {
	return dir + string(filepath.Separator) + filepath.FromSlash(name)
}
