package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// trail is the way of open folders from the site's down to that of the file that was
// read last. The next one is mostly in the same, and a system call away. A folder that is
// moved while the site is read counts as read before.
type trail struct {
	names []string
	open  []descriptor // one more: the site's is the first
}

// trails are those that nobody is on, open until the tree is closed.
type trails struct {
	mu   sync.Mutex
	free []*trail
}

func (t *trails) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range t.free {
		w.cut(0)
		w.open[0].close()
	}
	t.free = nil
}

// take returns a trail of a tree, nil where there is none.
func (t *Tree) takeTrail() *trail {
	t.trails.mu.Lock()
	defer t.trails.mu.Unlock()
	if last := len(t.trails.free) - 1; last >= 0 {
		w := t.trails.free[last]
		t.trails.free = t.trails.free[:last]
		return w
	}
	site, err := t.enter(".")
	if err != nil {
		return nil
	}
	return &trail{open: []descriptor{site.(descriptor)}}
}

func (t *Tree) putTrail(w *trail) {
	t.trails.mu.Lock()
	defer t.trails.mu.Unlock()
	t.trails.free = append(t.trails.free, w)
}

// cut leaves all folders but the site's and so many below it.
func (w *trail) cut(depth int) {
	for _, d := range w.open[depth+1:] {
		d.close()
	}
	w.names, w.open = w.names[:depth], w.open[:depth+1]
}

// to goes to a folder.
func (w *trail) to(dir string) (descriptor, error) {
	depth := 0
	for rest := dir; rest != ""; depth++ {
		var name string
		name, rest, _ = strings.Cut(rest, "/")
		if depth < len(w.names) && w.names[depth] == name {
			continue
		}
		w.cut(depth)
		below, err := w.open[depth].open(name)
		if err != nil {
			return 0, err
		}
		w.names, w.open = append(w.names, name), append(w.open, below.(descriptor))
	}
	return w.open[depth], nil
}

// readNear reads a file by a trail, into buf if there is room in it. It is not ok with
// all that is unusual, such as a link or a file that is being written: for that there is
// the longer way.
func (t *Tree) readNear(buf []byte, name string, limit int64) (data []byte, ok bool) {
	if t.root == nil || !fs.ValidPath(name) || name == "." {
		return nil, false
	}
	w := t.takeTrail()
	if w == nil {
		return nil, false
	}
	defer t.putTrail(w)
	dir, base := path.Split(name)
	folder, err := w.to(strings.TrimSuffix(dir, "/"))
	if err != nil {
		return nil, false
	}
	return folder.read(buf, base, limit)
}

// read reads a regular file in the folder, if it stays as it is meanwhile.
func (d descriptor) read(buf []byte, name string, limit int64) (data []byte, ok bool) {
	const flags = unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_CLOEXEC
	file, err := again(func() (int, error) { return unix.Openat(int(d), name, flags, 0) })
	if err != nil {
		return nil, false
	}
	defer unix.Close(file)
	var before, after unix.Stat_t
	if unix.Fstat(file, &before) != nil || before.Mode&unix.S_IFMT != unix.S_IFREG || before.Size > limit {
		return nil, false
	}
	size := int(before.Size)
	data = slices.Grow(buf[:0], size+1)[:size+1] // what has grown has one byte more
	n := 0
	for n == 0 || n < size {
		m, err := again(func() (int, error) { return unix.Read(file, data[n:]) })
		if err != nil {
			return nil, false
		}
		if m == 0 {
			break
		}
		n += m
	}
	same := unix.Fstat(file, &after) == nil && after.Size == before.Size && after.Mtim == before.Mtim
	return data[:n], same && n == size
}
