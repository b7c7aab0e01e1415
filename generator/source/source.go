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
// Only the temporary files of editors and hidden files are passed over; see [Ignored].
package source

import (
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

// Tree reads the files of one site.
type Tree struct {
	fsys  fs.FS
	root  *os.Root // nil in tests
	close func() error
	dir   string // on disk; "" in tests and in the program itself

	lent sync.Pool // of *[]byte
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
func (t *Tree) Close() error { return t.close() }

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

// List returns the regular files below dir, sorted by path. A folder that does
// not exist has no files.
func (t *Tree) List(dir string) ([]File, diag.List) {
	l := &listing{tree: t, dir: dir}
	if _, err := fs.Lstat(t.fsys, dir); errors.Is(err, fs.ErrNotExist) || dir != contentFolder && t.hiddenBehind(&l.diags, dir) {
		return nil, l.diags
	}
	l.walk(dir)
	l.group.Wait()
	n := 0
	for _, p := range l.parts {
		n += len(p.files)
	}
	files := make([]File, 0, n)
	for _, p := range l.parts {
		files, l.diags = append(files, p.files...), append(l.diags, p.diags...)
	}
	return files, l.diags
}

// listing is a folder that is being listed, in parts that follow each other: what
// lies in a folder of the first level is one, found while others are.
type listing struct {
	tree  *Tree
	dir   string
	diags diag.List // of the folder itself and what lies in it, folders apart
	parts []*part
	group sync.WaitGroup
}

type part struct {
	files []File
	diags diag.List
	open  bool // for files of the first level
}

// walk lists the first level.
func (l *listing) walk(dir string) {
	fs.WalkDir(l.tree.fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		if name != dir && err == nil && entry.IsDir() && !Ignored(entry.Name()) {
			below := &part{}
			l.parts = append(l.parts, below)
			l.group.Go(func() {
				fs.WalkDir(l.tree.fsys, name, func(name string, entry fs.DirEntry, err error) error { return l.see(below, name, entry, err) })
			})
			return fs.SkipDir
		}
		if n := len(l.parts); n == 0 || !l.parts[n-1].open {
			l.parts = append(l.parts, &part{open: true})
		}
		return l.see(l.parts[len(l.parts)-1], name, entry, err)
	})
}

// see takes a file or folder into a part, or says what is wrong with it.
func (l *listing) see(p *part, name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil:
		reportUnreadable(&p.diags, name, err)
	case name == l.dir && !entry.IsDir():
		p.diags.Errorf(diag.Pos{Path: name}, "unreadable", "应是文件夹", "it must be a folder")
	case name != l.dir && Ignored(entry.Name()):
		if entry.IsDir() {
			return fs.SkipDir
		}
	case !cleanName(&p.diags, name) || entry.IsDir():
	default:
		if file, ok := l.tree.regular(&p.diags, name, entry); ok {
			p.files = append(p.files, file)
		}
	}
	return nil
}

// regular tells whether an entry is a file to read, following a link that stays inside the site.
func (t *Tree) regular(diags *diag.List, name string, entry fs.DirEntry) (File, bool) {
	info, err := entry.Info()
	link := entry.Type()&fs.ModeSymlink != 0
	if link {
		info, err = fs.Stat(t.fsys, name)
	}
	at := diag.Pos{Path: name}
	switch {
	case err != nil && link:
		diags.Errorf(at, "unreadable", "符号链接指向不存在的文件或站点之外：%v", "symbolic link leads nowhere or out of the site: %v", cause(err)).
			Hintf("把文件本身放进来", "put the file itself here")
	case err != nil:
		reportUnreadable(diags, name, err)
	case info.IsDir():
		diags.Errorf(at, "unreadable", "不支持指向文件夹的符号链接", "symbolic links to folders are not followed").
			Hintf("把文件夹本身放进来", "put the folder itself here")
	case !info.Mode().IsRegular():
		diags.Errorf(at, "unreadable", "不是普通文件（%s）", "not a regular file (%s)", info.Mode().Type())
	case link && t.hiddenBehind(diags, name):
	default:
		file := File{Path: name, Size: info.Size()}
		if stamp, ok := memo.StampOf(info); ok && !link {
			file.Stamp = stamp
		}
		return file, true
	}
	return File{}, false
}

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

// cleanName refuses names that no address or other system could hold.
func cleanName(diags *diag.List, name string) bool {
	bad := func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) || r == '\\' }
	if !strings.ContainsFunc(path.Base(name), bad) {
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
