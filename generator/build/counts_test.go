package build_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/bench/corpus"
	"jianbao/generator/build"
	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

// The tests of this file and of counts_linux_test.go guard what a build costs by
// counting: times differ from machine to machine and from hour to hour, counts do not.

// What a cold build may allocate for one more bulletin with all that shows it, a fifth
// above what it did when this was last set: how often, and how many bytes.
const (
	allocationsPerBulletin = 1150
	bytesPerBulletin       = 222_000
)

// nowhere is an output that drops everything.
type nowhere struct{}

func (nowhere) Write(string, []byte) error                     { return nil }
func (nowhere) Copy(_ string, from io.Reader) (int64, error)   { return io.Copy(io.Discard, from) }
func (nowhere) Commit(context.Context) (publish.Report, error) { return publish.Report{}, nil }
func (nowhere) Abort()                                         {}

func TestAllocationsOfColdBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates, too")
	}
	const few, many = 200, 600
	timesOfFew, bytesOfFew := coldAllocations(t, few)
	times, bytes := coldAllocations(t, many)
	for what, each := range map[string]struct{ is, most uint64 }{
		"allocationsPerBulletin": {(times - timesOfFew) / (many - few), allocationsPerBulletin},
		"bytesPerBulletin":       {(bytes - bytesOfFew) / (many - few), bytesPerBulletin},
	} {
		t.Logf("%s: %d", what, each.is)
		if each.is > each.most {
			t.Errorf("%s: %d in a cold build, more than %d", what, each.is, each.most)
		}
		if each.is < each.most/2 {
			t.Errorf("%s: %d in a cold build: lower it, for it guards this no more", what, each.is)
		}
	}
}

// coldAllocations counts those of a cold build of n bulletins.
func coldAllocations(t *testing.T, n int) (times, bytes uint64) {
	dir := corpusSite(t, n)
	opts := build.Options{
		Dir: dir, Now: now, Starter: jianbao.Starter, Version: "test", Jobs: 1,
		Output: func(context.Context) (build.Output, error) { return nowhere{}, nil },
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, err := build.Build(t.Context(), opts)
	runtime.ReadMemStats(&after)
	if err != nil || !result.Published {
		t.Fatal(err, result.Diagnostics)
	}
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}

// counted is a real publication that notes what it is given to write, and not what it
// takes over from the generation before.
type counted struct {
	*publish.Generation
	mu    sync.Mutex
	files []string
	bytes int64
}

func (c *counted) note(path string, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files = append(c.files, path)
	c.bytes += n
}

func (c *counted) WriteSummed(f memo.File, data []byte) error {
	c.note(f.Path, int64(len(data)))
	return c.Generation.WriteSummed(f, data)
}

func (c *counted) Copy(path string, from io.Reader) (int64, error) {
	n, err := c.Generation.Copy(path, from)
	c.note(path, n)
	return n, err
}

// kept is a site, and what its builds remember.
type kept struct {
	dir    string
	mind   *build.Memory
	corpus corpus.Options
}

// keepSite makes a site and builds it for the first time.
func keepSite(t *testing.T, o corpus.Options) *kept {
	t.Helper()
	k := &kept{t.TempDir(), build.NewMemory(), o}
	if err := o.Write(k.dir); err != nil {
		t.Fatal(err)
	}
	if first, _ := k.build(t); first.Rendered < o.Bulletins {
		t.Fatalf("the first build renders %d pages", first.Rendered)
	}
	return k
}

// build publishes the site, and believes that no source is fresh.
func (k *kept) build(t *testing.T) (build.Result, *counted) {
	t.Helper()
	out := &counted{}
	opts := build.Options{
		Dir: k.dir, Now: now, Starter: jianbao.Starter, Version: "test", Memory: k.mind,
		Output: func(ctx context.Context) (_ build.Output, err error) {
			out.Generation, err = publish.Open(ctx, publish.Options{Dir: filepath.Join(k.dir, "public")})
			return out, err
		},
	}
	opts.ReadAt(time.Now().Add(time.Hour))
	result, err := build.Build(t.Context(), opts)
	if err != nil || !result.Published {
		t.Fatal(err, result.Diagnostics)
	}
	slices.Sort(out.files)
	return result, out
}

// edit replaces a text in the source of a bulletin; "" stands for its end.
func (k *kept) edit(t *testing.T, number int, old, text string) corpus.Bulletin {
	t.Helper()
	b := k.corpus.Bulletin(number)
	name := filepath.Join(k.dir, b.Source)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if old == "" {
		data = append(data, text...)
	} else {
		data = []byte(strings.Replace(string(data), old, text, 1))
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNothingChangedWritesNothing(t *testing.T) {
	k := keepSite(t, corpus.Options{Bulletins: 150, Seed: 1})
	result, out := k.build(t)
	if result.Rendered > 0 || len(out.files) > 0 {
		t.Errorf("nothing has changed, but %d pages are rendered and %q written", result.Rendered, out.files)
	}
}

// What a changed text costs does not grow with the site.
func TestOneTextWritesItsPage(t *testing.T) {
	for _, n := range []int{150, 450} {
		k := keepSite(t, corpus.Options{Bulletins: n, Seed: 1})
		b := k.edit(t, 40, "", "\n又一段说明。\n")
		result, out := k.build(t)
		page := strings.TrimPrefix(b.URL, "/")
		for _, name := range []string{page + "index.html", page + "index.json"} {
			if !slices.Contains(out.files, name) {
				t.Errorf("%s is not written", name)
			}
		}
		t.Logf("%d bulletins: %d pages rendered; %d bytes written into %d files: %v", n, result.Rendered, out.bytes, len(out.files), out.files)
		if result.Rendered != 1 || len(out.files) > 12 {
			t.Errorf("%d bulletins: one text has changed, but %d pages are rendered and %d files written: %v", n, result.Rendered, len(out.files), out.files)
		}
	}
}

// A changed title is rendered where it shows, which is on few of many pages.
func TestOneTitleIsRenderedWhereItShows(t *testing.T) {
	k := keepSite(t, corpus.Options{Bulletins: 450, Seed: 1})
	old := k.corpus.Bulletin(40).Title
	title := "改过的标题"
	k.edit(t, 40, "title: "+old, "title: "+title)
	result, _ := k.build(t)
	shows := 0
	each(t, os.DirFS(filepath.Join(k.dir, "public")), func(name string, data []byte) {
		if strings.HasSuffix(name, ".html") && strings.Contains(string(data), title) {
			shows++
		}
	})
	if result.Rendered != shows || shows < 3 {
		t.Errorf("%d pages show the new title, %d are rendered", shows, result.Rendered)
	}
}
