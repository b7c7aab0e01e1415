package build_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/diag"
)

// inspect inspects the site as it is now.
func (r *random) inspect(mind *build.Memory, verify bool) build.Result {
	opts := build.Options{Dir: r.dir, Now: r.now, Starter: jianbao.Starter, Version: "test", Memory: mind, Verify: verify, Inspect: true}
	opts.ReadAt(time.Now().Add(time.Hour))
	result, err := build.Build(r.t.Context(), opts)
	if err != nil {
		r.t.Fatal(err)
	}
	return result
}

// editPages changes what rules find in pages, or something else.
func (r *random) editPages() string {
	switch r.IntN(10) {
	case 0:
		r.file("layouts/partials/share.html", r.one("", "<script>f()</script>", `<img src="https://cdn.example.com/a.png">`))
		return "share"
	case 1:
		r.file("layouts/base.html", r.one(`<!doctype html><html><title>{{.Title}}</title>{{block "main" .}}{{end}}</html>`,
			`<!doctype html><html lang="zh">{{block "main" .}}{{end}}<p onclick="f()"></p></html>`))
		return "base"
	case 2:
		r.remove("layouts/base.html")
		return "no base"
	case 3:
		r.file("site.yaml", "title: 网站\nbaseURL: https://a.example/\ncheck: {rules: {inline-script: "+r.one("off", "warning", "error")+
			"}, allowHosts: ["+r.one("", "cdn.example.com")+"]}\nidentity: {siteCode: \""+r.one("4307000001", "4307000002")+"\"}\n")
		return "settings of rules"
	}
	return r.edit()
}

// Whatever is done to a site, an inspection that remembers finds what one does that
// does not, and all that a build tells of.
func TestWarmInspectionIsCold(t *testing.T) {
	edits, seed := atLeast(t, "JIANBAO_EDITS", 120), uint64(1)
	if edits > 120 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	r := newRandom(t, seed)
	mind, table := build.NewMemory(), filepath.Join(t.TempDir(), "table")
	inPages := 0
	for n := range edits {
		what := r.editPages()
		warm, cold := r.inspect(mind, r.IntN(20) == 0), r.inspect(nil, false)
		if !slices.Equal(warm.Diagnostics, cold.Diagnostics) || !slices.Equal(warm.Silenced, cold.Silenced) {
			t.Fatalf("seed %d, edit %d, %s: the warm inspection says\n%v\nand the cold one\n%v", seed, n, what, warm.Diagnostics, cold.Diagnostics)
		}
		out := &memory{files: map[string]string{}}
		built := r.build(out, nil, false)
		for _, d := range built.Diagnostics {
			if !slices.Contains(cold.Diagnostics, d) {
				t.Fatalf("seed %d, edit %d, %s: a build says %v, and the inspection\n%v", seed, n, what, d, cold.Diagnostics)
			}
		}
		if slices.ContainsFunc(cold.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == "inline-script" || d.Rule == "page-language" }) {
			inPages++
		}
		if r.IntN(5) == 0 {
			if err := mind.Write(table, "test"); err != nil {
				t.Fatal(err)
			}
			mind = build.ReadMemory(table, "test")
		}
		r.mend(cold.Diagnostics)
	}
	if t.Logf("rules found something in pages after %d of %d edits", inPages, edits); inPages < edits/10 {
		t.Error("the edits try too little")
	}
}
