package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// collectAt is how much garbage is let grow, in percent of what is in use. A cold
// build of 10,000 bulletins of 7 KB then takes 155 MB, where 60 percent take 185 MB,
// for some percent more of processor time.
const collectAt = 30

// collectFrom is how many bytes of heap there must be for garbage to be collected.
// While documents are parsed little is in use, and garbage of a part of that would be
// collected a hundred times.
const collectFrom = 80 << 20

// laterFrom is the same for the first collection of a program that remembers what has
// been built, or laterTimes the bytes of that on disk, whichever is more: a build in which
// little has changed ends before, and all that it has made is in use. At 100,000 bulletins it
// is about what a build of everything takes at its peak.
const (
	laterFrom  = 160 << 20
	laterTimes = 6
)

// readingAt is collectAt until pages are made. What is in use then is half of what it will be
// at last, so that the peak stays as it is.
const readingAt = 110

// roundAt is collectAt for a round of watching. A round makes less garbage than that, so
// it is collected when the round is over and nobody waits.
const roundAt = 100

// collects reports whether the user leaves the collector to us.
func collects(getenv func(string) string) bool {
	return getenv("GOGC") == "" && getenv("GOMEMLIMIT") == ""
}

// firstAt is the percentage with which the first collection is when the heap has so
// many bytes. With 100 percent it would be at 4 MB.
func firstAt(bytes int64) int { return int(bytes / (4 << 20) * 100) }

// reading says whether documents are read or the model made of them, and whether garbage was
// collected meanwhile: like the collector, there is one of it in a process.
var reading struct {
	sync.Mutex
	now, raised bool
}

// collectSeldom sets the collector so: before the first collection, and anew after
// each, when it is known what is in use.
func collectSeldom() {
	debug.SetGCPercent(firstAt(collectFrom))
	afterCollection(setForNext)
}

func setForNext() {
	reading.Lock()
	defer reading.Unlock()
	setPercent()
}

// setPercent is for who has locked reading.
func setPercent() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	least := collectAt
	if reading.now {
		least, reading.raised = readingAt, true
	}
	debug.SetGCPercent(percentFor(int64(live[0].Value.Uint64()), least))
}

// noteStage is told in which stage a build or an inspection is, "" where in none.
func noteStage(stage string) {
	reading.Lock()
	defer reading.Unlock()
	before := reading.now
	reading.now = stage == "read"
	if before && !reading.now && reading.raised {
		setPercent()
	}
	if before != reading.now {
		reading.raised = false
	}
}

// collectLater puts off the first collection of a program that remembers so many bytes,
// unless it has been, or the user has set the collector.
func collectLater(remembered int64) {
	if before := debug.SetGCPercent(firstAt(max(laterFrom, laterTimes*remembered))); before != firstAt(collectFrom) {
		debug.SetGCPercent(before)
	}
}

// percentFor is the percentage with which garbage is collected next when the heap
// has collectFrom bytes, if that is more than the least percentage allows.
func percentFor(live int64, least int) int {
	return int(max(int64(least), 100*(collectFrom-live)/max(live, 1)))
}

// afterCollection does something after each collection.
func afterCollection(do func()) {
	type garbage struct{ _ *int }
	runtime.AddCleanup(new(garbage), func(int) {
		do()
		afterCollection(do)
	}, 0)
}
