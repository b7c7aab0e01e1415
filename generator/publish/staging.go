package publish

import (
	"io"
	"io/fs"
	"sync"
)

// staging is the folder in which the new files of a generation are gathered. It
// is made when the first of them comes.
type staging struct {
	parent *disk
	dir    string // below parent

	mu   sync.Mutex
	tree *own
}

// create makes a file, and the folders above it.
func (s *staging) create(name string, r io.Reader) (fs.FileInfo, error) {
	tree, err := s.open()
	if err != nil {
		return nil, err
	}
	return tree.create(name, r)
}

// open opens the folder, which it makes the first time.
func (s *staging) open() (*own, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tree != nil {
		return s.tree, nil
	}
	if err := s.parent.mkdirAll(s.dir); err != nil {
		return nil, err
	}
	tree, err := openOwn(s.parent.path(s.dir), s.parent.step)
	s.tree = tree
	return tree, err
}

// close gives up the folder, which some systems do not rename while it is open.
func (s *staging) close() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tree != nil {
		s.tree.close()
	}
	s.tree = nil
}
