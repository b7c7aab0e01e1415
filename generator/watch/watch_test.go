package watch_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/source"
	"jianbao/generator/watch"
)

// deadline is how long a test waits for what must happen; far longer than it takes.
const deadline = 60 * time.Second

// mode is a way to learn of changes. Neither leans on the safety look.
type mode struct {
	name string
	poll time.Duration
}

var modes = []mode{{"events", 0}, {"polling", 20 * time.Millisecond}}

// eachMode runs a test in both modes, each in a new site.
func eachMode(t *testing.T, test func(t *testing.T, dir string, opts watch.Options)) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			dir := newSite(t)
			test(t, dir, options(t, dir, m.poll))
		})
	}
}

func options(t *testing.T, dir string, poll time.Duration) watch.Options {
	return watch.Options{
		Dir:     dir,
		Watch:   []string{"content", "layouts", "assets", "site.yaml"},
		Ignored: source.Ignored,
		Exclude: []string{filepath.Join(dir, "public"), filepath.Join(dir, "content", "cache")},
		Poll:    poll,
		Safety:  time.Hour,
		Notice:  func(text diag.Text) { t.Errorf("unexpected notice: %s", text.EN) },
	}
}

// newSite makes a small site.
func newSite(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	write(t, dir, "site.yaml", "title: 简报\n")
	write(t, dir, "content/改革/_index.md", "---\ntitle: 改革\n---\n")
	write(t, dir, "content/改革/绿色.md", "---\ntitle: 绿色\n---\n正文。\n")
	write(t, dir, "layouts/base.html", "<html></html>\n")
	return dir
}

func start(t *testing.T, opts watch.Options) *watch.Watcher {
	t.Helper()
	w, err := watch.New(opts)
	must(t, err)
	t.Cleanup(func() { w.Close() })
	return w
}

// settled waits for a wake and for quiet.
func settled(ctx context.Context, w *watch.Watcher) error {
	for {
		quiet, err := w.Wait(ctx)
		if err != nil || quiet {
			return err
		}
		if err := w.Settled(ctx); !errors.Is(err, context.Canceled) || ctx.Err() != nil {
			return err
		}
	}
}

// wake waits for a wake.
func wake(t *testing.T, w *watch.Watcher) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	if err := settled(ctx, w); err != nil {
		t.Fatalf("not woken: %v", err)
	}
}

// calm fails the test when there is a wake, for which it waits far longer than quiet takes.
func calm(t *testing.T, w *watch.Watcher) {
	t.Helper()
	if !isCalm(t, w) {
		t.Error("woken without need")
	}
}

// isCalm reports whether there is no wake for a while.
func isCalm(t *testing.T, w *watch.Watcher) bool {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { pause(); cancel() }()
	return errors.Is(settled(ctx, w), context.Canceled)
}

// pause lets pass far more time than quiet takes. On a busy machine all
// goroutines of this process are late, so it is counted in turns.
func pause() {
	for range 30 {
		<-time.After(10 * time.Millisecond)
	}
}

// rest takes the wakes that follow a change done in several steps on a busy machine.
func rest(t *testing.T, w *watch.Watcher) {
	t.Helper()
	for range 20 {
		if isCalm(t, w) {
			return
		}
	}
	t.Fatal("woken over and over again")
}

// quietly makes a noise while the watcher is waited for, and fails the test when that wakes.
func quietly(t *testing.T, w *watch.Watcher, noise func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	entered := make(chan struct{})
	var made sync.WaitGroup
	made.Go(func() {
		<-entered
		noise()
		pause()
		cancel()
	})
	if err := settled(&entering{Context: ctx, entered: entered}, w); !errors.Is(err, context.Canceled) {
		t.Error("woken without need")
	}
	cancel()
	made.Wait()
}

// entering tells when its first user is there.
type entering struct {
	context.Context
	once    sync.Once
	entered chan struct{}
}

func (e *entering) Done() <-chan struct{} {
	e.once.Do(func() { close(e.entered) })
	return e.Context.Done()
}

// cookie proves that the watcher has seen all that happened before: it changes
// a file and waits for the wake.
func cookie(t *testing.T, w *watch.Watcher, dir string) {
	t.Helper()
	write(t, dir, "content/cookie.md", time.Now().String())
	wake(t, w)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(text), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tree reads what counts of a site, as a build does.
func tree(dir string) map[string]string {
	files := map[string]string{}
	for _, root := range []string{"content", "layouts", "assets", "site.yaml"} {
		filepath.WalkDir(filepath.Join(dir, root), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case source.Ignored(entry.Name()) && entry.IsDir():
				return fs.SkipDir
			case entry.Type().IsRegular() && !source.Ignored(entry.Name()):
				if text, err := os.ReadFile(path); err == nil {
					files[strings.TrimPrefix(path, dir)] = string(text)
				}
			}
			return nil
		})
	}
	return files
}

