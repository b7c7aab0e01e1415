package watch

import (
	"cmp"
	"context"
	"path/filepath"
	"time"
)

// loop owns the snapshots and decides when to wake.
type loop struct {
	opts  Options
	ctx   context.Context
	w     *Watcher
	hints *hints // nil while polling
	poll  time.Duration

	base, last snapshot             // when the caller was last woken, and by the latest scan
	dirty      map[string]bool      // in which base and last may differ
	partial    bool                 // last is; see scan
	names      []string             // of last, or of one before, in the order of [source.Tree.List]
	unread     []string             // files of last never read so far
	empty      map[string]time.Time // since when files are empty that were not, or are new
	root       identity             // of the site folder
	unsound    bool                 // folders are moved faster than they can be watched

	// From the first sign of a change until the decision to wake or not.
	// Between two such bursts, first is zero.
	first, latest time.Time
	unheard       bool   // a look found it, no event told
	looked        uint64 // how many events there were when the latest scan began
	silences      int    // bursts that no event told of

	disturbed bool          // a change while the caller was at work
	pending   bool          // the caller is to be woken
	early     bool          // before it is quiet
	current   chan struct{} // closed when pending
	next      chan struct{} // what current will be when the caller has been woken

	lookAt, rootAt time.Time // when to look without a reason
	free           time.Time // when the latest step was over
}

const (
	rootEvery      = 2 * time.Second        // between two looks at the identity of the site folder
	emptyAtMost    = 300 * time.Millisecond // how long an empty file may be one that is being written
	silencesAtMost = 2                      // changes that no event told of, before it polls
	renewAtMost    = 3                      // in one look; folders may be moved all the time
	readAtOnce     = 64                     // files, before the loop sees to its other duties
	lookAfter      = 5                      // a look is made when this part of the quiet time is over
)

func newLoop(ctx context.Context, w *Watcher, opts Options) *loop {
	l := &loop{
		opts: opts, ctx: ctx, w: w, poll: opts.Poll,
		last: snapshot{}, dirty: map[string]bool{}, empty: map[string]time.Time{}, current: w.changed, next: make(chan struct{}),
	}
	if l.poll <= 0 {
		l.hints = newHints(opts.counts)
		l.renew()
	}
	return l
}

// start takes the first snapshot.
func (l *loop) start() {
	l.look()
	l.base, l.dirty, l.disturbed = l.last, map[string]bool{}, false
	clear(l.empty)
}

func (l *loop) run(ctx context.Context) {
	defer close(l.w.ended)
	defer func() {
		if l.hints != nil {
			l.hints.close()
		}
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		again := l.step(time.Now())
		l.free = time.Now()
		timer.Reset(again.Sub(l.free))
		var wakes chan wake
		var settled chan struct{}
		switch {
		case l.pending && (l.early || l.first.IsZero()):
			wakes = l.w.wakes
		case !l.pending && l.first.IsZero() && l.upToDate():
			settled = l.w.settled
		}
		var news chan struct{}
		if l.hints != nil {
			news = l.hints.news
		}
		next := wake{!l.early, l.next}
		select { // first of all: news that never end must not keep a waiting caller waiting
		case wakes <- next:
			l.woken()
			continue
		case <-settled:
			continue
		default:
		}
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-news:
		case wakes <- next:
			l.woken()
		case <-settled:
		}
	}
}

// woken takes note that the caller is at work on what there is now.
func (l *loop) woken() {
	l.base, l.pending, l.early, l.disturbed = l.last, false, false, false
	l.dirty = map[string]bool{} // not cleared: it may have been large once
	l.current, l.next = l.next, make(chan struct{})
}

// step does what is to be done now, and says when to do the next thing.
func (l *loop) step(now time.Time) (again time.Time) {
	if l.hints != nil {
		if first, latest := l.hints.take(); !first.IsZero() {
			if l.first.IsZero() {
				l.first = first
			}
			l.unheard = false
			l.sign(latest)
		}
	}
	if l.first.IsZero() {
		return l.calm(now)
	}
	return l.burst(now)
}

