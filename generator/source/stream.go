package source

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"jianbao/generator/diag"
)

// Stream hands a file to a reader of any size, never whole in memory. What is
// wrong with the file is in the list: it cannot be read, or it is not what
// [Tree.List] found, because somebody is writing it. The error is that of the
// function, which returns how many bytes it took.
func (t *Tree) Stream(f File, to func(io.Reader) (int64, error)) (diag.List, error) {
	var diags diag.List
	file, err := t.fsys.Open(f.Path)
	if err != nil {
		reportUnreadable(&diags, f.Path, err)
		return diags, nil
	}
	defer file.Close()
	before, err := file.Stat()
	if err != nil {
		reportUnreadable(&diags, f.Path, err)
		return diags, nil
	}
	input := &reading{file: file}
	n, err := to(input)
	switch {
	case input.err != nil:
		reportUnreadable(&diags, f.Path, input.err)
		return diags, nil
	case err != nil:
		return nil, err
	case n != f.Size || !unchanged(file, before):
		reportUnreadable(&diags, f.Path, errChanging)
	}
	return diags, nil
}

// reading tells the errors of a file from those of who takes its bytes.
type reading struct {
	file fs.File
	err  error
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.file.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// unchanged reports whether an open file is still as it was.
func unchanged(file fs.File, before fs.FileInfo) bool {
	after, err := file.Stat()
	return err == nil && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime())
}

// Later gives a file to be read after the tree is closed, and a stamp: files with
// equal stamps are equal.
func (t *Tree) Later(f File) (stamp string, open func() (io.ReadSeekCloser, error), diags diag.List) {
	info, err := fs.Stat(t.fsys, f.Path)
	if err == nil && info.Size() != f.Size {
		err = errChanging
	}
	if err != nil {
		reportUnreadable(&diags, f.Path, err)
		return "", nil, diags
	}
	stamp = fmt.Sprint(f.Path, "\x00", f.Size, "\x00", info.ModTime().UnixNano())
	return stamp, func() (io.ReadSeekCloser, error) { return reopen(t, f.Path) }, nil
}

// reopen opens a file of a tree that may be closed.
func reopen(t *Tree, name string) (io.ReadSeekCloser, error) {
	fsys := t.fsys
	if t.dir != "" {
		root, err := os.OpenRoot(t.dir)
		if err != nil {
			return nil, err
		}
		defer root.Close() // what is open stays open
		fsys = root.FS()
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	seekable, ok := file.(io.ReadSeekCloser)
	if !ok {
		file.Close()
		return nil, &fs.PathError{Op: "seek", Path: name, Err: fs.ErrInvalid}
	}
	return seekable, nil
}
