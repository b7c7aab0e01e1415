package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is what one run took.
type sample struct {
	wall, cpu time.Duration
	peak      int64   // bytes; 0 = not known
	others    float64 // share of all processors that other programs took; <0 = not known
	rendered  int     // pages, where it says so
}

// key is what was measured, at one size.
type key struct {
	size int
	what string
}

// results are all runs of everything.
type results map[key][]sample

func (r results) add(size int, what string, s sample) {
	k := key{size, what}
	r[k] = append(r[k], s)
}

// median takes the median of each figure.
func (r results) median(size int, what string) (m sample, ok bool) {
	runs := r[key{size, what}]
	if len(runs) == 0 {
		return sample{}, false
	}
	return sample{
		middle(runs, func(s sample) time.Duration { return s.wall }),
		middle(runs, func(s sample) time.Duration { return s.cpu }),
		middle(runs, func(s sample) int64 { return s.peak }),
		middle(runs, func(s sample) float64 { return s.others }),
		middle(runs, func(s sample) int { return s.rendered }),
	}, true
}

func middle[T cmp.Ordered](runs []sample, figure func(sample) T) T {
	figures := make([]T, len(runs))
	for i, s := range runs {
		figures[i] = figure(s)
	}
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// measure runs a program to its end.
func measure(cmd *exec.Cmd) (s sample, output string, err error) {
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	writeOut()
	busy, own := busyTime(), ownTime()
	start := time.Now()
	err = cmd.Run()
	s.wall = time.Since(start)
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, tail(text.String()))
	}
	if cmd.ProcessState == nil {
		return s, text.String(), err
	}
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	s.peak = peakOf(cmd.ProcessState)
	s.others = othersShare(busyTime()-busy-s.cpu-(ownTime()-own), s.wall, busy)
	return s, text.String(), err
}

// tail is the end of what a program said.
func tail(text string) string { return text[max(0, len(text)-2000):] }

// measureHere does the same for work of this process.
func measureHere(work func() error) (s sample, err error) {
	writeOut()
	busy, own := busyTime(), ownTime()
	start := time.Now()
	err = work()
	s.wall = time.Since(start)
	s.cpu = ownTime() - own
	s.others = othersShare(busyTime()-busy-s.cpu, s.wall, busy)
	return s, err
}

// othersShare is how much of all processors other programs had; busy is zero where the
// system does not tell.
func othersShare(others, wall, busy time.Duration) float64 {
	if busy == 0 {
		return -1
	}
	return min(1, max(0, float64(others)/float64(wall)/float64(runtime.NumCPU())))
}

// busyTime is how long all processors have worked since the machine started, as Linux
// tells in hundredths of seconds.
func busyTime() (busy time.Duration) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	const idle, waiting, guest = 4, 5, 9 // guest time is in user time, too
	for i, field := range strings.Fields(line) {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err == nil && i != idle && i != waiting && i < guest {
			busy += time.Duration(ticks) * 10 * time.Millisecond
		}
	}
	return busy
}

// resident is the resident memory of a process now, as Linux tells; else 0.
func resident(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	var kilobytes int64
	fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10
}
