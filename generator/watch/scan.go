package watch

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"jianbao/generator/source"
)

// scan makes a snapshot of all that counts. Folder by folder it watches first
// and lists then: what appears in between is told of, or listed.
type scan struct {
	Options
	ctx      context.Context
	now      time.Time // when it began
	before   snapshot
	excluded []fs.FileInfo
	watch    func(folder string, id identity) // nil where nothing is watched

	files   snapshot
	unread  []string // files never read so far
	partial bool     // it leaves out something that a build sees, or passes over a link
}

func (s *scan) run() {
	s.files = make(snapshot, len(s.before))
	for _, name := range s.Exclude {
		if info, err := os.Stat(name); err == nil {
			s.excluded = append(s.excluded, info)
		}
	}
	for _, name := range s.Watch {
		for up := filepath.Dir(name); up != name; name, up = up, filepath.Dir(up) {
			s.above(up)
		}
	}
	for _, name := range s.Watch {
		s.entrance(name)
	}
}

// above watches a folder that leads to one that counts, which may appear there.
func (s *scan) above(name string) {
	path := filepath.Join(s.Dir, name)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		s.enter(path, statOf(info).id)
	}
}

// entrance looks at what Options.Watch names. That folder may be a link; further
// down links to folders are not followed.
func (s *scan) entrance(name string) {
	path := filepath.Join(s.Dir, name)
	itself, gone := os.Lstat(path)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		s.partial = s.partial || gone != nil || !itself.IsDir()
		folder, err := source.OpenFolder(path)
		s.folder(name, statOf(info).id, folder, err)
	case gone == nil:
		s.file(name, describe(itself))
	}
}

// folder looks at a folder, if it could be opened, and closes it.
func (s *scan) folder(name string, id identity, folder source.Folder, failed error) {
	if failed == nil {
		defer folder.Close()
	}
	path := filepath.Join(s.Dir, name)
	if s.isExcluded(path, id) {
		s.partial = true
		return
	}
	s.enter(path, id)
	var entries []source.Entry
	if failed == nil {
		entries, failed = folder.Entries()
	}
	if errors.Is(failed, fs.ErrNotExist) {
		return
	}
	s.keep(name, &entry{stat: stat{kind: fs.ModeDir}, unreadable: failed != nil, odd: failed != nil || isOdd(name, fs.ModeDir)})
	for i := range entries {
		if s.ctx.Err() != nil {
			return
		}
		s.entry(name, &entries[i], folder)
	}
}

// entry looks at what lies in an open folder.
func (s *scan) entry(dir string, e *source.Entry, folder source.Folder) {
	if s.Ignored(e.Name) {
		return
	}
	name, is := filepath.Join(dir, e.Name), entryStat(e)
	switch {
	case e.Err != nil: // it is gone, or the folder is not ours to look into
		s.partial = s.partial || !errors.Is(e.Err, fs.ErrNotExist)
	case e.Mode.IsDir():
		below, err := folder.Open(e.Name)
		s.folder(name, is.id, below, err)
	default:
		s.file(name, is.comparably())
	}
}

// isExcluded reports whether a folder is one of Options.Exclude, whatever its name is.
func (s *scan) isExcluded(path string, id identity) bool {
	return slices.ContainsFunc(s.excluded, func(excluded fs.FileInfo) bool {
		if id != (identity{}) {
			return statOf(excluded).id == id
		}
		info, err := os.Stat(path)
		return err == nil && os.SameFile(info, excluded)
	})
}

// isOdd reports whether a build has something to say of what has that name, or may have.
func isOdd(name string, mode fs.FileMode) bool {
	return !mode.IsDir() && !mode.IsRegular() || !source.Clean(filepath.Base(name))
}

func (s *scan) enter(path string, id identity) {
	if s.watch != nil {
		s.watch(path, id)
	}
}

