package check_test

import (
	"strings"
	"testing"
)

// shown is a site whose texts may hold HTML.
func shown(text string) files {
	return files{
		"site.yaml":           siteYAML + "markdown: {rawHTML: sanitize}\n",
		"content/a/_index.md": "title: 甲", "content/a/one.md": fresh("", text),
	}
}

func TestHeadingOrder(t *testing.T) {
	const at = "content/a/one.md:"
	for text, want := range map[string]string{
		"<h2>一</h2>\n\n<h3>二</h3>\n\n<h2>三</h2>": "",
		"<h3>一</h3>":                            at + "8:5: heading-order: headings go from h1 to h3\n",
		"## 一\n\n<h4 id=\"a\"><b>二</b></h4>":    at + "10:15: heading-order: headings go from h2 to h4\n",
		"<h2></h2>\n\n<h2>一</h2>\n\n<h5>二</h5>": at + "12:5: heading-order: headings go from h2 to h5\n",
		"#### 一\n\n###### 二\n\n# 三":             "", // Markdown's are given the right levels
		"<hr>\n\n正文 <h5> 不是标题":                  "",
		"`<h5>代码</h5>`":                         "",
	} {
		got := ""
		for line := range strings.Lines(findings(inspect(t, shown(text)))) {
			if strings.Contains(line, "heading-order") {
				got += line
			}
		}
		if got != want {
			t.Errorf("%q: got\n%swant\n%s", text, got, want)
		}
	}
}

func TestTablesInHTML(t *testing.T) {
	for text, want := range map[string]string{
		"<table>\n<tr><td>甲</td></tr>\n</table>":                                     "content/a/one.md:9:9: table-without-header: the table has no header\n",
		"| 名 |\n|---|\n| 甲 |\n\n<table>\n<tr><td></td><td>乙</td></tr>\n</table>":     "content/a/one.md:13:18: table-without-header: the table has no header\n",
		"<table>\n<thead><tr><th></th></tr></thead>\n<tr><td>甲</td></tr>\n</table>":  "content/a/one.md:10:9: table-without-header: the header of the table is empty\n",
		"<table>\n<tr><th>名</th></tr>\n<tr><td>甲</td></tr>\n</table>":                "",
		"<table>\n<thead><tr><td>名</td></tr></thead>\n<tr><td>甲</td></tr>\n</table>": "",
	} {
		if got := findings(inspect(t, shown(text))); got != want {
			t.Errorf("%q: got\n%swant\n%s", text, got, want)
		}
	}
}

// Texts in HTML are read as others are.
func TestTextsInHTML(t *testing.T) {
	number := "11010519491231" + "002X"
	text := "<table>\n<tr><th>张三</th><td>" + number[:6] + "<b>" + number[6:] + "</b></td></tr>\n</table>\n\n<p>倍受<i>青睐</i></p>"
	const want = "content/a/one.md:9:20: id-card-number: looks like an identity card number: 11*************02X\n" +
		"content/a/one.md:12:4: wrong-word: “倍受青睐” should be “备受青睐”\n"
	if got := findings(inspect(t, shown(text))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
