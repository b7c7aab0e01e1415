package source

import (
	"io"
	"io/fs"

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
