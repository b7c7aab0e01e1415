package watch

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// hints collects what the system tells: only that there was something, and when.
//
// Only folders are watched, never single files, which editors replace. What
// fsnotify knows of names and watches goes wrong when folders are moved or events
// are lost; so there is no attempt to repair it: [hints.renew] throws it all away.
type hints struct {
	counts func(path string) bool
	news   chan struct{} // holds one

	watcher *fsnotify.Watcher
	folders map[string]identity // the folders watched, by absolute path
	failed  error               // why a folder could not be watched
	drains  sync.WaitGroup

	mu            sync.Mutex
	number        uint64 // of events so far
	first, latest time.Time
	lost          bool            // an event was lost
	paths         map[string]bool // what the events since the latest look were about
}

// pathsAtMost is how many paths are worth remembering, before looking everywhere is simpler.
const pathsAtMost = 256

func newHints(counts func(path string) bool) *hints {
	return &hints{counts: counts, news: make(chan struct{}, 1), paths: map[string]bool{}}
}

// renew starts anew, with nothing watched.
func (h *hints) renew() error {
	h.close()
	h.mu.Lock()
	h.lost = false
	h.mu.Unlock()
	h.folders, h.failed = map[string]identity{}, nil
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	h.watcher = watcher
	h.drains.Go(func() { h.drain(watcher) })
	return nil
}

// close ends what renew started.
func (h *hints) close() {
	if h.watcher != nil {
		h.watcher.Close()
		h.drains.Wait()
		h.watcher = nil
	}
}

// drain takes the events as they come, and so fast that the system's queue
// does not run over while the loop is busy.
func (h *hints) drain(watcher *fsnotify.Watcher) {
	events, faults := watcher.Events, watcher.Errors
	for events != nil || faults != nil {
		select {
		case event, open := <-events:
			if !open {
				events = nil
			} else if h.counts(event.Name) {
				h.tell(event.Name, false)
			}
		case _, open := <-faults: // first of all fsnotify.ErrEventOverflow
			if !open {
				faults = nil
			} else {
				h.tell("", true)
			}
		}
	}
}

func (h *hints) tell(path string, lost bool) {
	now := time.Now()
	h.mu.Lock()
	if h.number++; h.first.IsZero() {
		h.first = now
	}
	h.latest = now
	h.lost = h.lost || lost
	if len(h.paths) <= pathsAtMost {
		h.paths[path] = true
	}
	h.mu.Unlock()
	select {
	case h.news <- struct{}{}:
	default: // the loop has not yet seen the last one
	}
}

// take returns when the events began and ended that came since it was last
// called; zero times where there were none.
func (h *hints) take() (first, latest time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	first, latest = h.first, h.latest
	h.first, h.latest = time.Time{}, time.Time{}
	return first, latest
}

// collect returns the number of events so far, and what those were about that
// came since it was last called; ok is false where they may have been about anything.
func (h *hints) collect() (number uint64, paths map[string]bool, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	paths, h.paths = h.paths, map[string]bool{}
	return h.number, paths, !h.lost && len(paths) <= pathsAtMost
}

// count returns the number of events so far.
func (h *hints) count() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.number
}

// watch has a folder watched, unless one of that path is, be it another: then
// they are not [hints.sound]. That it is gone, or may not be read, is for the
// scan to see; every other reason is one to poll.
func (h *hints) watch(path string, id identity) {
	if _, watched := h.folders[path]; watched || h.failed != nil {
		return
	}
	switch err := h.watcher.Add(path); {
	case err == nil:
		h.folders[path] = id
	case !isOfFolder(err):
		h.failed = err
	}
}

// sound reports whether exactly the folders seen are watched, each as the folder it is now.
func (h *hints) sound(seen map[string]identity) bool {
	h.mu.Lock()
	lost := h.lost
	h.mu.Unlock()
	if lost {
		return false
	}
	for path, id := range h.folders {
		if is, ok := seen[path]; !ok || is != id {
			return false
		}
	}
	// A folder moved to another name keeps its watch under the old one.
	held := h.watcher.WatchList()
	if len(held) != len(h.folders) {
		return false
	}
	return !slices.ContainsFunc(held, func(path string) bool { _, ok := h.folders[path]; return !ok })
}

var errNoEvents = errors.New("events do not arrive")
