// Package publish makes an output tree real, atomically. It is the only writer of output.
//
//	generation, err := publish.Open(ctx, publish.Options{Dir: "/site/public"})
//	defer generation.Abort()
//	generation.Write("index.html", page) // and so on, from any goroutine
//	report, err := generation.Commit(ctx)
//
// A generation is made in the work folder beside the output, on the same file
// system, and takes its place at one instant. Whatever happens before
// (an error, a full disk, kill -9), the old generation stays whole. What a
// killed build left is put right by the next [Open].
//
// # Modes
//
// How generations are exchanged depends on the system. The first that works is taken:
//
//	none      the output is the new generation already
//	rename    there is no output folder yet: one rename
//	exchange  both folders swap names in one system call (Linux, macOS)
//	journal   two renames; between them there is no output folder, and after a
//	          crash there the next build puts the old one back (Windows, and file
//	          systems that cannot exchange)
//	files     the folder itself cannot be renamed (a mount point, an overlay, a
//	          parent that is not ours): file by file, by a journal that the next
//	          build finishes after a crash
//
// # What is ours
//
// The manifest of the generation before is the only authority. A folder that
// holds anything but has no manifest was not made by us, and is refused. What
// the manifest does not list is foreign (.git, CNAME, a user's file): it is
// carried over and never deleted. Where it stands in the way of an output, the
// old generation stays and the error names it.
//
// # Unchanged files
//
// An output with the bytes of the generation before is not written: it stays the
// same file, with its time, which copying tools and web servers go by. That it has
// these bytes is compared, not trusted, so that a damaged file is noticed and
// mended. All files have mode 0644, all folders 0755, whatever the umask.
//
// Only new bytes go to the staging folder. Where there are none, and nothing is to
// be removed or mended, nothing is exchanged (mode "none").
//
// # What stays between two builds
//
// The work folder, .jianbao/NAME beside the output, keeps two things, both of
// which may be deleted at any time:
//
//	previous  the generation before the public one, or, beside a first one, the same
//	          once more. Publishing costs what has
//	          changed: previous is brought forward by the difference, and takes the
//	          place of the public one, which then is previous (leap.go)
//	state     the stamps (size, times, inode) of files and folders, so that what
//	          has the same stamp need not be read or looked into (state.go). Any
//	          doubt is a miss; [Options.Distrust] doubts all of it. It is put in its
//	          place just before the generations are exchanged, and counts only beside
//	          the manifest that it was written beside
//
// Both generations share their unchanged files as hard links. So no file is ever
// written in place, and a file in previous that somebody has changed is found out
// like one in the output. Without previous, or with foreign folders or links in
// the output, the new generation is a new folder of links (complete.go).
//
// What has been withdrawn is in previous until the next build that changes
// anything. Therefore nobody but the owner can open the work folder, and a
// .gitignore file in .jianbao keeps it out of repositories.
package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"jianbao/generator/diag"
)

const (
	fileMode   fs.FileMode = 0o644
	folderMode fs.FileMode = 0o755
)

// Options say where to publish.
type Options struct {
	Dir     string              // the output folder; need not exist
	Wait    time.Duration       // how long to wait for another build; 0 = 10 s
	Waiting func(holder string) // told once when another build holds the output: "pid 123 on HOST", "" if unknown

	// Distrust reads every file and looks into every folder, whatever the build
	// before says of them.
	Distrust bool
}

// Generation is an output tree in the making. The output folder is locked from
// [Open] until [Generation.Commit] or [Generation.Abort].
type Generation struct {
	parent *disk      // the folder that holds the output
	base   string     // name of the output in it
	output *disk      // the output; nil where there is none yet
	made   []string   // folders above the output that we made
	work   *workplace // locked
	inside bool       // that is in the output: mode "files"
	within *workplace // the one in the output, when it turned out late that it is needed
	clock  func() time.Time
	opened time.Time

	former     []*output      // the files of the generation before, sorted by path
	before     map[string]int // where they are in former
	oldFolders []string       // of the generation before, sorted, "." too
	state      *state         // nil = nothing is known
	buffers    sync.Pool

	looks   lookahead
	staging *staging
	mu      sync.Mutex
	again   []*output          // what becomes of the files of former; nil = nothing
	added   map[string]*output // all other files
	failed  error              // of the first output that could not be staged
	ended   bool

	// From here on for Commit.
	sorted       []*output // all files, by path
	paths        []string  // of them
	folderList   []string  // above them, sorted, "." too
	formerly     []int     // where these are in oldFolders, -1 = nowhere; nil = they are the same
	manifestFile output
	manifested   func() error // waits until it is staged
	copied       bool         // because something could not be linked
}

// Open locks the output folder, puts right what a killed build left, and reads
// the manifest of the generation before. A folder that is not ours is an error.
func Open(ctx context.Context, opts Options) (*Generation, error) {
	return open(ctx, opts, nil, time.Now)
}

