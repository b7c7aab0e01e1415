package watch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"jianbao/generator/source"
	"jianbao/generator/watch"
)

// unhurried takes so long to be quiet that even a busy machine wakes before.
func unhurried(t *testing.T, dir string, poll time.Duration) watch.Options {
	opts := options(t, dir, poll)
	opts.Quiet, opts.MaxWait = 3*time.Second, deadline
	return opts
}

// next waits for a wake, and tells whether it was quiet.
func next(t *testing.T, w *watch.Watcher) (settled bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	settled, err := w.Wait(ctx)
	must(t, err)
	return settled
}

// Who waits may begin before it is quiet. What he makes counts when nothing more has come.
func TestEarlyWake(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	opts := unhurried(t, dir, 0)
	w := start(t, opts)
	must(t, w.Settled(t.Context()))

	began := time.Now()
	write(t, dir, "content/a.md", "one")
	if next(t, w) {
		t.Error("woken when it was quiet, not before")
	}
	must(t, w.Settled(t.Context()))
	if took := time.Since(began); took < opts.Quiet {
		t.Errorf("settled after %v", took)
	}
	calm(t, w)

	write(t, dir, "content/a.md", "two")
	if next(t, w) {
		t.Error("woken when it was quiet, not before")
	}
	write(t, dir, "content/a.md", "three")
	if err := w.Settled(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("a file was written after the wake, and Settled returned %v", err)
	}
	if !next(t, w) {
		t.Error("woken early twice in a burst")
	}
	must(t, w.Settled(t.Context()))
	calm(t, w)
}

// A program that empties a file is about to write it, and without events there is
// nothing early.
func TestNoEarlyWake(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	w := start(t, unhurried(t, dir, 0))
	write(t, dir, "content/改革/绿色.md", "")
	if !next(t, w) {
		t.Error("woken early for a file that has been emptied")
	}
	other := newSite(t)
	w = start(t, unhurried(t, other, 20*time.Millisecond))
	write(t, other, "content/a.md", "one")
	if !next(t, w) {
		t.Error("woken early while polling")
	}
}

// In a folder that never rests, whose work was in vain is woken when time is up, not early.
func TestNoEarlyWakeAfterWorkInVain(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	w := start(t, options(t, dir, 0))
	stop, written, stopped := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			<-time.After(20 * time.Millisecond)
			os.WriteFile(filepath.Join(dir, "content", "a.md"), strconv.AppendInt(nil, int64(i), 10), 0o644)
			select {
			case <-stop:
				return
			case written <- struct{}{}: // somebody wants to know
			default:
			}
		}
	}()
	for vain := 0; vain < 3; {
		if next(t, w) || w.Settled(t.Context()) == nil {
			continue
		}
		vain++
		for range 2 { // it takes time to give up, and there are changes meanwhile
			<-written
		}
		if !next(t, w) {
			t.Error("woken early after a change while at work")
		}
	}
	close(stop)
	<-stopped
}

func TestSettledEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	w := start(t, unhurried(t, dir, 0))
	write(t, dir, "content/a.md", "one")
	next(t, w)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := w.Settled(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Settled returned %v", err)
	}
}

// In a large site a look takes longer than it takes to be quiet. That is no reason to look
// everywhere.
func TestLongLookIsOneLook(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	for i := range 40 {
		write(t, dir, fmt.Sprintf("content/改革/%d.md", i), "x")
	}
	write(t, dir, "content/elsewhere/one.md", "x")
	opts := options(t, dir, 0)
	var looks atomic.Int32 // into the other folder
	opts.Ignored = func(name string) bool {
		if name == "one.md" {
			looks.Add(1)
		}
		<-time.After(2 * time.Millisecond) // a slow disk
		return source.Ignored(name)
	}
	w := start(t, opts)
	for try := 1; ; try++ {
		before := looks.Load()
		write(t, dir, "content/改革/绿色.md", strconv.Itoa(try))
		wake(t, w)
		if looks.Load() == before {
			return
		}
		if try == 20 { // on a busy machine it may look everywhere, but not every time
			t.Fatal("it looks everywhere after each change")
		}
	}
}
