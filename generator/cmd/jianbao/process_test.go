//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/scaffold"

	starter "jianbao"
)

// The tests of this file run the program as a process of its own, and look at
// what is published while it is killed, raced and moved about.

// command is a build that is ready to run.
func command(site, out string, args ...string) *exec.Cmd {
	cmd := exec.Command("jianbao", append([]string{"build", "--site", site, "--out", out, "--lang", "en"}, args...)...)
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1798761600")
	return cmd
}

func mustBuild(t *testing.T, site, out string, args ...string) {
	t.Helper()
	if output, err := command(site, out, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

func mustTree(t *testing.T, dir string) string {
	t.Helper()
	listing, err := tree(dir)
	if err != nil {
		t.Fatal(err)
	}
	return listing
}

// twoSites writes two sites that differ in most of their pages, and returns what
// each of them publishes. One has folders where the other has files.
func twoSites(t *testing.T) (sites [2]string, trees [2]string) {
	t.Helper()
	small, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := range sites {
		sites[i] = t.TempDir()
		if err := writeArchive(small, sites[i]); err != nil {
			t.Fatal(err)
		}
		more := &txtar.Archive{}
		for n := range 60 {
			name := fmt.Sprintf("content/reform/n%d.md", n)
			if n%3 == i {
				name = fmt.Sprintf("content/reform/n%d/index.md", n)
			}
			if n%7 != i {
				text := fmt.Sprintf("---\ntitle: 第%d篇\ndate: 2021-01-02\nurl: /n/%d%s\n---\n\n正文%d。\n", n, n, []string{"/", ".html"}[(n+i)%2], i)
				more.Files = append(more.Files, txtar.File{Name: name, Data: []byte(text)})
			}
		}
		if err := writeArchive(more, sites[i]); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, sites[i], out)
		trees[i] = mustTree(t, out)
	}
	if trees[0] == trees[1] || trees[0] == "" {
		t.Fatal("the two sites are not two")
	}
	return sites, trees
}

// checkLitter fails when there is anything beside the output but what stays
// between two builds: what makes the next one quick.
func checkLitter(t *testing.T, out string) {
	t.Helper()
	name := filepath.Base(out)
	for dir, allowed := range map[string][]string{
		"":                 {name, ".jianbao"},
		".jianbao":         {name, ".gitignore"},
		".jianbao/" + name: {"state", "previous"},
	} {
		entries, err := os.ReadDir(filepath.Join(filepath.Dir(out), dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !slices.Contains(allowed, e.Name()) {
				t.Errorf("%s was left behind in %q", e.Name(), dir)
			}
		}
	}
}

// Killed at any moment, a build leaves the old site or the new one, and the next
// build works as if nothing had been.
func TestKill(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 20
	}
	sites, trees := twoSites(t)
	out := filepath.Join(t.TempDir(), "out")
	start := time.Now()
	mustBuild(t, sites[0], out)
	mustBuild(t, sites[1], out)
	usual := time.Since(start) / 2
	random := rand.New(rand.NewPCG(1, 2))
	killed, published := 0, 0
	last := trees[1]
	for n := range kills {
		other := slices.Index(trees[:], last) ^ 1 // the site that is not published
		cmd := command(sites[other], out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// No wait for a condition: the moment is what is being tried out.
		timer := time.AfterFunc(time.Duration(random.Int64N(int64(usual))), func() { cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			killed++
		} else if err != nil {
			t.Fatal(err)
		}
		now := mustTree(t, out)
		if now != trees[0] && now != trees[1] {
			t.Fatalf("kill %d left a torn site:\n%s", n, now)
		}
		if now != last {
			published++
		}
		last = now
	}
	t.Logf("%d of %d builds were killed, the site changed %d times", killed, kills, published)
	if killed < kills/4 {
		t.Errorf("only %d of %d builds were killed before their end", killed, kills)
	}
	for i := range sites {
		mustBuild(t, sites[i], out)
		if mustTree(t, out) != trees[i] {
			t.Errorf("the build after the kills differs:\n%s", mustTree(t, out))
		}
		checkLitter(t, out)
	}
}

// Many builds at once publish one after the other, or say that they cannot.
func TestConcurrentBuilds(t *testing.T) {
	sites, trees := twoSites(t)
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, sites[0], out)
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			output, err := command(sites[n%2], out).CombinedOutput()
			if err != nil && !bytes.Contains(output, []byte("another jianbao")) {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	for looks := 0; ; looks++ {
		select {
		case <-done:
			t.Logf("looked %d times", looks)
			if now := mustTree(t, out); now != trees[0] && now != trees[1] {
				t.Errorf("torn:\n%s", now)
			}
			checkLitter(t, out)
			return
		default:
			checkWhole(t, out)
		}
	}
}

// checkWhole reads the published site through a folder that is held open, as a
// server should: whatever is published meanwhile, the manifest fits the files.
func checkWhole(t *testing.T, out string) {
	t.Helper()
	root, err := os.OpenRoot(out)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	manifest, err := fs.ReadFile(root.FS(), "jianbao-manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return // the generation is being removed, after it was replaced
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "reform/index.html"} {
		if !bytes.Contains(manifest, []byte(name)) {
			t.Errorf("%s is not in the manifest", name)
		}
	}
}

// The same sources are the same bytes, whatever is around them.
func TestDeterminism(t *testing.T) {
	site := filepath.Join(t.TempDir(), "site")
	if err := scaffold.Init(site, starter.Starter); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "别 处", "site")
	if err := os.CopyFS(elsewhere, os.DirFS(site)); err != nil {
		t.Fatal(err)
	}
	want := ""
	for n, set := range []struct {
		env  string
		site string
		args string
	}{
		{"GOMAXPROCS=1 TZ=UTC LANG=C", site, "--jobs 1"},
		{"GOMAXPROCS=2 TZ=Asia/Shanghai LANG=zh_CN.UTF-8", site, "--jobs 2"},
		{"GOMAXPROCS=16 TZ=America/New_York LANG=en_US.UTF-8", site, "--jobs 16"},
		{"GOMAXPROCS=3 TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8", elsewhere, "--jobs 33"},
		{"TZ=Pacific/Pago_Pago UMASK=077", elsewhere, ""},
		{"TZ= LANG= UMASK=002 GOGC=5", site, "--quiet"},
		{"UMASK=000 TMPDIR=/nowhere", elsewhere, "--jobs 5"},
	} {
		out := filepath.Join(t.TempDir(), "out")
		for range 2 {
			cmd := command(set.site, out, strings.Fields(set.args)...)
			cmd.Env = append(cmd.Env, strings.Fields(set.env)...)
			if umask, ok := strings.CutPrefix(last(strings.Fields(set.env), "UMASK="), "UMASK="); ok {
				cmd = underUmask(cmd, umask)
			}
			if output, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", set.env, err, output)
			}
			got := mustTree(t, out)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("case %d, %s, differs from the first:\n%s", n, set.env, difference(want, got))
			}
		}
	}
}

// last returns the last word with a prefix, or "".
func last(words []string, prefix string) (found string) {
	for _, w := range words {
		if strings.HasPrefix(w, prefix) {
			found = w
		}
	}
	return found
}

func underUmask(cmd *exec.Cmd, umask string) *exec.Cmd {
	shell := exec.Command("sh", append([]string{"-c", "umask " + umask + `; exec "$@"`, "sh"}, cmd.Args...)...)
	shell.Env = cmd.Env
	return shell
}

// difference lists the lines that only one of two listings has.
func difference(a, b string) string {
	count := map[string]int{}
	for line := range strings.Lines(a) {
		count[line]++
	}
	var out strings.Builder
	for line := range strings.Lines(b) {
		if count[line]--; count[line] < 0 {
			out.WriteString("+" + line)
		}
	}
	for line := range strings.Lines(a) {
		if count[line] > 0 {
			out.WriteString("-" + line)
		}
	}
	return out.String()
}
