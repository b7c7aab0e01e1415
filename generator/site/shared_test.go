package site_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"jianbao/generator/site"
)

// Addresses are encoded as net/url would, byte for byte.
func TestAddressesAreEncoded(t *testing.T) {
	const kept = "!$&'()+,-.;=@[]^_`{}~azAZ09"
	sources := files{"a.md": "title: 甲"}
	tags := []string{"é", "绿色 发展", "😀", "100%", "\u007f"}
	for _, c := range kept {
		tags = append(tags, "x"+string(c)+"y")
	}
	for i, tag := range tags {
		sources[fmt.Sprintf("t%d.md", i)] = fmt.Sprintf("tags: [%q]", tag)
	}
	got := map[string]string{}
	for _, tag := range view[site.Tags](load(t, sources), "tags/index.html").Tags {
		got[tag.Title] = tag.URL
	}
	for _, c := range kept {
		title := "x" + string(c) + "y"
		if want := "/repo" + (&url.URL{Path: "/tags/" + title + "/"}).EscapedPath(); got[title] != want {
			t.Errorf("%s: %s, want %s", title, got[title], want)
		}
	}
	if got["绿色 发展"] != "/repo/tags/%E7%BB%BF%E8%89%B2-%E5%8F%91%E5%B1%95/" || got["100%"] != "/repo/tags/100/" {
		t.Errorf("got %q", got)
	}
}

// All lists show one and the same item, which is gone through once for all of
// them, and a list prints what it holds and not where that is in memory.
func TestListsShareTheirItems(t *testing.T) {
	m := load(t, files{
		"a/_index.md": "title: 甲", "a/1.md": "title: 一\ntags: [改革]\nimage: p.png", "a/p.png": "",
		"a/b/_index.md": "title: 乙", "a/b/2.md": "title: 二\nrelated: [../1.md]",
	}).clean()
	home, column := view[site.Home](m, "index.html"), view[site.ColumnPage](m, "a/index.html")
	one := column.Items[0]
	for name, list := range map[string][]*site.Item{
		"home": home.Latest, "block": home.Blocks[0].Items, "tag": view[site.List](m, "tags/改革/index.html").Items,
		"year": view[site.List](m, "archive/2020/index.html").Items, "related": view[site.Bulletin](m, "a/b/2/index.html").Related,
	} {
		if list[0] != one {
			t.Errorf("%s has an item of its own: %v", name, list)
		}
	}
	if home.Headline != one {
		t.Errorf("the headline is %v", home.Headline)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
		got, want := fmt.Sprintf(verb, column.Items[:1]), fmt.Sprintf(verb, []site.Item{*one})
		if strings.TrimLeft(got, "[]*") != strings.TrimLeft(want, "[]") {
			t.Errorf("%s prints %s, want %s", verb, got, want)
		}
	}
}
