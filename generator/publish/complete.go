package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"

	"jianbao/generator/memo"
)

// complete adds to the staging folder all that it lacks of the new generation:
// the files of the generation before that are kept, and what is foreign.
func (g *Generation) complete(s *survey) error {
	numbered := g.staging.numbered
	if numbered {
		g.staging.close()
		g.staging = &staging{parent: g.work.disk, dir: g.work.path(nextFolder)}
	}
	tree, err := g.staging.open()
	if err != nil {
		return err
	}
	if numbered {
		if err := g.unnumber(tree); err != nil {
			return err
		}
	}
	var kept []*output
	for _, f := range g.all() {
		if f.kept {
			kept, f.relinked = append(kept, f), true
		}
	}
	if err := inRuns(len(kept), func(from, to int) error { return g.linkRun(tree, kept[from:to]) }); err != nil {
		return err
	}
	if s == nil {
		return nil
	}
	return g.carry(s.foreign)
}

// unnumber moves files that are staged under numbers to their paths in a tree.
func (g *Generation) unnumber(tree *own) error {
	all := g.all()
	return inRuns(len(all), func(from, to int) error {
		for _, f := range all[from:to] {
			if f.kept {
				continue
			}
			if err := tree.makeFolders(path.Dir(f.Path)); err != nil {
				return err
			}
			if err := g.parent.rename(g.staged(f), g.next(f.Path)); err != nil {
				return err
			}
			f.number = 0
		}
		return nil
	})
}

const (
	worthwhile = 64 // how many pieces of work are worth a goroutine of their own
	runsEach   = 8  // how many goroutines there are for each processor
)

// inRuns does something with all of n things, with each run of neighbours in a goroutine of
// its own. There are more of them than processors, since each may have to wait for the
// medium, and the medium for several at a time.
func inRuns(n int, do func(from, to int) error) error {
	run := max(worthwhile, n/(runtime.GOMAXPROCS(0)*runsEach)+1)
	errs := make([]error, (n+run-1)/run)
	var runs sync.WaitGroup
	for i := range errs {
		runs.Go(func() { errs[i] = do(i*run, min((i+1)*run, n)) })
	}
	runs.Wait()
	return cmp.Or(errs...)
}

// looking does something quick with each of n things that takes a system call or two, as
// inRuns does, and gives way to others.
func looking(n int, do func(i int)) {
	inRuns(n, func(from, to int) error {
		for i := from; i < to; i++ {
			do(i)
			giveWay(i)
		}
		return nil
	})
}

func (g *Generation) linkRun(to *own, files []*output) error {
	from := &descent{disk: g.output}
	defer from.close()
	for _, f := range files {
		if err := g.link(from, to, f); err != nil {
			return err
		}
	}
	return nil
}

// all are the files of the new generation, the manifest last.
func (g *Generation) all() []*output { return append(slices.Clip(g.sorted), &g.manifestFile) }

// link links a file of the generation before, or copies it where there are no links.
func (g *Generation) link(from *descent, to *own, f *output) error {
	if !g.stillKept(f) {
		return g.changed(f.Path)
	}
	dir := path.Dir(f.Path)
	if err := to.makeFolders(dir); err != nil {
		return err
	}
	if err := from.to(dir); err != nil {
		return err
	}
	err := g.linkBetween(from, to, f.Path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	old := g.openOld(f.Path)
	if old == nil {
		return err
	}
	defer old.Close()
	g.noLinks()
	_, err = to.create(f.Path, old)
	return err
}

// noLinks notes that something had to be copied.
func (g *Generation) noLinks() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.copied = true
}

// linkBetween links a file of an open folder into another tree.
func (g *Generation) linkBetween(from *descent, to *own, name string) error {
	folder, err := from.file()
	if err != nil {
		return err
	}
	err = to.linkFrom(folder, path.Base(name), name)
	if errors.Is(err, errors.ErrUnsupported) {
		return g.parent.link(g.old(name), g.next(name))
	}
	return err
}

// stillKept reports whether a file is as it was when it was found to be the same.
func (g *Generation) stillKept(f *output) bool {
	if f.stamp == (memo.Stamp{}) { // nobody can tell
		return true
	}
	now, ok := g.output.sight.look(f.Path).stampOf() // only compared, as in held
	return ok && now == f.stamp
}
