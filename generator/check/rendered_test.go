package check_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/settings"
)

const goodPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>标题 - 示例网</title>
<meta name="SiteName" content="示例网">
<meta name="SiteDomain" content="reform.example.gov.cn">
<meta name="SiteIDCode" content="4307000001">
<meta name="ColumnName" content="改革">
<meta name="ColumnDescription" content="改革工作信息">
<meta name="ColumnKeywords" content="改革,发展">
<meta name="ColumnType" content="工作动态">
<meta name="ArticleTitle" content="标题">
<meta name="PubDate" content="2018-05-31 09:30">
<meta name="ContentSource" content="办公室">
</head>
<body>
<main>
<h1>标题</h1>
<h2>一、背景</h2>
<p>示例办是主办单位，电话 0000-0000000。</p>
</main>
<footer>
<p>主办单位：示例办 电话：0000-1234567 网站标识码：4307000001</p>
<p>湘ICP备00000000号-1 湘公网安备 00000000000000号</p>
<p><a href="https://bszs.conac.cn/sitename?method=show&amp;id=00000000000000000000000000000000">党政机关</a></p>
<p><a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4307000001&amp;url=https%3A%2F%2Freform.example.gov.cn%2Fa%2F">找错</a></p>
</footer>
</body>
</html>
`

var allRules = check.Rules(nil)

// look returns the names of the rules that find something in a page.
func look(t *testing.T, kind, page string) (names []string) {
	t.Helper()
	s, diags := settings.Parse("site.yaml", []byte(siteYAML+"check: {allowHosts: [allowed.example.cn]}\n"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	found := check.LookAtPage(allRules, &check.Page{
		Kind: kind, URL: s.BaseURL + "a/", HTML: []byte(page), Settings: s,
		Find: func(...string) diag.Pos { return diag.Pos{Path: "layouts/a.html"} },
	})
	for _, d := range found {
		if d.Path != "layouts/a.html" || d.Message.ZH == "" || d.Message.EN == "" || d.Hint.ZH == "" || strings.Contains(d.Message.ZH+d.Message.EN, "%!") && !strings.Contains(page, "%!") {
			t.Errorf("%s: %+v", d.Rule, d)
		}
		names = append(names, d.Rule)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// The sample of pages: each line changes one thing in a good page.
func TestPages(t *testing.T) {
	if names := look(t, "bulletin", goodPage); len(names) > 0 {
		t.Fatalf("the good page: %v", names)
	}
	known := map[string]bool{}
	for _, rule := range allRules {
		known[rule.Name] = rule.Page != nil
	}
	text, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, _ := strings.Cut(line, "|")
		from, to, ok := strings.Cut(rest, "|")
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		if !ok || strings.Count(goodPage, from) != 1 {
			t.Errorf("%s: %q stands %d times in the good page", line, from, strings.Count(goodPage, from))
			continue
		}
		kind, want := "bulletin", []string(nil)
		for _, word := range strings.Fields(head) {
			if known[word] {
				want = append(want, word)
				found[word]++
			} else {
				kind = word
			}
		}
		if got := look(t, kind, strings.Replace(goodPage, from, to, 1)); !slices.Equal(got, want) {
			t.Errorf("%s: found %v", line, got)
		}
	}
	for name := range known {
		if known[name] && found[name] < 3 {
			t.Errorf("there are %d cases of %s", found[name], name)
		}
	}
}

// A page may be anything that a layout writes.
func FuzzPage(f *testing.F) {
	f.Add(goodPage)
	f.Add(`<style>a{b:url(//x.example/"</style><script>x`)
	f.Add(`<img srcset=",, //a,//b/ 1x"><svg></svg></svg><template><h9>`)
	f.Fuzz(func(t *testing.T, page string) { look(t, "bulletin", page) })
}
