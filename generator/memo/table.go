package memo

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A table on disk is
//
//	the line of magic
//	length and bytes of who wrote it
//	the content
//	SHA-256 of all before
//
// and only an accelerator: a table that is cut off, damaged, of another version
// or of another program is none.
const magic = "jianbao table 1\n"

// ReadTable reads a table that was written by the same program: one that makes
// the same of the same. ok is false where there is no such.
func ReadTable(file, program string) (content string, ok bool) {
	data, err := readText(file)
	if err != nil || len(data) < sha256.Size {
		return "", false
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	hash := sha256.New()
	for rest := body; rest != ""; {
		n := min(len(rest), 64<<10)
		hash.Write([]byte(rest[:n])) // in parts, since a table is large and this a copy
		rest = rest[n:]
	}
	if string(hash.Sum(nil)) != sum {
		return "", false
	}
	return strings.CutPrefix(body, head(program))
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

// WriteTable writes a table in the place of the one before, at one instant. The
// folder is made, with a file that keeps it out of repositories.
func WriteTable(file, program string, content []byte) error {
	dir := filepath.Dir(file)
	if err := makeFolder(dir); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(dir, "*.tmp")
	if err != nil {
		return err
	}
	hash := sha256.New()
	for _, part := range [][]byte{[]byte(head(program)), content} {
		hash.Write(part)
		if err == nil {
			_, err = temporary.Write(part)
		}
	}
	if err == nil {
		_, err = temporary.Write(hash.Sum(nil))
	}
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		os.Remove(temporary.Name())
		return fmt.Errorf("cache: %w", err)
	}
	return nil
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
