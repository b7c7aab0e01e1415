package watch

import (
	"os"
	"time"
)

// clockTick is how far the clock of a file system may lag behind ours.
const clockTick = 10 * time.Millisecond

// glance looks only into the folders that the events since the latest look were
// about, so that the time from a save to a wake does not grow with the site. It
// looks everywhere when there is more to it: folders that come, go or move.
func (l *loop) glance() {
	number, paths, ok := l.hints.collect()
	if !ok {
		l.look()
		return
	}
	l.looked = number
	s := l.newScan()
	if !s.again(paths, l.hints.folders) {
		l.look()
		return
	}
	s.partial = l.partial
	l.unread = append(l.unread, s.unread...)
	l.take(s)
}

// take makes a scan the latest, and reports whether it differs from the one before.
func (l *loop) take(s *scan) (different bool) {
	different = l.compare(s.files)
	l.list(s, different)
	l.last, l.partial = s.files, s.partial
	return different
}

func (l *loop) newScan() *scan {
	return &scan{Options: l.opts, ctx: l.ctx, now: time.Now(), before: l.last}
}

// look scans everything, mends the watches and takes note of what is different. It
// reports whether anything looks different from the scan before, be it only a time.
func (l *loop) look() (different bool) {
	began := time.Now()
	defer func() { l.rest(time.Since(began)) }()
	for try := 1; ; try++ {
		s := l.newScan()
		seen := map[string]identity{}
		if l.hints != nil {
			l.looked, _, _ = l.hints.collect()
			s.watch = func(folder string, id identity) {
				seen[folder] = id
				l.hints.watch(folder, id)
			}
		}
		root := l.rootIdentity()
		s.run()
		if l.ctx.Err() != nil {
			return false // the scan is not complete
		}
		l.root = root
		different = l.take(s) || different
		l.unread = s.unread
		switch {
		case l.hints == nil || l.hints.failed == nil && l.hints.sound(seen):
			return different
		case l.hints.failed != nil:
			l.startPolling(l.hints.failed)
			return different
		case try == renewAtMost:
			l.unsound = true
			return different
		}
		l.renew()
	}
}

// rest says when to look again if nothing asks for it: not so soon where
// looking took long.
func (l *loop) rest(took time.Duration) {
	pace := max(l.opts.Safety, 20*took)
	switch {
	case l.hints == nil:
		pace = max(l.poll, 2*took)
	case l.unsound:
		pace = l.opts.Quiet
	}
	now := time.Now()
	l.unsound, l.lookAt, l.rootAt = false, now.Add(pace), now.Add(rootEvery)
}

// compare takes note of how a new snapshot differs from the last one.
func (l *loop) compare(is snapshot) (different bool) {
	waiting := l.w.waiting.Load()
	// Whether the caller can have seen what was there before, or in between.
	working := waiting == 0 || !l.first.IsZero() && l.first.UnixNano() < waiting
	for name, e := range is {
		old := l.last[name]
		if old == e {
			continue
		}
		different = true
		l.dirty[name] = true
		if working || e.changedAt() != 0 && e.changedAt() < waiting-int64(clockTick) {
			l.disturbed = true
		}
		if e.kind.IsRegular() && e.size == 0 && (old == nil || old.size > 0) {
			l.empty[name] = time.Now()
		}
	}
	for name := range l.last {
		if is[name] == nil {
			different = true
			l.dirty[name] = true
			l.disturbed = l.disturbed || working
		}
	}
	for name := range l.empty {
		if e := is[name]; e == nil || e.size > 0 {
			delete(l.empty, name)
		}
	}
	return different
}

func (l *loop) rootIdentity() identity {
	info, err := os.Stat(l.opts.Dir)
	if err != nil {
		return identity{}
	}
	return statOf(info).id
}

// renew has the watches set up anew by the next scan.
func (l *loop) renew() {
	err := l.opts.checkFileSystems()
	if err == nil {
		err = l.hints.renew()
	}
	if err != nil {
		l.startPolling(err)
	}
}

// startPolling gives up on events.
func (l *loop) startPolling(cause error) {
	l.hints.close()
	l.hints, l.poll = nil, defaultPoll
	l.rest(0)
	l.opts.Notice(polling(cause, l.poll))
}
