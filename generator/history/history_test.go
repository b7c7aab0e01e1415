package history_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/history"
)

// repository is one of a test, with a user who has configured what gets in the way.
type repository struct {
	*testing.T
	dir   string
	cache *history.Cache
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_DIR", "nowhere") // as in a hook
	t.Setenv("GIT_LITERAL_PATHSPECS", "1")
	marker := filepath.Join(home, "ran")
	trap := filepath.Join(home, "trap")
	write(t, trap, "#!/bin/sh\ntouch '"+marker+"'\ncat\n")
	if err := os.Chmod(trap, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".gitconfig"), fmt.Sprintf("[user]\nname=n\nemail=n@example.com\n[core]\npager=%[1]s\nfsmonitor=%[1]s\nquotepath=true\n[diff]\nexternal=%[1]s\nrelative=true\nrenames=false\n[log]\nshowSignature=true\nshowRoot=false\nfollow=true\n[gpg]\nprogram=%[1]s\n[color]\nui=always\n[init]\ndefaultBranch=main\n", trap))
	t.Cleanup(func() {
		if _, err := os.Stat(marker); err == nil {
			t.Error("git ran a program that the user has configured")
		}
	})
	r := repository{T: t, dir: t.TempDir()}
	r.git("init", "-q")
	return r
}

func (r repository) git(args ...string) {
	r.Helper()
	cmd := exec.Command("git", append([]string{"-C", r.dir, "-c", "core.fsmonitor=false", "-c", "diff.external="}, args...)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "GIT_DIR=") || strings.HasPrefix(e, "GIT_LITERAL") })
	if out, err := cmd.CombinedOutput(); err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// commit commits all there is on a day.
func (r repository) commit(day string) {
	r.Helper()
	r.Setenv("GIT_AUTHOR_DATE", day+"T12:00:00Z")
	r.Setenv("GIT_COMMITTER_DATE", day+"T12:00:00Z")
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", day)
}

