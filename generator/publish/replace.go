package publish

import (
	"context"
	"errors"
	"path"
	"runtime"
	"sync"
	"time"

	"jianbao/generator/memo"
)

// same reports whether the output is the new generation already.
func (g *Generation) same(s *survey, report *Report) bool {
	return s != nil && !s.broken && g.manifestFile.kept && report.Unchanged == report.Files && len(report.Removed) == 0
}

// replace puts the new generation in place. The warning is what went wrong when
// it was.
func (g *Generation) replace(ctx context.Context, s *survey, report *Report) (mode string, warning, err error) {
	if !g.inside {
		mode, warning, err = g.replaceFolder(ctx, s, report)
		// Foreign files that we may not even read end here too: file by file, they need not be carried.
		if err == nil || g.output == nil || !immovable(err) {
			return mode, warning, err
		}
	}
	if err := g.manifested(); err != nil {
		return "", nil, err
	}
	if !g.inside {
		if err := g.moveInside(ctx); err != nil {
			return "", nil, err
		}
	}
	if err := g.replaceFiles(ctx, report.Removed); err != nil {
		return "files", nil, err
	}
	warning = g.tidy()
	g.remember(g.stateOf(g.stampsBefore(s), nil, s))
	return "files", warning, nil
}

// replaceFolder replaces the folder as a whole.
func (g *Generation) replaceFolder(ctx context.Context, s *survey, report *Report) (mode string, warning, err error) {
	g.looks.asked.Wait() // nobody is to be in a folder that is renamed
	touched := g.touched(s, report)
	tree, settled, err := g.prepare(s, touched)
	if err != nil {
		return "", nil, err
	}
	if err := ctx.Err(); err != nil { // the last moment to stop before the state is another one
		return "", nil, err
	}
	describe := func() *state { return g.stateOf(g.takeStamps(tree, settled), touched, s) }
	var next *state
	twin := false
	if len(g.before) > 0 {
		next, err = g.secure(tree, touched, describe)
	} else {
		next, twin, err = g.secureFirst(ctx, tree, touched, describe)
	}
	if err != nil {
		return "", nil, err
	}
	g.staging.close()
	mode, aside, err := g.exchange(tree)
	if err != nil {
		return mode, nil, err
	}
	warning = errors.Join(g.carryLate(aside, s), g.parent.sync("."))
	if twin {
		warning = errors.Join(warning, g.useTwin(aside))
	} else {
		warning = errors.Join(warning, g.retire(aside))
	}
	warning = errors.Join(warning, g.tidy())
	if twin {
		for i, stamp := range g.stampsOfFolders(g.work.path(previousFolder), nil) {
			next.folders[i].twin = stamp
		}
		g.remember(next)
	}
	return mode, warning, nil
}

// secure writes the tree to the medium, which takes its time. The state is put into its place
// meanwhile: it counts only beside the manifest of this generation. Where there are many new
// files, that waits until their times tell for sure whether they are changed from then on,
// else the next build would have to read them.
func (g *Generation) secure(tree string, touched map[string]bool, describe func() *state) (next *state, err error) {
	names, synced := g.unsynced(touched), make(chan struct{})
	var noting sync.WaitGroup
	noting.Go(func() {
		if len(names) > fewFiles {
			select {
			case <-synced:
			case <-time.After(memo.Step):
			}
		}
		next = describe()
		g.remember(next)
	})
	err = g.sync(tree, names)
	close(synced)
	noting.Wait()
	return next, err
}

// secureFirst does so with a first generation, and makes its twin meanwhile: that adds links
// to the files, on which nothing depends. Where there is one, the state is left to the caller,
// who puts the twin into its place.
func (g *Generation) secureFirst(ctx context.Context, tree string, touched map[string]bool, describe func() *state) (next *state, twin bool, err error) {
	var linking sync.WaitGroup
	var linked time.Time
	linking.Go(func() {
		twin = g.makeTwin(tree) == nil // without one the next build is only slower
		linked = g.clock()
	})
	err = g.sync(tree, g.unsynced(touched))
	if linking.Wait(); err == nil { // that takes long, and here is the last moment to stop
		err = ctx.Err()
	}
	if err != nil {
		return nil, false, err
	}
	if twin && len(g.sorted) > manyFiles {
		time.Sleep(memo.Step - g.clock().Sub(linked))
	}
	if next = describe(); !twin {
		g.remember(next)
	}
	return next, twin, nil
}

// manyFiles are so many that it is worth to wait until the times of all tell for sure
// whether they are changed from then on: else the next build would have to read them.
const manyFiles = 1000