// keep takes the entry of before in place of one that says the same.
func (s *scan) keep(name string, e *entry) {
	if old := s.before[name]; old != nil && old.sameLook(e) && old.unreadable == e.unreadable && old.sum == e.sum {
		e = old
	}
	s.files[name] = e
}

// file looks at a file or link, and reads it when it may have changed.
func (s *scan) file(name string, is stat) {
	old := s.before[name]
	e := entry{stat: is, odd: isOdd(name, is.kind)}
	if is.kind&fs.ModeSymlink != 0 {
		e.follow(filepath.Join(s.Dir, name))
	}
	if old == nil || old.fresh || !old.sameLook(&e) {
		s.changed(name, e)
		return
	}
	s.files[name] = old
	if !old.read && old.comparable() {
		s.unread = append(s.unread, name)
	}
}

// changed takes a file that does not look as before.
func (s *scan) changed(name string, e entry) {
	e.fresh = e.comparable() && e.isFresh(s.now)
	switch {
	case !e.comparable():
	case s.before[name] == nil && !e.fresh:
		s.unread = append(s.unread, name)
	default:
		e.readFrom(s.ctx, filepath.Join(s.Dir, name))
	}
	s.keep(name, &e)
	s.files[name].fresh = e.fresh
}

// follow makes e describe the file that a symbolic link leads to.
func (e *entry) follow(path string) {
	e.link, _ = os.Readlink(path)
	target, err := os.Stat(path)
	if err != nil {
		e.stat, e.unreadable = stat{kind: fs.ModeSymlink}, true
		return
	}
	e.stat = describe(target)
	e.kind |= fs.ModeSymlink
}

// readFrom reads the file into its sum. Only the bytes matter, not whether
// they are those of one moment: who changes them changes the times of the file, too.
func (e *entry) readFrom(ctx context.Context, path string) {
	// Should there be a pipe by now, opening it must not wait for a writer.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		e.unreadable = !errors.Is(err, fs.ErrNotExist)
		return
	}
	defer file.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, io.LimitReader(reader{ctx, file}, readAtMost+1))
	if e.unreadable = err != nil && ctx.Err() == nil; err == nil {
		e.sum, e.read = [sha256.Size]byte(hash.Sum(nil)), true
	}
}

// readUnread reads a file for the first time, unless it is no longer what it was.
func (e *entry) readUnread(ctx context.Context, path string) {
	if info, err := os.Stat(path); err == nil {
		now := describe(info)
		now.kind |= e.kind & fs.ModeSymlink
		if now == e.stat {
			e.readFrom(ctx, path)
		}
	}
}

// reader stops reading when its context ends.
type reader struct {
	ctx  context.Context
	file *os.File
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.file.Read(p)
}

// counts reports whether what happened at an absolute path may concern the
// watched files. When in doubt it does.
func (o *Options) counts(path string) bool {
	for _, excluded := range o.Exclude {
		if below, ok := within(excluded, path); ok && below != "." {
			return false
		}
	}
	name, ok := within(o.Dir, path)
	if !ok || name == "." {
		return true
	}
	for _, watched := range o.Watch {
		if _, leads := within(name, watched); leads {
			return true
		}
		if below, ok := within(watched, name); ok && !o.ignores(below) {
			return true
		}
	}
	return false
}

// ignores reports whether a path below a watched folder leads through an ignored name.
func (o *Options) ignores(below string) bool {
	for part := range strings.SplitSeq(below, string(filepath.Separator)) {
		if o.Ignored(part) {
			return true
		}
	}
	return false
}

// within returns the path of name below folder; both are clean.
func within(folder, name string) (below string, ok bool) {
	if folder == "." {
		return name, true
	}
	rest, ok := strings.CutPrefix(name, folder)
	switch {
	case !ok:
		return "", false
	case rest == "":
		return ".", true
	case os.IsPathSeparator(folder[len(folder)-1]):
		return rest, true
	case os.IsPathSeparator(rest[0]):
		return rest[1:], true
	}
	return "", false
}
