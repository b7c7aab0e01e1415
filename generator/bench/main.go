// Command bench measures the program as people run it: as a process, on sites of
// made-up bulletins ([corpus]), beside copying the finished files and, with -peers,
// beside other generators on the same content.
//
//	main.go     flags; the order of the rounds
//	measure.go  one run of a program: time, processor time, peak memory, what others took
//	usage_*.go  what the system says of a process
//	site.go     a site on disk, and edits of it
//	builds.go   cold builds and warm ones
//	saves.go    from a save to the page a browser gets
//	targets.go  what is to be reached
//	report.go   tables
//	compare.go  other generators beside ours, in turn
//	peers.go    how Hugo is installed, fed and run
//	node.go     how Eleventy and Hexo are
//	agree.go    whether two finished sites hold the same
//	peers/      the themes for them, written for this comparison
//
// How it measures:
//
//   - Everything lies in one new folder below the system's temporary one. Every cold
//     build writes into a new folder and nothing is deleted before the end: on ext4,
//     deleting a large tree makes creating files slow for minutes.
//   - Before a run, what the system holds back of files is brought to the medium: ours waits
//     for that before it publishes, and would wait for what others have written, too.
//   - Before a build, the sources are read once and the files made of them looked at. The caches
//     of the system hold a small site after an hour and lose a large one in a minute; without
//     this, growth from one size to the next would be that of the caches.
//   - Rounds are repeated and interleaved: every round does everything once, and the tables
//     show medians. The share of the processors that other programs took meanwhile is shown.
//   - Whatever was written less than two seconds ago is hashed again by the program, as its
//     time stamp could not tell of one more change. So the bench waits that long between
//     a change and the build, as people do between two builds. In the preview it
//     does not wait: there every save is fresh.
//   - Peak memory is the largest resident set by the account of the operating system. On Linux
//     it begins with that of the process that starts the program, so this one stays small.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// bench is a session of measuring.
type bench struct {
	program string // ours
	dir     string // of everything that is written
	seed    uint64
	runs    int
	saves   int
	results results
}

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
	b := &bench{results: results{}}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&b.program, "program", "bin/jianbao", "the program to measure")
	flags.Uint64Var(&b.seed, "seed", 1, "of the made-up texts")
	flags.IntVar(&b.runs, "runs", 3, "rounds")
	flags.IntVar(&b.saves, "saves", 20, "saves while serving; 0 = none")
	sizes := flags.String("sizes", "1000,10000", "bulletins of the sites")
	peers := flags.Bool("peers", false, "compare with other generators")
	only := flags.String("only", "hugo,eleventy,hexo", "with -peers: which; none = ours with all themes")
	keep := flags.Bool("keep", false, "leave everything where it is, to be looked at")
	if err := flags.Parse(args); err != nil {
		return err
	}
	counts, err := numbers(*sizes)
	if err != nil {
		return err
	}
	if b.program, err = filepath.Abs(b.program); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "jianbao-bench-"); err != nil {
		return err
	}
	if *keep {
		fmt.Fprintln(os.Stderr, "everything is in", b.dir)
	} else {
		defer func() {
			progress("deleting what was written")
			err = errors.Join(err, os.RemoveAll(b.dir))
		}()
	}
	fmt.Print(machine(b.dir))
	if *peers {
		return b.compare(counts, strings.Split(*only, ","))
	}
	return b.alone(counts)
}

// alone measures our program, and copying files as the yardstick.
func (b *bench) alone(counts []int) error {
	sites := make([]*siteDir, len(counts))
	for i, n := range counts {
		var err error
		if sites[i], err = b.newSite(n, 1); err != nil {
			return err
		}
	}
	settle()
	for round := range b.runs {
		for _, s := range sites {
			progress("round %d of %d: builds of %d bulletins", round+1, b.runs, s.corpus.Bulletins)
			if err := b.builds(s, round); err != nil {
				return err
			}
		}
	}
	if b.saves > 0 {
		for _, s := range sites {
			if err := b.saveBoth(s); err != nil {
				return err
			}
		}
	}
	b.report(counts)
	return nil
}

func numbers(list string) (counts []int, err error) {
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 50 {
			return nil, fmt.Errorf("-sizes %s: at least 50 each", list)
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// progress tells who waits.
func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
