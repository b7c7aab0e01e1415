package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"jianbao/generator/diag"
)

// Text reads a text file as clean UTF-8: without byte order mark, lines ending
// in "\n". The result is nil where the file cannot be used; the list says why.
func (t *Tree) Text(name string) ([]byte, diag.List) {
	_, text, diags := t.text(nil, name, MaxText)
	return text, diags
}

// LongText is Text for a list that grows with the site, and may be larger.
func (t *Tree) LongText(name string) ([]byte, diag.List) {
	_, text, diags := t.text(nil, name, maxLongText)
	return text, diags
}

// Borrow is Text in memory that the next text is read into when it has been given
// back by release, and nothing of it is in use any more.
func (t *Tree) Borrow(name string) (text []byte, release func(), diags diag.List) {
	buf, ok := t.lent.Get().(*[]byte)
	if !ok {
		buf = new([]byte)
	}
	*buf, text, diags = t.text(*buf, name, MaxText)
	return text, func() { t.lent.Put(buf) }, diags
}

// text reads a text, into buf if there is room in it, and returns the bytes it was made of, too.
func (t *Tree) text(buf []byte, name string, limit int64) (raw, text []byte, diags diag.List) {
	at := diag.Pos{Path: name}
	raw, err := t.read(buf, name, limit)
	switch {
	case errors.Is(err, errTooLarge):
		diags.Errorf(at, "file-too-large", "文件超过 %d MB", "the file is larger than %d MB", limit>>20).
			Hintf("拆成几篇，或作为附件发布", "split it, or publish it as an attachment")
		return buf, nil, diags
	case err != nil:
		reportUnreadable(&diags, name, err)
		return buf, nil, diags
	}
	text, diags = decode(name, raw)
	return raw, text, diags
}

var (
	errTooLarge  = errors.New("too large")
	errChanging  = errors.New("the file keeps changing")
	errIrregular = errors.New("not a regular file")
)

// read returns the bytes of a file as they were at one moment: if size or time
// change between opening and the last byte (an editor is saving), it reads again.
func (t *Tree) read(buf []byte, name string, limit int64) ([]byte, error) {
	if data, ok := t.readNear(buf, name, limit); ok {
		return data, nil
	}
	for range 3 {
		data, stable, err := t.readOnce(buf, name, limit)
		if err != nil || stable {
			return data, err
		}
	}
	return nil, errChanging
}

func (t *Tree) readOnce(buf []byte, name string, limit int64) (data []byte, stable bool, err error) {
	file, err := t.openRegular(name)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	before, err := file.Stat()
	switch {
	case err != nil:
		return nil, false, err
	case !before.Mode().IsRegular() && !before.IsDir():
		return nil, false, errIrregular
	case before.Size() > limit:
		return nil, false, errTooLarge
	}
	data, err = readAll(slices.Grow(buf[:0], int(before.Size())+1), file, before.Size())
	if err != nil {
		return nil, false, err
	}
	return data, int64(len(data)) == before.Size() && unchanged(file, before), nil
}

// openRegular opens a file, but does not wait until somebody writes to a pipe. What
// opens at once may still be one.
func (t *Tree) openRegular(name string) (fs.File, error) {
	if t.root != nil && nonblock != 0 && fs.ValidPath(name) {
		if file, err := t.root.OpenFile(name, os.O_RDONLY|nonblock, 0); err == nil {
			return file, nil
		}
	}
	if info, err := fs.Stat(t.fsys, name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, errIrregular
	}
	return t.fsys.Open(name)
}

// readAll reads a file that should hold so many bytes, for which there is room in buf; of a
// longer one, one byte more. There is no need to ask for the end of one that holds what it should: who
// looks at its size once more afterwards learns the same.
func readAll(buf []byte, file fs.File, size int64) ([]byte, error) {
	buf = buf[:size+1]
	for n := 0; ; {
		m, err := file.Read(buf[n:])
		n += m
		switch {
		case err == io.EOF, err == nil && n > 0 && n >= int(size):
			return buf[:n], nil
		case err != nil:
			return nil, err
		}
	}
}
