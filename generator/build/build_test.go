package build_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/minify"
	"jianbao/generator/scaffold"
)

// now is the moment that all builds of these tests believe it is.
var now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)

// write writes files into a folder.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// publishSite builds a site that must be free of errors, and returns the output.
func publishSite(t testing.TB, opts build.Options) (build.Result, fs.FS) {
	t.Helper()
	opts.Now, opts.Starter, opts.Version = now, jianbao.Starter, "test"
	result, err := build.Build(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s: %s: %s", d.Pos, d.Severity, d.Rule, d.Message.EN)
	}
	if !result.Published {
		t.Fatal("nothing was published")
	}
	return result, os.DirFS(filepath.Join(opts.Dir, "public"))
}

// starter writes the embedded site.
func starter(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := scaffold.Init(dir, jianbao.Starter); err != nil {
		t.Fatal(err)
	}
	return dir
}

// each calls f with every file of an output.
func each(t testing.TB, output fs.FS, f func(name string, data []byte)) {
	t.Helper()
	err := fs.WalkDir(output, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(output, name)
		f(name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const canary = "夜莺"

// Nothing of what is not to be published is in any file, nor in a file's name:
// not after the first build, and not when a bulletin is taken back.
func TestHiddenLeavesNoTrace(t *testing.T) {
	dir := t.TempDir()
	bulletin := func(keys string) string {
		return "---\ntitle: 夜莺一\nsource: 夜莺二\ndate: 2020-01-01\nsummary: 夜莺三\ntags: [夜莺四]\nkeywords: [夜莺五]\nauthors: 夜莺六\n" +
			"number: 夜莺发〔2020〕1号\nindex: 夜莺七NAME\nslug: 夜莺NAME\naliases: [/夜莺/九NAME/]\nimage: 夜莺.png\nimageAlt: 夜莺十\nattachments: [{file: 夜莺.txt, title: 夜莺}]\n" +
			"related: [../open.md]\nparams: {a: 夜莺}\n" + keys + "\n---\n\n## 夜莺标题\n\n夜莺正文。[夜莺](夜莺.txt)\n"
	}
	files := map[string]string{
		"site.yaml":                 "title: 网站\nbaseURL: https://a.example/\n",
		"content/_index.md":         "---\ntitle: 网站\n---\n",
		"content/reform/_index.md":  "---\ntitle: 改革\n---\n",
		"content/reform/open.md":    "---\ntitle: 公开\ndate: 2020-01-01\nsource: 办公室\nrelated: [draft/index.md, future/index.md, past/index.md]\nreviews: [{by: 夜莺, date: 2020-01-01}]\nallow: [{rule: unused-file, reason: 夜莺}]\n---\n\n公开。\n",
		"content/reform/comment.md": "---\ntitle: 注释\ndate: 2020-01-01\nsource: 办公室\n# 夜莺\n---\n\n<!-- 夜莺 -->公开<!-- 夜莺\n -->。\n",
	}
	for name, keys := range map[string]string{
		"draft": "draft: true", "future": "publish: 2099-01-01", "past": "expires: 2020-02-01", "later": "updated: 2020-01-02\ndraft: true",
	} {
		files["content/reform/"+name+"/index.md"] = strings.ReplaceAll(bulletin(keys), "NAME", name)
		files["content/reform/"+name+"/夜莺.png"] = canary
		files["content/reform/"+name+"/夜莺.txt"] = canary
	}
	files["content/reform/future2.md"] = strings.NewReplacer("2020-01-01", "2099-01-01", "image: 夜莺.png\n", "", "attachments: [{file: 夜莺.txt, title: 夜莺}]\n", "", "[夜莺](夜莺.txt)", "", "../open.md", "open.md", "NAME", "future2").Replace(bulletin(""))
	write(t, dir, files)
	opts := build.Options{Dir: dir}
	result, output := publishSite(t, opts)
	if result.Bulletins != 2 || result.Hidden != 5 {
		t.Errorf("%d published, %d hidden", result.Bulletins, result.Hidden)
	}
	search := func() {
		t.Helper()
		each(t, output, func(name string, data []byte) {
			decoded, _ := url.PathUnescape(name)
			if strings.Contains(decoded, canary) || bytes.Contains(data, []byte(canary)) || bytes.Contains(data, []byte(url.PathEscape(canary))) {
				t.Errorf("%s holds what is not published", name)
			}
		})
	}
	search()

	// Published, and taken back.
	write(t, dir, map[string]string{"content/reform/draft/index.md": strings.ReplaceAll(bulletin("draft: false"), "NAME", "draft")})
	result, output = publishSite(t, opts)
	if result.Bulletins != 3 {
		t.Fatalf("%d published", result.Bulletins)
	}
	if _, err := fs.Stat(output, "reform/夜莺draft/夜莺.txt"); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"content/reform/draft/index.md": files["content/reform/draft/index.md"]})
	_, output = publishSite(t, opts)
	search()
}

// Every address in every page of the sample leads to something that is
// published, whatever the base path; nothing is loaded from elsewhere.
func TestSampleLinks(t *testing.T) {
	for _, base := range []string{"/", "/a/b/", "/%E6%94%B9%E9%9D%A9/"} {
		_, output := publishSite(t, build.Options{Dir: starter(t), BaseURL: "https://org.example" + base, Strict: true})
		c := &linkCheck{t: t, output: output, base: base, ids: map[string][]string{}}
		each(t, output, func(name string, data []byte) {
			if path.Ext(name) == ".html" {
				c.page(name, data)
			}
		})
		if c.checked < 2000 {
			t.Errorf("only %d addresses were checked", c.checked)
		}
		c.anchors()
	}
}

type linkCheck struct {
	t       *testing.T
	output  fs.FS
	base    string
	checked int
	ids     map[string][]string // of every page
	wanted  [][3]string         // page, file, fragment
}

func (c *linkCheck) page(name string, data []byte) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		c.t.Fatal(err)
	}
	c.ids[name] = nil
	for node := range root.Descendants() {
		for _, a := range node.Attr {
			switch a.Key {
			case "id":
				c.ids[name] = append(c.ids[name], a.Val)
			case "href", "src", "action":
				c.address(name, node.Data, a.Val)
			case "style", "srcset":
				c.t.Errorf("%s: <%s %s>", name, node.Data, a.Key)
			}
			if strings.HasPrefix(a.Key, "on") {
				c.t.Errorf("%s: <%s %s>", name, node.Data, a.Key)
			}
		}
		if node.Data == "script" && node.FirstChild != nil {
			c.inline(name, node)
		}
	}
}

