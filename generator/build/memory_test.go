package build_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// remembering is a memory that lets a build keep files of the generation before.
type remembering struct {
	memory
	before map[string]string
}

func (r *remembering) Keep(files ...memo.File) (bool, error) {
	for _, f := range files {
		if text, ok := r.before[f.Path]; !ok || memo.OfFile([]byte(text)) != f.Sum {
			return false, nil
		}
	}
	for _, f := range files {
		if err := r.Write(f.Path, []byte(r.before[f.Path])); err != nil {
			return false, err
		}
	}
	return true, nil
}

// random edits a site.
type random struct {
	*rand.Rand
	t       *testing.T
	dir     string
	written []string // bulletins, below content/
	now     time.Time
}

func (r *random) file(name, text string) {
	write(r.t, r.dir, map[string]string{name: text})
}

func (r *random) remove(name string) {
	if err := os.RemoveAll(filepath.Join(r.dir, name)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *random) one(words ...string) string { return words[r.IntN(len(words))] }

// text is a bulletin, right or, now and then, wrong.
func (r *random) text(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s%d\n", r.one("推动", "深化", "<优化>"), r.IntN(5))
	fmt.Fprintf(&b, "date: 20%02d-0%d-0%d\nsource: %s\n", 15+r.IntN(12), 1+r.IntN(9), 1+r.IntN(9), r.one("政研室", "改革办"))
	for _, line := range []string{
		"tags: [" + r.one("甲", "乙", "甲, 丙") + "]", "draft: true", "pinned: true", "publish: 2027-01-0" + r.one("1", "2", "3"),
		"expires: 2027-01-0" + r.one("1", "2", "3"), "summary: 摘要" + r.one("1", "2"), "status: " + r.one("有效", "已废止"),
		"aliases: [/old/" + name + r.one("1", "2") + "/]", "attachments: [/files/a.txt]", "image: /files/map.svg\nimageAlt: 图", "number: 示改发〔2020〕" + r.one("1", "2") + "号",
		"params: {x: " + r.one("1", "1.0", `"1"`) + "}", "layout: " + r.one("bulletin", "special"), "related: [" + r.some() + "]", "darft: true",
	} {
		if r.IntN(6) == 0 && (line != "darft: true" || r.IntN(6) == 0) {
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("---\n\n")
	for range 1 + r.IntN(3) {
		fmt.Fprintf(&b, "## %s、目标\n\n改革%d。%s\n\n", r.one("一", "二", "三"), r.IntN(4), r.one("", "[附件](/files/a.txt)", "![图](/files/map.svg)", "[另一篇]("+r.some()+")", "注[^1]。\n\n[^1]: 脚注"))
	}
	return b.String()
}

// some is a link to a bulletin that is there, or nearly always.
func (r *random) some() string {
	if len(r.written) == 0 || r.IntN(40) == 0 {
		return "/gone.md"
	}
	return "/" + r.written[r.IntN(len(r.written))]
}

// edit changes the site in one way or another.
func (r *random) edit() string {
	name := fmt.Sprintf("%s/b%d.md", r.one("a", "a/sub", "c"), r.IntN(12))
	switch r.IntN(16) {
	case 0, 1, 2, 3, 4:
		r.file("content/"+name, r.text(strings.ReplaceAll(strings.TrimSuffix(name, ".md"), "/", "-")))
		if !slices.Contains(r.written, name) {
			r.written = append(r.written, name)
		}
		return "write " + name
	case 5, 6:
		if len(r.written) > 0 {
			i := r.IntN(len(r.written))
			name = r.written[i]
			r.written = slices.Delete(r.written, i, i+1)
			r.remove("content/" + name)
		}
		return "remove " + name
	case 7:
		r.file("content/c/_index.md", fmt.Sprintf("---\ntitle: 栏目%d\npageSize: %d\nweight: %d\n---\n\n%s\n", r.IntN(3), 1+r.IntN(3), r.IntN(3), r.one("", "说明。")))
		return "column"
	case 8:
		r.file("site.yaml", fmt.Sprintf("title: 网站%d\nbaseURL: https://a.example/%s\nlanguage: %s\npageSize: %d\nfeeds: {fullText: %v}\n",
			r.IntN(2), r.one("", "r/"), r.one("zh-CN", "en"), 1+r.IntN(4), r.IntN(2) == 0))
		return "settings"
	case 9:
		r.file("layouts/special.html", r.one(`{{define "main"}}<h1>{{.Title}}</h1>{{end}}`, `{{define "main"}}<h1>{{.Title}}</h1>{{printf "%v" .Params.x}}{{.Body.HTML}}{{end}}`, `{{define "main"}}{{template "partials/x.html" .}}{{end}}`,
			`{{define "main"}}<h1>{{.Title}}</h1><script type="application/ld+json">{</script>{{end}}`))
		return "layout"
	case 10:
		r.file("layouts/partials/x.html", r.one("<h1>甲</h1>", "<h1>{{.Source}}</h1>", "<h1>{{.Date}}</h1>"))
		return "partial"
	case 11:
		r.file("assets/css/site.css", r.one("a{color:red}", "a{color:blue}", "a{"))
		return "asset"
	case 12, 13:
		if len(r.written) > 0 {
			name = r.written[r.IntN(len(r.written))]
			text, err := os.ReadFile(filepath.Join(r.dir, "content", name))
			if err != nil {
				r.t.Fatal(err)
			}
			r.file("content/"+name, string(text)+"\n"+r.one("又一段。", "[图](/files/map.svg)", "<!-- 注 -->")+"\n")
		}
		return "text of " + name
	case 14:
		r.file("content/files/a.txt", strings.Repeat("x", r.IntN(3)))
		r.file("content/files/map.svg", r.one(`<svg width="8" height="8"/>`, `<svg width="9" height="9"/>`, `<svg onload="x"/>`))
		return "files"
	default:
		r.now = r.now.Add(time.Duration(r.IntN(20)) * time.Hour)
		return "time passes"
	}
}

// mend puts right what is wrong, so that the next build may be good.
func (r *random) mend(diags diag.List) {
	for _, d := range diags {
		switch {
		case d.Severity != diag.Error:
		case strings.HasSuffix(d.Path, ".md") && !strings.HasSuffix(d.Path, "_index.md"):
			r.file(d.Path, "---\ntitle: 改正\ndate: 2020-01-01\nsource: 办公室\n---\n\n正文。\n")
		case strings.HasSuffix(d.Path, ".css"):
			r.file(d.Path, "a{color:green}")
		case strings.HasSuffix(d.Path, ".svg"):
			r.file(d.Path, `<svg width="7" height="7"/>`)
		}
	}
}

// The test that earns most: whatever is done to a site, a build that remembers
// makes the same bytes and says the same as one that does not.
func TestWarmIsCold(t *testing.T) {
	edits := 500
	if testing.Short() {
		edits = 60
	}
	seed := uint64(1)
	r := &random{Rand: rand.New(rand.NewPCG(seed, seed)), t: t, dir: t.TempDir(), now: now}
	write(t, r.dir, map[string]string{
		"site.yaml": "title: 网站\nbaseURL: https://a.example/\n", "content/_index.md": "---\ntitle: 网站\n---\n", "content/a/_index.md": "---\ntitle: 甲\ndefaults: {source: 办公室}\n---\n",
		"content/a/sub/_index.md": "---\ntitle: 乙\n---\n", "content/c/_index.md": "---\ntitle: 丙\n---\n", "content/files/a.txt": "x", "content/files/map.svg": `<svg width="8" height="8"/>`,
		"layouts/partials/x.html": "<h1>甲</h1>", "layouts/special.html": `{{define "main"}}<h1>{{.Title}}</h1>{{end}}`,
	})
	mind := build.NewMemory()
	
	before := map[string]string{}
	good, kept := 0, 0
	for n := range edits {
		what := r.edit()
		warm := &remembering{memory: memory{files: map[string]string{}}, before: before}
		cold := &memory{files: map[string]string{}}
		warmResult := r.build(warm, mind)
		coldResult := r.build(cold, nil)
		if w, c := fmt.Sprint(warmResult.Diagnostics), fmt.Sprint(coldResult.Diagnostics); w != c {
			t.Fatalf("edit %d, %s: the warm build says\n%s\nand the cold one\n%s", n, what, w, c)
		}
		if warm.committed != cold.committed {
			t.Fatalf("edit %d, %s: only one of the builds was published", n, what)
		}
		if !warm.committed {
			if r.IntN(3) > 0 {
				r.mend(warmResult.Diagnostics)
			}
			continue
		}
		if !maps.Equal(warm.files, cold.files) {
			for name := range cold.files {
				if warm.files[name] != cold.files[name] {
					t.Errorf("edit %d, %s: %s is\n%s\nwant\n%s", n, what, name, warm.files[name], cold.files[name])
				}
			}
			t.Fatalf("edit %d, %s: %d files, want %d", n, what, len(warm.files), len(cold.files))
		}
		before = warm.files
		good++
		kept += warmResult.Pages - warmResult.Rendered
		if coldResult.Rendered != coldResult.Pages {
			t.Fatalf("a cold build rendered %d of %d pages", coldResult.Rendered, coldResult.Pages)
		}
	}
	t.Logf("%d of %d builds were good, %d pages were kept", good, edits, kept)
	if good < edits/4 || kept < good*5 {
		t.Errorf("the edits try too little")
	}
}

func (r *random) build(out build.Output, mind *build.Memory) build.Result {
	result, err := build.Build(r.t.Context(), build.Options{
		Dir: r.dir, Now: r.now, Starter: jianbao.Starter, Version: "test", Memory: mind,
		Output: func(context.Context) (build.Output, error) { return out, nil },
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return result
}

// A build costs what has changed: one title is on the pages that show it.
func TestOneTitleChanged(t *testing.T) {
	dir := starter(t)
	mind := build.NewMemory()
	
	opts := build.Options{Dir: dir, Memory: mind}
	first, _ := publishSite(t, opts)
	again, _ := publishSite(t, opts)
	if first.Rendered != first.Pages || again.Rendered != 0 {
		t.Errorf("rendered %d, then %d", first.Rendered, again.Rendered)
	}
	name := filepath.Join(dir, "content/about/2017-08-30-duties.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "title: ", "title: 新", 1)
	if err := os.WriteFile(name, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	third, output := publishSite(t, opts)
	showing := 0
	each(t, output, func(name string, data []byte) {
		if strings.HasSuffix(name, ".html") && strings.Contains(string(data), "新") {
			showing++
		}
	})
	if third.Rendered == 0 || third.Rendered > showing {
		t.Errorf("%d pages were rendered, %d may show the title", third.Rendered, showing)
	}
}
