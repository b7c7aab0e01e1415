package settings_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/settings"
)

// must is what a site.yaml needs; it takes two lines.
const must = "title: 网站\nbaseURL: https://www.example.gov.cn/\n"

// expect compares diagnostics with lines like "5:1 unknown-key"; what follows
// the rule in a line, if anything, must be in the English or Chinese message or
// hint.
func expect(t *testing.T, text string, diags diag.List, want ...string) {
	t.Helper()
	var got, short []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	for _, line := range want {
		short = append(short, strings.Join(strings.SplitN(line, " ", 3)[:2], " "))
	}
	if !slices.Equal(got, short) {
		t.Errorf("%.300q\n got %q\nwant %q", text, got, short)
		return
	}
	for i, line := range want {
		d, parts := diags[i], strings.SplitN(line, " ", 3)
		if all := strings.Join([]string{d.Message.EN, d.Hint.EN, d.Message.ZH, d.Hint.ZH}, "\n"); len(parts) == 3 && !strings.Contains(all, parts[2]) {
			t.Errorf("%.300q: %s says\n%s\nwithout %q", text, short[i], all, parts[2])
		}
	}
}

func TestDefaults(t *testing.T) {
	s, diags := settings.Parse("site.yaml", []byte(must))
	expect(t, must, diags)
	got := []any{s.Title, s.BaseURL, s.Language, s.Timezone, s.Location.String(), s.Permalink, s.PageSize, s.Review.Required, s.Outputs, s.Feeds, s.Markdown.RawHTML, s.Typography.Paragraphs, s.Defaults == nil, s.Has("pageSize")}
	want := []any{"网站", "https://www.example.gov.cn/", "zh-CN", "Asia/Shanghai", "Asia/Shanghai", "/:column/:slug/", 20, 0, settings.Outputs{JSON: true, Search: true, Feeds: []string{"rss", "atom", "json"}}, settings.Feeds{Limit: 50}, "error", "indent", true, false}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for _, k := range settings.Keys() { // the manual tells the same defaults
		for key, value := range map[string]any{
			"language": s.Language, "timezone": s.Timezone, "permalink": s.Permalink, "pageSize": s.PageSize,
			"review.required": s.Review.Required, "outputs.json": s.Outputs.JSON, "outputs.search": s.Outputs.Search, "feeds.limit": s.Feeds.Limit, "feeds.fullText": s.Feeds.FullText, "markdown.rawHTML": s.Markdown.RawHTML, "typography.paragraphs": s.Typography.Paragraphs,
		} {
			if k.Name == key && k.Default != fmt.Sprint(value) {
				t.Errorf("the table says that %s is %s, it is %v", key, k.Default, value)
			}
		}
	}
}

const everything = "\uFEFF" + `title: 网站
baseURL: https://org.github.io/repo
language: en
timezone: Europe/London
description: 说明
permalink: /:column/:year:month/t:year:month:day_:slug.html
pageSize: 5
identity:
  siteCode: "4307000001"
  sponsor: 主办
  organizer: 承办
  icp: 湘ICP备00000000号-1
  police: 湘公网安备 00000000000000号
  conac: "00000000000000000000000000000000"
  phone: 0000-1234567
  email: reform@example.gov.cn
  address: 大道1号
review: {required: 3}
outputs: {json: false, search: false, feeds: [json, rss]}
feeds: {limit: 7, fullText: true}
check:
  rules: {broken-link: off, long-title: error}
  terms: [data/terms.yaml]
  allowHosts: [www.gov.cn, "*.gov.cn", "x.cn:8080"]
  points: {stale-column: 2.5, 发布解读: 40}
  historyDays: 60
  pageWeight: 5
deploy:
  domain: reform.example.gov.cn
  hiddenFiles: [.well-known/security.txt]
markdown: {rawHTML: sanitize}
typography: {paragraphs: spacing}
defaults: {source: 改革办, publish: 2018-05-31T20:30:00Z}
params: {a: {b: [1, 二]}}
`

