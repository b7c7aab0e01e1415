package build_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
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

func (r *remembering) Before(path string, sum memo.Sum) ([]byte, error) {
	text, ok := r.before[path]
	if !ok || memo.OfFile([]byte(text)) != sum {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// random edits a site.
type random struct {
	*rand.Rand
	t       *testing.T
	dir     string
	written []string // bulletins, below content/
	now     time.Time
}

// file writes a file, again until its stamp tells of it: the clocks of file
// systems go in steps.
func (r *random) file(name, text string) {
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	before := stampOf(full)
	for {
		write(r.t, r.dir, map[string]string{name: text})
		if before == (memo.Stamp{}) || stampOf(full) != before {
			return
		}
	}
}

func stampOf(name string) (s memo.Stamp) {
	if info, err := os.Lstat(name); err == nil {
		s, _ = memo.StampOf(info)
	}
	return s
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

// newRandom makes a site to be edited.
func newRandom(t *testing.T, seed uint64) *random {
	r := &random{Rand: rand.New(rand.NewPCG(seed, seed)), t: t, dir: t.TempDir(), now: now}
	write(t, r.dir, map[string]string{
		"site.yaml": "title: 网站\nbaseURL: https://a.example/\n", "content/_index.md": "---\ntitle: 网站\n---\n", "content/a/_index.md": "---\ntitle: 甲\ndefaults: {source: 办公室}\n---\n",
		"content/a/sub/_index.md": "---\ntitle: 乙\n---\n", "content/c/_index.md": "---\ntitle: 丙\n---\n", "content/files/a.txt": "x", "content/files/map.svg": `<svg width="8" height="8"/>`,
		"layouts/partials/x.html": "<h1>甲</h1>", "layouts/special.html": `{{define "main"}}<h1>{{.Title}}</h1>{{end}}`,
	})
	return r
}

// edit changes the site in one way or another.
func (r *random) edit() string {
	name := fmt.Sprintf("%s/b%d.md", r.one("a", "a/sub", "c"), r.IntN(12))
	switch r.IntN(24) {
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
		r.file("site.yaml", fmt.Sprintf("title: 网站%d\nbaseURL: https://a.example/%s\nlanguage: %s\npageSize: %d\nfeeds: {fullText: %v}\n%s",
			r.IntN(2), r.one("", "r/"), r.one("zh-CN", "en"), 1+r.IntN(4), r.IntN(2) == 0, r.one("", "outputs: {json: false}\n", "outputs: {json: false, search: false}\n")))
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
			if err != nil { // in the column that has gone
				return "no text"
			}
			r.file("content/"+name, string(text)+"\n"+r.one("又一段。", "[图](/files/map.svg)", "<!-- 注 -->")+"\n")
		}
		return "text of " + name
	case 14:
		r.file("content/files/a.txt", strings.Repeat("x", r.IntN(3)))
		r.file("content/files/map.svg", r.one(`<svg width="8" height="8"/>`, `<svg width="9" height="9"/>`, `<svg onload="x"/>`))
		return "files"
	case 15, 16:
		r.now = r.now.Add(time.Duration(r.IntN(20)) * time.Hour)
		return "time passes"
	case 17:
		return "nothing"
	case 18:
		return r.rename(name)
	case 19:
		return r.bundle(name)
	case 20:
		return r.replace()
	case 21: // a column goes, and comes again
		away, column := filepath.Join(r.dir, "away"), filepath.Join(r.dir, "content/a/sub")
		if _, err := os.Stat(away); err == nil {
			r.remove("content/a/sub")
			away, column = column, away
		}
		if err := os.Rename(column, away); err != nil {
			r.t.Fatal(err)
		}
		return "a column goes or comes"
	case 22:
		r.file("assets/"+r.one("img/a.png", "data/a.json", "css/more.css", "robots-extra.txt"), r.one(`{"a": 1}`, `{"a": 2}`, "a{b:c}"))
		return "an asset more"
	default:
		later := time.Now().Add(time.Duration(r.IntN(1000)) * time.Second)
		filepath.WalkDir(r.dir, func(name string, entry fs.DirEntry, err error) error {
			if r.IntN(3) == 0 {
				os.Chtimes(name, later, later)
			}
			return err
		})
		return "touch"
	}
}

// rename gives a bulletin another name.
func (r *random) rename(name string) string {
	if len(r.written) == 0 || slices.Contains(r.written, name) {
		return "no rename"
	}
	i := r.IntN(len(r.written))
	old := r.written[i]
	if os.Rename(filepath.Join(r.dir, "content", old), filepath.Join(r.dir, "content", name)) == nil {
		r.written[i] = name
	}
	return "rename " + old + " to " + name
}

// bundle writes or removes a bulletin with files of its own.
func (r *random) bundle(name string) string {
	dir := "content/" + strings.TrimSuffix(name, ".md") + "-files"
	if r.IntN(3) == 0 {
		r.remove(dir)
		return "remove " + dir
	}
	r.file(dir+"/index.md", strings.Replace(r.text(path.Base(dir)), "---\n\n", "attachments: [own.txt]\n---\n\n![图](own.svg)\n\n", 1))
	r.file(dir+"/own.txt", strings.Repeat("y", r.IntN(3)))
	r.file(dir+"/own.svg", r.one(`<svg width="8" height="8"/>`, `<svg width="9" height="9"/>`))
	return "bundle " + dir
}

// replace puts another file of the same size and time in the place of a bulletin.
func (r *random) replace() string {
	if len(r.written) == 0 {
		return "no replace"
	}
	name := filepath.Join(r.dir, "content", r.written[r.IntN(len(r.written))])
	text, err := os.ReadFile(name)
	if err != nil {
		return "no replace"
	}
	info, err := os.Stat(name)
	if err != nil {
		r.t.Fatal(err)
	}
	other := strings.NewReplacer("推", "拉", "深", "浅", "改革", "革改").Replace(string(text))
	if r.IntN(2) == 0 {
		if err := os.Remove(name); err != nil {
			r.t.Fatal(err)
		}
	}
	relative, err := filepath.Rel(r.dir, name)
	if err != nil {
		r.t.Fatal(err)
	}
	r.file(filepath.ToSlash(relative), other)
	if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
		r.t.Fatal(err)
	}
	return "replace " + relative
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
// makes the same bytes and says the same as one that does not. What is remembered
// goes by way of the disk now and then.
func TestWarmIsCold(t *testing.T) {
	edits, seed := atLeast(t, "JIANBAO_EDITS", 500), uint64(1)
	if edits > 500 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	warmIsCold(t, seed, edits)
}

// atLeast is how often to do something: as usual, fewer times in a short run, or
// as make fuzz-incremental says.
func atLeast(t *testing.T, variable string, usual int) int {
	t.Helper()
	if testing.Short() {
		usual /= 2
	}
	if text := os.Getenv(variable); text != "" {
		if _, err := fmt.Sscan(text, &usual); err != nil {
			t.Fatal(err)
		}
	}
	return usual
}

func warmIsCold(t *testing.T, seed uint64, edits int) {
	r := newRandom(t, seed)
	mind := build.NewMemory()
	table := filepath.Join(t.TempDir(), "table")
	before := map[string]string{}
	good, kept, whole := 0, 0, 0
	for n := range edits {
		what := r.edit()
		warm := &remembering{memory: memory{files: map[string]string{}}, before: before}
		cold := &memory{files: map[string]string{}}
		warmResult := r.build(warm, mind, r.IntN(20) == 0)
		coldResult := r.build(cold, nil, false)
		if w, c := fmt.Sprint(warmResult.Diagnostics, warmResult.Silenced), fmt.Sprint(coldResult.Diagnostics, coldResult.Silenced); w != c {
			t.Fatalf("seed %d, edit %d, %s: the warm build says\n%s\nand the cold one\n%s", seed, n, what, w, c)
		}
		if warm.committed != cold.committed {
			t.Fatalf("seed %d, edit %d, %s: only one of the builds was published", seed, n, what)
		}
		if r.IntN(5) == 0 {
			if err := mind.Write(table, "test"); err != nil {
				t.Fatal(err)
			}
			mind = build.ReadMemory(table, "test")
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
					t.Errorf("seed %d, edit %d, %s: %s is\n%s\nwant\n%s", seed, n, what, name, warm.files[name], cold.files[name])
				}
			}
			t.Fatalf("seed %d, edit %d, %s: %d files, want %d", seed, n, what, len(warm.files), len(cold.files))
		}
		if numbers(warmResult) != numbers(coldResult) {
			t.Fatalf("seed %d, edit %d, %s: the warm build counts %s, the cold one %s", seed, n, what, numbers(warmResult), numbers(coldResult))
		}
		before = warm.files
		good++
		kept += warmResult.Pages - warmResult.Rendered
		if len(warmResult.Stages) == 1 { // it went straight to publishing
			whole++
		}
		if coldResult.Rendered != coldResult.Pages {
			t.Fatalf("a cold build rendered %d of %d pages", coldResult.Rendered, coldResult.Pages)
		}
	}
	t.Logf("%d of %d builds were good, %d pages were kept, %d builds were known whole", good, edits, kept, whole)
	if good < edits/4 || kept < good*5 || whole < edits/50 {
		t.Errorf("the edits try too little")
	}
}