// calm looks around from time to time, and reads what it has not yet read.
func (l *loop) calm(now time.Time) (again time.Time) {
	switch {
	case !now.Before(l.lookAt):
		if l.look() {
			l.begin()
			l.unheard = l.hints != nil
			return now
		}
	case !now.Before(l.rootAt):
		l.rootAt = now.Add(rootEvery)
		if l.rootIdentity() != l.root && l.look() {
			l.begin()
			return now
		}
	case len(l.unread) > 0:
		l.readSome()
		return now
	}
	return earlier(l.lookAt, l.rootAt)
}

// begin begins a burst without an event.
func (l *loop) begin() {
	l.first = time.Now()
	l.sign(l.first)
}

// sign takes note of when the latest sign of a change came.
func (l *loop) sign(at time.Time) {
	l.latest = at
	l.w.latest.Store(at.UnixNano())
}

// burst waits for quiet, and decides then. A look before saves the time it takes
// later, for mostly nothing more happens.
func (l *loop) burst(now time.Time) (again time.Time) {
	quiet, end := l.latest.Add(l.opts.Quiet), l.first.Add(l.opts.MaxWait)
	settled, over := !now.Before(quiet), !now.Before(end)
	git := now.Sub(l.first) < gitAtMost && gitWorks(l.opts.Dir, now)
	if !settled && !over {
		soon := l.latest.Add(l.opts.Quiet / lookAfter)
		switch {
		case git || l.upToDate():
			return earlier(quiet, end)
		case now.Before(soon):
			return earlier(soon, end)
		}
		l.glance()
		l.offer()
		return earlier(quiet, end)
	}
	if git {
		return now.Add(l.opts.Quiet / 2)
	}
	// A late timer means a busy machine, where events are late as well. A look that
	// took long is no such sign.
	late := now.Sub(quiet) > l.opts.Quiet/2 && now.Sub(l.free) > l.opts.Quiet/2
	switch {
	case l.hints == nil:
		if l.look() && !over {
			l.sign(now)
			return now.Add(l.opts.Quiet)
		}
	case late:
		l.look()
	case !l.upToDate():
		l.glance()
	}
	if ready := l.whenFilled(); now.Before(ready) && now.Before(end.Add(emptyAtMost)) {
		return ready
	}
	l.decide()
	return now
}

// offer wakes a caller who has nothing to do: most often that was all. One whose work was in
// vain, for whom a change is pending, waits for quiet: else a folder that never rests would let
// him finish nothing.
func (l *loop) offer() {
	if l.w.waiting.Load() != 0 && !l.pending && !l.unheard && len(l.empty) == 0 {
		l.early = l.wake()
	}
}

// wake has the caller woken if there is anything new to him.
func (l *loop) wake() bool {
	if !l.differs(all) && !l.disturbed {
		return false
	}
	if !l.pending {
		l.pending = true
		close(l.current)
	}
	return true
}

// upToDate reports whether nothing has been told of since the latest scan began.
func (l *loop) upToDate() bool { return l.hints == nil || l.looked == l.hints.count() }

// whenFilled returns when the files that are empty now are taken to be so on purpose.
func (l *loop) whenFilled() (ready time.Time) {
	for _, since := range l.empty {
		if until := since.Add(emptyAtMost); until.After(ready) {
			ready = until
		}
	}
	return ready
}

// decide ends a burst.
func (l *loop) decide() {
	l.wake()
	if l.unheard && l.differs(notLinks) {
		if l.silences++; l.silences >= silencesAtMost {
			l.startPolling(errNoEvents)
		}
	}
	l.first, l.unheard, l.early = time.Time{}, false, false
	clear(l.empty)
}

// differs reports whether there are other files than when the caller was last woken, among
// those that count.
func (l *loop) differs(count func(*entry) bool) bool {
	for name := range l.dirty {
		was, is := l.base[name], l.last[name]
		if !was.same(is) && count(cmp.Or(was, is)) {
			return true
		}
	}
	return false
}

// readSome reads a few files for the first time, to know later whether they changed.
func (l *loop) readSome() {
	n := min(readAtOnce, len(l.unread))
	for _, name := range l.unread[:n] {
		if e := l.last[name]; e != nil && !e.read {
			e.readUnread(l.ctx, filepath.Join(l.opts.Dir, name))
		}
	}
	l.unread = l.unread[n:]
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