// A builder reads the tree at the start and after each wake, and nothing else.
// If a change is ever missed, what it has seen last stays out of date.
type builder struct {
	dir   string
	built chan struct{}

	mu     sync.Mutex
	seen   map[string]string
	builds int
}

func build(t *testing.T, w *watch.Watcher, dir string) *builder {
	b := &builder{dir: dir, built: make(chan struct{}, 1), seen: tree(dir)}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		for settled(ctx, w) == nil {
			b.build()
		}
	})
	t.Cleanup(func() { cancel(); done.Wait() })
	return b
}

func (b *builder) build() {
	files := tree(b.dir)
	b.mu.Lock()
	b.seen = files
	b.builds++
	b.mu.Unlock()
	select {
	case b.built <- struct{}{}:
	default:
	}
}

// is reports whether the last build saw these files.
func (b *builder) is(files map[string]string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Equal(b.seen, files)
}

func (b *builder) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.builds
}

// catchUp waits until the builder has seen the tree as it is.
func (b *builder) catchUp(t *testing.T) {
	t.Helper()
	late := time.After(deadline)
	for want := tree(b.dir); !b.is(want); {
		select {
		case <-b.built:
		case <-late:
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Fatalf("a change was missed: after %d builds %d files were seen, there are %d", b.builds, len(b.seen), len(want))
		}
	}
}

func TestWakesForEveryKindOfChange(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		path := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
		calm(t, w)
		for name, change := range map[string]func() error{
			"a file is written":     func() error { return os.WriteFile(path("content/改革/绿色.md"), []byte("new"), 0o644) },
			"a file is added":       func() error { return os.WriteFile(path("content/改革/新.md"), []byte("x"), 0o644) },
			"a file is removed":     func() error { return os.Remove(path("content/改革/_index.md")) },
			"a layout is written":   func() error { return os.WriteFile(path("layouts/base.html"), []byte("new"), 0o644) },
			"a folder appears":      func() error { return os.Mkdir(path("assets"), 0o755) },
			"the settings change":   func() error { return os.WriteFile(path("site.yaml"), []byte("title: 新\n"), 0o644) },
			"a link appears":        func() error { return os.Symlink("绿色.md", path("content/改革/link.md")) },
			"a file becomes a link": func() error { return replaceByLink(path("content/改革/a.md")) },
		} {
			must(t, change())
			wake(t, w)
			if t.Failed() {
				t.Fatal(name)
			}
			rest(t, w)
		}
	})
}

func replaceByLink(path string) error {
	return errors.Join(os.WriteFile(path, []byte("x"), 0o644), os.Remove(path), os.Symlink("绿色.md", path))
}

// What happens while the caller is at work is not lost, and told of at once.
func TestChangesWhileTheCallerIsAtWork(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		write(t, dir, "content/a.md", "before the first Wait")
		within(t, w.Changed())
		wake(t, w)
		write(t, dir, "content/a.md", "again")
		within(t, w.Changed())
		select {
		case <-w.Changed():
		default:
			t.Error("Changed is open although a change waits")
		}
		wake(t, w)
		select {
		case <-w.Changed():
			t.Error("Changed is closed although all is built")
		default:
		}
		rest(t, w)
	})
}

// A file that was different for a while is built again, for a build may have read that.
func TestChangedAndChangedBackWhileTheCallerIsAtWork(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		cookie(t, w, dir)
		before := tree(dir)
		write(t, dir, "content/改革/绿色.md", "for a moment")
		for name, text := range before {
			write(t, dir, name, text)
		}
		within(t, w.Changed())
		wake(t, w)
		rest(t, w)
	})
}

func within(t *testing.T, signal <-chan struct{}) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(deadline):
		t.Fatal("nothing was signalled")
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	w := start(t, options(t, dir, 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait returned %v", err)
	}
	cookie(t, w, dir) // a change is not used up by a Wait that was given up
	must(t, w.Close())
	must(t, w.Close())
	if _, err := w.Wait(t.Context()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close, Wait returned %v", err)
	}
}

func TestNewRefusesWhatIsNoFolder(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	for _, bad := range []string{filepath.Join(dir, "gone"), filepath.Join(dir, "site.yaml"), ".", ""} {
		if w, err := watch.New(watch.Options{Dir: bad}); err == nil {
			w.Close()
			t.Errorf("New accepted %q", bad)
		}
	}
}