// prepare makes the whole tree of the new generation. It returns where that is,
// and the stamps of folders that it holds as they were.
func (g *Generation) prepare(s *survey, touched map[string]bool) (tree string, settled []memo.Stamp, err error) {
	if g.canLeap(s) {
		settled, err = g.leap(s, touched)
		return g.work.path(leapFolder), settled, err
	}
	err = g.manifested()
	if err == nil {
		err = g.complete(s)
	}
	return g.work.path(nextFolder), nil, err
}

// fewFiles are so few that it is quicker to write each of them to the medium than
// all that the file system holds back, of whichever program.
const fewFiles = 64

// unsynced lists what is new in a tree: files, and folders that have got others.
func (g *Generation) unsynced(touched map[string]bool) (names []string) {
	for name := range touched {
		if g.isFolderNow(name) {
			names = append(names, name)
		}
	}
	for _, f := range g.all() {
		if !f.kept {
			names = append(names, f.Path)
		}
	}
	return names
}

// sync writes what is new in a tree to the medium, before anybody relies on it.
func (g *Generation) sync(tree string, names []string) error {
	if len(names) > fewFiles || runtime.GOOS != "linux" {
		return g.parent.syncAll(tree)
	}
	errs := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { errs[i] = g.parent.sync(path.Join(tree, name)) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// exchange puts a tree in the place of the output, and returns where the old one is then.
func (g *Generation) exchange(tree string) (mode, aside string, err error) {
	if g.output == nil {
		return "rename", "", g.parent.rename(tree, g.base)
	}
	err = g.parent.exchange(g.base, tree)
	if unsupported(err) {
		return "journal", g.work.path(oldFolder), g.renameTwice(tree)
	}
	return "exchange", tree, err
}

// renameTwice moves the old generation aside and the new one into its place.
// The name of the old one is the journal: while it is there and the output is
// not, the first rename is to be undone.
func (g *Generation) renameTwice(tree string) error {
	if err := g.parent.rename(g.base, g.work.path(oldFolder)); err != nil {
		return err
	}
	if err := g.parent.rename(tree, g.base); err != nil {
		g.parent.rename(g.work.path(oldFolder), g.base) // else the next build will
		return err
	}
	return nil
}

// retire makes the old generation the previous one. Where files had to be copied
// there are no links, and what is no link would be copied for every leap.
func (g *Generation) retire(aside string) error {
	previous := g.work.path(previousFolder)
	if g.parent.exists(previous) { // it was of no use
		if err := g.parent.rename(previous, g.work.path(leapFolder)); err != nil {
			return err
		}
	}
	if aside == "" || g.copied {
		return nil
	}
	return g.parent.rename(aside, previous)
}

// makeTwin makes a second tree of the files of a first generation, so that the next
// one can leap. Nobody else knows either tree yet.
func (g *Generation) makeTwin(tree string) error {
	twin := g.work.path(twinFolder)
	if err := g.parent.mkdirAll(twin); err != nil {
		return err
	}
	from, err := g.parent.root.Open(tree)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := openOwn(g.parent.path(twin), g.parent.step)
	if err != nil {
		return err
	}
	defer to.close()
	files := g.all()
	return inRuns(len(files), func(first, end int) error {
		for _, f := range files[first:end] {
			err := to.makeFolders(path.Dir(f.Path))
			if err == nil {
				err = to.linkFrom(from, f.Path, f.Path)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// useTwin makes the twin of a first generation the previous one.
func (g *Generation) useTwin(aside string) error {
	for _, name := range []string{aside, g.work.path(previousFolder)} {
		if name != "" && g.parent.exists(name) { // it holds nothing of use
			if err := g.parent.removeTree(name); err != nil {
				return err
			}
		}
	}
	return g.parent.rename(g.work.path(twinFolder), g.work.path(previousFolder))
}

// undoRenames puts back an old generation that was moved aside, and removes
// what is no whole generation, or is one that has had its time.
func (g *Generation) undoRenames() error {
	old := g.work.path(oldFolder)
	if g.parent.isFolder(old) && !g.parent.exists(g.base) {
		if err := g.parent.rename(old, g.base); err != nil {
			return err
		}
	}
	return errors.Join(
		g.parent.removeTree(g.work.path(nextFolder)),
		g.parent.removeTree(g.work.path(freshFolder)),
		g.parent.removeTree(g.work.path(leapFolder)),
		g.parent.removeTree(g.work.path(twinFolder)),
		g.parent.removeTree(old),
		g.parent.removeIfThere(g.work.path(newState)))
}