func TestEveryKey(t *testing.T) {
	s, diags := settings.Parse("site.yaml", []byte(everything))
	expect(t, everything, diags)
	got := []any{
		s.Title, s.BaseURL, s.BasePath(), s.Language, s.Location.String(), s.Description, s.Permalink, s.PageSize, s.Identity, s.Review, s.Outputs, s.Feeds, s.Check, s.Deploy, s.Markdown, s.Typography,
		s.Defaults.Source, s.Defaults.Publish.String(), s.Params,
	}
	want := []any{
		"网站", "https://org.github.io/repo/", "/repo/", "en", "Europe/London", "说明", "/:column/:year:month/t:year:month:day_:slug.html", 5,
		settings.Identity{
			SiteCode: "4307000001", Sponsor: "主办", Organizer: "承办", ICP: "湘ICP备00000000号-1", Police: "湘公网安备 00000000000000号",
			Conac: "00000000000000000000000000000000", Phone: "0000-1234567", Email: "reform@example.gov.cn", Address: "大道1号",
		},
		settings.Review{Required: 3},
		settings.Outputs{Feeds: []string{"rss", "json"}},
		settings.Feeds{Limit: 7, FullText: true},
		settings.Check{Rules: map[string]string{"broken-link": "off", "long-title": "error"}, Terms: []string{"data/terms.yaml"}, AllowHosts: []string{"www.gov.cn", "*.gov.cn", "x.cn:8080"}, HistoryDays: 60, PageWeight: 5, Points: map[string]float64{"stale-column": 2.5, "发布解读": 40}},
		settings.Deploy{Domain: "reform.example.gov.cn", HiddenFiles: []string{".well-known/security.txt"}},
		settings.Markdown{RawHTML: "sanitize"},
		settings.Typography{Paragraphs: "spacing"},
		"改革办", "2018-05-31 21:30:00",
		map[string]any{"a": map[string]any{"b": []any{int64(1), "二"}}},
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
	if at := s.At("identity.icp"); at != (diag.Pos{Path: "site.yaml", Line: 12, Column: 8}) {
		t.Errorf("identity.icp is at %v", at)
	}
	for _, k := range settings.Keys() {
		if !s.Has(k.Name) {
			t.Errorf("the test has no %s", k.Name)
		}
	}
}

// The whole of site.yaml.
func TestBadFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "1:1 missing-key baseURL is missing\n1:1 missing-key title is missing",
		"# 空\n":                           "1:1 missing-key 缺少 baseURL\n1:1 missing-key 缺少 title",
		"title: 网站\n":                     "1:1 missing-key add a line baseURL: https://www.example.gov.cn/",
		"title:\n" + must[14:]:            "1:1 missing-key title is missing",
		"- a\n":                           "1:1 bad-settings settings must be lines of the form key: value\n1:1 missing-key\n1:1 missing-key",
		"title：网站\n":                      "1:1 bad-settings 冒号用半角\n1:1 missing-key\n1:1 missing-key",
		"title: 网站\nbaseURL：x\n":          "2:1 bad-yaml this line is not of the form key: value",
		"title: [\n":                      "2:1 bad-yaml",
		must + "title: 又\n":               "3:1 duplicate-key title stands twice, first on line 1",
		must + "a: &a 1\nb: *a\n":         "3:1 unknown-key\n3:4 yaml-feature\n4:1 unknown-key\n4:4 yaml-feature",
		must + "---\na: b\n":              "3:1 bad-yaml a second YAML document",
		must + "\tpageSize: 3\n":          "3:1 bad-yaml an indent cannot be a tab",
		must + strings.Repeat("#", 1<<16): "1:1 too-large",
	} {
		_, diags := settings.Parse("site.yaml", []byte(text))
		if len(want) > 0 {
			expect(t, text, diags, strings.Split(want, "\n")...)
		}
	}
}

