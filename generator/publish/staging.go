package publish

import (
	"io"
	"strconv"
	"sync"

	"jianbao/generator/memo"
)

// staging is the folder in which the new files of a generation are gathered. It
// is made when the first of them comes. A folder that is to be the new generation
// has them under their paths. One from which they will be moved has them under numbers,
// many in a folder: a tree of folders would be made only to be removed again.
type staging struct {
	parent   *disk
	dir      string // below parent
	numbered bool

	mu   sync.Mutex
	tree *own
	last uint32 // number that a file has got
}

// perFolder is how many numbered files are in a folder.
const perFolder = 256

// openStaging says where new files are staged. The folder is made with the first.
func (g *Generation) openStaging() {
	g.staging = &staging{parent: g.work.disk, dir: g.work.path(nextFolder)}
	if g.mayLeap() {
		g.staging.dir, g.staging.numbered = g.work.path(freshFolder), true
	}
}

// create makes a file, and the folders above it. It returns what is known of it by that.
func (s *staging) create(name string, r io.Reader) (output, error) {
	tree, err := s.open()
	if err != nil {
		return output{}, err
	}
	var made output
	if s.numbered {
		made.number = s.next()
		name = numberedPath(made.number)
	}
	info, err := tree.create(name, r)
	if err != nil {
		return output{}, err
	}
	made.stamp, _ = memo.StampOf(info)
	return made, nil
}

func (s *staging) next() uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return s.last
}

// numberedPath is where a file with a number is.
func numberedPath(number uint32) string {
	folder, file := uint64(number/perFolder), uint64(number)
	return strconv.FormatUint(folder, 10) + "/" + strconv.FormatUint(file, 10)
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
