package memo

import (
	"crypto/sha256"
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
//	SHA-256 of these
//	records, an empty one, and records that were added later; each is:
//	length and bytes of the content
//	SHA-256 of the sum before, and of these
//
// and only an accelerator: a table that is damaged, of another version or of
// another program is none. One that is cut off behind the empty record, or has
// something at its end that is no record, is as it was before that.
const magic = "jianbao table 3\n"

// Table is a table as it was read or written last.
type Table struct {
	file, program string
	sum           Sum   // after the last good record
	size          int64 // of the file; 0 = it must be written anew
	first         int64 // of that, the bytes until the end of the empty record
}

// NewTable returns a table that is yet to be written.
func NewTable(file, program string) *Table { return &Table{file: file, program: program} }

// ReadTable reads the records of a table that was written by the same program: one
// that makes the same of the same. There are none where it cannot be believed.
func ReadTable(file, program string) (*Table, []string) {
	t := NewTable(file, program)
	data, err := readText(file)
	if err != nil {
		return t, nil
	}
	rest, ours := strings.CutPrefix(data, head(program))
	if !ours || len(rest) < sha256.Size || rest[:sha256.Size] != string(headSum(program)) {
		return t, nil
	}
	t.sum, rest = Sum(headSum(program)), rest[sha256.Size:]
	var records []string
	for rest != "" {
		content, after, good := t.next(rest)
		if !good {
			break
		}
		if rest = after; content != "" {
			records = append(records, content)
		} else {
			t.first = int64(len(data) - len(rest))
		}
	}
	if t.first == 0 {
		return t, nil
	}
	if rest == "" {
		t.size = int64(len(data))
	}
	return t, records
}

// next reads a record.
func (t *Table) next(rest string) (content, after string, good bool) {
	length, n := binary.Uvarint([]byte(rest[:min(len(rest), binary.MaxVarintLen64)]))
	if n <= 0 || length > uint64(len(rest)) || len(rest)-n-int(length) < sha256.Size {
		return "", "", false
	}
	record, after := rest[:n+int(length)], rest[n+int(length):]
	sum := sumAfter(t.sum[:], record)
	if string(sum) != after[:sha256.Size] {
		return "", "", false
	}
	t.sum = Sum(sum)
	return record[n:], after[sha256.Size:], true
}

// sumAfter is the sum behind a record.
func sumAfter(before []byte, record string) []byte {
	hash := sha256.New()
	hash.Write(before)
	piece := make([]byte, min(len(record), 64<<10)) // since a table is large, and this a copy
	for record != "" {
		n := copy(piece, record)
		hash.Write(piece[:n])
		record = record[n:]
	}
	return hash.Sum(nil)
}

// readText reads a file into the memory of a string.
func readText(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var text strings.Builder
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		text.Grow(int(info.Size()))
	}
	_, err = io.Copy(&text, f)
	return text.String(), err
}

func head(program string) string {
	return magic + string(binary.AppendUvarint(nil, uint64(len(program)))) + program
}

func headSum(program string) []byte { return sumAfter(nil, head(program)) }

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
	t.sum, t.size = Sum(headSum(t.program)), 0
	err = t.write(temporary, []byte(head(t.program)), t.sum[:])
	for content := range contents {
		if err == nil {
			err = t.writeRecord(temporary, content)
		}
	}
	if err == nil {
		err = t.writeRecord(temporary, nil)
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
	n, err := to.Write(slices.Concat(parts...))
	t.size += int64(n)
	return err
}

func (t *Table) writeRecord(to io.Writer, content []byte) error {
	length := binary.AppendUvarint(nil, uint64(len(content)))
	t.sum = Sum(sumOf(t.sum[:], length, content))
	return t.write(to, length, content, t.sum[:])
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
	if err := t.writeRecord(file, content); err != nil {
		t.size = 0
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// ErrOther tells that a table is not the one that was read.
var ErrOther = errors.New("cache: the table was written by somebody else")

func sumOf(parts ...[]byte) []byte {
	hash := sha256.New()
	for _, p := range parts {
		hash.Write(p)
	}
	return hash.Sum(nil)
}

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