// Below the two lines that every site needs.
func TestBadValues(t *testing.T) {
	for line, want := range map[string]string{
		"titel: x":                         "3:1 unknown-key did you mean title?",
		"base_url: x":                      "3:1 unknown-key did you mean baseURL?",
		"url: x":                           "3:1 unknown-key 是不是 baseURL？",
		"paginate: 5":                      "3:1 unknown-key did you mean pageSize?",
		"timeZone: UTC":                    "3:1 unknown-key did you mean timezone?",
		"theme: x":                         "3:1 unknown-key what is your own goes under params",
		"identity: {sitecode: x}":          "3:12 unknown-key did you mean siteCode?",
		"identity: {主办单位: x}":              "3:12 unknown-key did you mean sponsor?",
		"feeds: {size: 5}":                 "3:9 unknown-key correct or delete it",
		"rss: {limit: 5}":                  "3:1 unknown-key did you mean feeds?",
		"deploy: {cname: x.cn}":            "3:10 unknown-key did you mean domain?",
		"identity: x":                      "3:11 wrong-type identity must be a group of keys, and this is a text",
		"review: 3":                        "3:9 wrong-type",
		"review: {required: three}":        "3:20 wrong-type required must be a whole number",
		"review: {required: -1}":           "3:20 bad-value from 0 to 20",
		"outputs: {feeds: [rss, rdf]}":     "3:18 bad-value feeds cannot hold rdf",
		"outputs: {feeds: atomic}":         "3:18 bad-value 只能有 rss, atom, json",
		"outputs: {json: no}":              "3:17 wrong-type json must be true or false",
		"feeds: {limit: 0}":                "3:16 bad-value from 1 to 1000",
		"feeds: {fullText: yes}":           "3:19 wrong-type fullText must be true or false",
		"pageSize: 1001":                   "3:11 bad-value pageSize 应是 1 到 1000 之间的十进制整数",
		"pageSize: '5'":                    "3:11 wrong-type",
		"pageSize: 5.0":                    "3:11 wrong-type",
		"language: 中文":                     "3:11 bad-value as zh-CN or en",
		"language: zh_CN":                  "3:11 bad-value",
		"timezone: Beijing":                "3:11 bad-value 北京时间写作 Asia/Shanghai",
		"timezone: Local":                  "3:11 bad-value there is no time zone Local",
		"timezone: ../etc/passwd":          "3:11 bad-value",
		"timezone: +08:00":                 "3:11 bad-value",
		"description: |\n  一\n  二":         "3:14 multi-line-text",
		"permalink: :column/:slug/":        "3:12 bad-permalink must begin with /",
		"permalink: /:column/:slug":        "3:12 bad-permalink must end in / or .html",
		"permalink: /:column/:title/":      "3:12 bad-permalink the parts are :column :slug :name :year :month :day",
		"permalink: /:year/":               "3:12 bad-permalink 要有 :slug 或 :name",
		"permalink: /../:slug/":            "3:12 bad-permalink holds what an address cannot",
		"permalink: /a?b/:slug/":           "3:12 bad-permalink",
		"permalink: //:slug/":              "3:12 bad-permalink",
		"check: {rules: {Broken: off}}":    "3:17 bad-value Broken is not the name of a rule",
		"check: {rules: {a-b: warn}}":      "3:22 bad-value it is one of off, warning, error",
		"check: {rules: {a-b: true}}":      "3:22 bad-value",
		"check: {rules: [a-b]}":            "3:16 wrong-type",
		"check: {terms: [../x.yaml]}":      "3:17 bad-value with /, without ..",
		"check: {terms: [/etc/x]}":         "3:17 bad-value",
		"check: {allowHosts: [https://x]}": "3:22 bad-value www.gov.cn",
		"check: {allowHosts: [a..b]}":      "3:22 bad-value",
		"check: {allowHosts: ['']}":        "3:22 empty-value",
		"check: {historyDays: 0}":          "3:22 bad-value",
		"check: {points: {a-b: '1'}}":      "3:23 bad-value from 0 to 100",
		"check: {points: {a-b: .nan}}":     "3:23 bad-value",
		"check: {points: {a-b: 101}}":      "3:23 bad-value",
		"check: {points: {解读: 1}}":         "3:18 bad-value 发布解读, 办事服务",
		"check: {pageWeight: 0}":           "3:21 bad-value",
		"check: {pageWeight: 3MB}":         "3:21 wrong-type",
		"deploy: {domain: https://x.cn/}":  "3:18 bad-value domain must be a host name",
		"deploy: {domain: localhost}":      "3:18 bad-value",
		"markdown: {rawHTML: on}":          "3:21 bad-value it is one of error, sanitize",
		"typography: {paragraphs: wide}":   "3:26 bad-value it is one of indent, spacing",
		"typography: {paragraph: indent}":  "3:14 unknown-key did you mean paragraphs?",
		"markdown: {unsafe: true}":         "3:12 unknown-key did you mean rawHTML?",
		"defaults: {title: x}":             "3:19 not-a-default",
		"defaults: {sorce: x}":             "3:12 unknown-key did you mean source (信息来源)?",
		"defaults: {source: x, 信息来源: y}":   "3:23 duplicate-key",
		"params: [a]":                      "3:9 wrong-type",
		`description: "\u0007"`:            "3:14 control-character",
		"pageSize: 0\nlanguage: 中\nx: 1":   "3:11 bad-value\n4:11 bad-value\n5:1 unknown-key",
		"identity: {siteCode: 4307000001}": "",
		"identity: {siteCode: bm12345678}": "",
		"identity:":                        "",
		"timezone: UTC":                    "",
		"language: zh-Hans-CN":             "",
		"check: {rules: {a-b: off}}":       "",
		"permalink: /:name.html":           "",
		"permalink: /改革/:year/:slug/":      "",
	} {
		text := must + line + "\n"
		s, diags := settings.Parse("site.yaml", []byte(text))
		if want == "" {
			expect(t, text, diags)
			continue
		}
		expect(t, text, diags, strings.Split(want, "\n")...)
		if !diags.HasErrors() || s.Location == nil || s.PageSize != 20 || s.Permalink != "/:column/:slug/" || s.Language != "zh-CN" {
			t.Errorf("%q: no error, or no defaults: %+v", text, s)
		}
	}
}

