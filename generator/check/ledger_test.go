package check_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// accept returns the ledger that a site comes to, as a text.
func accept(t *testing.T, content files) (text string, added, removed []string) {
	t.Helper()
	s := inspect(t, content).Inspection.Site
	ledger, added, removed := s.Ledger.Accept(s.Addresses)
	return string(ledger.Text()), added, removed
}

// addresses are the lines of a ledger that are no remarks of its own.
func addresses(ledger string) []string {
	_, list, _ := strings.Cut(ledger, "\n\n")
	return strings.Split(strings.TrimSpace(list), "\n")
}

var published = files{
	"content/a/_index.md":           "title: 甲\npageSize: 1",
	"content/a/one.md":              fresh("tags: [改革]\naliases: [/old/one.html, /旧 址]", "[表](files/表.csv) ![图](files/a.png)"),
	"content/a/files/表.csv":         "甲,乙",
	"content/a/files/a.png":         "",
	"content/a/two/index.md":        fresh("attachments: [list.pdf]\nslug: 绿色", "正文。"),
	"content/a/two/list.pdf":        "",
	"content/a/draft.md":            fresh("draft: true", "正文。"),
	"content/a/files/unused.pdf":    "",
	"content/a/later/index.md":      "title: 标题\nsource: 办公室\ndate: 2026-07-01\nattachments: [later.pdf]\n\n正文。",
	"content/a/later/later.pdf":     "",
	"content/a/expired.md":          fresh("expires: 2026-06-29", "正文。"),
	"content/a/sub/_index.md":       "title: 下",
	"content/a/sub/only-one.md":     fresh("", "正文。"),
	"content/a/sub/another/one.txt": "",
}

// The ledger has what people link to, and no lists, drafts, assets or pictures.
func TestLedgerOfASite(t *testing.T) {
	text, added, removed := accept(t, published)
	want := []string{"/a/", "/a/files/表.csv", "/a/one/", "/a/sub/", "/a/sub/only-one/", "/a/绿色/", "/a/绿色/list.pdf", "/old/one.html", "/旧 址/"}
	if got := addresses(text); !slices.Equal(got, want) || !slices.Equal(added, want) || len(removed) > 0 {
		t.Errorf("the ledger is %q\nadded %q, removed %q", got, added, removed)
	}
}

// What is in a ledger that is up to date is served, whatever the base path is.
func TestLedgerUpToDate(t *testing.T) {
	content := maps.Clone(published)
	content["data/addresses.txt"], _, _ = accept(t, published)
	content["site.yaml"] = strings.Replace(siteYAML, "https://reform.example.gov.cn/", "https://example.github.io/reform/", 1)
	if got := findings(inspect(t, content)); strings.Contains(got, "addresses.txt") {
		t.Error(got)
	}
	text, added, removed := accept(t, content)
	if text != content["data/addresses.txt"] || len(added)+len(removed) > 0 {
		t.Errorf("%s\nadded %q, removed %q", text, added, removed)
	}
}

// Remarks stay with the address below them; what somebody has added stays while it is
// served; the order of lines, their ends and a byte order mark do not matter.
func TestLedgerByHand(t *testing.T) {
	content := maps.Clone(published)
	content["data/addresses.txt"] = "\uFEFF# 首页专题链接到这里\r\n/a/one/\r\n\r\n# 订阅源\r\n/feed.xml  \r\n/a/one/\r\n/gone/\r\n# 完\r\n"
	text, _, removed := accept(t, content)
	got := addresses(text)
	if i := slices.Index(got, "/a/one/"); i < 1 || got[i-1] != "# 首页专题链接到这里" || slices.Contains(got[i+1:], "/a/one/") ||
		!strings.Contains(text, "# 订阅源\n/feed.xml\n") || !strings.HasSuffix(text, "\n# 完\n") {
		t.Errorf("%s", text)
	}
	if !slices.Equal(removed, []string{"/gone/"}) {
		t.Errorf("removed %q", removed)
	}
}

