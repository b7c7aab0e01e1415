package build_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/publish"
)

// memory is an output that is only looked at.
type memory struct {
	mu               sync.Mutex
	files            map[string]string
	committed, ended bool
}

func (m *memory) Write(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[path] = string(data)
	return nil
}

func (m *memory) Copy(path string, from io.Reader) (int64, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return 0, err
	}
	return int64(len(data)), m.Write(path, data)
}

func (m *memory) Commit(context.Context) (publish.Report, error) {
	m.committed = true
	return publish.Report{}, nil
}

func (m *memory) Abort() { m.ended = true }

func look(t *testing.T, opts build.Options) (*memory, build.Result) {
	t.Helper()
	m := &memory{files: map[string]string{}}
	opts.Now, opts.Starter, opts.Version = now, jianbao.Starter, "test"
	opts.Output = func(context.Context) (build.Output, error) { return m, nil }
	result, err := build.Build(t.Context(), opts)
	if err != nil || result.Diagnostics.HasErrors() {
		t.Fatal(err, result.Diagnostics)
	}
	if !m.committed || !m.ended {
		t.Error("the output was not ended")
	}
	return m, result
}

// What is looked at is what would be published, byte for byte, and nothing of it
// is on the disk.
func TestOutputIsWhatIsPublished(t *testing.T) {
	dir := starter(t)
	m, _ := look(t, build.Options{Dir: dir})
	if _, err := fs.Stat(os.DirFS(dir), "public/index.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something was published")
	}
	_, output := publishSite(t, build.Options{Dir: dir})
	each(t, output, func(name string, data []byte) {
		if name == publish.ManifestName || name == ".gitignore" {
			return
		}
		if m.files[name] != string(data) {
			t.Errorf("%s differs", name)
		}
		delete(m.files, name)
	})
	for name := range m.files {
		t.Errorf("%s is not published", name)
	}
}

// Hidden bulletins are shown to those who ask, and only in an output that is
// not published.
func TestDraftsAreShownNotPublished(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.yaml": "title: 网站\nbaseURL: https://a.example/r/\n", "content/_index.md": "---\ntitle: 网站\n---\n", "content/a/_index.md": "---\ntitle: 栏目\n---\n",
		"content/a/draft.md":  "---\ntitle: 甲\ndate: 2020-01-01\nsource: 办公室\ndraft: true\n---\n\n文。\n",
		"content/a/future.md": "---\ntitle: 乙\ndate: 2099-01-01\nsource: 办公室\n---\n\n文。\n",
		"content/a/past.md":   "---\ntitle: 丙\ndate: 2020-01-01\nexpires: 2021-01-01\nsource: 办公室\n---\n\n文。\n",
		"content/a/open.md":   "---\ntitle: 丁\ndate: 2020-01-01\nsource: 办公室\n---\n\n文。\n",
	})
	for _, c := range []struct {
		drafts, future bool
		shown          []string
	}{{false, false, nil}, {true, false, []string{"draft"}}, {false, true, []string{"future"}}, {true, true, []string{"draft", "future"}}} {
		m, result := look(t, build.Options{Dir: dir, Drafts: c.drafts, Future: c.future})
		if result.Base != "/r/" || len(result.Withheld) != 3 {
			t.Errorf("base %s, withheld %v", result.Base, result.Withheld)
		}
		for _, h := range result.Withheld {
			if name := path.Base(path.Dir(h.Output)); (h.Output != "") != slices.Contains(c.shown, name) || h.Output != "" && h.Source != "content/a/"+name+".md" {
				t.Errorf("shown: %+v", h)
			}
		}
		if got := result.OutputOf("content/a/open.md") + result.OutputOf("content/a/_index.md") + result.OutputOf("content/a/past.md"); got != "a/open/index.htmla/index.html" {
			t.Errorf("the pages of the sources are %s", got)
		}
		for _, name := range []string{"draft", "future", "past", "open"} {
			_, got := m.files["a/"+name+"/index.html"]
			want := name == "open" || name == "draft" && c.drafts || name == "future" && c.future
			if got != want {
				t.Errorf("drafts %v, future %v: %s is shown: %v", c.drafts, c.future, name, got)
			}
		}
	}
	publishSite(t, build.Options{Dir: dir, Drafts: true, Future: true})
	if names, err := filepath.Glob(filepath.Join(dir, "public/a/*/index.html")); err != nil || len(names) != 1 {
		t.Errorf("published: %v %v", names, err)
	}
}