func numbers(r build.Result) string {
	return fmt.Sprint(r.Bulletins, r.Hidden, r.Pages, r.Withheld, r.Base, r.Until)
}

func (r *random) build(out build.Output, mind *build.Memory, verify bool) build.Result {
	opts := build.Options{
		Dir: r.dir, Now: r.now, Starter: jianbao.Starter, Version: "test", Memory: mind, Verify: verify,
		Output: func(context.Context) (build.Output, error) { return out, nil },
	}
	later := time.Now().Add(time.Hour)
	opts.ReadAt(later)
	if mind != nil && r.IntN(2) == 0 { // while watching, the sources are listed already
		opts.Listed = func() build.Listing { return listingOf(r.t, r.dir, later) }
	}
	result, err := build.Build(r.t.Context(), opts)
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

// A table that is damaged is none, and one that is damaged behind its first records
// is what these say: the site comes out as from nothing.
func TestDamagedTable(t *testing.T) {
	r := newRandom(t, 1)
	name := "content/a/b.md"
	text := "---\ntitle: 甲\ndate: 2020-01-01\nsource: 办公室\n---\n\n正文。\n"
	r.file(name, text)
	made := &remembering{memory: memory{files: map[string]string{}}}
	mind := build.NewMemory()
	table := filepath.Join(t.TempDir(), "table")
	remember := func() []byte {
		t.Helper()
		made = &remembering{memory: memory{files: map[string]string{}}, before: made.files}
		r.build(made, mind, false)
		if err := mind.Write(table, "test"); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	first := remember()
	r.file(name, text+"\n又一段。\n")
	good := remember()
	if !bytes.HasPrefix(good, first) || len(good) == len(first) {
		t.Fatalf("a change of one text is not added to the table: %d bytes, then %d", len(first), len(good))
	}
	try := func(data []byte, program string) int {
		t.Helper()
		if err := os.WriteFile(table, data, 0o644); err != nil {
			t.Fatal(err)
		}
		warm := &remembering{memory: memory{files: map[string]string{}}, before: made.files}
		result := r.build(warm, build.ReadMemory(table, program), false)
		if !maps.Equal(warm.files, made.files) {
			t.Fatal("a damaged table leads to another site")
		}
		return result.Rendered
	}
	if try(good, "test") != 0 {
		t.Fatal("the table is of no use")
	}
	all := try(good, "another")
	if all < 2 {
		t.Error("a program believed another one")
	}
	for n := range 30 {
		i, want := r.IntN(len(first)), all
		if n%3 == 0 { // the record of the change
			i, want = len(first)+r.IntN(len(good)-len(first)), 1
		}
		if got := try(good[:i], "test"); got != want {
			t.Errorf("with a table cut off at %d of %d, %d pages were rendered, want %d", i, len(good), got, want)
		}
		flipped := slices.Clone(good)
		flipped[i] ^= 1 << r.IntN(8)
		if got := try(flipped, "test"); got != want {
			t.Errorf("with another byte at %d of %d, %d pages were rendered, want %d", i, len(good), got, want)
		}
	}
}

// What is remembered of the model is repeated, and found out to be wrong by who verifies it.
func TestModelIsVerified(t *testing.T) {
	dir := starter(t)
	mind := build.NewMemory()
	opts := build.Options{Dir: dir, Memory: mind}
	opts.ReadAt(time.Now().Add(time.Hour))
	publishSite(t, opts)
	var said diag.List
	said.Warnf(diag.Pos{Path: "content/about/_index.md"}, "unused-file", "从未说过", "was never said")
	mind.SayOfModel(said)
	opts.Verify = true
	opts.Now, opts.Starter, opts.Version = now, jianbao.Starter, "test"
	opts.Output = func(context.Context) (build.Output, error) { return &memory{files: map[string]string{}}, nil }
	if _, err := build.Build(t.Context(), opts); err == nil || !strings.Contains(err.Error(), "the model is remembered") {
		t.Errorf("a wrong memory of the model is not found out: %v", err)
	}
}
