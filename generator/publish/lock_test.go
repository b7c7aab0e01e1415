//go:build unix

package publish_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"jianbao/generator/publish"
)

// The test binary is its own second process: JIANBAO_PUBLISH says what it does.
func TestMain(m *testing.M) {
	words := strings.Fields(os.Getenv("JIANBAO_PUBLISH"))
	if len(words) == 0 {
		os.Exit(m.Run())
	}
	var err error
	switch dir := words[1]; words[0] {
	case "hold": // holds the output until standard input ends
		err = hold(dir)
	case "kill": // dies at the N-th change
		at, _ := strconv.Atoi(words[2])
		_, err = run(dir, second, func(string, string) error {
			if at--; at == 0 {
				syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			return nil
		})
	case "publish":
		_, err = run(dir, second, nil)
	case "limited": // may open so many files
		limit, _ := strconv.ParseUint(words[2], 10, 64)
		if err = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: limit}); err == nil {
			_, err = run(dir, second, nil)
		}
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

func hold(dir string) error {
	g, err := publish.Open(context.Background(), publish.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer g.Abort()
	if err := g.Write("index.html", []byte("half")); err != nil {
		return err
	}
	fmt.Println("open")
	io.Copy(io.Discard, os.Stdin)
	return nil
}

// other makes another process.
func other(t *testing.T, what ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "JIANBAO_PUBLISH="+strings.Join(what, " "))
	return cmd
}

// holder starts a process that holds the output, and lets it go by release.
func holder(t *testing.T, dir string) (cmd *exec.Cmd, release func()) {
	t.Helper()
	cmd = other(t, "hold", dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "open\n" {
		t.Fatalf("the other process says %q (%v)", line, err)
	}
	return cmd, func() { in.Close() }
}

func TestWaitForAnotherBuild(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	cmd, release := holder(t, dir)

	var told []string
	opts := publish.Options{Dir: dir, Wait: time.Minute, Waiting: func(holder string) {
		told = append(told, holder)
		release()
	}}
	g, err := publish.Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Abort()
	host, _ := os.Hostname()
	if wanted := fmt.Sprintf("pid %d on %s", cmd.Process.Pid, host); len(told) != 1 || told[0] != wanted {
		t.Errorf("told %q, want once %q", told, wanted)
	}
}

func TestWaitEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	cmd, _ := holder(t, dir)

	_, err := publish.Open(t.Context(), publish.Options{Dir: dir, Wait: time.Millisecond})
	if err == nil {
		t.Fatal("two builds hold the output")
	}
	wantSpoken(t, err, fmt.Sprintf("pid %d on ", cmd.Process.Pid))

	ctx, cancel := context.WithCancel(t.Context())
	_, err = publish.Open(ctx, publish.Options{Dir: dir, Wait: time.Minute, Waiting: func(string) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while waiting: error %v", err)
	}
}

// Where too few files may be open, nobody else is blamed for it.
func TestFewOpenFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustRun(t, dir, first)
	for limit := 9; limit < 100; limit++ { // with fewer, the runtime itself gives up
		out, err := other(t, "limited", dir, strconv.Itoa(limit)).CombinedOutput()
		if err == nil {
			if limit == 9 {
				t.Error("was there a limit?")
			}
			want(t, dir, second, nil)
			return
		}
		if !strings.Contains(string(out), "too many open files") {
			t.Errorf("%d open files: %s", limit, out)
		}
	}
	t.Error("no limit is enough")
}

func TestHolderKilled(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	mustRun(t, dir, first)
	cmd, _ := holder(t, dir)
	cmd.Process.Kill()
	cmd.Wait()

	mustRun(t, dir, second)
	want(t, dir, second, nil)
	wantNames(t, parent, "public")
}

// A real process is really killed at every change of the disk.
func TestKillProcess(t *testing.T) {
	m := machines()[1]
	for n := 1; n < 1000; n++ {
		dir := published(t, m)
		err := other(t, "kill", dir, strconv.Itoa(n)).Run()
		if err == nil {
			t.Logf("killed at %d changes", n-1)
			if n < 20 {
				t.Error("too few")
			}
			return
		}
		if state := whole(t, m, dir); state != "first" && state != "second" {
			t.Errorf("killed at %d, the output is %s", n, state)
		}
		wantRecovery(t, m, dir)
	}
	t.Error("no run completes")
}

// Builds at once wait for each other: each publishes, none is torn, nothing is left.
func TestManyBuildsAtOnce(t *testing.T) {
	parent := quickDir(t)
	dir := filepath.Join(parent, "public")
	mustRun(t, dir, first)
	var builds, checks sync.WaitGroup
	var done atomic.Bool
	checks.Go(func() {
		for !done.Load() {
			checkWhole(t, dir)
		}
	})
	for i := range 8 {
		builds.Go(func() {
			if i < 3 {
				cmd := other(t, "publish", dir)
				if out, err := cmd.CombinedOutput(); err != nil && !strings.Contains(string(out), "another jianbao") {
					t.Errorf("%v: %s", err, out)
				}
				return
			}
			g, err := publish.Open(t.Context(), publish.Options{Dir: dir, Wait: time.Minute})
			if err != nil {
				t.Error(err)
				return
			}
			defer g.Abort()
			if err := write(g, []tree{first, second}[i%2]); err != nil {
				t.Error(err)
			}
			if _, err := g.Commit(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	builds.Wait()
	done.Store(true)
	checks.Wait()
	wantNames(t, parent, "public")
	if state := whole(t, machine{fresh: true}, dir); state != "first" && state != "second" {
		t.Errorf("the output is %s", state)
	}
}

// checkWhole reads through the open folder, as a reader must, and wants one generation.
func checkWhole(t *testing.T, dir string) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Error(err)
		return
	}
	defer root.Close()
	home, errHome := root.ReadFile("index.html")
	annex, errAnnex := root.ReadFile("reform/a/annex.pdf")
	if errHome != nil || errAnnex != nil {
		return // read while this old generation was being removed
	}
	if (string(home) == first["index.html"]) != (string(annex) == first["reform/a/annex.pdf"]) {
		t.Error("a reader saw two generations")
	}
}

func TestWriteFromManyGoroutines(t *testing.T) {
	dir := filepath.Join(quickDir(t), "public")
	files := tree{}
	for i := range 500 {
		files[fmt.Sprintf("a/%d/%d/index.html", i%7, i)] = fmt.Sprint("page ", i)
	}
	for range 2 {
		g, err := publish.Open(t.Context(), publish.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer g.Abort()
		var group sync.WaitGroup
		for name, data := range files {
			group.Go(func() {
				if err := g.Write(name, []byte(data)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if _, err := g.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(t, dir, files, nil)
	}
}
