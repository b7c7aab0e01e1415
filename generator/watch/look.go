package watch

import (
	"os"
	"time"
)

// look scans, mends the watches and takes note of what is different. It
// reports whether anything looks different from the scan before, be it only a time.
func (l *loop) look(now time.Time) (different bool) {
	l.rootAt, l.lookAt = now.Add(rootEvery), now.Add(l.pace())
	for try := 1; ; try++ {
		s := &scan{Options: l.opts, ctx: l.ctx, now: time.Now(), before: l.last}
		seen := map[string]identity{}
		if l.hints != nil {
			l.looked = l.hints.count()
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
		different = l.compare(s.files) || different
		l.last, l.unread = s.files, s.unread
		switch {
		case l.hints == nil || l.hints.failed == nil && l.hints.sound(seen):
			return different
		case l.hints.failed != nil:
			l.startPolling(l.hints.failed)
			return different
		case try == renewAtMost:
			l.lookAt = now.Add(l.opts.Quiet)
			return different
		}
		l.renew()
	}
}

// pace is the time between two looks that nothing asks for.
func (l *loop) pace() time.Duration {
	if l.hints == nil {
		return l.poll
	}
	return l.opts.Safety
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
		if working || e.changedAt() != 0 && e.changedAt() < waiting {
			l.disturbed = true
		}
		if e.kind.IsRegular() && e.size == 0 && (old == nil || old.size > 0) {
			l.empty[name] = time.Now()
		}
	}
	for name := range l.last {
		if is[name] == nil {
			different = true
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
	l.lookAt = time.Now().Add(l.poll)
	l.opts.Notice(polling(cause, l.poll))
}
