package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// collectAt is how much garbage is let grow, in percent of what is in use. 10,000
// bulletins of 7 KB then take a third less memory than with Go's default of 100, for
// a tenth more of processor time.
const collectAt = 30

// collectFrom is how many bytes of heap there must be for garbage to be collected.
// While documents are parsed little is in use, and garbage of a part of that would be
// collected a hundred times. A build of what has changed comes to its end before the
// program has allocated earlyBytes; it is to be quick, and needs little.
const (
	collectFrom  = 80 << 20
	collectEarly = 128 << 20
	earlyBytes   = 256 << 20
)

// collectSeldom sets the collector so: before the first collection, and anew after
// each, when it is known what is in use.
func collectSeldom() {
	const leastHeap = 4 << 20 // from which Go collects with 100 percent
	debug.SetGCPercent(collectEarly / leastHeap * 100)
	afterCollection(func() {
		samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
		metrics.Read(samples)
		debug.SetGCPercent(percentFor(int64(samples[0].Value.Uint64()), int64(samples[1].Value.Uint64())))
	})
}

// percentFor is the percentage with which garbage is collected next when the heap is
// as large as it must be for that, if this is more than collectAt allows.
func percentFor(live, allocated int64) int {
	from := int64(collectFrom)
	if allocated < earlyBytes {
		from = collectEarly
	}
	return int(max(collectAt, 100*(from-live)/max(live, 1)))
}

// afterCollection does something after each collection.
func afterCollection(do func()) {
	type garbage struct{ _ *int }
	runtime.AddCleanup(new(garbage), func(int) {
		do()
		afterCollection(do)
	}, 0)
}
