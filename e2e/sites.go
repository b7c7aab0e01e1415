package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// lab is what all tests of a run share; each part is made when a test first asks
// for it.
type lab struct {
	scratch string
	program func() (string, error) // the generator, built
	browse  func() (context.Context, error)
	build   func() (map[string]*site, error)
	closing []func()
}

// shared is made by TestMain.
var shared *lab

func theLab(t *testing.T) *lab {
	t.Helper()
	if shared == nil {
		t.Fatal("TestMain has not run")
	}
	return shared
}

func newLab(scratch string) *lab {
	l := &lab{scratch: scratch}
	l.browse = sync.OnceValues(func() (context.Context, error) {
		ctx, cancel, err := startBrowser(browserName())
		if err == nil {
			l.closing = append(l.closing, cancel)
		}
		return ctx, err
	})
	l.program = sync.OnceValues(l.buildProgram)
	l.build = sync.OnceValues(l.buildSites)
	return l
}

func (l *lab) close() {
	for _, f := range l.closing {
		f()
	}
}

func (l *lab) browser(t *testing.T) context.Context {
	t.Helper()
	needs(t, browserName())
	ctx, err := l.browse()
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// site is a finished site that is being served.
type site struct {
	name  string
	dir   string   // the published folder
	base  string   // "/a/b/"
	url   string   // where it is served: "http://127.0.0.1:1234/a/b/"
	home  string   // what it takes for its address: "https://reform.example.gov.cn/a/b/"
	pages []string // HTML files in the manifest, as addresses below base: "", "business/", "404.html"
	kinds []kind
}

// kind is a kind of page with the address of one of it.
type kind struct{ name, path string }

// sampleKinds are pages of the sample, one of each kind.
var sampleKinds = []kind{
	{"home", ""},
	{"column", "business/"},
	{"list", "business/reform/"},
	{"bulletin", "business/reform/2018-05-31-green/"},
	{"document", "policy/documents/2019-02-26-one-window/"},
	{"issue", "briefings/2026-10-29-no5/"},
	{"tags", "tags/"},
	{"tag", "tags/政务服务/"},
	{"archive", "archive/"},
	{"year", "archive/2026/"},
	{"search", "search/"},
	{"sitemap", "sitemap/"},
	{"404", "404.html"},
}

// at returns the address of a page of a kind.
func (s *site) at(t *testing.T, kindName string) string {
	t.Helper()
	for _, k := range s.kinds {
		if k.name == kindName {
			return s.url + k.path
		}
	}
	t.Fatalf("%s has no page of the kind %s", s.name, kindName)
	return ""
}

// file returns the published file behind an address below base.
func (s *site) file(address string) string {
	if address == "" || strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return filepath.Join(s.dir, filepath.FromSlash(address))
}

// The names of the sites: the sample at two addresses; texts that are out to break
// pages, in Chinese and with an English interface.
const (
	atRoot  = "sample"
	atBase  = "sample below a path"
	hostile = "hostile"
	english = "english"
)

// sites returns all sites in a fixed order.
func sites(t *testing.T) []*site {
	t.Helper()
	return []*site{theSite(t, atRoot), theSite(t, atBase), theSite(t, hostile), theSite(t, english)}
}

func theSite(t *testing.T, name string) *site {
	t.Helper()
	all, err := theLab(t).build()
	if err != nil {
		t.Fatal(err)
	}
	return all[name]
}

func (l *lab) buildProgram() (string, error) {
	program := filepath.Join(l.scratch, "jianbao")
	if output, err := command("..", "go", "build", "-o", program, "./generator/cmd/jianbao").CombinedOutput(); err != nil {
		return "", fmt.Errorf("the generator does not build: %w\n%s", err, output)
	}
	return program, nil
}

// buildSites builds all sites, and serves them.
func (l *lab) buildSites() (map[string]*site, error) {
	program, err := l.program()
	if err != nil {
		return nil, err
	}
	folders := map[string]string{hostile: filepath.Join(l.scratch, "hostile-source"), english: filepath.Join(l.scratch, "english-source")}
	for name, folder := range folders {
		if err := writeHostile(folder, name == english); err != nil {
			return nil, err
		}
	}
	all := map[string]*site{}
	for _, s := range []*site{
		{name: atRoot, base: "/", kinds: sampleKinds},
		{name: atBase, base: "/a/b/", kinds: sampleKinds},
		{name: hostile, base: "/h/", kinds: hostileKinds},
		{name: english, base: "/en/", kinds: englishKinds},
	} {
		source, ok := folders[s.name]
		if !ok {
			source = ".."
		}
		if err := l.buildSite(s, program, source); err != nil {
			return nil, err
		}
		l.serve(s)
		all[s.name] = s
	}
	return all, nil
}

func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1798761600", "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	return cmd
}

func (l *lab) buildSite(s *site, program, source string) error {
	s.home = "https://reform.example.gov.cn" + s.base
	s.dir = filepath.Join(l.scratch, strings.ReplaceAll(s.name, " ", "-"))
	build := command(source, program, "build", "--lang", "en", "--out", s.dir, "--base-url", s.home)
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("the site %s does not build: %w\n%s", s.name, err, output)
	}
	manifest, err := os.ReadFile(filepath.Join(s.dir, "jianbao-manifest.json"))
	if err != nil {
		return err
	}
	var listing struct{ Files []struct{ Path string } }
	if err := json.Unmarshal(manifest, &listing); err != nil {
		return err
	}
	for _, f := range listing.Files {
		if strings.HasSuffix(f.Path, ".html") {
			s.pages = append(s.pages, strings.TrimSuffix(f.Path, "index.html"))
		}
	}
	return nil
}

// serve serves a site on a port of its own, so that no site sees what another
// has stored in a browser.
func (l *lab) serve(s *site) {
	server := httptest.NewServer(s)
	l.closing = append(l.closing, server.Close)
	s.url = server.URL + s.base
}

// mediaTypes are those of the files that we publish, whatever the machine thinks.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp",
	".pdf": "application/pdf", ".bin": "application/octet-stream",
}

// ServeHTTP does what any static host does: files, index.html of folders, and
// 404.html for all else.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	below, ok := strings.CutPrefix(r.URL.Path, s.base)
	name, status := s.file(below), http.StatusOK
	if info, err := os.Stat(name); !ok || err != nil || info.IsDir() {
		if ok && err == nil {
			http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
			return
		}
		name, status = filepath.Join(s.dir, "404.html"), http.StatusNotFound
	}
	content, err := os.ReadFile(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	extension := path.Ext(name)
	kind, ok := mediaTypes[extension]
	if !ok {
		kind = mime.TypeByExtension(extension)
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(content) // a reader who has gone away
}
