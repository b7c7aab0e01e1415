package check_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/check"
)

const siteYAML = `title: 示例网
baseURL: https://reform.example.gov.cn/
identity: {siteCode: "4307000001", sponsor: 示例办, icp: 湘ICP备00000000号-1, police: 湘公网安备 00000000000000号, conac: "00000000000000000000000000000000", phone: 0000-1234567}
`

// files are the sources of a site, by path; a header needs no lines of dashes.
type files map[string]string

// inspect inspects a site as it is on 2026-06-30.
func inspect(t *testing.T, content files) build.Result {
	t.Helper()
	return inspectWith(t, content, build.Options{})
}

// inspectWith does, with options of one's own.
func inspectWith(t *testing.T, content files, opts build.Options) build.Result {
	t.Helper()
	dir := t.TempDir()
	all := files{"site.yaml": siteYAML, "content/_index.md": "title: 首页"}
	maps.Copy(all, content)
	for name, text := range all {
		if strings.HasSuffix(name, ".md") {
			header, body, _ := strings.Cut(text, "\n\n")
			text = "---\n" + header + "\n---\n\n" + body + "\n"
		}
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opts.Dir, opts.AsOf, opts.Now, opts.Starter, opts.Inspect = dir, "2026-06-30 12:00", time.Unix(0, 0), jianbao.Starter, true
	result, err := build.Build(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// findings are those of a result, a line each, in English.
func findings(r build.Result) string {
	var b strings.Builder
	for _, d := range r.Diagnostics {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Pos, d.Rule, d.Message.EN)
	}
	return b.String()
}

// fresh is a bulletin of the day before, with a header and a text of one's own.
func fresh(header, text string) string {
	return "title: 标题\nsource: 办公室\ndate: 2026-06-29\n" + header + "\n\n" + text
}

func TestSiteRules(t *testing.T) {
	news := files{"content/a/_index.md": "title: 甲", "content/a/one.md": fresh("", "正文。")}
	for name, c := range map[string]struct {
		content files
		want    string
	}{
		"nothing": {content: files{}},
		"stale": {
			files{"content/b/_index.md": "title: 乙\nfreshness: 3", "content/b/old.md": "title: 标题\nsource: 办公室\ndate: 2026-06-20\n\n正文。"},
			"content/b/_index.md:3:12: stale-column: the column 乙 was last updated on 2026-06-20; its 3 days were over 7 days ago\n",
		},
		"stale by type, on the day after": {
			files{
				"content/b/_index.md": "title: 乙\ntype: 通知公告", "content/b/old.md": "title: 标题\nsource: 办公室\ndate: 2026-01-01 23:00\n\n正文。",
				"content/c/_index.md": "title: 丙\ntype: 工作动态", "content/c/old.md": "title: 标题\nsource: 办公室\ndate: 2026-06-15\n\n正文。",
			},
			"content/c/_index.md:1:1: stale-column: the column 丙 was last updated on 2026-06-15; its 14 days were over 1 days ago\n",
		},
		"an empty home page": {
			files{"content/a/one.md": fresh("draft: true", "正文。")},
			"content/_index.md:1:1: stale-home: there is nothing on the home page\ncontent/a/_index.md:1:1: blank-column: the column 甲 is blank\n",
		},
		"a column without a limit, one of others": {
			files{
				"content/b/_index.md": "title: 乙\nfreshness: 0", "content/b/old.md": "title: 标题\nsource: 办公室\ndate: 2016-01-01\n\n正文。",
				"content/c/_index.md": "title: 丙", "content/c/d/_index.md": "title: 丁\ntype: 办事服务", "content/c/d/old.md": "title: 标题\nsource: 办公室\ndate: 2016-01-01\n\n正文。",
			},
			"",
		},
		"blank": {
			files{"content/b/_index.md": "title: 乙", "content/c/_index.md": "title: 丙\n\n有正文。", "content/d/_index.md": "title: 丁", "content/d/x.md": fresh("draft: true", "正文。")},
			"content/b/_index.md:1:1: blank-column: the column 乙 is blank\ncontent/d/_index.md:1:1: blank-column: the column 丁 is blank\n",
		},
		"numbers": {
			files{"content/a/two.md": fresh("number: 示办发〔2026〕1号", "正文。"), "content/a/three.md": fresh("number: 示办发〔2026〕1号", "正文。"), "content/a/four.md": fresh("number: 示办发〔2026〕2号", "正文。")},
			"content/a/two.md:5:9: duplicate-number: the number 示办发〔2026〕1号 is that of content/a/three.md already\n",
		},
		"issues": {
			files{
				"content/a/1.md": fresh("issue: 3\ntotalIssue: 10", "正文。"), "content/a/2.md": fresh("issue: 5\ntotalIssue: 11", "正文。"),
				"content/a/3.md": fresh("issue: 5\ntotalIssue: 14", "正文。"), "content/a/4.md": "title: 标题\nsource: 办公室\ndate: 2025-06-29\nissue: 9\n\n正文。",
			},
			"content/a/2.md:5:8: issue-sequence: issue 4 is lacking\n" +
				"content/a/3.md:5:8: issue-sequence: issue 5 is that of content/a/2.md already\n" +
				"content/a/3.md:6:13: issue-sequence: totalIssue 12 to 13 are lacking\n",
		},
		"interpretations": {
			files{
				"content/p/_index.md": "title: 文件\ntype: 政策文件", "content/i/_index.md": "title: 解读\ntype: 政策解读",
				"content/p/new.md":      fresh("number: 示办发〔2026〕1号", "正文。"),
				"content/p/bare.md":     "title: 标题\nsource: 办公室\ndate: 2026-06-20\nnumber: 示办发〔2026〕2号\n\n正文。",
				"content/p/read.md":     "title: 标题\nsource: 办公室\ndate: 2026-06-20\nnumber: 示办发〔2026〕3号\n\n正文。",
				"content/p/repealed.md": "title: 标题\nsource: 办公室\ndate: 2026-06-20\nstatus: 已修改\nnumber: 示办发〔2026〕4号\n\n正文。",
				"content/p/old.md":      "title: 标题\nsource: 办公室\ndate: 2016-06-20\nnumber: 示办发〔2016〕3号\n\n正文。",
				"content/i/read.md":     fresh("related: [../p/read.md]", "正文。"),
			},
			"content/p/bare.md:5:9: missing-interpretation: 示办发〔2026〕2号 has been published for 10 days, and no interpretation is related\n",
		},
		"identity": {
			files{"site.yaml": "title: 示例网\nbaseURL: https://reform.example.gov.cn/\nidentity:\n  siteCode: \"4307000001\"\n  phone: 0000-1234567\n"},
			"site.yaml:4:3: identity-missing: sponsor, icp, police, conac lacking\n",
		},
		"hosts": {
			files{"content/a/two.md": fresh("", "[甲](https://reform.example.gov.cn/a/one/)、[乙](http://121.43.68.40/jiucuo)、[丙](http://10.1.2.3/x)、[丁](http://cms:8080/)、[戊](https://www.example.com:9000/)、[己](https://www.gov.cn/)。")},
			"content/a/two.md:8:1: own-absolute-link: https://reform.example.gov.cn/a/one/ is an address of this site with its host\n" +
				"content/a/two.md:8:43: stale-host: 121.43.68.40 is no longer in use\n" +
				"content/a/two.md:8:75: preview-link: 10.1.2.3 is in a private network, where the public cannot go\n" +
				"content/a/two.md:8:98: preview-link: cms:8080 is no host of the public network\n" +
				"content/a/two.md:8:120: preview-link: the port of www.example.com:9000 is one of previews\n",
		},
		"dates": {
			files{
				"content/a/two.md":   fresh("signed: 2026-06-30\nupdated: 2026-06-28\nreviews: [{by: 张三, date: 2026-06-30}]", "正文。"),
				"content/a/three.md": fresh("signed: 2026-06-29\nupdated: 2026-06-29\nreviews: [{by: 张三, date: 2026-06-29 18:00}]", "正文。"),
			},
			"content/a/two.md:5:9: dates-in-order: signed on 2026-06-30, later than it was published, 2026-06-29\n" +
				"content/a/two.md:6:10: dates-in-order: updated on 2026-06-28, before it was published, 2026-06-29\n" +
				"content/a/two.md:7:10: review-after-publication: the review by 张三 is of 2026-06-30, later than the publication, 2026-06-29\n",
		},
		"undated reviews": {
			files{
				"site.yaml":            siteYAML + "review: {required: 2}\n",
				"content/a/one.md":     fresh("reviews: [{by: 张三}, {by: 李四, date: 2026-06-28}]", "正文。"),
				"content/a/two.md":     fresh("reviews: [{by: 张三, date: 2026-06-27}, {by: 李四, date: 2026-06-28}, {by: 王五}]", "正文。"),
				"content/a/missing.md": fresh("reviews: [{by: 张三}]", "正文。"),
			},
			"content/a/missing.md:5:10: review-missing: needs 2 reviews, has 1\n" +
				"content/a/one.md:5:10: review-without-date: needs 2 reviews, and has dates of 1\n",
		},
		"reviews nobody requires": {files{"content/a/one.md": fresh("reviews: [{by: 张三}]", "正文。")}, ""},
		"status": {
			files{
				"content/a/two.md": fresh("status: 失效", "正文。"), "content/a/three.md": fresh("status: 已废止\nreplacedBy: one.md", "正文。"),
				"content/a/four.md": fresh("status: 失效\nchanges: [{date: 2026-01-01, note: 有效期满}]", "正文。"), "content/a/five.md": fresh("status: 已修改", "正文。"),
			},
			"content/a/two.md:5:9: status-without-replacement: the document is 失效, and nothing says since when or what replaces it\n",
		},
		"links": {
			files{"content/a/two.md": fresh("", "请[点击这里](one.md)，又[](one.md)，[**甲**的*动态*](one.md)，[此处](one.md)，https://www.gov.cn/。\n")},
			"content/a/two.md:8:2: link-text: the text of the link, “点击这里”, does not say where it leads\n" +
				"content/a/two.md:8:18: link-text: the link has no text\n" +
				"content/a/two.md:8:50: link-text: the text of the link, “此处”, does not say where it leads\n",
		},
		"tables": {
			files{"content/a/two.md": fresh("", "| 甲 | 乙 |\n|---|---|\n| 一 | |\n\n中间。\n\n| | |\n|---|---|\n| | 二 |\n")},
			"content/a/two.md:16:5: table-without-header: the header of the table is empty\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			content := maps.Clone(news)
			maps.Copy(content, c.content)
			if got := findings(inspect(t, content)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// The home page is stale after two weeks; five stale columns of news fail the site.
func TestStaleSite(t *testing.T) {
	content := files{}
	for i := range 5 {
		content[fmt.Sprintf("content/%d/_index.md", i)] = fmt.Sprintf("title: 栏目%d", i)
		content[fmt.Sprintf("content/%d/a.md", i)] = "title: 标题\nsource: 办公室\ndate: 2026-06-01\n\n正文。"
	}
	got := findings(inspect(t, content))
	for _, want := range []string{
		"content: stale-site: stale columns: 5 of news, notices and policy (5 fail the site), 0 others (10 fail it); 0 blank (5 fail it)\n",
		"content/_index.md:1:1: stale-home: the home page was last updated on 2026-06-01, 29 days ago\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	content["content/4/_index.md"] = "title: 栏目4\nallow: [{rule: stale-column, reason: 机构改革，停止更新}]"
	if got := findings(inspect(t, content)); strings.Contains(got, "stale-site") || strings.Count(got, "stale-column") != 4 {
		t.Error(got)
	}
	delete(content, "content/4/_index.md")
	delete(content, "content/4/a.md")
	if got := findings(inspect(t, content)); strings.Contains(got, "stale-site") || strings.Count(got, "stale-column") != 4 {
		t.Error(got)
	}
}

// A forecast names the last day on which a column is in time.
func TestForecast(t *testing.T) {
	r := inspect(t, files{
		"content/a/_index.md": "title: 甲", "content/a/one.md": fresh("", "正文。"),
		"content/b/_index.md": "title: 乙\nfreshness: 30", "content/b/one.md": "title: 标题\nsource: 办公室\ndate: 2026-06-01\n\n正文。",
	})
	var got []string
	for _, d := range check.Forecast(r.Inspection.Site) {
		got = append(got, fmt.Sprint(d.Title, " ", d.Last, " ", d.Left))
	}
	want := []string{"乙 2026-07-01 1", "首页 2026-07-13 13", "甲 2026-07-13 13"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// A column allows what is found in itself, and leaves its bulletins to their authors.
func TestColumnsAllow(t *testing.T) {
	r := inspect(t, files{
		"content/a/_index.md": "title: 甲\nallow:\n  - {rule: blank-column, reason: 筹建中}\n  - {rule: link-text, reason: 引文}\n  - {rule: blank-colum, reason: 无}",
		"content/b/_index.md": "title: 乙\nallow: [{rule: link-text, reason: 引文}]\n\n[这里](one.md)",
		"content/b/one.md":    fresh("", "[这里](one.md)"),
	})
	want := "content/a/_index.md:4:3: unknown-rule: there is no rule blank-colum\n" +
		"content/b/one.md:8:1: link-text: the text of the link, “这里”, does not say where it leads\n"
	if got := findings(r); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	var silenced []string
	for _, s := range r.Silenced {
		silenced = append(silenced, s.Path+" "+s.Rule+" "+s.Reason)
	}
	if got := strings.Join(silenced, "; "); got != "content/a/_index.md blank-column 筹建中; content/b/_index.md link-text 引文" {
		t.Errorf("silenced: %s", got)
	}
}

// What allow and check.rules silence is kept with its reason; a name that no rule has
// is told.
func TestSilence(t *testing.T) {
	r := inspect(t, files{
		"site.yaml":           siteYAML + "check:\n  rules:\n    blank-column: off\n    link-text: error\n    link-txet: off\n  points: {blank-colum: 1, 发布解读: 40}\n",
		"content/a/_index.md": "title: 甲", "content/b/_index.md": "title: 乙",
		"content/a/one.md": fresh("status: 失效\nallow: [{rule: status-without-replacement, reason: 另行说明}, {rule: nonsense-xyz, reason: 无}]", "[这里](two.md)"),
		"content/a/two.md": fresh("", "正文。"),
	})
	want := "content/a/one.md:6:8: unknown-rule: there is no rule nonsense-xyz\n" +
		"content/a/one.md:9:1: link-text: the text of the link, “这里”, does not say where it leads\n" +
		"site.yaml:8:16: unknown-rule: there is no rule link-txet\n" +
		"site.yaml:9:25: unknown-rule: there is no rule blank-colum\n"
	if got := findings(r); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if errors, _ := r.Diagnostics.Count(); errors != 1 {
		t.Errorf("%d errors", errors)
	}
	var silenced []string
	for _, s := range r.Silenced {
		silenced = append(silenced, s.Rule+" "+s.Reason)
	}
	if got := strings.Join(silenced, "; "); got != "status-without-replacement 另行说明; blank-column " {
		t.Errorf("silenced: %s", got)
	}
}
