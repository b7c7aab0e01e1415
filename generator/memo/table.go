package memo

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A table on disk is
//
//	the line of magic
//	length and bytes of who wrote it
//	seal of these
//	records, an empty one, and records that were added later; each is:
//	length and bytes of the content
//	seal of all before, and of these
//
// and only an accelerator: a table that is damaged, of another version or of
// another program is none. One that is cut off behind the empty record, or has
// something at its end that is no record, is as it was before that.
const magic = "jianbao table 4\n"

// Table is a table as it was read or written last.
type Table struct {
	file, program string
	seal          Seal  // after the last good record
	size          int64 // of the file; 0 = it must be written anew
	first         int64 // of that, the bytes until the end of the empty record
}

// NewTable returns a table that is yet to be written.
func NewTable(file, program string) *Table { return &Table{file: file, program: program} }

// ReadTable reads the records of a table that was written by the same program: one
// that makes the same of the same. There are none where it cannot be believed.
func ReadTable(file, program string) (*Table, []string) {
	t := NewTable(file, program)
	from, size := openTable(file)
	if from == nil {
		return t, nil
	}
	defer from.Close()
	r := newTableReader(from, size)
	if !r.begins(head(program)) {
		return t, nil
	}
	r.text.Grow(int(r.left()))
	t.seal = r.seal
	var records []string
	good := true
	for good && r.left() > 0 {
		var content string
		content, good = r.record()
		switch {
		case !good:
		case content != "":
			records, t.seal = append(records, content), r.seal
		default:
			t.first, t.seal = int64(r.text.Len()), r.seal
		}
	}
	if t.first == 0 {
		return t, nil
	}
	if good {
		t.size = r.size
	}
	return t, records
}

// TableSize is how many bytes a table has that was written by the same program, 0 where
// there is none.
func TableSize(file, program string) int64 {
	from, size := openTable(file)
	if from == nil {
		return 0
	}
	defer from.Close()
	start := head(program)
	if !newTableReader(io.LimitReader(from, int64(len(start)+SealSize)), size).begins(start) {
		return 0
	}
	return size
}

// openTable opens a file that may be a table, which has so many bytes.
func openTable(file string) (io.ReadCloser, int64) {
	from, err := os.Open(file)
	if err != nil {
		return nil, 0
	}
	info, err := from.Stat()
	if err != nil || !info.Mode().IsRegular() {
		from.Close()
		return nil, 0
	}
	return from, info.Size()
}

// tableReader reads a table into the memory of one string, and seals it as it comes by.
type tableReader struct {
	from *bufio.Reader
	size int64 // of the table
	text strings.Builder
	seal Seal // of what was read, but for the seals in it
}

func newTableReader(from io.Reader, size int64) *tableReader {
	const piece = 128 << 10
	return &tableReader{from: bufio.NewReaderSize(from, piece), size: size}
}

func (r *tableReader) left() int64 { return r.size - int64(r.text.Len()) }

// take reads so many bytes, which are sealed.
func (r *tableReader) take(n uint64) (taken string, good bool) {
	if n > uint64(r.left()) {
		return "", false
	}
	start := r.text.Len()
	for n > 0 {
		piece, err := r.from.Peek(int(max(1, min(n, uint64(r.from.Buffered())))))
		if err != nil {
			return "", false
		}
		r.text.Write(piece)
		r.seal = r.seal.Over(piece)
		r.from.Discard(len(piece))
		n -= uint64(len(piece))
	}
	return r.text.String()[start:], true
}

// ends reads the seal of what was taken.
func (r *tableReader) ends() bool {
	want := r.seal
	written, good := r.take(SealSize)
	r.seal = want
	return good && written == string(want.Bytes())
}

func (r *tableReader) begins(head string) bool {
	start, good := r.take(uint64(len(head)))
	return good && start == head && r.ends()
}

// record reads the next record.
func (r *tableReader) record() (content string, good bool) {
	var length []byte
	for len(length) == 0 || length[len(length)-1] >= 0x80 {
		digit, good := r.take(1)
		if length = append(length, digit...); !good || len(length) > binary.MaxVarintLen64 {
			return "", false
		}
	}
	n, read := binary.Uvarint(length)
	if read <= 0 {
		return "", false
	}
	content, good = r.take(n)
	return content, good && r.ends()
}

func head(program string) string {
	return magic + string(binary.AppendUvarint(nil, uint64(len(program)))) + program
}

// Is reports whether the table is that file, of that program.
func (t *Table) Is(file, program string) bool { return t.file == file && t.program == program }

// Grown reports whether so much was added to a table that it is time to write it
// anew, or whether it must be.
func (t *Table) Grown() bool { return t.size == 0 || t.size-t.first > t.first/2 }

// Write writes a table of these records, none of which is empty, in the place of the
// one before, at one instant. The folder is made, with a file that keeps it out of
// repositories.
func (t *Table) Write(contents iter.Seq[[]byte]) error {
	dir := filepath.Dir(t.file)
	if err := makeFolder(dir); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(dir, "*.tmp")
	if err != nil {
		return err
	}
	start := []byte(head(t.program))
	t.seal, t.size = Seal{}.Over(start), 0
	err = t.write(temporary, start, t.seal.Bytes())
	for content := range contents {
		if err == nil {
			err = t.write(temporary, t.record(content)...)
		}
	}
	if err == nil {
		err = t.write(temporary, t.record(nil)...)
	}
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), t.file)
	}
	if err != nil {
		os.Remove(temporary.Name())
		t.size = 0
		return fmt.Errorf("cache: %w", err)
	}
	t.first = t.size
	return nil
}

// write writes at the end of a table.
func (t *Table) write(to io.Writer, parts ...[]byte) error {
	for _, part := range parts {
		n, err := to.Write(part)
		t.size += int64(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// record is what the next record is made of.
func (t *Table) record(content []byte) [][]byte {
	length := binary.AppendUvarint(nil, uint64(len(content)))
	t.seal = t.seal.Over(length, content)
	return [][]byte{length, content, t.seal.Bytes()}
}

// Add adds a record that is not empty, by one write: what is not whole does not count. Where somebody
// else has written the table meanwhile, the error is [ErrOther].
func (t *Table) Add(content []byte) error {
	file, err := os.OpenFile(t.file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	if t.size == 0 || !info.Mode().IsRegular() || info.Size() != t.size {
		return ErrOther
	}
	if err := t.write(file, slices.Concat(t.record(content)...)); err != nil {
		t.size = 0
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// ErrOther tells that a table is not the one that was read.
var ErrOther = errors.New("cache: the table was written by somebody else")

func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Lstat(ignore); errors.Is(err, fs.ErrNotExist) {
		return os.WriteFile(ignore, []byte("*\n"), 0o644)
	}
	return nil
}
