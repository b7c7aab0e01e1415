package source_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jianbao/generator/source"
)

func TestList(t *testing.T) {
	tree := source.New(fstest.MapFS{
		"content/reform/b.md":        {Data: []byte("1")},
		"content/reform/a.md":        {Data: []byte("12")},
		"content/改革/图 1.png":         {Data: []byte("123")},
		"content/_index.md":          {},
		"content.md":                 {},
		"layouts/base.html":          {},
		"content/reform/empty/.keep": {},
	})
	files, diags := tree.List("content")
	want := []source.File{{Path: "content/_index.md"}, {Path: "content/reform/a.md", Size: 2}, {Path: "content/reform/b.md", Size: 1}, {Path: "content/改革/图 1.png", Size: 3}}
	if !reflect.DeepEqual(files, want) || diags != nil {
		t.Errorf("got %v, %v", files, diags)
	}
	for _, dir := range []string{"assets", "content/nothing"} {
		if files, diags := tree.List(dir); files != nil || diags != nil {
			t.Errorf("%s, which is not there: %v, %v", dir, files, diags)
		}
	}
	_, diags = tree.List("content.md")
	if said := words(diags); !slices.Equal(said, []string{"content.md: unreadable: it must be a folder; "}) {
		t.Errorf("a file: %q", said)
	}
	if !tree.Exists("content/reform") || !tree.Exists("content.md") || tree.Exists("content/Reform") {
		t.Error("Exists is wrong")
	}
}

// What editors, office programs and systems leave beside a file is none of the
// site's; what only looks like it is.
func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{
		"4913": true, "a.md~": true, ".a.md.swp": true, "a.md.swp": true, "a.swx": true, ".#a.md": true, "#a.md#": true, "a.md___jb_tmp___": true, "a.md___jb_old___": true, "___jb_tmp___": true,
		".goutputstream-ABC": true, "a.tmp": true, "A.TMP": true, ".DS_Store": true, ".git": true, ".": true, "~$简报.docx": true, "Thumbs.db": true, "desktop.ini": true,
		"__MACOSX": true, "a.pdf.crdownload": true, "a.pdf.part": true, ".hidden.md": true,
		"a.md": false, "_index.md": false, "4913.md": false, "a~b.md": false, "#a.md": false, "a#": false, "thumbs.md": false, "partial.md": false, "tmp": false, "简报.md": false,
	} {
		if got := source.Ignored(name); got != want {
			t.Errorf("Ignored(%q) = %v", name, got)
		}
	}
	tree := source.New(fstest.MapFS{"content/.git/config.md": {}, "content/a.md~": {}, "content/__MACOSX/b.md": {}, "content/c.md": {}})
	if files, _ := tree.List("content"); !reflect.DeepEqual(files, []source.File{{Path: "content/c.md"}}) {
		t.Errorf("listed are %v", files)
	}
}

func TestMissingText(t *testing.T) {
	text, diags := source.New(fstest.MapFS{}).Text("site.yaml")
	if said := words(diags); text != nil || !slices.Equal(said, []string{"site.yaml: unreadable: cannot be read: file does not exist; "}) {
		t.Errorf("got %q", said)
	}
}

// names that no address and not every system could hold.
func TestBadNames(t *testing.T) {
	for _, name := range []string{"a\nb.md", "a\x00b.md", "a\x7F.md", "a\\b.md", "a\u0085.md", "\xC9\xEE\xBB\xAF.md"} {
		fsys := oneFile{name: name}
		files, diags := source.New(fsys).List("content")
		if len(files) != 0 || len(diags) != 1 || diags[0].Rule != "bad-file-name" || !strings.HasPrefix(diags[0].Path, "content/") || !diags.HasErrors() {
			t.Errorf("%q: %v, %v", name, files, diags)
		}
	}
	for _, name := range []string{"深化改革 推动“绿色发展”（一）.md", "a:b.md", "a?.md", "é.md"} {
		if files, diags := source.New(oneFile{name: name}).List("content"); len(files) != 1 || diags != nil {
			t.Errorf("%q: %v, %v", name, files, diags)
		}
	}
}

// oneFile is a folder content with one file of any name.
type oneFile struct{ name string }

func (f oneFile) Open(string) (fs.File, error) { return nil, fs.ErrInvalid }

func (f oneFile) Stat(string) (fs.FileInfo, error) { return fakeInfo{mode: fs.ModeDir}, nil }

func (f oneFile) ReadDir(string) ([]fs.DirEntry, error) {
	return []fs.DirEntry{fs.FileInfoToDirEntry(fakeInfo{name: f.name})}, nil
}

type fakeInfo struct {
	name string
	size int64
	mode fs.FileMode
	time time.Time
}

