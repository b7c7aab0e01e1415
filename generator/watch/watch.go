// Package watch says: something changed, and it is quiet now.
//
// It knows no stage of the pipeline and does not say what changed; whoever is
// woken looks for himself. The whole of watch mode is
//
//	for {
//		build(ctx) // and before that publishes, watcher.Settled(ctx)
//		if _, err := watcher.Wait(ctx); err != nil {
//			return err
//		}
//	}
//
// # Events are hints, the rescan is the truth
//
// The system tells of changes late, twice, under names that are no longer right,
// or not at all. So an event only says that it is worth looking; what counts is a
// [snapshot] of all watched files compared with the one before:
//
//	drain (a goroutine)     event → "look!"; it never waits for anything else
//	loop (a goroutine)      look → debounce → scan → compare → wake
//	scan                    folder by folder: watch it first, then list it
//
// To see a single save soon in a large site, only the folders that the events
// named are scanned, as long as no folder came, went or moved; see [loop.glance].
//
// Each full scan also mends the watches (see [hints]): a new folder gets one; when a
// watched folder is gone, moved or replaced, when watches were lost or events
// dropped, all are taken down and set up again. Without any event a scan is made
// every few seconds (Options.Safety; more seldom where one takes long) and whenever
// the site folder itself has been replaced. Where events do not arrive at all, the
// same scan runs on a timer.
//
// Who builds need not look again for what is there: [Watcher.Listing] is what the latest
// scan found.
//
// # What a change is
//
// A file has changed when its bytes have. Size, times and inode say whether it is
// worth reading; touch and chmod wake nobody. The exceptions are in favour of
// waking: files above 64 MB are not read, only their times count; and while the
// caller is at work, between two calls of Wait, any sign of a change counts, for he may
// have read what was there for a moment. A file that cannot be read (any more) has
// changed, too, for so has what a build says of it.
//
// # Quiet
//
// It is quiet when nothing has happened for 50 ms, at the latest 500 ms after
// the first change, however busy the folder is. That takes a little longer
//
//   - while git is at work in the folder (.git/index.lock is there, and not older than 5 s);
//   - while a file is empty that held something before, for 300 ms: many programs
//     empty a file and then write it.
//
// That time need not be lost: who waits is woken 10 ms after a change, once in a burst,
// and may work on what there is, but must not let anybody see it before [Watcher.Settled]
// says so. Where more happens meanwhile, that work was in vain.
package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"jianbao/generator/diag"
)

// Options say what to watch. Only Dir is required.
type Options struct {
	Dir string // the site folder, absolute

	// Watch names what counts, as paths below Dir: folders with all they hold,
	// or files. They need not exist yet.
	Watch []string

	// Ignored tells the names of files and folders that never count, wherever
	// below a watched folder they are. It is called from several goroutines.
	Ignored func(name string) bool

	// Exclude lists absolute paths of folders that never count with all they
	// hold, under whatever name they are met.
	Exclude []string

	Poll    time.Duration // > 0: expect no events, look that often
	Quiet   time.Duration // how long nothing must happen; 0 = 50 ms
	MaxWait time.Duration // after the first change, however busy it is; 0 = 500 ms
	Safety  time.Duration // between two looks that nothing has asked for; 0 = 5 s

	// Notice is told, at most once, that events do not arrive here and that
	// the watcher polls, and why. It is called within New or from a goroutine
	// of the watcher, and must not call back.
	Notice func(diag.Text)
}

const (
	defaultQuiet   = 50 * time.Millisecond
	defaultMaxWait = 500 * time.Millisecond
	defaultSafety  = 5 * time.Second
	defaultPoll    = time.Second
)

// Watcher watches the files of one site. Its methods may be called from any
// goroutine, Wait from one at a time.
type Watcher struct {
	wakes   chan wake
	settled chan struct{} // takes one who waits for quiet
	stop    context.CancelFunc
	ended   chan struct{} // closed when the loop is over

	// waiting is when the caller came to wait, in Unix nanoseconds; 0 while he is at work.
	waiting atomic.Int64
	latest  atomic.Int64 // see Latest; 0 = never

	scanned atomic.Pointer[Listing]

	mu      sync.Mutex
	changed chan struct{}
}

// wake is a change to act on.
type wake struct {
	settled bool          // it is quiet
	next    chan struct{} // that tells of the next change
}

// New starts to watch. Every change after it returns is noticed.
func New(opts Options) (*Watcher, error) {
	info, err := os.Stat(opts.Dir)
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(opts.Dir) || !info.IsDir() {
		return nil, fmt.Errorf("watch: %s is not an absolute path of a folder", opts.Dir)
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &Watcher{
		wakes:   make(chan wake),
		settled: make(chan struct{}),
		stop:    stop,
		ended:   make(chan struct{}),
		changed: make(chan struct{}),
	}
	l := newLoop(ctx, w, opts.withDefaults())
	l.start()
	go l.run(ctx)
	return w, nil
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	o.Dir = filepath.Clean(o.Dir)
	names := make([]string, len(o.Watch))
	for i, name := range o.Watch {
		names[i] = filepath.Clean(filepath.FromSlash(name))
	}
	o.Watch = names
	var excluded []string
	for _, name := range o.Exclude {
		if _, all := within(filepath.Clean(name), o.Dir); !all {
			excluded = append(excluded, filepath.Clean(name))
		}
	}
	o.Exclude = excluded
	if o.Ignored == nil {
		o.Ignored = func(string) bool { return false }
	}
	if o.Notice == nil {
		o.Notice = func(diag.Text) {}
	}
	for d, standard := range map[*time.Duration]time.Duration{&o.Quiet: defaultQuiet, &o.MaxWait: defaultMaxWait, &o.Safety: defaultSafety} {
		if *d <= 0 {
			*d = standard
		}
	}
	return o
}

// Wait returns when the files differ from what they were when it last returned without
// an error (at first: when New returned), and tells whether it is quiet; if not, it will be
// soon, or there will be another change. The error is that of the context, or
// [os.ErrClosed] after Close.
func (w *Watcher) Wait(ctx context.Context) (settled bool, err error) {
	w.waiting.Store(time.Now().UnixNano())
	defer w.waiting.Store(0)
	select {
	case wake := <-w.wakes:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed = wake.next
		return wake.settled, nil
	case <-ctx.Done():
		return false, ctx.Err()
	case <-w.ended:
		return false, os.ErrClosed
	}
}

// Settled returns nil when it is quiet and nothing has changed since Wait returned, and
// [context.Canceled] when something has.
func (w *Watcher) Settled(ctx context.Context) error {
	select {
	case w.settled <- struct{}{}:
		return nil
	case <-w.Changed():
		return context.Canceled
	case <-ctx.Done():
		return ctx.Err()
	case <-w.ended:
		return os.ErrClosed
	}
}

// Changed returns a channel that is closed when the next Wait would return at once:
// what is being built is out of date. Who is at work is told only when it is quiet again. Wait replaces the channel. A caller that
// always gives up his work then would never finish in a folder that never rests.
func (w *Watcher) Changed() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// Latest returns when the latest sign of a change came, zero where there was none
// yet. Signs are more than changes: a touch is one, too.
func (w *Watcher) Latest() time.Time {
	at := w.latest.Load()
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(0, at)
}

// Close ends the watching, with all goroutines and open files that belong to it.
func (w *Watcher) Close() error {
	w.stop()
	<-w.ended
	return nil
}
