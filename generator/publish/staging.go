package publish

import (
	"io"
	"io/fs"
	"path"
	"sync"
)

// staging is the folder in which the new files of a generation are gathered. It
// is made when the first of them comes.
type staging struct {
	parent *disk
	dir    string // below parent

	mu   sync.Mutex
	disk *disk // of its own, since every step to a file costs time
	idle []*descent
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
	return way.disk.writeIn(folder, path.Base(name), name, r, fileMode)
}

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
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, way := range s.idle {
		way.close()
	}
	s.disk.close()
	s.idle, s.disk = nil, nil
}
