package source

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// List returns the regular files below dir, folder by folder, each in the order of
// names. A folder that does not exist has no files.
func (t *Tree) List(dir string) ([]File, diag.List) {
	l := &listing{tree: t, busy: make(chan struct{}, runtime.GOMAXPROCS(0))}
	first := &part{}
	if _, err := fs.Lstat(t.fsys, dir); errors.Is(err, fs.ErrNotExist) || dir != contentFolder && t.hiddenBehind(&first.diags, dir) {
		return nil, first.diags
	}
	l.busy <- struct{}{}
	l.top(first, dir)
	<-l.busy // while this one waits, another may take its place
	l.group.Wait()
	var lists [][]File
	var diags diag.List
	for p := first; p != nil; p = p.next {
		lists, diags = append(lists, p.lists...), append(diags, p.diags...)
	}
	return slices.Concat(lists...), diags
}

// listing is a folder that is being listed, by as many goroutines as there are
// processors.
type listing struct {
	tree  *Tree
	busy  chan struct{} // holds one for each goroutine that has something to do
	group sync.WaitGroup
}

// part is a part of a list, and the one that follows. It is one goroutine's, which puts
// others behind it: for what another one lists, and for what follows that.
type part struct {
	lists [][]File
	diags diag.List
	next  *part
}

// Entry is what lies in a folder.
type Entry struct {
	Name  string
	Mode  fs.FileMode // its type, at least
	Stamp memo.Stamp  // of a link that of the link itself
	Sure  bool        // the system tells enough for the stamp to stand for what a file holds
	Err   error       // why nothing but the name and the type is known, where that was asked for
}

// opened is an open folder. On disk it is the folder itself, whatever its name stands
// for meanwhile, so that no link can lead out of the site.
type opened interface {
	entries() ([]Entry, error) // by name; with an error there may be more
	briefly() ([]Entry, error) // likewise, where nothing need be known of folders but their names
	open(name string) (opened, error)
	close()
}

// top lists the folder itself, which may be a link that stays inside the site.
func (l *listing) top(p *part, dir string) {
	info, err := l.tree.Stat(dir)
	switch {
	case err != nil:
		reportUnreadable(&p.diags, dir, err)
	case !info.IsDir():
		p.diags.Errorf(diag.Pos{Path: dir}, "unreadable", "应是文件夹", "it must be a folder")
	default:
		from, err := l.tree.enter(dir)
		if err != nil {
			reportUnreadable(&p.diags, dir, err)
			return
		}
		l.folder(p, dir, from)
	}
}

// folder lists an open folder behind what p has, and returns the part that what follows
// is put into.
func (l *listing) folder(p *part, dir string, from opened) *part {
	defer from.close()
	entries, err := from.briefly()
	if err != nil {
		reportUnreadable(&p.diags, dir, err)
	}
	return l.some(p, dir, from, entries)
}

// some does so with some entries of an open folder. Who has nothing to do is given half of
// those that are left: halves are large in the beginning, so that it is seldom done.
func (l *listing) some(p *part, dir string, from opened, entries []Entry) *part {
	files := make([]File, 0, len(entries))
	var after *part // follows what was given away first
	for i := 0; i < len(entries); i++ {
		e := &entries[i]
		if Ignored(e.Name) {
			continue
		}
		name := dir + "/" + e.Name
		clean := cleanName(&p.diags, name)
		switch {
		case e.Mode.IsDir() && utf8.ValidString(e.Name): // others have no path
			if half := (i + 1 + len(entries)) / 2; half > i+1 {
				if behind := l.give(p, dir, from, entries[half:]); behind != nil {
					entries, after = entries[:half], cmp.Or(after, behind)
				}
			}
			p.lists, files = append(p.lists, files), files[len(files):]
			p = l.below(p, name, from)
		case clean:
			if file, ok := l.tree.regular(&p.diags, name, e); ok {
				files = append(files, file)
			}
		}
	}
	p.lists = append(p.lists, files)
	return cmp.Or(after, p)
}

// give has another goroutine list some entries, into a part behind p, and returns the part that
// follows; nil = there is none that has nothing to do.
func (l *listing) give(p *part, dir string, from opened, entries []Entry) (after *part) {
	select {
	case l.busy <- struct{}{}:
	default:
		return nil
	}
	again, err := from.open(".") // this goroutine will close its own
	if err != nil {
		<-l.busy
		return nil
	}
	after = &part{next: p.next}
	apart := &part{next: after}
	p.next = apart
	l.group.Go(func() {
		defer again.close()
		l.some(apart, dir, again, entries)
		<-l.busy
	})
	return after
}

// below lists a folder in an open one, as folder does.
func (l *listing) below(p *part, name string, from opened) *part {
	below, err := from.open(path.Base(name))
	if err != nil {
		reportUnreadable(&p.diags, name, err)
		return p
	}
	return l.folder(p, name, below)
}

// regular tells whether an entry is a file to read, following a link that stays inside the site.
func (t *Tree) regular(diags *diag.List, name string, e *Entry) (File, bool) {
	file, mode, err := File{Path: name, Size: e.Stamp.Size}, e.Mode, e.Err
	link := mode&fs.ModeSymlink != 0
	if e.Sure && !link {
		file.Stamp = e.Stamp
	}
	if link {
		var info fs.FileInfo
		if info, err = t.Stat(name); err == nil {
			file.Size, mode = info.Size(), info.Mode()
		}
	}
	at := diag.Pos{Path: name}
	switch {
	case err != nil && link:
		diags.Errorf(at, "unreadable", "符号链接指向不存在的文件或站点之外：%v", "symbolic link leads nowhere or out of the site: %v", cause(err)).
			Hintf("把文件本身放进来", "put the file itself here")
	case err != nil:
		reportUnreadable(diags, name, err)
	case mode.IsDir():
		diags.Errorf(at, "unreadable", "不支持指向文件夹的符号链接", "symbolic links to folders are not followed").
			Hintf("把文件夹本身放进来", "put the folder itself here")
	case !mode.IsRegular():
		diags.Errorf(at, "unreadable", "不是普通文件（%s）", "not a regular file (%s)", mode.Type())
	case link && t.hiddenBehind(diags, name):
	default:
		return file, true
	}
	return File{}, false
}
