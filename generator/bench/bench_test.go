package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jianbao/generator/bench/corpus"
)

func TestMedians(t *testing.T) {
	r := results{}
	for _, ms := range []int{30, 10, 20} {
		r.add(100, cold, sample{wall: time.Duration(ms) * time.Millisecond, peak: int64(100 - ms)})
	}
	r.add(100, unchanged, sample{wall: 2 * time.Millisecond})
	if m, ok := r.median(100, cold); !ok || m.wall != 20*time.Millisecond || m.peak != 80 {
		t.Errorf("median %+v", m)
	}
	if _, ok := r.median(1000, cold); ok {
		t.Error("what was not measured has a median")
	}
	if ratio, ok := wallRatio(unchanged, cold)(r, 100); !ok || fraction(ratio) != "0.10" {
		t.Errorf("ratio %v", ratio)
	}
	if _, ok := wallRatio(oneText, cold)(r, 100); ok {
		t.Error("what was not measured has a ratio")
	}
}

func TestNumbersInTables(t *testing.T) {
	for got, want := range map[string]string{
		thousands(50): "50", thousands(1000): "1,000", thousands(1234567): "1,234,567",
		fraction(0.025): "1/40", fraction(0.42): "0.42", fraction(3): "3.00",
		duration(1234 * time.Microsecond): "0.001 s", duration(2 * time.Second): "2.00 s",
	} {
		if got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

// Every edit of a site changes it, and as it says.
func TestEdits(t *testing.T) {
	b := &bench{dir: t.TempDir(), seed: 1}
	s, err := b.newSite(60, 1)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for _, edit := range []func() error{s.editText, s.editTitle, s.editLayout} {
			if err := edit(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.replace("site.yaml", "not there", "x"); err == nil {
		t.Error("a text that is not there is replaced")
	}
	layout, err := os.ReadFile(filepath.Join(s.dir, "layouts/bulletin.html"))
	if err != nil || strings.Count(string(layout), "次修改的记号</p>") != 3 {
		t.Errorf("the layout is not changed three times: %v", err)
	}
}

// Two sites agree when they have the same pages of lists, and every bulletin with its title
// and date, however they quote.
func TestAgree(t *testing.T) {
	o := corpus.Options{Bulletins: 50, Seed: 1}
	ours, theirs := t.TempDir(), t.TempDir()
	page := func(dir, name, text string) {
		if err := corpus.WriteFile(dir, corpus.File{Path: name, Data: []byte(text)}); err != nil {
			t.Fatal(err)
		}
	}
	for b := range o.All() {
		date := strings.Replace(b.Date[:16], "T", " ", 1)
		page(ours, b.URL[1:]+"index.html", `<meta name="ArticleTitle" content="`+b.Title+`"><meta name="PubDate" content="`+date+`">`)
		page(theirs, b.URL[1:]+"index.html", `<meta name=ArticleTitle content=`+b.Title+`><meta name=PubDate content="`+date+`">`)
	}
	if err := agree("theirs", o, ours, theirs); err != nil {
		t.Error(err)
	}
	page(theirs, "tags/index.html", "")
	if err := agree("theirs", o, ours, theirs); err == nil || !strings.Contains(err.Error(), "tags") {
		t.Errorf("one page more: %v", err)
	}
	page(ours, "tags/index.html", "")
	page(theirs, o.Bulletin(7).URL[1:]+"index.html", `<meta name="ArticleTitle" content="x">`)
	if err := agree("theirs", o, ours, theirs); err == nil || !strings.Contains(err.Error(), "n000007") {
		t.Errorf("another title: %v", err)
	}
}

func TestHexoPost(t *testing.T) {
	o := corpus.Options{Bulletins: 50, Seed: 1}
	for b := range o.All() {
		for _, file := range asHexoPost(b) {
			if !strings.HasPrefix(file.Path, "source/_posts"+strings.TrimSuffix(b.URL, "/")) {
				t.Errorf("%s lies at %s", b.URL, file.Path)
			}
		}
		text := string(b.Files[0].Data)
		if strings.Contains(text, "\nsource: ") || strings.Contains(text, "+08:00") {
			t.Errorf("%s is as it was", b.URL)
		}
	}
}

func TestSizes(t *testing.T) {
	if counts, err := numbers("100, 2000"); err != nil || len(counts) != 2 || counts[1] != 2000 {
		t.Error(counts, err)
	}
	for _, bad := range []string{"", "x", "0", "100,"} {
		if _, err := numbers(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
