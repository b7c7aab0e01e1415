//go:build unix

package publish_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/publish"
)

func TestFullDisk(t *testing.T) {
	dir := os.Getenv("JIANBAO_FULL_DISK")
	if dir == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		mount := t.TempDir()
		script := `mount -t tmpfs -o size=600k,nr_inodes=$1 none "$2" && exec "$3" -test.run='^TestFullDisk$' -test.v`
		for _, inodes := range []string{"1000", "60"} {
			if err := exec.Command("unshare", "-Urm", "sh", "-c", `mount -t tmpfs none "$1"`, "sh", mount).Run(); err != nil {
				t.Skipf("this machine lets us mount no file system: %v", err)
			}
			cmd := exec.Command("unshare", "-Urm", "sh", "-c", script, "sh", inodes, mount, self)
			cmd.Env = append(os.Environ(), "JIANBAO_FULL_DISK="+mount)
			if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "the disk filled up") {
				t.Errorf("%s inodes: %v\n%s", inodes, err, out)
			}
		}
		return
	}
	dir = filepath.Join(dir, "public")
	mustRun(t, dir, first)
	filled := false
	for pages := 5; pages < 200; pages *= 2 {
		large := tree{}
		for i := range pages {
			large[fmt.Sprintf("%d/index.html", i)] = strings.Repeat("x", 10_000)
		}
		before := snapshot(t, dir)
		_, err := run(dir, large, nil)
		wantNames(t, filepath.Dir(dir), "public")
		if err == nil {
			want(t, dir, large, nil)
			continue
		}
		filled = true
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("error %v", err)
		}
		wantSpoken(t, err, filepath.Dir(dir))
		if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
			t.Errorf("the old site changed (-want +got):\n%s", diff)
		}
	}
	if filled {
		t.Log("the disk filled up")
	}
}

// TestWithoutPermission runs as a user who may not write.
func TestWithoutPermission(t *testing.T) {
	if dir := os.Getenv("JIANBAO_READ_ONLY"); dir != "" {
		_, err := run(dir, second, nil)
		if err == nil {
			t.Fatal("published into a read-only folder")
		}
		wantSpoken(t, err, filepath.Dir(dir))
		t.Log("refused:", err)
		return
	}
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	parent, err := os.MkdirTemp("", "publish-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	dir := filepath.Join(parent, "public")
	mustRun(t, dir, first)
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(parent, "self")
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(executable)
	if err == nil {
		err = os.WriteFile(self, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{dir, filepath.Join(parent, "new"), filepath.Join(parent, "a", "b")} {
		cmd := exec.Command(self, "-test.run=^TestWithoutPermission$", "-test.v")
		cmd.Dir = parent
		cmd.Env = append(os.Environ(), "JIANBAO_READ_ONLY="+target)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "refused:") {
			t.Errorf("%s: %v\n%s", target, err, out)
		}
	}
	want(t, dir, first, nil)
	wantNames(t, parent, "public", "self")
}

func TestCancelled(t *testing.T) {
	for _, m := range machines() {
		dir := published(t, m)
		ctx, cancel := context.WithCancel(t.Context())
		g, err := publish.OpenStopped(ctx, publish.Options{Dir: dir}, m.refuses)
		if err != nil {
			t.Fatal(err)
		}
		if err := write(g, second); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := g.Commit(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", m.name, err)
		}
		g.Abort()
		if state := whole(t, m, dir); state != "first" && !m.fresh {
			t.Errorf("%s: the output is %s", m.name, state)
		}
	}
}
