package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"jianbao/generator/diag"
)

// The work folder is hidden, and lies beside the output. Between two builds it
// holds the state and the previous generation. Where the folder above the output
// cannot be written it lies in the output, and then between two builds there is none.
const (
	workFolder     = ".jianbao"
	ignoreFile     = ".gitignore" // keeps the work folders out of a repository
	lockFile       = "lock"       // held by the build at work; its text says which
	nextFolder     = "next"       // the staging folder, if it is to be the next generation
	freshFolder    = "fresh"      // the staging folder, if its files will be moved into the one that leaps
	leapFolder     = "leap"       // the previous generation on its way to be the next, or to be removed
	oldFolder      = "old"        // the old generation, while two renames replace it
	twinFolder     = "twin"       // what will be the previous generation of a first one
	previousFolder = "previous"   // the generation before the public one, whole
	journal        = "journal"    // what is still to do in the output folder, in mode "files"
)

const (
	defaultWait = 10 * time.Second
	pollEvery   = 50 * time.Millisecond

	// vanishAtMost is how often other builds may take the work folder away
	// between two looks; there are folders that never let one be made (/proc).
	vanishAtMost = 1000
)

// workplace is a locked work folder.
type workplace struct {
	disk *disk
	dir  string // below the disk
	lock *flock.Flock
}

func (w *workplace) path(name string) string { return path.Join(w.dir, name) }

// acquire makes the work folder and locks it. The system frees the lock when
// its process dies, however it dies.
func acquire(ctx context.Context, d *disk, dir string, opts Options) (*workplace, error) {
	w := &workplace{disk: d, dir: dir}
	queue := waiter{opts: opts}
	for vanished := 0; ; {
		err := makeWorkFolder(d, dir)
		locked := false
		if err == nil {
			locked, err = w.try()
		}
		if err != nil {
			// The folder is gone when another build has just tidied up.
			if vanished++; !errors.Is(err, fs.ErrNotExist) || vanished > vanishAtMost {
				w.removeFolders()
				return nil, err
			}
			continue
		}
		if locked {
			return w, w.sign()
		}
		if err := queue.wait(ctx, w); err != nil {
			return nil, err
		}
	}
}

// makeWorkFolder makes the folder so that only its owner gets in: it holds what
// is not public yet, and what is not any more, and there may be a web server that
// knows the folder above.
func makeWorkFolder(d *disk, dir string) error {
	if !d.exists(workFolder) {
		if err := d.mkdir(workFolder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return d.mkdirAll(dir)
}

// try takes the lock if it is free. A lock file that was removed while we
// opened it locks nothing, so its identity is checked.
func (w *workplace) try() (bool, error) {
	name := w.path(lockFile)
	lock := flock.New(w.disk.path(name), flock.SetPermissions(fileMode))
	var locked bool
	err := w.disk.change("lock", name, func() (err error) {
		locked, err = lock.TryLock()
		return err
	})
	if err == nil && locked {
		var held, there fs.FileInfo
		if held, err = lock.Stat(); err == nil {
			there, err = w.disk.lstat(name)
		}
		if err == nil && os.SameFile(held, there) {
			w.lock = lock
			return true, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	lock.Close()
	return false, err
}

// sign writes into the lock file who holds it.
func (w *workplace) sign() error {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	name := w.path(lockFile)
	err = w.disk.change("write", name, func() error {
		return w.disk.root.WriteFile(name, fmt.Appendf(nil, "pid %d on %s\n", os.Getpid(), host), fileMode)
	})
	if err != nil && runtime.GOOS != "windows" { // where a locked file cannot be written by its path
		w.release()
		return err
	}
	return nil
}

// holder reads who holds the lock; "" where that cannot be read (yet).
func (w *workplace) holder() string {
	f, err := w.disk.root.Open(w.path(lockFile))
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 256))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// release removes the lock file, frees the lock and removes the work folder
// when nothing is left in it. What cannot be removed is left for the next build.
func (w *workplace) release() {
	if w == nil || w.lock == nil {
		return
	}
	// Removed while it is held, no other build can hold it meanwhile. Windows
	// removes no open file, but also none that another build has opened.
	if runtime.GOOS == "windows" {
		w.lock.Close()
		w.disk.remove(w.path(lockFile))
	} else {
		w.disk.remove(w.path(lockFile))
		w.lock.Close()
	}
	w.lock = nil
	w.removeFolders()
}

// ignore keeps the folder of the work folders out of a repository.
func (w *workplace) ignore() error {
	name := path.Join(path.Dir(w.dir), ignoreFile)
	if w.disk.exists(name) {
		return nil
	}
	_, err := w.disk.write(name, strings.NewReader("*\n"), fileMode)
	if err != nil {
		w.disk.removeIfThere(name)
	}
	return err
}

// removeFolders removes the work folder, unless something is left in it or
// another build has moved in.
func (w *workplace) removeFolders() {
	for dir := w.dir; dir != "."; dir = path.Dir(dir) {
		if entries, err := w.disk.list(dir); err == nil && len(entries) == 1 && entries[0].Name() == ignoreFile {
			w.disk.remove(path.Join(dir, ignoreFile))
		}
		if err := w.disk.remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
}

// waiter waits for another build.
type waiter struct {
	opts  Options
	since time.Time
	polls int
	told  bool
}

// wait waits a moment. It is an error when that was long enough.
func (q *waiter) wait(ctx context.Context, w *workplace) error {
	if q.polls++; q.polls == 1 {
		q.since = time.Now()
	}
	holder := w.holder()
	if !q.told && q.opts.Waiting != nil && (holder != "" || q.polls > 2) {
		q.told = true
		q.opts.Waiting(holder)
	}
	if time.Since(q.since) >= q.opts.Wait {
		return diag.Faultf("另一个 jianbao 正在发布到这个文件夹（%s）", "another jianbao is publishing there (%s)", holder).
			Hintf("等它结束后再试", "try again when it is done")
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pollEvery):
		return nil
	}
}
