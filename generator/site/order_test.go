package site_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"jianbao/generator/site"
)

// The model depends on the documents, not on the order in which they come.
func TestOrderOfDocumentsDoesNotMatter(t *testing.T) {
	sources := hiddenSite()
	maps.Copy(sources, linkSite)
	maps.Copy(sources, files{ // every kind of trouble, too
		"x/a.md":  "slug: same\nindex: \"1\"\ntags: [AI]\naliases: [/old/]\nrelated: [b.md, gone.md]",
		"x/b.md":  "slug: Same\nindex: \"1\"\ntags: [ai, ＡＩ]\naliases: [/old/]\n\n[x](Gren.md) [y](canary.md) ![z](../reform/Map.png)",
		"x/c.md":  "slug: same\nindex: \"1\"\ntags: [Ai]\nattachments: [m.pdf, M.pdf]\n\n[x](../Reform/green.md) [y](/tags/aI/)",
		"x/m.pdf": "", "x/M.pdf": "", "x/unused.pdf": "",
		"y/z/d.md": "replacedBy: ../../x/c.md", "y z/e.md": "url: /y-z/", "y-z/f.md": "draft: true\nslug: same", "y-z/g.md": "draft: true\nslug: same",
		"con/h.md": "pinned: true", "con/i.md": "\n[x](../y-z/f.md)",
	})
	m := parse(t, sources)
	build := func() (pages, diags string) {
		m.Site, m.diags = site.New(m.opts, m.docs)
		return fmt.Sprint(m.Pages()[0].Output, m.outputs(), m.everything()), print(m.diags)
	}
	pages, diags := build()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(m.docs), func(i, j int) { m.docs[i], m.docs[j] = m.docs[j], m.docs[i] })
		random.Shuffle(len(m.opts.Files), func(i, j int) { m.opts.Files[i], m.opts.Files[j] = m.opts.Files[j], m.opts.Files[i] })
		before := slices.Clone(m.docs)
		again, diagsAgain := build()
		if again != pages {
			t.Fatal("other pages")
		}
		if diagsAgain != diags {
			t.Fatalf("other diagnostics:\n%s\nat first:\n%s", diagsAgain, diags)
		}
		if !slices.Equal(before, m.docs) {
			t.Fatal("New orders the caller's documents")
		}
	}
}

// Pages are rendered by many workers at once.
func TestViewsAreMadeAtOnce(t *testing.T) {
	m := load(t, linkSite).clean()
	alone := m.everything()
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			if m.everything() != alone {
				t.Error("another result than alone")
			}
		})
	}
	workers.Wait()
}

func TestEmptySite(t *testing.T) {
	m := load(t, files{}).clean()
	want := []string{"index.html", "tags/index.html", "archive/index.html", "search/index.html", "sitemap/index.html", "404.html"}
	if !slices.Equal(m.outputs(), want) || m.Bulletins() != 0 || m.Entries().Len() != 0 || len(m.Feeds()) != 1 {
		t.Errorf("pages %v", m.outputs())
	}
	if home := view[site.Home](m, "index.html"); home.Title != "示例网" || home.Site.Tags != "" || home.Site.BaseURL != "https://org.example/repo/" {
		t.Errorf("%+v", home)
	}
}