func (i fakeInfo) Name() string       { return i.name }
func (i fakeInfo) Size() int64        { return i.size }
func (i fakeInfo) Mode() fs.FileMode  { return i.mode }
func (i fakeInfo) ModTime() time.Time { return i.time }
func (i fakeInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fakeInfo) Sys() any           { return nil }

// A changing file system has one file. Each time it is opened, the next version
// of its content is read, while Stat says what is at the moment.
type changing struct {
	versions []version
	opened   int
}

type version struct {
	text          string
	before, after fakeInfo
}

func (c *changing) Open(string) (fs.File, error) {
	v := c.versions[min(c.opened, len(c.versions)-1)]
	c.opened++
	return &changingFile{Reader: strings.NewReader(v.text), infos: []fakeInfo{v.before, v.after}}, nil
}

func (c *changing) Stat(string) (fs.FileInfo, error) { return fakeInfo{}, nil }

type changingFile struct {
	*strings.Reader
	infos []fakeInfo
}

func (f *changingFile) Close() error { return nil }

func (f *changingFile) Stat() (fs.FileInfo, error) {
	info := f.infos[0]
	if len(f.infos) > 1 {
		f.infos = f.infos[1:]
	}
	return info, nil
}

// No text is ever half of one version and half of another.
func TestFileChangesWhileRead(t *testing.T) {
	old, late := time.Unix(1, 0), time.Unix(2, 0)
	stable := version{"新的\n", fakeInfo{size: 7, time: late}, fakeInfo{size: 7, time: late}}
	grows := version{"新", fakeInfo{size: 3, time: old}, fakeInfo{size: 7, time: late}}
	cut := version{"新", fakeInfo{size: 7, time: old}, fakeInfo{size: 3, time: late}}
	rewritten := version{"旧新\n", fakeInfo{size: 7, time: old}, fakeInfo{size: 7, time: late}}
	for name, test := range map[string]struct {
		versions []version
		want     string
	}{
		"stable":             {[]version{stable}, "新的\n"},
		"grows once":         {[]version{grows, stable}, "新的\n"},
		"cut once":           {[]version{cut, stable}, "新的\n"},
		"rewritten twice":    {[]version{rewritten, rewritten, stable}, "新的\n"},
		"grows and grows":    {[]version{grows}, ""},
		"rewritten for ever": {[]version{rewritten}, ""},
	} {
		text, diags := source.New(&changing{versions: test.versions}).Text("content/a.md")
		if string(text) != test.want {
			t.Errorf("%s: %q", name, text)
		}
		if said := words(diags); test.want == "" && !slices.Equal(said, []string{"content/a.md: unreadable: the file keeps changing while it is read; try again when it has been saved"}) {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// A stream that ends with another size than was listed is noticed; what its
// reader says is passed on.
func TestStream(t *testing.T) {
	tree := source.New(fstest.MapFS{"content/a.pdf": {Data: []byte("12345")}})
	all := func(r io.Reader) (int64, error) { return io.Copy(io.Discard, r) }
	if diags, err := tree.Stream(source.File{Path: "content/a.pdf", Size: 5}, all); diags != nil || err != nil {
		t.Errorf("%v, %v", diags, err)
	}
	for _, f := range []source.File{{Path: "content/a.pdf", Size: 4}, {Path: "content/b.pdf", Size: 4}} {
		if diags, err := tree.Stream(f, all); len(diags) != 1 || diags[0].Rule != "unreadable" || err != nil {
			t.Errorf("%v: %v, %v", f, diags, err)
		}
	}
	full := errors.New("disk full")
	if diags, err := tree.Stream(source.File{Path: "content/a.pdf", Size: 5}, func(io.Reader) (int64, error) { return 0, full }); diags != nil || err != full {
		t.Errorf("%v, %v", diags, err)
	}
}

// The parts of the site that other steps read as file systems.
func TestFS(t *testing.T) {
	tree := source.New(fstest.MapFS{"layouts/base.html": {Data: []byte("x")}})
	if text, err := fs.ReadFile(tree.FS("layouts"), "base.html"); string(text) != "x" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := fs.ReadFile(tree.FS("assets"), "a.css"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte("\uFEFFtitle: 网站\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if text, diags := tree.Text("site.yaml"); string(text) != "title: 网站\n" || diags != nil {
		t.Errorf("%q, %v", text, diags)
	}
	for _, name := range []string{"../" + filepath.Base(dir) + "/site.yaml", "/etc/hosts", "a/../site.yaml", ""} {
		if text, diags := tree.Text(name); text != nil || !diags.HasErrors() {
			t.Errorf("%q was read: %q", name, text)
		}
	}
	if err := tree.Close(); err != nil {
		t.Error(err)
	}
	if _, err := source.Open(filepath.Join(dir, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