func open(ctx context.Context, opts Options, step step, clock func() time.Time) (*Generation, error) {
	if opts.Wait == 0 {
		opts.Wait = defaultWait
	}
	if step != nil {
		var one sync.Mutex
		ask := step
		step = func(op, path string) error {
			one.Lock()
			defer one.Unlock()
			return ask(op, path)
		}
	}
	g := &Generation{
		added: map[string]*output{}, oldFolders: []string{"."},
		clock: clock, opened: clock(), manifested: func() error { return nil },
	}
	g.buffers.New = func() any { return new([2 * chunk]byte) }
	err := g.locate(opts.Dir, step)
	if err == nil {
		err = g.lock(ctx, opts)
	}
	if err == nil {
		err = g.readBefore(opts.Distrust)
	}
	if err == nil {
		g.openLookahead()
		g.openStaging()
	}
	if err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

// locate finds the real folder behind links and opens the one that holds it.
func (g *Generation) locate(dir string, step step) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(dir); err == nil {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return diskFault(dir, err)
		}
		dir = real
	} else if !errors.Is(err, fs.ErrNotExist) {
		return diskFault(dir, err)
	}
	above := filepath.Dir(dir)
	if g.base = filepath.Base(dir); above == dir || g.base == workFolder {
		return diag.Faultf("不能发布到 %s", "cannot publish into %s", dir)
	}
	if err := g.makeParents(above, step); err != nil {
		return err
	}
	g.parent, err = openDisk(above, step)
	return err
}

// makeParents makes the folders above the output.
func (g *Generation) makeParents(dir string, step step) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil // what else may be wrong, opening it tells
	}
	if err := g.makeParents(filepath.Dir(dir), step); err != nil {
		return err
	}
	above, err := openDisk(filepath.Dir(dir), step)
	if err != nil {
		return err
	}
	defer above.close()
	if err := above.mkdir(filepath.Base(dir), folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	g.made = append(g.made, dir)
	return nil
}

// lock takes the work folder, beside the output or in it, and clears up what
// killed builds left in either.
func (g *Generation) lock(ctx context.Context, opts Options) (err error) {
	g.work, err = acquire(ctx, g.parent, workFolder+"/"+g.base, opts)
	if err != nil && !(unwritable(err) && g.parent.isFolder(g.base)) {
		return err
	}
	g.inside = err != nil
	if !g.inside {
		if err := errors.Join(g.undoRenames(), g.work.ignore()); err != nil {
			return err
		}
	}
	if err := g.openOutput(); err != nil || g.output == nil {
		return err
	}
	if !g.inside && !g.output.exists(workFolder) {
		return nil
	}
	within, err := acquire(ctx, g.output, workFolder, opts)
	if err != nil {
		return err
	}
	if g.inside {
		g.work = within
	} else {
		defer within.release()
	}
	return settle(g.output, workFolder)
}

// openOutput opens the output folder, if there is one.
func (g *Generation) openOutput() (err error) {
	info, err := g.parent.root.Lstat(g.base)
	switch path := g.parent.path(g.base); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return diskFault(path, err)
	case !info.IsDir():
		return diag.Faultf("%s 不是文件夹", "%s is not a folder", path)
	}
	g.output, err = openDisk(g.parent.path(g.base), g.parent.step)
	return err
}

// Report says what a generation changed. Paths are sorted.
type Report struct {
	Mode                    string // how the generations were exchanged: rename, exchange, journal, files, or "none"
	Files                   int    // in the new generation, without the manifest
	Unchanged               int
	Added, Changed, Removed []string
	Warning                 error // the new generation is in place, but tidying up met this; the next build tries again
}

// Commit puts the new generation in the place of the old one. After an error
// the old one is still there, but for mode "files", where an error in the midst
// is mended by [Generation.Abort] or the next [Open].
func (g *Generation) Commit(ctx context.Context) (Report, error) {
	if g.ended {
		return Report{}, errEnded
	}
	if g.failed != nil {
		return Report{}, g.failed
	}
	report := g.arrange()
	if err := g.checkFolders(); err != nil {
		return report, err
	}
	g.startManifest()
	found, err := g.lookAtOutput()
	if err != nil {
		return report, err
	}
	if err := ctx.Err(); err != nil {
		return report, err
	}
	if g.same(found, &report) {
		report.Mode, report.Warning = "none", g.tidy()
		g.learn(found)
	} else if report.Mode, report.Warning, err = g.replace(ctx, found, &report); err != nil {
		return report, err
	}
	g.ended = true
	g.made = nil
	g.close()
	return report, nil
}

// lookAtOutput looks at the output, if there is one.
func (g *Generation) lookAtOutput() (*survey, error) {
	if g.output == nil {
		return nil, nil
	}
	found, err := g.survey()
	if err != nil {
		return nil, err
	}
	return found, g.checkForeign(found.foreign)
}

// Abort drops a generation that was not committed and leaves no trace of it.
// After Commit it does nothing.
func (g *Generation) Abort() {
	if g.ended {
		return
	}
	g.ended = true
	g.manifested()
	g.staging.close()
	g.tidy() // what remains, the next build tries again
	g.close()
}

// tidy puts right whatever state the work folder is in, and empties it.
func (g *Generation) tidy() error {
	var err error
	if !g.inside {
		err = g.undoRenames()
	}
	if g.inside || g.within != nil {
		err = errors.Join(err, settle(g.output, workFolder))
	}
	return err
}

// close frees everything that is held.
func (g *Generation) close() {
	g.looks.asked.Wait()
	g.staging.close()
	g.within.release()
	g.work.release()
	g.output.close()
	g.parent.close()
	for _, dir := range slices.Backward(g.made) {
		os.Remove(dir) // only if it is empty
	}
}
