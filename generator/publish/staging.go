package publish

import (
	"io"
	"io/fs"
	"path"
	"sync"
	"sync/atomic"
)

// staging is the folder in which the new files of a generation are gathered. It
// is made when the first of them comes.
type staging struct {
	parent *disk
	dir    string // below parent

	mu   sync.Mutex
	disk *disk // of its own, since every step to a file costs time
	idle []*descent

	twin *staging    // a second tree of the same files; nil = none is wanted
	lost atomic.Bool // of a twin: it lacks something
}

// create makes a file, and the folders above it.
func (s *staging) create(name string, r io.Reader) (fs.FileInfo, error) {
	way, err := s.take()
	if err != nil {
		return nil, err
	}
	defer s.give(way)
	folder, err := way.to(path.Dir(name))
	if err != nil {
		return nil, err
	}
	info, err := way.disk.writeIn(folder, path.Base(name), name, r, fileMode)
	if err == nil && s.twin != nil && !s.twin.lost.Load() && s.twin.link(way, name) != nil {
		s.twin.lost.Store(true) // a build without one is only slower, the next time
	}
	return info, err
}

// link links a file of an open folder into this one.
func (s *staging) link(from *descent, name string) error {
	to, err := s.take()
	if err != nil {
		return err
	}
	defer s.give(to)
	if _, err := to.to(path.Dir(name)); err != nil {
		return err
	}
	a, err := from.file()
	if err != nil {
		return err
	}
	b, err := to.file()
	if err != nil {
		return err
	}
	return to.disk.change("link", name, func() error { return linkEntry(a, path.Base(name), b) })
}

// hasTwin reports whether there is a second tree with all files.
func (s *staging) hasTwin() bool { return s.twin != nil && !s.twin.lost.Load() && s.twin.disk != nil }

// open makes the folder.
func (s *staging) open() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.disk != nil {
		return nil
	}
	if err := s.parent.mkdirAll(s.dir); err != nil {
		return err
	}
	disk, err := openDisk(s.parent.path(s.dir), s.parent.step)
	s.disk = disk
	return err
}

// take lends a way into the folder to a goroutine, until it gives it back.
func (s *staging) take() (*descent, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.idle) - 1; last >= 0 {
		way := s.idle[last]
		s.idle = s.idle[:last]
		return way, nil
	}
	return &descent{disk: s.disk, makes: true}, nil
}

func (s *staging) give(way *descent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, way)
}

// close gives up the folder, which some systems do not rename while it is open.
func (s *staging) close() {
	if s == nil {
		return
	}
	s.twin.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, way := range s.idle {
		way.close()
	}
	s.disk.close()
	s.idle, s.disk = nil, nil
}
