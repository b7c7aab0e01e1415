package memo

import (
	"fmt"
	"os"
	"slices"
	"sync"
)

// spoolInMemory is how much a spool keeps in the heap before it takes a file.
// Small sites never touch the disk.
const spoolInMemory = 8 << 20

// spoolBuffer is how much it collects from then on before it writes.
const spoolBuffer = 256 << 10

// Spool keeps bytes for later: the bodies of documents between parsing and
// rendering. What is put is never changed, and nothing is left on disk when the
// program ends, however it ends. It may be used by many goroutines at once.
type Spool struct {
	dir string // of the scratch file

	mu      sync.RWMutex
	file    *os.File // nil while all is in the buffer
	written int64    // bytes in the file
	buf     []byte   // what follows them
}

// Ref is where a spool keeps something. The zero Ref is of nothing.
type Ref struct {
	offset int64
	length int
}

// Len returns how many bytes it is.
func (r Ref) Len() int { return r.length }

// Part is a part of it, from one byte until another.
func (r Ref) Part(from, to int) Ref { return Ref{r.offset + int64(from), to - from} }

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
	if err := s.makeRoom(length); err != nil {
		return Ref{}, err
	}
	ref := Ref{s.size(), length}
	for _, p := range parts {
		s.buf = append(s.buf, p...)
	}
	return ref, nil
}

// makeRoom lets the buffer take n bytes.
func (s *Spool) makeRoom(n int) error {
	most := spoolInMemory
	if s.file != nil {
		most = spoolBuffer
	}
	if len(s.buf)+n > most {
		if err := s.flush(); err != nil {
			return fmt.Errorf("scratch file: %w", err)
		}
	}
	if cap(s.buf)-len(s.buf) < n {
		s.buf = slices.Grow(s.buf, max(n, len(s.buf), spoolBuffer))
	}
	return nil
}

// flush writes the buffer into a file that has no name, so that a killed program
// leaves none behind.
func (s *Spool) flush() error {
	if s.file == nil {
		file, err := os.CreateTemp(s.dir, "jianbao-*.scratch")
		if err != nil {
			return err
		}
		// Windows does not remove what is open; Close does it there.
		os.Remove(file.Name())
		s.file = file
	}
	if _, err := s.file.WriteAt(s.buf, s.written); err != nil {
		return err
	}
	s.written += int64(len(s.buf))
	if s.buf = s.buf[:0]; cap(s.buf) > 2*spoolBuffer {
		s.buf = nil
	}
	return nil
}

// Append appends what was put to dst.
func (s *Spool) Append(dst []byte, ref Ref) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if from := ref.offset - s.written; from >= 0 {
		return append(dst, s.buf[from:from+int64(ref.length)]...), nil
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
	return s.size()
}

func (s *Spool) size() int64 { return s.written + int64(len(s.buf)) }

// Close forgets everything. It may be called again.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := s.file
	if s.buf, s.file = nil, nil; file == nil {
		return nil
	}
	err := file.Close()
	os.Remove(file.Name())
	return err
}