func (r repository) write(name, text string) {
	r.Helper()
	write(r.T, filepath.Join(r.dir, filepath.FromSlash(name)), text)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read returns what is known of the site in a folder of the repository, a line a text:
// its path, its day, and what speaks against it.
func (r repository) read(folder string) []string {
	r.Helper()
	firsts, err := history.Read(r.Context(), filepath.Join(r.dir, folder), r.cache)
	if err != nil {
		r.Fatal(err)
	}
	maps.DeleteFunc(firsts, func(name string, _ check.FirstCommit) bool { // of old names it may know, too
		_, err := os.Stat(filepath.Join(r.dir, folder, filepath.FromSlash(name)))
		return err != nil
	})
	return lines(firsts)
}

func lines(firsts map[string]check.FirstCommit) []string {
	var list []string
	for path, first := range firsts {
		line := fmt.Sprintf("%s %s %d", path, first.At.UTC().Format("2006-01-02"), first.Together)
		if first.Opening {
			line += " opening"
		}
		if len(first.ID) < 40 {
			line += " " + first.ID
		}
		list = append(list, line)
	}
	slices.Sort(list)
	return list
}

func (r repository) want(folder string, want ...string) {
	r.Helper()
	if got := r.read(folder); !slices.Equal(got, want) {
		r.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func text(name string) string { return strings.Repeat(name+"：正文。\n", 20) }

// A text has the commit that brought it in, whatever was done to it later.
func TestFirstCommits(t *testing.T) {
	r := newRepository(t)
	r.write("content/a/一 二.md", text("一"))
	r.commit("2026-01-01")
	r.write("content/a/two.md", text("二"))
	r.write("content/a/three.md", text("三"))
	r.write("content/a/map.svg", "<svg/>")
	r.write("README.md", text("说明"))
	r.commit("2026-02-01")
	r.write("content/a/two.md", text("二")+"改。\n")
	r.git("mv", "content/a/three.md", "content/a/renamed.md")
	r.commit("2026-03-01")
	r.write("content/a/renamed/index.md", text("三")+"附件。\n")
	r.git("rm", "-q", "content/a/renamed.md")
	r.commit("2026-04-01")
	r.write("content/a/untracked.md", text("四"))
	r.want("", "content/a/renamed/index.md 2026-02-01 2", "content/a/two.md 2026-02-01 2", "content/a/一 二.md 2026-01-01 1 opening")
}

// A site can be a folder of its repository, come from another one, and follow code.
func TestSiteInAFolder(t *testing.T) {
	r := newRepository(t)
	r.write("main.go", "package main\n")
	r.write("docs/content/a.md", text("别的"))
	r.commit("2026-01-01")
	r.write("old/content/a.md", text("一"))
	r.write("old/content/b.md", text("二"))
	r.commit("2026-02-01")
	r.write("old/content/c.md", text("三"))
	r.commit("2026-03-01")
	r.git("mv", "old", "网站")
	r.commit("2026-04-01")
	r.write("网站/content/d.md", text("四"))
	r.commit("2026-05-01")
	// All that has first come into this folder is d.md, so it is what opens the site;
	// of the others it is known that they are older.
	r.want("网站", "content/a.md 2026-02-01 0", "content/b.md 2026-02-01 0", "content/c.md 2026-03-01 0", "content/d.md 2026-05-01 1 opening")
}

// What comes by a branch has the commit of the branch; what came back has its first one.
func TestBranches(t *testing.T) {
	r := newRepository(t)
	r.write("content/a.md", text("一"))
	r.commit("2026-01-01")
	r.git("checkout", "-q", "-b", "side")
	r.write("content/b.md", text("二"))
	r.commit("2026-02-01")
	r.git("checkout", "-q", "main")
	r.write("content/c.md", text("三"))
	r.commit("2026-03-01")
	r.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	r.git("rm", "-q", "content/c.md")
	r.commit("2026-05-01")
	r.write("content/c.md", text("又"))
	r.commit("2026-06-01")
	r.want("", "content/a.md 2026-01-01 1 opening", "content/b.md 2026-02-01 1", "content/c.md 2026-03-01 1")
}

// What was known before is brought up to date, and comes to what all of it comes to.
func TestCache(t *testing.T) {
	r := newRepository(t)
	cold, file := r, filepath.Join(t.TempDir(), "history.table")
	same := func(want int) {
		t.Helper()
		r.cache = history.ReadCache(file)
		got, all := r.read(""), cold.read("")
		if len(got) != want || !slices.Equal(got, all) {
			t.Errorf("got\n%s\nof all\n%s", strings.Join(got, "\n"), strings.Join(all, "\n"))
		}
		if err := r.cache.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	r.write("content/a.md", text("一"))
	r.commit("2026-01-01")
	same(1)
	written := func() time.Time {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}
	if err := os.Chtimes(file, time.Unix(0, 0), time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if same(1); written() != time.Unix(0, 0) {
		t.Error("a cache in which nothing is new is written")
	}
	r.write("content/b.md", text("二"))
	r.write("content/c.md", text("三"))
	r.commit("2026-02-01")
	same(3)
	r.git("mv", "content/b.md", "content/renamed.md")
	r.commit("2026-03-01")
	r.commit("2026-03-02")
	same(3)
	r.git("reset", "-q", "--hard", "HEAD~3") // as if it had never been
	r.write("content/b.md", text("二"))
	r.write("content/c.md", text("三"))
	r.commit("2026-04-01")
	same(3)
	for _, damage := range []string{"", "no table"} {
		write(t, file, damage)
		same(3)
	}
}

// Where there is no history, nothing is known, and nothing is wrong.
func TestNoHistory(t *testing.T) {
	r := newRepository(t)
	r.want("") // no commit yet
	if firsts, err := history.Read(t.Context(), t.TempDir(), nil); len(firsts) > 0 || err != nil {
		t.Error(firsts, err)
	}
	if firsts, err := history.Read(t.Context(), filepath.Join(r.dir, ".git"), nil); len(firsts) > 0 || err != nil {
		t.Error(firsts, err)
	}
}

// What cannot be known says so.
func TestUnknownHistory(t *testing.T) {
	r := newRepository(t)
	r.write("content/a.md", text("一"))
	r.commit("2026-01-01")
	r.write("content/b.md", text("二"))
	r.commit("2026-02-01")
	shallow := t.TempDir()
	r.git("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(r.dir), shallow)
	fails(t, shallow, "lacks a part of its history")
	r.git("config", "uploadpack.allowFilter", "true")
	r.write("content/c.md", text("二")+"改。\n")
	r.git("rm", "-q", "content/b.md")
	r.commit("2026-03-01")
	partial := t.TempDir()
	r.git("clone", "-q", "--filter=blob:none", "file://"+filepath.ToSlash(r.dir), partial)
	fails(t, partial, "lacks a part of its history")
	r.write(".git/config", "[core\n")
	fails(t, r.dir, "git cannot read the history, so dates were not held against it: bad config line 1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := history.Read(ctx, shallow, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	fails(t, shallow, "git is not installed")
}

func fails(t *testing.T, dir, why string) {
	t.Helper()
	firsts, err := history.Read(t.Context(), dir, nil)
	var fault *diag.Fault
	if len(firsts) > 0 || !errors.As(err, &fault) || !strings.Contains(fault.Message.EN, why) {
		t.Errorf("%v, %v", firsts, err)
	}
}
