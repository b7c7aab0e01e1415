package watch_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/watch"
)

// The test binary is its own second process: with JIANBAO_WATCH set it watches
// that site and prints, on a line each, "ready", the notices, and after each wake
// a sum of what it has seen.
func TestMain(m *testing.M) {
	dir := os.Getenv("JIANBAO_WATCH")
	if dir == "" {
		os.Exit(m.Run())
	}
	w, err := watch.New(watch.Options{
		Dir: dir, Watch: []string{"content"}, Safety: time.Hour,
		Notice: func(text diag.Text) { fmt.Printf("notice %s | %s\n", text.EN, text.ZH) },
	})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	for settled(context.Background(), w) == nil {
		fmt.Println("seen", sum(dir))
	}
}

// sum is a short form of all that counts in the second process.
func sum(dir string) string {
	files := tree(dir)
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(all, "%q %q\n", name, files[name])
	}
	return hex.EncodeToString(all.Sum(nil))
}

// A process is the test binary watching a site.
type process struct {
	*exec.Cmd
	lines chan string
}

// spawn starts the second process by a command that ends with the name of a program.
func spawn(t *testing.T, dir string, command ...string) *process {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	command = append(command, self)
	p := &process{exec.Command(command[0], command[1:]...), make(chan string, 1000)}
	p.Env = append(os.Environ(), "JIANBAO_WATCH="+dir)
	out, err := p.StdoutPipe()
	must(t, err)
	must(t, p.Start())
	t.Cleanup(func() { p.Process.Kill(); p.Wait() })
	go p.read(out)
	return p
}

func (p *process) read(out io.Reader) {
	defer close(p.lines)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		p.lines <- lines.Text()
	}
}

// until waits for a line with that beginning and returns those before it, and it.
func (p *process) until(t *testing.T, beginning string) (lines []string) {
	t.Helper()
	late := time.After(deadline)
	for {
		select {
		case line, open := <-p.lines:
			if lines = append(lines, line); strings.HasPrefix(line, beginning) {
				return lines
			} else if !open {
				t.Fatalf("the process ended; it said %q", lines)
			}
		case <-late:
			t.Fatalf("%q did not come; it said %q", beginning, lines)
		}
	}
}

// The system keeps some 16,000 events for a process; a stopped one loses the others.
func TestOverflow(t *testing.T) {
	t.Parallel()
	limit, err := strconv.Atoi(strings.TrimSpace(readFile(t, "/proc/sys/fs/inotify/max_queued_events")))
	must(t, err)
	if limit > 50_000 {
		t.Skipf("this system keeps %d events", limit)
	}
	dir := newSite(t)
	write(t, dir, "content/again/a.md", "a")
	p := spawn(t, dir)
	p.until(t, "ready")
	must(t, p.Process.Signal(syscall.SIGSTOP))
	busy := filepath.Join(dir, "content", "busy.md")
	for range limit/2 + 1000 { // truncate and write: two events
		must(t, os.WriteFile(busy, []byte("x"), 0o644))
		must(t, os.WriteFile(busy+"2", []byte("x"), 0o644))
	}
	write(t, dir, "content/lost/deep/a.md", "no event tells of these folders")
	replaceFolder(t, dir, "content/again")
	write(t, dir, "content/again/a.md", "in a new folder")
	must(t, p.Process.Signal(syscall.SIGCONT))
	p.until(t, "seen "+sum(dir))
	for _, name := range []string{"content/lost/deep/a.md", "content/again/a.md", "content/lost/deep/b.md", "content/改革/绿色.md"} {
		write(t, dir, name, "after the overflow")
		p.until(t, "seen "+sum(dir))
	}
}

// replaceFolder puts a new folder in place of another, with the same inode if possible.
func replaceFolder(t *testing.T, dir, name string) {
	t.Helper()
	inode := func(path string) uint64 {
		info, err := os.Stat(path)
		must(t, err)
		return info.Sys().(*syscall.Stat_t).Ino
	}
	path := filepath.Join(dir, name)
	was := inode(path)
	must(t, os.RemoveAll(path))
	for i := range 500 {
		try := path + fmt.Sprint(i)
		must(t, os.Mkdir(try, 0o755))
		if inode(try) == was || i == 499 {
			must(t, os.Rename(try, path))
			return
		}
	}
}

// Where the system allows too few watches, or watchers, it polls and says so.
func TestWatchLimits(t *testing.T) {
	t.Parallel()
	for limit, want := range map[string]string{"max_inotify_watches": "max_user_watches", "max_inotify_instances": "max_user_instances"} {
		t.Run(limit, func(t *testing.T) {
			dir := newSite(t)
			for i := range 10 {
				write(t, dir, fmt.Sprintf("content/%d/a.md", i), "a")
			}
			lower := `echo $1 > /proc/sys/user/$0 && exec "$2"`
			few := map[string]string{"max_inotify_watches": "4", "max_inotify_instances": "0"}[limit]
			if out, err := exec.Command("unshare", "-Ur", "sh", "-c", lower, limit, few, "true").CombinedOutput(); err != nil {
				t.Skipf("this system lets us lower no limit: %v %s", err, out)
			}
			p := spawn(t, dir, "unshare", "-Ur", "sh", "-c", lower, limit, few)
			lines := p.until(t, "ready")
			if len(lines) != 2 || !strings.Contains(lines[0], want) || !strings.Contains(lines[0], "sudo sysctl fs.inotify.") || !strings.Contains(lines[0], "改为") {
				t.Fatalf("it said %q", lines)
			}
			for i := range 4 {
				write(t, dir, "content/9/a.md", fmt.Sprint("edit ", i))
				write(t, dir, fmt.Sprintf("content/new/%d/a.md", i), "new")
				for _, line := range p.until(t, "seen "+sum(dir)) {
					if strings.HasPrefix(line, "notice") {
						t.Errorf("it said again %q", line)
					}
				}
			}
		})
	}
}

