//go:build unix

package publish_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

// After every one of many generations at random, with everything done to the
// output and to the previous generation that somebody may do, the output is what
// a fresh publication into an empty folder makes, and what is foreign.
func TestRandomGenerations(t *testing.T) {
	generations := 100
	if testing.Short() {
		generations = 30
	}
	for _, seed := range []uint64{1, 2, 3} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t, seed)
			for n := range generations {
				w.step(t)
				if t.Failed() {
					t.Fatalf("in generation %d: %s", n, strings.Join(w.did, "; "))
				}
			}
			if w.leaps < generations/4 || w.same < generations/20 {
				t.Errorf("only %d leaps, %d times nothing to do", w.leaps, w.same)
			}
		})
	}
}

// world is a site that changes, and its output.
type world struct {
	*rand.Rand
	dir     string
	ours    tree // what is to be published
	foreign tree
	history []tree
	did     []string // since the last generation

	leaps, same int
}

func newWorld(t *testing.T, seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7)), dir: filepath.Join(quickDir(t), "parent", "public"), ours: tree{}, foreign: tree{}}
	for range 30 {
		w.edit()
	}
	return w
}

// name is the path of an output. Those below "turns" are now files, now folders.
func (w *world) name() string {
	return fmt.Sprintf("%c/%c/%d.html", 'a'+w.IntN(4), 'a'+w.IntN(4), w.IntN(4))
}

func (w *world) note(format string, args ...any) { w.did = append(w.did, fmt.Sprintf(format, args...)) }

// edit changes one thing of what is to be published.
func (w *world) edit() {
	text := strings.Repeat(fmt.Sprint("text ", w.IntN(1000), " "), 1+w.IntN(200))
	switch w.IntN(8) {
	case 0, 1, 2:
		w.ours[w.name()] = text
	case 3:
		delete(w.ours, w.name())
	case 4:
		folder := w.name()[:3]
		maps.DeleteFunc(w.ours, func(name, _ string) bool { return strings.HasPrefix(name, folder) })
	case 5: // a file becomes a folder, and back
		place := fmt.Sprint("turns/", w.IntN(3))
		if _, file := w.ours[place]; file {
			delete(w.ours, place)
			w.ours[place+"/index.html"] = text
		} else {
			delete(w.ours, place+"/index.html")
			w.ours[place] = text
		}
	case 6:
		if n := len(w.history); n >= 2 {
			w.note("back by two")
			w.ours = maps.Clone(w.history[n-2])
		}
	case 7:
		w.ours["attachment.pdf"] = strings.Repeat(text, 100)
	}
}

// tamper does something to the output or to the previous generation. Foreign
// files are added only where no output ever stands in their way.
func (w *world) tamper(t *testing.T) {
	previous := filepath.Join(filepath.Dir(w.dir), ".jianbao", "public", "previous")
	root := []string{w.dir, previous}[w.IntN(2)]
	victim := w.victim(t, root)
	full := filepath.Join(root, victim)
	kind := w.IntN(12)
	w.note("tamper %d with %s in %s", kind, victim, filepath.Base(root))
	switch kind {
	case 0, 1:
		w.overwrite(t, full)
	case 2:
		os.Remove(full)
	case 3:
		os.Chmod(full, 0o600)
	case 4:
		os.RemoveAll(filepath.Dir(full))
		w.lostForeign(t)
	case 5: // another file with the same text
		if data, err := os.ReadFile(full); err == nil {
			os.Remove(full)
			os.WriteFile(full, data, 0o644)
		}
	case 6:
		os.Chmod(filepath.Dir(full), 0o700)
	case 7:
		w.addForeign(t)
	case 8:
		w.dropForeign(t)
	case 9:
		os.RemoveAll(root)
		w.lostForeign(t)
	case 10: // added to the previous generation, where nothing belongs to anybody
		os.WriteFile(filepath.Join(previous, "a", "leak.html"), []byte("withdrawn"), 0o644)
		os.MkdirAll(filepath.Join(previous, "a", "leak", "deep"), 0o755)
	case 11: // a folder of the previous generation that leads elsewhere
		if dir := filepath.Join(previous, "b"); os.Rename(dir, filepath.Join(filepath.Dir(w.dir), "elsewhere")) == nil {
			os.Symlink(filepath.Join(filepath.Dir(w.dir), "elsewhere"), dir)
			t.Cleanup(func() { os.RemoveAll(filepath.Join(filepath.Dir(w.dir), "elsewhere")) })
		}
	}
}

// victim is an output below a root.
func (w *world) victim(t *testing.T, root string) string {
	if _, err := os.Lstat(filepath.Join(root, publish.ManifestName)); err != nil {
		return "none/none"
	}
	names := []string{"none/none"}
	for _, e := range readManifest(t, root) {
		names = append(names, e.Path)
	}
	return names[w.IntN(len(names))]
}

