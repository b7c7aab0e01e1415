package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/source"
	"jianbao/generator/watch"
)

// rounds is a site that is built again and again. Its zero value, or none, is a
// site that is built once.
type rounds struct {
	*program
	site    string
	watcher *watch.Watcher
	fixed   bool // the build is told which moment it is

	began   time.Time // the round under way, or the last one
	early   bool      // it began before it was quiet
	patient bool      // it is not given up for a newer one
	until   time.Time // when time itself makes it out of date; zero = never
	held    time.Time // since when failures are held back; zero = they are not
	last    time.Time // the latest change when one was first held back
	ripe    time.Time // when the failure that is held back will be worth telling
}

const (
	ripeAfter    = 300 * time.Millisecond // without a change; before, what is wrong may be half written
	ripeAtLast   = time.Second            // the same for what looks half written
	heldAtMost   = 10 * time.Second       // however much is written meanwhile
	clockEvery   = time.Minute            // clocks are set, machines sleep: how often to look at the time
	blamedAtMost = 100                    // files whose times are looked at
)

// cutOff are the rules that a file breaks while the rest of it is still to come.
var cutOff = map[string]bool{"no-front-matter": true, "front-matter-not-closed": true, "not-utf-8": true}

// errEarly ends a round whose failure is not to be told yet.
var errEarly = errors.New("a source may be half written")

// rebuild builds a site at once and after every change of its sources, until
// Ctrl-C. What is wrong with the content, or with the machine at the moment, is
// told, and the next change is waited for.
func (p *program) rebuild(ctx context.Context, site string, f *buildFlags, once func(context.Context) error) error {
	watcher, err := watch.New(watch.Options{
		Dir: site, Watch: []string{"content", "layouts", "assets", "site.yaml"},
		Ignored: source.Ignored, Exclude: f.writes(site),
		Poll:   time.Duration(f.poll),
		Notice: func(text diag.Text) { p.notice("%[1]s", "%[2]s", text.ZH, text.EN) },
	})
	if err != nil {
		return err
	}
	defer watcher.Close()
	r := &rounds{program: p, site: site, watcher: watcher, fixed: f.asOf != "" || p.getenv("SOURCE_DATE_EPOCH") != ""}
	f.rounds = r
	for {
		if !r.began.IsZero() && collects(p.getenv) {
			debug.SetGCPercent(roundAt) // until the next collection, when the round is over
		}
		err := r.outdatable(ctx, once)
		if ctx.Err() != nil {
			return nil // Ctrl-C is how this work ends
		}
		// A build may be given up for a newer one, but not twice in a row: in a
		// folder that never rests something must be built at last.
		givenUp := errors.Is(err, context.Canceled)
		r.patient = givenUp && !r.early
		if err != nil && !givenUp && !isAny(err, errEarly, errContent, errSettings) {
			p.tell(err)
		}
		noteStage("") // it may have ended before any page was made
		go runtime.GC()
		if r.early, err = r.wait(ctx); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// writes lists the folders that builds write to, wherever they are.
func (f *buildFlags) writes(site string) []string {
	out := filepath.Join(site, "public")
	if f.out != "" {
		if absolute, err := filepath.Abs(f.out); err == nil { // else the build says so
			out = absolute
		}
	}
	cache := f.cacheDir(site)
	if absolute, err := filepath.Abs(cache); err == nil {
		cache = absolute
	}
	return []string{out, filepath.Join(out, ".jianbao"), filepath.Join(filepath.Dir(out), ".jianbao"), cache}
}

// outdatable builds once, and gives up when the sources change meanwhile.
func (r *rounds) outdatable(ctx context.Context, once func(context.Context) error) error {
	r.began, r.until, r.ripe = time.Now(), time.Time{}, time.Time{}
	if r.patient { // it never is where the round is early: who was interrupted is woken when it is quiet
		return once(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changed := r.watcher.Changed()
	go func() {
		select {
		case <-changed:
			cancel()
		case <-ctx.Done():
		}
	}()
	return once(ctx)
}

// settled waits until what a round has read is no longer being written.
func (r *rounds) settled(ctx context.Context) error {
	if r.patient {
		return nil
	}
	return r.watcher.Settled(ctx)
}

// note takes note of what came of a round. An error ends the round without a word:
// the build was given up, or it failed so shortly after a change that what is wrong
// may be a file half written. Such a round is made again when it has been quiet.
func (r *rounds) note(ctx context.Context, result *build.Result, err error) error {
	if r == nil {
		return nil
	}
	r.until = result.Until
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err == nil && result.Published:
		r.held = time.Time{}
		return nil
	}
	if err := r.settled(ctx); err != nil {
		return err
	}
	now := time.Now()
	latest := r.latest(result.Diagnostics, now)
	if r.held.IsZero() {
		r.held, r.last = now, latest
	}
	quiet := ripeAfter
	if latest.After(r.last) || slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return cutOff[d.Rule] }) {
		quiet = ripeAtLast
	}
	age := max(0, now.Round(0).Sub(latest))
	if age < quiet && now.Sub(r.held) < heldAtMost {
		r.ripe = now.Add(quiet - age)
		return errEarly
	}
	r.held = time.Time{}
	return nil
}

// latest is when something last changed that a failure may be about: as the watcher
// knows, or the files that are blamed say. A file may be of the future.
func (r *rounds) latest(blamed diag.List, now time.Time) time.Time {
	latest := r.watcher.Latest()
	seen := map[string]bool{"": true}
	for _, d := range blamed {
		if seen[d.Path] || len(seen) > blamedAtMost {
			continue
		}
		seen[d.Path] = true
		info, err := os.Stat(filepath.Join(r.site, filepath.FromSlash(d.Path)))
		if err == nil && info.ModTime().After(latest) && !info.ModTime().After(now) {
			latest = info.ModTime()
		}
	}
	return latest
}

// wait returns nil when it is time for the next round: the sources have changed, or
// the time has come for which a bulletin, or a failure held back, has waited. It is early
// where the sources may not be settled yet.
func (r *rounds) wait(ctx context.Context) (early bool, err error) {
	due := r.ripe
	if due.IsZero() && !r.fixed && r.until.After(r.began) {
		due = r.until
	}
	if due.IsZero() {
		settled, err := r.watcher.Wait(ctx)
		return !settled, err
	}
	for {
		left := time.Until(due) // by the clock on the wall, where due is a time of the day
		if left <= 0 {
			return false, nil
		}
		soon, cancel := context.WithTimeout(ctx, min(left, clockEvery))
		settled, err := r.watcher.Wait(soon)
		cancel()
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return !settled, err
		}
	}
}

// tell tells of a fault that does not end the program.
func (p *program) tell(err error) {
	if crash := (*build.Panic)(nil); errors.As(err, &crash) {
		p.crash(crash.Value, crash.Stack)
		return
	}
	p.fault(err)
}

// isAny reports whether an error is one of these.
func isAny(err error, others ...error) bool {
	for _, other := range others {
		if errors.Is(err, other) {
			return true
		}
	}
	return false
}
