package external

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

const (
	// patience is how long a host may ask to be left alone before it is given up.
	patience = 30 * time.Second
	// breather is how long one is left alone that does not say how long.
	breather = 10 * time.Second
	// mostSilent is after how many requests without an answer a host is given up.
	mostSilent = 3
)

// host is one that is asked, by one request at a time.
type host struct {
	turn    chan struct{} // holds one token; who has it may ask
	onlyGet atomic.Bool   // it answers HEAD otherwise than GET

	// Guarded by the turn.
	next   time.Time // before it nobody asks
	told   int       // how often in a row it said that there are too many requests
	silent int       // how often in a row there was no answer
	closed cause     // why it is asked no more
}

func (a *asker) hostAt(name string) *host {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := a.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		a.hosts[name] = h
	}
	return h
}

// take waits for the turn to ask. Where there will be none it says why; else the
// host is to be released.
func (h *host) take(ctx context.Context) cause {
	select {
	case <-h.turn:
	case <-ctx.Done():
		return noTime
	}
	why := h.closed
	if why == answered {
		why = waitUntil(ctx, h.next)
	}
	if why != answered {
		h.turn <- struct{}{}
	}
	return why
}

// waitUntil waits; where the time for all is over before, there is none left.
func waitUntil(ctx context.Context, moment time.Time) cause {
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(moment) || ctx.Err() != nil {
		return noTime
	}
	timer := time.NewTimer(time.Until(moment))
	defer timer.Stop()
	select {
	case <-timer.C:
		return answered
	case <-ctx.Done():
		return noTime
	}
}

// release ends a turn, with what came of it. It reports whether to ask again, later.
func (h *host) release(r reply, pause time.Duration) (again bool) {
	h.next = time.Now().Add(pause)
	busy := r.Cause == answered && (r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable && r.wait > 0)
	switch {
	case busy:
		h.silent = 0
		h.told++
		wait := r.wait
		if wait == 0 {
			wait = breather
		}
		if again = wait <= patience && h.told == 1; again {
			h.next = time.Now().Add(max(wait, pause))
		} else {
			h.closed = leftAlone
		}
	case r.Cause == answered:
		h.silent, h.told = 0, 0
	case r.Cause == noHost, r.Cause == inside:
		h.closed = r.Cause
	case r.Cause == certificate: // the next link may be by http
	default:
		if h.silent++; h.silent == mostSilent {
			h.closed = silent
		}
	}
	h.turn <- struct{}{}
	return again
}