// Numbers that authorities give may have a form we do not know.
func TestOddIdentityWarns(t *testing.T) {
	for line, want := range map[string]string{
		"siteCode: 123": "3:22 identity-format it is usually written as 4307000001",
		"icp: 京备1号":     "3:17 identity-format 湘ICP备00000000号-1",
		"police: 1":     "3:20 identity-format",
		"conac: 1":      "3:19 identity-format",
		"email: 改革办":    "3:19 identity-format",
	} {
		text := must + "identity: {" + line + "}\n"
		_, diags := settings.Parse("site.yaml", []byte(text))
		expect(t, text, diags, want)
		if diags.HasErrors() {
			t.Errorf("%q is an error", text)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for text, want := range map[string]string{
		"https://www.example.gov.cn/":      "https://www.example.gov.cn/",
		"https://www.example.gov.cn":       "https://www.example.gov.cn/",
		"HTTPS://WWW.Example.gov.cn/Repo":  "https://www.example.gov.cn/Repo/",
		"http://127.0.0.1:8080/a/b/":       "http://127.0.0.1:8080/a/b/",
		"http://[::1]:8080/":               "http://[::1]:8080/",
		"http://localhost/":                "http://localhost/",
		"https://org.github.io/改革/":        "https://org.github.io/%E6%94%B9%E9%9D%A9/",
		"https://org.github.io/%E6%94%B9/": "https://org.github.io/%E6%94%B9/",
		"https://改革.政务/":                   "https://xn--zbv203i.xn--zfr164b/",
		"https://www.改革-示例.中国:8080/a":      "https://www.xn----lb7aq70ekjs2p8a.xn--fiqs8s:8080/a/",
		"https://MÜNCHEN.de/":              "https://xn--mnchen-3ya.de/",
		"https://例え.テスト/":                  "https://xn--r8jz45g.xn--zckzah/",
		"https://xn--zfr164b/":             "https://xn--zfr164b/",
		"https://x.cn/a%2Fb/":              "https://x.cn/a%2Fb/",

		"www.example.gov.cn":         "! must begin with http:// or https://",
		"ftp://x.cn/":                "! 应以 http:// 或 https:// 开头",
		"//x.cn/":                    "! must begin with http",
		"/repo/":                     "! must begin with http",
		"https://":                   "! has no proper host",
		"https:///repo/":             "! 没有正确的域名",
		"https:x.cn":                 "! has no proper host",
		"https://a..cn/":             "! has no proper host",
		"https://-a.cn/":             "! has no proper host",
		"https://a_b!.cn/":           "! has no proper host",
		"https://*.gov.cn/":          "! has no proper host",
		"https://x.cn:99999/":        "! has no proper host",
		"https://x.cn:0/":            "! has no proper host",
		"https://x.cn:port/":         "! is not an address",
		"https://u:p@x.cn/":          "! cannot hold a user name",
		"https://x.cn/?a=b":          "! cannot hold ? or #",
		"https://x.cn/#a":            "! 不能带 ? 或 #",
		"https://x.cn/a//b/":         "! has a bad path",
		"https://x.cn/../b/":         "! has a bad path",
		"https://x.cn/%2e%2e/b/":     "! has a bad path",
		"https://x.cn/a b/":          "! has a bad path",
		`https://x.cn/a\b/`:          "! has a bad path",
		"https://x.cn/%zz/":          "! is not an address",
		"https://x.cn/%00/":          "! has a bad path",
		"https：//x.cn/":              "! must begin with http",
		"https://reform。example.cn/": "! has no proper host",
	} {
		file := "title: 网站\nbaseURL: '" + text + "'\n"
		s, diags := settings.Parse("site.yaml", []byte(file))
		flagged, flagDiags := s.WithBaseURL(" " + text + " ")
		if wrong, ok := strings.CutPrefix(want, "! "); ok {
			expect(t, file, diags, "2:10 bad-base-url "+wrong)
			expect(t, text, flagDiags, "0:0 bad-base-url "+wrong)
			continue
		}
		expect(t, file, diags)
		expect(t, text, flagDiags)
		if s.BaseURL != want || flagged.BaseURL != want {
			t.Errorf("%q is %q, and %q by the flag; want %q", text, s.BaseURL, flagged.BaseURL, want)
		}
	}
}

// A domain in Chinese is written to CNAME as DNS knows it.
func TestChineseDomain(t *testing.T) {
	s, diags := settings.Parse("site.yaml", []byte(must+"deploy: {domain: 改革.公益}\n"))
	expect(t, "domain", diags)
	if s.Deploy.Domain != "xn--zbv203i.xn--55qw42g" {
		t.Errorf("got %q", s.Deploy.Domain)
	}
}

// The flag leaves the settings of the file as they are.
func TestWithBaseURL(t *testing.T) {
	s, _ := settings.Parse("site.yaml", []byte(must))
	flagged, diags := s.WithBaseURL("https://org.github.io/repo")
	expect(t, "flag", diags)
	if s.BasePath() != "/" || flagged.BasePath() != "/repo/" || flagged.Title != s.Title {
		t.Errorf("%q and %q", s.BasePath(), flagged.BasePath())
	}
	_, diags = s.WithBaseURL("x")
	if got, want := diags[0].Pos.String()+": "+diags[0].Message.EN, "--base-url: it must begin with http:// or https://: x"; got != want {
		t.Errorf("got %q", got)
	}
}
