package watch_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"jianbao/generator/watch"
)

// A folder that never rests wakes all the same.
func TestStarvation(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		stop := make(chan struct{})
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for i := 0; ; i++ {
				os.WriteFile(filepath.Join(dir, "content", "busy.md"), fmt.Append(nil, i), 0o644)
				select {
				case <-stop:
					return
				case <-time.After(20 * time.Millisecond):
				}
			}
		}()
		for range 4 {
			wake(t, w)
		}
		close(stop)
		<-stopped
	})
}

// A file that is written slowly, but without a rest, is seen when it is whole.
func TestSlowWriter(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		opts.Quiet, opts.MaxWait = time.Second, deadline
		w := start(t, opts)
		woken := make(chan map[string]string, 100)
		go func() {
			for settled(t.Context(), w) == nil {
				woken <- tree(dir)
			}
		}()
		for try := 1; ; try++ {
			name := fmt.Sprintf("content/slow%d.md", try)
			whole, longest := writeSlowly(t, filepath.Join(dir, name))
			got := (<-woken)["/"+name]
			if longest < opts.Quiet/2 {
				if got != whole {
					t.Errorf("woken for %q", got)
				}
				return
			}
			if try == 20 { // between two pieces it was quiet for too long
				t.Fatal("this machine is too busy")
			}
			for got != whole {
				got = (<-woken)["/"+name]
			}
		}
	})
}

// writeSlowly writes a file in pieces, and returns what it holds then and the
// longest time between two of them.
func writeSlowly(t *testing.T, path string) (whole string, longest time.Duration) {
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	last := time.Now()
	for i := range 10 {
		piece := fmt.Sprintf("piece %d\n", i)
		_, err := f.WriteString(piece)
		must(t, err)
		longest, last, whole = max(longest, time.Since(last)), time.Now(), whole+piece
		<-time.After(30 * time.Millisecond)
	}
	return whole, longest
}

// A file that is emptied is about to be written; one that stays empty is empty.
func TestEmptyFile(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		path := filepath.Join(dir, "content", "改革", "绿色.md")
		for try := 1; ; try++ {
			must(t, os.WriteFile(path, fmt.Append(nil, "full ", try), 0o644))
			wake(t, w)
			rest(t, w)
			began := time.Now()
			must(t, os.Truncate(path, 0))
			woken := make(chan int, 1)
			go func() {
				wake(t, w)
				text, _ := os.ReadFile(path)
				woken <- len(text)
			}()
			<-time.After(120 * time.Millisecond) // longer than quiet takes
			must(t, os.WriteFile(path, []byte("new"), 0o644))
			inTime, length := time.Since(began) < 250*time.Millisecond, <-woken
			if length == 0 && inTime {
				t.Fatal("woken for an empty file that was about to be written")
			}
			if inTime {
				break
			}
			if try == 20 {
				t.Fatal("this machine is too busy")
			}
			rest(t, w)
		}
		must(t, os.Truncate(path, 0))
		wake(t, w)
		rest(t, w)
	})
}

// While git is at work there is no wake; a lock that a dead git left behind does not matter.
func TestGitLock(t *testing.T) {
	t.Parallel()
	eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
		w := start(t, opts)
		for _, lock := range []string{".git/index.lock", "worktree/index.lock"} {
			lock = filepath.Join(dir, filepath.FromSlash(lock))
			if filepath.Base(filepath.Dir(lock)) == "worktree" {
				must(t, os.RemoveAll(filepath.Join(dir, ".git")))
				write(t, dir, ".git", "gitdir: worktree\n")
			}
			write(t, dir, lock[len(dir):], "")
			write(t, dir, "content/a.md", "while locked: "+lock)
			calm(t, w)
			must(t, os.Remove(lock))
			wake(t, w)
			rest(t, w)
		}
		write(t, dir, "worktree/index.lock", "")
		yesterday := time.Now().Add(-24 * time.Hour)
		must(t, os.Chtimes(filepath.Join(dir, "worktree", "index.lock"), yesterday, yesterday))
		began := time.Now()
		write(t, dir, "content/a.md", "after git died")
		wake(t, w)
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("a lock left behind held the wake up for %v", took)
		}
	})
}

// A checkout that changes 2,000 files is at most three wakes.
func TestGitStorm(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	dir := newSite(t)
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "gc.auto=0", "-c", "core.autocrlf=false"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	fill := func(text string, from int) {
		for i := range 2000 {
			write(t, dir, fmt.Sprintf("content/%d/%d.md", (from+i)%40, from+i), text)
		}
	}
	git("init", "-q", "-b", "one")
	fill("one", 0)
	git("add", "-A")
	git("commit", "-q", "-m", "one")
	git("switch", "-q", "-c", "two")
	must(t, os.RemoveAll(filepath.Join(dir, "content", "7")))
	fill("two", 500)
	git("add", "-A")
	git("commit", "-q", "-m", "two")

	b := build(t, start(t, options(t, dir, 0)), dir)
	for i := range 8 {
		before, began := b.count(), time.Now()
		git("switch", "-q", []string{"one", "two"}[i%2])
		took := time.Since(began)
		b.catchUp(t)
		write(t, dir, "site.yaml", fmt.Sprint("title: ", i)) // the wake for it is not counted
		b.catchUp(t)
		git("checkout", "-q", "site.yaml")
		b.catchUp(t)
		if builds := b.count() - before - 2; builds > 3 && took < 4*time.Second {
			t.Errorf("%d builds for a checkout of 2,000 files that took %v", builds, took)
		}
	}
}
