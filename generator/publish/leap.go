package publish

import (
	"path"
	"slices"

	"jianbao/generator/memo"
)

// A leap brings the generation before last forward, over the one that is
// public, so that publishing costs what has changed. A folder that holds the
// very files of its public twin, and shall go on holding them, needs no look. In
// all others each entry is looked at (bring.go): what does not belong there is
// removed, what is not the public file is linked anew, what is new comes out of
// the staging folder. So nothing that was done to the generation before last
// meanwhile can reach the public. No file is ever written in place, for a public
// one may be the same.

// leap is a leap on its way.
type leap struct {
	*Generation
	tree    *disk // the one that leaps
	survey  *survey
	touched map[string]bool        // folders in which the new generation differs from the public one
	foreign map[string][]foreigner // by folder
	made    map[string]bool        // folders that the generation before last did not have
	settled []memo.Stamp           // of those of folderList that needed no look
}

// mayLeap reports whether there is a generation to bring forward.
func (g *Generation) mayLeap() bool {
	return g.output != nil && !g.inside && g.parent.isFolder(g.work.path(previousFolder))
}

// canLeap reports whether it is still there and all can be brought into it. Foreign
// folders, links and what lies in them are carried over into a new folder only.
func (g *Generation) canLeap(s *survey) bool {
	return g.staging.numbered && g.mayLeap() && !slices.ContainsFunc(s.foreign, func(f foreigner) bool {
		return !f.info.Mode().IsRegular() || !g.isFolderNow(path.Dir(f.path))
	})
}

// leap turns the generation before last into the new one, in a folder of its
// own. It returns the stamps of folders that it need not look into.
func (g *Generation) leap(s *survey, touched map[string]bool) ([]memo.Stamp, error) {
	var looks []looked
	if g.formerly == nil {
		looks = g.looks.previous() // by the name that it has until now
	}
	here := g.work.path(leapFolder)
	if err := g.parent.rename(g.work.path(previousFolder), here); err != nil {
		return nil, err
	}
	if err := g.parent.setMode(g.parent.root, here, here, folderMode); err != nil {
		return nil, err
	}
	tree, err := openDisk(g.parent.path(here), g.parent.step)
	if err != nil {
		return nil, err
	}
	defer tree.close()
	l := &leap{
		Generation: g, tree: tree, survey: s, touched: touched, foreign: map[string][]foreigner{},
		made: map[string]bool{}, settled: make([]memo.Stamp, len(g.folderList)),
	}
	for _, f := range s.foreign {
		l.foreign[path.Dir(f.path)] = append(l.foreign[path.Dir(f.path)], f)
	}
	if g.formerly != nil {
		looks = tree.sight.glance(g.folderList)
	}
	return l.settled, l.bringAll(looks)
}

// bringAll brings all folders forward of which that is told. Those above others come
// first; those that hold no others are nobody's business but their own.
func (l *leap) bringAll(looks []looked) error {
	first := l.bringer()
	defer first.close()
	var leaves []string
	for i, dir := range l.folderList {
		switch {
		case l.isTwin(i, looks[i]):
		case !holdsAny(dir, l.folderList) && len(l.foreign[dir]) == 0:
			leaves = append(leaves, dir)
		default:
			if err := first.bring(dir); err != nil {
				return err
			}
		}
	}
	err := inRuns(len(leaves), func(from, to int) error {
		b := l.bringer()
		defer b.close()
		for _, dir := range leaves[from:to] {
			if err := b.bring(dir); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return first.bringManifest()
}

// isTwin reports whether a folder holds the files of the public one, and shall.
func (l *leap) isTwin(i int, look looked) bool {
	dir, before := l.folderList[i], l.whereBefore(i)
	if l.state == nil || before < 0 || !l.survey.held[before] || l.touched[dir] || l.made[dir] {
		return false
	}
	stamp, ok := look.stampOf()
	if !ok || stamp != l.state.folders[before].twin {
		return false
	}
	l.settled[i] = stamp
	return true
}
