package publish

import (
	"runtime"
	"slices"
	"sync"
)

// lookahead is what has to be asked of both generations, each of it once: by whoever needs
// it first, or while the build has other things to do.
type lookahead struct {
	public   func() publicLooks
	previous func() []looked // of oldFolders, in the generation before the public one

	expected bool
	asked    sync.WaitGroup
}

// publicLooks are what was seen of the public generation.
type publicLooks struct {
	held    []bool   // of former: which files are
	folders []looked // of oldFolders
}

// openLookahead says what will be asked; nothing is yet.
func (g *Generation) openLookahead() {
	g.looks.public = sync.OnceValue(g.lookAtPublic)
	g.looks.previous = sync.OnceValue(func() []looked {
		return glance(g.parent.path(g.work.path(previousFolder)), g.oldFolders)
	})
}

// Expect tells that the generation will be another one. What Keep needs to know of
// files and Commit of folders is asked for while the build has other things to do;
// what changes meanwhile is seen when the generations are exchanged, or, in a file,
// by the next build, as what changes after that. It is called before Keep is.
func (g *Generation) Expect() {
	looks := &g.looks
	if g.output == nil || looks.expected {
		return
	}
	looks.expected = true
	looks.asked.Go(func() {
		looks.public()
		if g.state != nil {
			looks.previous()
		}
	})
}

// lookAtPublic looks at all files of the generation before, and at their folders. A folder
// comes right before what it holds: the system finds the way to a file faster where it has
// just been.
func (g *Generation) lookAtPublic() publicLooks {
	if g.state == nil || len(g.former) == 0 { // nothing is known of files
		return publicLooks{make([]bool, len(g.former)), glance(g.output.dir, g.oldFolders)}
	}
	looks := publicLooks{make([]bool, len(g.former)), make([]looked, len(g.oldFolders))}
	sight := g.output.sight
	inRuns(len(g.former), func(from, to int) error {
		next, end := 0, len(g.oldFolders) // the folders between these files
		if from > 0 {
			next = g.folderBefore(from)
		}
		if to < len(g.former) {
			end = g.folderBefore(to)
		}
		for i := from; i < to; i++ {
			for ; next < end && g.oldFolders[next] < g.former[i].Path; next++ {
				looks.folders[next] = sight.look(g.oldFolders[next])
			}
			looks.held[i] = g.held(g.former[i])
			giveWay(i)
		}
		for ; next < end; next++ {
			looks.folders[next] = sight.look(g.oldFolders[next])
		}
		return nil
	})
	return looks
}

// folderBefore tells how many folders come before a file of the generation before.
func (g *Generation) folderBefore(file int) int {
	n, _ := slices.BinarySearch(g.oldFolders, g.former[file].Path)
	return n
}

// giveWay lets others have the processor after a few of many quick things, of which this is
// the i-th: a build has other things to do meanwhile, and they take only what it leaves.
func giveWay(i int) {
	const few = 16
	if i%few == 0 {
		runtime.Gosched()
	}
}
