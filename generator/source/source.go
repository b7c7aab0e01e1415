// Package source is the only reader of a site's files.
//
// A [Tree] reads inside one folder and nowhere else: on disk it stands on
// [os.Root], so that no "..", absolute path or symbolic link can lead out of the
// site; in tests it stands on any [fs.FS]. Whatever cannot be read is an error
// that names it, never a file that is quietly left out:
//
//   - a folder or file without permission, a dangling link, a link that leads out
//     of the site or to a file below content/ (which may be a draft's), a link to a
//     folder, a device, a pipe or a socket;
//   - a file that keeps changing while it is read;
//   - a text that is not clean UTF-8, or is larger than [MaxText].
//
// What is listed is what lies in a folder when it is opened: a link that is put in
// the place of one while that goes on leads nowhere.
//
// Only the temporary files of editors and hidden files are passed over; see [Ignored].
package source

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// MaxText is the largest text file (Markdown, layout, settings) in bytes.
const MaxText = 4 << 20

const maxLongText = 64 << 20

// File is a regular file of the site.
type File struct {
	Path  string     // slash-separated, relative to the site folder
	Size  int64      // in bytes
	Stamp memo.Stamp // zero where the system does not tell enough, and for what is behind a link
}

// Append adds to a text all that is known of a file.
func (f *File) Append(text []byte) []byte {
	text = append(binary.AppendUvarint(text, uint64(len(f.Path))), f.Path...)
	return f.Stamp.Append(binary.AppendVarint(text, f.Size))
}

// Tree reads the files of one site.
type Tree struct {
	fsys  fs.FS
	root  *os.Root // nil in tests
	close func() error
	dir   string // on disk; "" in tests and in the program itself

	lent   sync.Pool // of *[]byte
	trails trails
}

// Open opens the site in a folder on disk.
func Open(dir string) (*Tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Tree{fsys: root.FS(), root: root, close: root.Close, dir: dir}, nil
}

// New reads a site from fsys.
func New(fsys fs.FS) *Tree { return &Tree{fsys: fsys, close: func() error { return nil }} }

// Close ends the reading.
func (t *Tree) Close() error {
	t.trails.close()
	return t.close()
}

// FS gives the files below dir, for steps that take an [fs.FS]. The folder need not exist.
func (t *Tree) FS(dir string) fs.FS {
	sub, err := fs.Sub(t.fsys, dir)
	if err != nil {
		panic(err) // dir is one of the constants "content", "layouts", "assets"
	}
	return sub
}

// Stat describes a file without opening it: to open a pipe would be to wait for ever.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return fs.Stat(t.fsys, name) }

// Look tells of a file what [Tree.List] tells. Its stamp is zero where it is not
// there, or is no regular file.
func (t *Tree) Look(name string) File {
	info, err := fs.Lstat(t.fsys, name)
	if err != nil || !info.Mode().IsRegular() {
		return File{Path: name}
	}
	stamp, _ := memo.StampOf(info)
	return File{name, info.Size(), stamp}
}

// Open opens one file for streaming.
func (t *Tree) Open(name string) (fs.File, error) { return t.fsys.Open(name) }

func reportUnreadable(diags *diag.List, name string, err error) {
	at := diag.Pos{Path: name}
	switch {
	case errors.Is(err, errChanging):
		diags.Errorf(at, "unreadable", "读取时文件一直在变", "the file keeps changing while it is read").
			Hintf("等保存完毕再试", "try again when it has been saved")
	case errors.Is(err, errIrregular):
		diags.Errorf(at, "unreadable", "不是普通文件", "not a regular file")
	default:
		diags.Errorf(at, "unreadable", "无法读取：%v", "cannot be read: %v", cause(err))
	}
}

// cause strips the operation and the path, which the diagnostic shows already.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// Clean reports whether addresses and other systems can hold the name of a file.
func Clean(name string) bool {
	bad := func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) || r == '\\' }
	return !strings.ContainsFunc(name, bad)
}

// cleanName refuses a file whose name is not [Clean].
func cleanName(diags *diag.List, name string) bool {
	if Clean(path.Base(name)) {
		return true
	}
	diags.Errorf(diag.Pos{Path: strings.ToValidUTF8(name, "\uFFFD")}, "bad-file-name",
		"文件名含有控制字符、反斜杠或非 UTF-8 字节", "the file name has control characters, backslashes or bytes that are not UTF-8").
		Hintf("改名", "rename it")
	return false
}

// Ignored reports whether a file or folder is none of the site's: hidden files,
// and what editors, office programs and systems leave beside the real ones.
func Ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), // .git, .x.swp, .#x, .goutputstream-*, .DS_Store
		strings.HasPrefix(name, "~$"),    // office lock files
		strings.Contains(name, "___jb_"), // a.md___jb_tmp___, a.md___jb_old___ of JetBrains
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),
		strings.HasSuffix(name, "~"),
		name == "4913", name == "Thumbs.db", name == "desktop.ini", name == "__MACOSX":
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swx", ".tmp", ".crdownload", ".part":
		return true
	}
	return false
}

// Exists reports whether a file or folder of that very name is there.
func (t *Tree) Exists(name string) bool {
	_, err := fs.Lstat(t.fsys, name)
	return err == nil
}