// overwrite changes a text in place, with the size and the time that it had.
func (w *world) overwrite(t *testing.T, name string) {
	info, err := os.Stat(name)
	if err != nil || info.Size() == 0 {
		return
	}
	before := mustStamp(t, name)
	for mustStamp(t, name) == before { // clocks of file systems go in steps
		if err := overwrite(name, string('A'+rune(w.IntN(26))), w.Int64N(info.Size())); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
}

func mustStamp(t *testing.T, name string) memo.Stamp {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	stamp, _ := memo.StampOf(info)
	return stamp
}

func (w *world) addForeign(t *testing.T) {
	if _, err := os.Lstat(w.dir); err != nil {
		return
	}
	name := path.Join([]string{".", "a", "a/b", "own", ".git/refs"}[w.IntN(5)], fmt.Sprintf("notes-%d.txt", w.IntN(3)))
	if strings.Contains(name, ".git") && w.IntN(4) != 0 { // with folders nothing leaps
		return
	}
	data := fmt.Sprint("foreign ", w.IntN(1000))
	os.Remove(filepath.Join(w.dir, name))
	put(t, w.dir, tree{name: data})
	w.foreign[name] = data
}

func (w *world) dropForeign(t *testing.T) {
	for name := range w.foreign {
		os.Remove(filepath.Join(w.dir, name))
	}
	for _, dir := range []string{"own", ".git"} {
		os.RemoveAll(filepath.Join(w.dir, dir))
	}
	w.foreign = tree{}
}

// lostForeign forgets what is not there any more.
func (w *world) lostForeign(t *testing.T) {
	maps.DeleteFunc(w.foreign, func(name, _ string) bool {
		_, err := os.Lstat(filepath.Join(w.dir, name))
		return err != nil
	})
}

var errStopped = errors.New("stopped")

// step makes one generation, and looks at it.
func (w *world) step(t *testing.T) {
	w.did = nil
	for range w.IntN(4) {
		w.edit()
	}
	for range max(0, w.IntN(4)-1) {
		w.tamper(t)
	}
	open := publish.OpenLater
	if w.IntN(4) == 0 {
		open = publish.OpenStopped
	}
	switch w.IntN(8) {
	case 0:
		w.note("dies")
		at := w.IntN(60)
		w.publish(open, func(op, path string) error {
			if at--; at < 0 {
				return errStopped
			}
			return nil
		})
		w.lostForeign(t)
	case 1:
		w.note("aborts")
		if g, err := open(t.Context(), publish.Options{Dir: w.dir}, nil); err == nil {
			write(g, w.ours)
			g.Abort()
		}
	}
	leapt := false
	report, err := w.publish(open, func(op, path string) error {
		leapt = leapt || strings.HasSuffix(path, "/public/leap") && op == "rename"
		return nil
	})
	if err != nil || report.Warning != nil {
		t.Errorf("error %v, warning %v", err, report.Warning)
		return
	}
	w.check(t)
	if w.history = append(w.history, maps.Clone(w.ours)); leapt {
		w.leaps++
	}
	if report.Mode == "none" {
		w.same++
	}
}

// publish keeps what it can of the generation before, as builds do.
func (w *world) publish(open opener, step func(op, path string) error) (publish.Report, error) {
	g, err := open(context.Background(), publish.Options{Dir: w.dir, Distrust: w.IntN(10) == 0}, step)
	if err != nil {
		return publish.Report{}, err
	}
	defer g.Abort()
	for _, name := range slices.Sorted(maps.Keys(w.ours)) {
		data := []byte(w.ours[name])
		if w.IntN(3) > 0 {
			if kept, err := g.Keep(memo.File{Path: name, Sum: memo.OfFile(data)}); err != nil || kept {
				continue
			}
		}
		if err := write(g, tree{name: w.ours[name]}); err != nil {
			return publish.Report{}, err
		}
	}
	return g.Commit(context.Background())
}

// check compares the output with a fresh publication.
func (w *world) check(t *testing.T) {
	t.Helper()
	fresh := filepath.Join(filepath.Dir(w.dir), "fresh")
	if _, err := run(fresh, w.ours, nil); err != nil {
		t.Fatal(err)
	}
	want(t, w.dir, w.ours, w.foreign)
	if a, b := snapshot(t, fresh)[publish.ManifestName], snapshot(t, w.dir)[publish.ManifestName]; a != b {
		t.Errorf("manifest %s\nwant %s", b, a)
	}
	wantModes(t, w.dir)
	for _, litter := range []string{fresh, filepath.Join(filepath.Dir(w.dir), ".jianbao", "fresh")} {
		if err := os.RemoveAll(litter); err != nil {
			t.Fatal(err)
		}
	}
	elsewhere := filepath.Join(filepath.Dir(w.dir), "elsewhere")
	os.RemoveAll(elsewhere)
	wantNames(t, filepath.Dir(w.dir), "public")
}
