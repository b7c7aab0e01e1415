package build_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/build"
)

// leak is an identity card number, put together so that it stands in no file of ours.
const leak = "11010519491231" + "002X"

// inspected builds a small site with more files, and returns what it says.
func inspected(t *testing.T, memory *build.Memory, dir string, inspect bool) build.Result {
	t.Helper()
	opts := build.Options{Dir: dir, Out: filepath.Join(dir, "public"), Now: now, Starter: jianbao.Starter, Version: "test", Memory: memory, Inspect: inspect}
	opts.ReadAt(time.Now().Add(time.Hour)) // the files are old
	result, err := build.Build(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// rules are those of a result, each with its path.
func rules(r build.Result) string {
	text := ""
	for _, d := range r.Diagnostics {
		text += d.Path + " " + d.Rule + "\n"
	}
	return text
}

func leakySite(t *testing.T, more map[string]string) string {
	dir := t.TempDir()
	files := map[string]string{
		"site.yaml":                "title: 示例网\nbaseURL: https://www.example.gov.cn/\ncheck: {rules: {identity-missing: off}}\n",
		"content/_index.md":        "---\ntitle: 首页\n---\n",
		"content/a/_index.md":      "---\ntitle: 甲\n---\n",
		"content/a/list/index.md":  "---\ntitle: 名单\nsource: 办公室\ndate: 2026-12-31\nattachments: [list.csv]\n---\n\n名单如下。\n",
		"content/a/list/list.csv":  "姓名,电话\n张三,0731-1234567\n",
		"content/a/draft/index.md": "---\ntitle: 草稿\nsource: 办公室\ndate: 2026-12-31\ndraft: true\nattachments: [leak.csv]\n---\n\n" + leak + "\n",
		"content/a/draft/leak.csv": leak + "\n",
		"content/a/table.md":       "---\ntitle: 表\nsource: 办公室\ndate: 2026-12-31\n---\n\n正文。\n",
	}
	maps.Copy(files, more)
	write(t, dir, files)
	return dir
}

// A leaked number stops a build, in a text and in an attachment, cold and warm, as long
// as it is there; in a draft it does not.
func TestLeaksStopABuild(t *testing.T) {
	dir := leakySite(t, nil)
	memory := build.NewMemory()
	if r := inspected(t, memory, dir, false); !r.Published {
		t.Fatal(rules(r))
	}
	for _, place := range []string{"content/a/table.md", "content/a/list/list.csv"} {
		name := filepath.Join(dir, filepath.FromSlash(place))
		before, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{place: string(before) + "\n身份证号：" + leak + "\n"})
		want := place + " id-card-number\n"
		for range 2 {
			if r := inspected(t, memory, dir, false); r.Published || rules(r) != want {
				t.Errorf("published %v with\n%s", r.Published, rules(r))
			}
		}
		if r := inspected(t, build.NewMemory(), dir, false); r.Published || rules(r) != want {
			t.Errorf("cold: published %v with\n%s", r.Published, rules(r))
		}
		write(t, dir, map[string]string{place: string(before)})
		if r := inspected(t, memory, dir, false); !r.Published {
			t.Error(rules(r))
		}
	}
}

// The author of a bulletin can allow what stands in it and in its attachments.
func TestAllowedLeak(t *testing.T) {
	dir := leakySite(t, map[string]string{
		"content/a/list/index.md": "---\ntitle: 名单\nsource: 办公室\ndate: 2026-12-31\nattachments: [list.csv]\nallow: [{rule: id-card-number, reason: 依法公示}]\n---\n\n" + leak + "\n",
		"content/a/list/list.csv": leak + "\n",
	})
	if r := inspected(t, nil, dir, false); !r.Published {
		t.Error(rules(r))
	}
	r := inspected(t, nil, dir, true)
	if r.Published || len(r.Diagnostics) > 0 || len(r.Silenced) != 3 || // identity-missing, too
		r.Silenced[0].Reason != "依法公示" {
		t.Errorf("%s\n%+v", rules(r), r.Silenced)
	}
}

// What is let be is told by every build, also by one that is known from before.
func TestSilencedIsRemembered(t *testing.T) {
	dir := leakySite(t, map[string]string{
		"content/a/unused.txt": "没有用到", "content/a/list/index.md": "---\ntitle: 名单\nsource: 办公室\ndate: 2026-12-31\nallow: [{rule: image-without-alt, reason: 原图}]\n---\n\n![](a.svg)\n",
		"content/a/list/a.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	})
	memory := build.NewMemory()
	for n := range 2 {
		r := inspected(t, memory, dir, false)
		if !r.Published || len(r.Silenced) != 1 || r.Silenced[0].Rule != "image-without-alt" || r.Silenced[0].Reason != "原图" || (n == 1) != (r.Rendered == 0) {
			t.Errorf("build %d rendered %d: %+v", n, r.Rendered, r.Silenced)
		}
	}
}

// What a build remembers serves an inspection and the other way round, whatever rules
// they run.
func TestBuildsAndInspectionsShareAMemory(t *testing.T) {
	const slip = "---\ntitle: 表\nsource: 办公室\ndate: 2026-12-31\nsigned: 2027-01-01\n---\n\n正文。\n"
	dir := leakySite(t, map[string]string{"content/a/table.md": slip})
	memory := build.NewMemory()
	for range 2 {
		if r := inspected(t, memory.Sources(), dir, false); !r.Published || len(r.Diagnostics) > 0 {
			t.Error(rules(r))
		}
		if r := inspected(t, memory.Sources(), dir, true); rules(r) != "content/a/table.md dates-in-order\n" {
			t.Error(rules(r))
		}
	}
	write(t, dir, map[string]string{"site.yaml": "title: 示例网\nbaseURL: https://www.example.gov.cn/\ncheck: {rules: {dates-in-order: error}}\n"})
	if r := inspected(t, memory.Sources(), dir, false); r.Published || rules(r) != "content/a/table.md dates-in-order\n" {
		t.Error(rules(r))
	}
}

// The sample site passes a strict inspection on the day it was last written for.
func TestSampleIsFreeOfFindings(t *testing.T) {
	result, err := build.Build(t.Context(), build.Options{Dir: starter(t), AsOf: "2026-11-26", Now: now, Starter: jianbao.Starter, Inspect: true, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s: %s", d.Pos, d.Rule, d.Message.EN)
	}
}

// An inspection that finds all as it was writes no memory, and one that does not
// writes what it has seen.
func TestInspectionsWriteWhatIsNew(t *testing.T) {
	dir := leakySite(t, nil)
	table := filepath.Join(t.TempDir(), "table")
	wrote := func() bool {
		t.Helper()
		memory := build.ReadMemory(table, "test")
		inspected(t, memory, dir, true)
		if err := memory.Write(table, "test"); err != nil {
			t.Fatal(err)
		}
		some := false
		for _, name := range []string{table, table + ".documents"} {
			before, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(name, now, now); err != nil {
				t.Fatal(err)
			}
			some = some || !before.ModTime().Equal(now)
		}
		return some
	}
	if !wrote() || wrote() {
		t.Error("a first inspection writes its memory, a second one nothing")
	}
	replace := func(name, text string) func() error {
		return func() error { return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644) }
	}
	for _, change := range []struct {
		name  string
		do    func() error
		write bool
	}{
		{"a text", replace("content/a/table.md", "---\ntitle: 表\nsource: 办公室\ndate: 2026-12-31\n---\n\n新的正文。\n"), true},
		{"an attachment", replace("content/a/list/list.csv", "姓名\n"), true},
		{"a bulletin less", func() error { return os.RemoveAll(filepath.Join(dir, "content/a/draft")) }, true},
		{"copies of our layouts", func() error {
			return os.CopyFS(filepath.Join(dir, "layouts"), os.DirFS(filepath.Join(starter(t), "layouts")))
		}, false},
		{"a layout of its own", replace("layouts/column.html", "<p>{{.Title}}</p>"), true},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		if got := wrote(); got != change.write {
			t.Errorf("%s: wrote %v", change.name, got)
		}
	}
}