// The watches run out while it watches.
func TestWatchesRunOut(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	lower := `echo 6 > /proc/sys/user/max_inotify_watches && exec "$0"`
	if out, err := exec.Command("unshare", "-Ur", "sh", "-c", lower, "true").CombinedOutput(); err != nil {
		t.Skipf("this system lets us lower no limit: %v %s", err, out)
	}
	p := spawn(t, dir, "unshare", "-Ur", "sh", "-c", lower)
	if lines := p.until(t, "ready"); len(lines) != 1 {
		t.Fatalf("it said %q", lines)
	}
	for i := range 10 {
		write(t, dir, fmt.Sprintf("content/%d/a.md", i), "a")
	}
	p.until(t, "notice the system allows no more folders")
	for i := range 3 {
		write(t, dir, fmt.Sprintf("content/%d/a.md", i+7), "b")
		p.until(t, "seen "+sum(dir))
	}
}

// A store into a mapped file sends no event, as if the file were on a server.
// The safety look finds it; the second time it polls.
func TestEventsDoNotArrive(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	opts := options(t, dir, 0)
	notices := make(chan diag.Text, 10)
	opts.Safety, opts.Notice = 100*time.Millisecond, func(text diag.Text) { notices <- text }
	w := start(t, opts)
	for i := range 5 {
		mapped(t, filepath.Join(dir, "content", "改革", "绿色.md"), byte('a'+i))
		wake(t, w)
	}
	if len(notices) != 1 || !strings.Contains((<-notices).EN, "did not tell") {
		t.Errorf("%d notices", len(notices))
	}
}

// Further stores into a mapped file do not even change its times, as writes
// within one tick of a coarse clock. A fresh file is read at every look.
func TestTimesDoNotTell(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	w := start(t, options(t, dir, 20*time.Millisecond))
	for try := range 10 {
		name := fmt.Sprintf("content/%d.md", try)
		write(t, dir, name, "text")
		wake(t, w)
		data, unmap := mapFile(t, filepath.Join(dir, name))
		data[0] = 'T'
		wake(t, w)
		data[0] = 'X'
		calm := isCalm(t, w)
		unmap()
		if !calm {
			return
		}
		// On a busy machine the file was no longer fresh.
	}
	t.Error("not woken by a second change within the same tick")
}

// mapped changes the first byte of a file in memory.
func mapped(t *testing.T, path string, to byte) {
	t.Helper()
	data, unmap := mapFile(t, path)
	data[0] = to
	unmap()
}

func mapFile(t *testing.T, path string) (data []byte, unmap func()) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	defer f.Close()
	data, err = syscall.Mmap(int(f.Fd()), 0, 1, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	must(t, err)
	return data, func() { must(t, syscall.Munmap(data)) }
}

// What cannot be read has changed. Root may read everything, so another user looks.
func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	path := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	var command []string
	if os.Getuid() == 0 {
		if _, err := exec.LookPath("setpriv"); err != nil {
			t.Skip("there is no setpriv to become another user with")
		}
		self, err := os.Executable()
		must(t, err)
		for up := dir; up != "/"; up = filepath.Dir(up) {
			if strings.HasPrefix(up, os.TempDir()+"/") {
				must(t, os.Chmod(up, 0o755))
			}
		}
		command = []string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
		if exec.Command(command[0], append(command[1:], self, "-test.run=^$")...).Run() != nil {
			t.Skip("another user may not run this test")
		}
	}
	p := spawn(t, dir, command...)
	p.until(t, "ready")
	for _, name := range []string{"content/改革/绿色.md", "content/改革"} {
		must(t, os.Chmod(path(name), 0))
		p.until(t, "seen ")
		must(t, os.Chmod(path(name), 0o755))
		p.until(t, "seen "+sum(dir))
		write(t, dir, "content/改革/绿色.md", "after "+name)
		p.until(t, "seen "+sum(dir))
	}
}

// Close ends everything.
func TestCloseLeavesNothing(t *testing.T) {
	dir := newSite(t)
	round := func(poll time.Duration) {
		w, err := watch.New(options(t, dir, poll))
		must(t, err)
		cookie(t, w, dir)
		must(t, os.Rename(filepath.Join(dir, "content", "改革"), filepath.Join(dir, "content", "a"))) // watches are set up anew
		wake(t, w)
		must(t, os.Rename(filepath.Join(dir, "content", "a"), filepath.Join(dir, "content", "改革")))
		must(t, w.Close())
	}
	round(0)
	goroutines, files := count(t)
	for range 10 {
		round(0)
		round(10 * time.Millisecond)
	}
	late := time.After(deadline)
	for {
		g, f := count(t)
		if g <= goroutines && f <= files {
			return
		}
		select {
		case <-late:
			t.Fatalf("%d goroutines and %d open files, %d and %d before", g, f, goroutines, files)
		case <-time.After(10 * time.Millisecond): // a goroutine that has said it is done may not have ended
		}
	}
}

func count(t *testing.T) (goroutines, files int) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return runtime.NumGoroutine(), len(entries)
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	must(t, err)
	return string(text)
}