// inline allows a script to hold data, which no browser runs.
func (c *linkCheck) inline(name string, script *html.Node) {
	for _, a := range script.Attr {
		if a.Key == "type" && a.Val == "application/ld+json" && json.Valid([]byte(script.FirstChild.Data)) {
			return
		}
	}
	c.t.Errorf("%s has an inline script", name)
}

func (c *linkCheck) address(page, element, address string) {
	c.checked++
	u, err := url.Parse(address)
	if err != nil {
		c.t.Errorf("%s: %s", page, err)
		return
	}
	if u.Host == "org.example" { // canonical and such
		u.Scheme, u.Host = "", ""
	}
	switch {
	case u.Scheme != "" && element != "a":
		c.t.Errorf("%s: <%s> loads %s", page, element, address)
	case u.Scheme != "":
	case u.Path == "":
		c.wanted = append(c.wanted, [3]string{page, page, u.Fragment})
	case !strings.HasPrefix(u.EscapedPath(), c.base):
		c.t.Errorf("%s: %s is outside of the base path", page, address)
	default:
		decodedBase, _ := url.PathUnescape(c.base)
		file := strings.TrimPrefix(u.Path, decodedBase)
		if file == "" || strings.HasSuffix(file, "/") {
			file += "index.html"
		}
		if info, err := fs.Stat(c.output, file); err != nil || info.IsDir() {
			c.t.Errorf("%s: %s leads nowhere", page, address)
		}
		c.wanted = append(c.wanted, [3]string{page, file, u.Fragment})
	}
}

func (c *linkCheck) anchors() {
	for _, w := range c.wanted {
		if w[2] != "" && !slices.Contains(c.ids[w[1]], w[2]) {
			c.t.Errorf("%s: %s has no #%s", w[0], w[1], w[2])
		}
	}
	for name, ids := range c.ids {
		slices.Sort(ids)
		if n := len(ids); n != len(slices.Compact(ids)) {
			c.t.Errorf("%s has an id twice", name)
		}
	}
}

// Nothing that is published could be smaller and mean the same, but for records.
func TestSampleIsMinified(t *testing.T) {
	_, output := publishSite(t, build.Options{Dir: starter(t)})
	m := minify.New()
	kinds := map[string]int{}
	each(t, output, func(name string, data []byte) {
		mediaType, ok := minify.ByExtension(name)
		if !ok {
			return
		}
		kinds[path.Ext(name)]++
		smaller, err := m.Append(nil, mediaType, data)
		if err != nil || len(smaller) < len(data) {
			t.Errorf("%s: %d bytes could be %d: %v", name, len(data), len(smaller), err)
		}
	})
	for _, ext := range []string{".html", ".css", ".js", ".json", ".xml", ".svg"} {
		if kinds[ext] == 0 {
			t.Errorf("the sample has no %s", ext)
		}
	}
}

// The texts of a site are never in memory together: a hundred times as much text
// takes little more of it.
func TestBodiesStayOutOfMemory(t *testing.T) {
	const bulletins = 300
	peak := func(paragraphs int) uint64 {
		dir := t.TempDir()
		files := map[string]string{
			"site.yaml":         "title: 网站\nbaseURL: https://a.example/\n",
			"content/_index.md": "---\ntitle: 网站\n---\n", "content/a/_index.md": "---\ntitle: 栏目\n---\n",
		}
		for i := range bulletins {
			var b strings.Builder
			fmt.Fprintf(&b, "---\ntitle: 第%d篇\ndate: 2020-01-01\nsource: 办公室\n---\n\n", i)
			for range paragraphs {
				b.WriteString("示例经开区把绿色发展作为深化改革的重要内容，先管住产业方向，再补上生态和设施短板。\n\n")
			}
			files[fmt.Sprintf("content/a/%d.md", i)] = b.String()
		}
		write(t, dir, files)
		var highest uint64
		var mu sync.Mutex
		look := func(string, int, int) {
			mu.Lock()
			defer mu.Unlock()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			highest = max(highest, m.HeapAlloc)
		}
		calls := 0
		publishSite(t, build.Options{Dir: dir, Progress: func(stage string, done, total int) {
			if calls++; calls%3 == 0 { // there is one for some tens of bulletins
				look(stage, done, total)
			}
		}})
		if highest == 0 {
			t.Error("nobody has looked")
		}
		return highest
	}
	small, large := peak(8), peak(1200)
	text := uint64(bulletins * 1192 * 128) // that the large site has more
	t.Logf("%d KB and %d KB in use, for %d KB more text", small>>10, large>>10, text>>10)
	// The spool takes a file only at 8 MB, and the search index collects some more
	// before it packs it. All bodies, HTML and plain, would be twice the text.
	if large > small+text/2+16<<20 {
		t.Errorf("%d KB more text took %d KB more memory", text>>10, (large-small)>>10)
	}
}