func TestVanishedAddresses(t *testing.T) {
	for name, c := range map[string]struct{ ledger, want, hint string }{
		"no ledger line": {ledger: "\n"},
		"served: a page, a list, a feed, an asset, an old address, a file by its whole name": {
			ledger: "/\n/a/one/\n/a/one/index.html\n/a/page/2/\n/tags/改革/\n/feed.xml\n/old/one.html\n/旧 址/\n/a/files/a.png\n/404.html\n/robots.txt\n",
		},
		"gone, and nothing is like it": {
			"/a/one/\n\n/b/nothing-like-it/\n", "data/addresses.txt:3:1: vanished-address: the published address /b/nothing-like-it/ is gone, and nothing leads on from it\n",
			"name it under aliases",
		},
		"letter case":                  {"/A/one/\n", "data/addresses.txt:1:1: vanished-address: the published address /A/one/ is gone, and nothing leads on from it\n", "did it move to /a/one/? Name /A/one/ under aliases in content/a/one.md"},
		"moved to another column":      {"/b/only-one/\n", "data/addresses.txt:1:1: vanished-address: the published address /b/only-one/ is gone, and nothing leads on from it\n", "did it move to /a/sub/only-one/? Name /b/only-one/ under aliases in content/a/sub/only-one.md"},
		"renamed where it is":          {"/a/sub/onlyone/\n", "data/addresses.txt:1:1: vanished-address: the published address /a/sub/onlyone/ is gone, and nothing leads on from it\n", "did it move to /a/sub/only-one/?"},
		"what is known has not moved":  {"/a/sub/only-one/\n/b/only-one/\n", "data/addresses.txt:2:1: vanished-address: the published address /b/only-one/ is gone, and nothing leads on from it\n", "name it under aliases"},
		"a column with all below it":   {"/a/suv/\n/a/suv/x/\n/a/suv/y/z.pdf\n", "data/addresses.txt:1:1: vanished-address: the published address /a/suv/ is gone, with 2 below it, and nothing leads on from it\n", "did it move to /a/sub/? Give the folder its name back"},
		"a column of another name":     {"/b/\n/b/gone/\n/b/only-one/\n", "data/addresses.txt:1:1: vanished-address: the published address /b/ is gone, with 2 below it, and nothing leads on from it\n", "did it move to /a/sub/? Give the folder its name back"},
		"a column, but not all":        {"/old/\n/old/one.html\n/old/two/\n", "data/addresses.txt:1:1: vanished-address: the published address /old/ is gone, and nothing leads on from it\ndata/addresses.txt:3:1: vanished-address: the published address /old/two/ is gone, and nothing leads on from it\n", ""},
		"a draft":                      {"/a/draft/\n", "data/addresses.txt:1:1: vanished-address: the published address /a/draft/ is gone, and nothing leads on from it\n", "it is that of content/a/draft.md, which is not published now"},
		"a scheduled one and its file": {"/a/later/\n/a/later/later.pdf\n", "data/addresses.txt:1:1: vanished-address: the published address /a/later/ is gone, with 1 below it, and nothing leads on from it\n", "it is that of content/a/later/index.md, which is not published now"},
		"an expired one":               {ledger: "/a/expired/\n"},
		"a file that nothing uses":     {"/a/files/unused.pdf\n", "data/addresses.txt:1:1: vanished-address: the published address /a/files/unused.pdf is gone, and nothing leads on from it\n", "content/a/files/unused.pdf is still there"},
		"a file that is gone":          {"/a/files/gone.xlsx\n", "data/addresses.txt:1:1: vanished-address: the published address /a/files/gone.xlsx is gone, and nothing leads on from it\n", "put the file back"},
		"no addresses": {
			"https://reform.example.gov.cn/a/\n<<<<<<< HEAD\n/a/one/?x=1\n/a//one/\n",
			"data/addresses.txt:1:1: bad-path: no path of an address: https://reform.example.gov.cn/a/\ndata/addresses.txt:2:1: bad-path: no path of an address: <<<<<<< HEAD\n" +
				"data/addresses.txt:3:1: bad-path: no path of an address: /a/one/?x=1\ndata/addresses.txt:4:1: bad-path: no path of an address: /a//one/\n", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			content := maps.Clone(published)
			content["data/addresses.txt"] = c.ledger
			var list diag.List
			text := ""
			for _, d := range inspect(t, content).Diagnostics {
				if d.Path == "data/addresses.txt" {
					list = append(list, d)
					text += fmt.Sprintf("%s: %s: %s\n", d.Pos, d.Rule, d.Message.EN)
				}
			}
			if text != c.want {
				t.Errorf("got\n%swant\n%s", text, c.want)
			}
			if c.hint != "" && len(list) > 0 && !strings.Contains(list[0].Hint.EN, c.hint) {
				t.Errorf("the hint is %q", list[0].Hint.EN)
			}
		})
	}
}

// Thousands of lines that are none are told of by the first.
func TestLedgerOfNonsense(t *testing.T) {
	_, diags := check.ParseLedger("a.txt", []byte(strings.Repeat("x\n", 10_000)))
	if len(diags) == 0 || len(diags) > 100 {
		t.Errorf("%d diagnostics", len(diags))
	}
}
