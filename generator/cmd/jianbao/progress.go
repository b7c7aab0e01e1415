package main

import (
	"fmt"
	"time"

	"jianbao/generator/diag"
)

// progress is a line on a terminal that says how far a long work is. It rewrites
// itself in place, and is gone before anything else is printed.
type progress struct {
	v       *voice
	now     func() time.Time
	started time.Time
	last    time.Time
	shown   bool
}

const (
	progressAfter = time.Second            // shorter work shows none
	progressEvery = 100 * time.Millisecond // between two lines
)

// update is told often; the clock decides what of that is seen.
func (p *progress) update(stage string, done, total int) {
	now := p.now()
	if p.started.IsZero() {
		p.started = now
	}
	out := p.v.stderr
	if p.v.quiet || !out.terminal || !out.ansi || now.Sub(p.started) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	line := stageName(stage).In(p.v.lang)
	if total > 0 {
		line += fmt.Sprintf(" %d/%d", done, total)
	}
	fmt.Fprint(out, "\r\x1b[K", diag.Visible(line))
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.v.stderr, "\r\x1b[K")
		p.shown = false
	}
}

// end is the end of a work; the next one begins anew.
func (p *progress) end() {
	p.clear()
	p.started = time.Time{}
}
