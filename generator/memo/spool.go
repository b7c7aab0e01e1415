package memo

import (
	"fmt"
	"os"
	"sync"
)

// spoolInMemory is how much a spool keeps in the heap before it takes a file.
// Small sites never touch the disk.
const spoolInMemory = 8 << 20

// Spool keeps bytes for later: the bodies of documents between parsing and
// rendering. What is put is never changed, and nothing is left on disk when the
// program ends, however it ends. It may be used by many goroutines at once.
type Spool struct {
	dir string // of the scratch file

	mu   sync.RWMutex
	buf  []byte   // until there is a file
	file *os.File // from then on
	size int64
}

// Ref is where a spool keeps something. The zero Ref is of nothing.
type Ref struct {
	offset int64
	length int
}

// Len returns how many bytes it is.
func (r Ref) Len() int { return r.length }

// NewSpool returns an empty spool whose scratch file, if it comes to one, is
// made in dir; "" is the system's folder for temporary files.
func NewSpool(dir string) *Spool { return &Spool{dir: dir} }

// Put keeps a copy of the parts, one after the other.
func (s *Spool) Put(parts ...[]byte) (Ref, error) {
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil && len(s.buf)+length > spoolInMemory {
		if err := s.spill(); err != nil {
			return Ref{}, err
		}
	}
	ref := Ref{s.size, length}
	for _, p := range parts {
		if err := s.append(p); err != nil {
			return Ref{}, err
		}
	}
	return ref, nil
}

func (s *Spool) append(p []byte) error {
	if s.file == nil {
		s.buf = append(s.buf, p...)
	} else if _, err := s.file.WriteAt(p, s.size); err != nil {
		return fmt.Errorf("scratch file: %w", err)
	}
	s.size += int64(len(p))
	return nil
}

// spill moves the spool into a file that has no name, so that a killed program
// leaves none behind.
func (s *Spool) spill() error {
	file, err := os.CreateTemp(s.dir, "jianbao-*.scratch")
	if err != nil {
		return fmt.Errorf("scratch file: %w", err)
	}
	// Windows does not remove what is open; Close does it there.
	os.Remove(file.Name())
	if _, err := file.WriteAt(s.buf, 0); err != nil {
		file.Close()
		os.Remove(file.Name())
		return fmt.Errorf("scratch file: %w", err)
	}
	s.file, s.buf = file, nil
	return nil
}

// Append appends what was put to dst.
func (s *Spool) Append(dst []byte, ref Ref) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.file == nil {
		return append(dst, s.buf[ref.offset:ref.offset+int64(ref.length)]...), nil
	}
	start := len(dst)
	dst = append(dst, make([]byte, ref.length)...)
	if _, err := s.file.ReadAt(dst[start:], ref.offset); err != nil {
		return dst[:start], fmt.Errorf("scratch file: %w", err)
	}
	return dst, nil
}

// Size returns how many bytes were put.
func (s *Spool) Size() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.size
}

// Close forgets everything.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf = nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name())
	return err
}
