package publish

import (
	"os"
	"path"
	"strings"
)

// descent is an open folder and those above it, up to the folder of a disk. A
// name with slashes costs one system call for each of its folders, every time;
// from one open folder to the next, only those are opened that differ. It
// serves one goroutine at a time.
type descent struct {
	disk  *disk
	names []string
	roots []*os.Root // of the folders of these names, each in the one before
	tail  *os.File   // the last of them, once somebody needs it so
}

// to opens a folder, which stays open until the next call.
func (s *descent) to(dir string) error {
	var names []string
	if dir != "." {
		names = strings.Split(dir, "/")
	}
	same := 0
	for same < min(len(names), len(s.names)) && names[same] == s.names[same] {
		same++
	}
	if same < len(s.names) || len(names) > same {
		s.leave(same)
	}
	for i := same; i < len(names); i++ {
		folder, err := s.here().OpenRoot(names[i])
		if err != nil {
			return diskFault(s.disk.path(path.Join(names[:i+1]...)), err)
		}
		s.names, s.roots = append(s.names, names[i]), append(s.roots, folder)
	}
	return nil
}

func (s *descent) here() *os.Root {
	if len(s.roots) == 0 {
		return s.disk.root
	}
	return s.roots[len(s.roots)-1]
}

// file is the open folder as system calls want it.
func (s *descent) file() (*os.File, error) {
	if s.tail == nil {
		tail, err := s.here().Open(".")
		if err != nil {
			return nil, diskFault(s.disk.path(path.Join(s.names...)), err)
		}
		s.tail = tail
	}
	return s.tail, nil
}

// leave closes all but the first folders.
func (s *descent) leave(first int) {
	if s.tail != nil {
		s.tail.Close()
		s.tail = nil
	}
	for _, folder := range s.roots[first:] {
		folder.Close()
	}
	s.names, s.roots = s.names[:first], s.roots[:first]
}

func (s *descent) close() { s.leave(0) }
