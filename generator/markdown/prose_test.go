package markdown_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/markdown"
)

func proseOf(text string) []markdown.Run {
	body, _ := markdown.New(markdown.Options{Prose: true}).Parse("content/a.md", []byte(text), 3)
	return body.Prose.Runs()
}

func TestProse(t *testing.T) {
	for text, want := range map[string]string{
		"一**二**三[四](x.md)五\n":                "0 一二三四五",
		"# 标题 #\n\n段\n落\n\na\nb\n":           "1 标题|0 段落|0 a b",
		"- 一\n- 二\n\n> 引\n":                  "0 一|0 二|0 引",
		"| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n":  "2 甲|2 乙|2 1|2 2",
		"前![图**示**](p.png)后\n":               "3 图示|0 前\uFFFC后",
		"`代码`和 <https://a.example/>。\n":      "4 代码|0 \uFFFC和 \uFFFC。",
		"```\n1\n2\n```\n":                   "4 1\n2\n",
		"注[^1]\n\n[^1]: 脚注\n":                "0 注|0 脚注",
		"1\\*2 &amp; &#x4e00;&nosuch; \\a\n": "0 1*2 & 一&nosuch; \\a",
		"":                                   "",
	} {
		var got []string
		for _, r := range proseOf(text) {
			got = append(got, fmt.Sprint(r.Kind, " ", r.Text))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q has the runs %q, want %q", text, g, want)
		}
	}
}

// Where HTML is shown, its texts are read as those of Markdown are; where it is an
// error, nobody reads them.
func TestProseOfHTML(t *testing.T) {
	for text, want := range map[string]string{
		"<p>一<b>二</b>三</p>\n":                                          "0 一二三",
		"<div>\n  一\n  二 &amp; 三&lt;&nosuch;\\*\n</div>\n":             "0 一 二 & 三<&nosuch;\\* ",
		"<table>\n<tr><th>甲</th><td>乙<br>丙</td></tr>\n</table>\n":      "2 甲|2 乙 丙",
		"<h3>标题</h3>\n":                                                "1 标题",
		"<p>一</p><script>f()</script><!-- 二 --><p>三</p>\n":             "0 一|0 三",
		"<p>一<object>二<object>三</object>四</object>五</p>\n":             "0 一五",
		"<p>图<img src=a.png alt=\"甲&amp;乙\">后</p>\n":                   "3 甲&乙|0 图\uFFFC后",
		"> <p>引\n> 文</p>\n":                                            "0 引 文",
		"<pre>代码,甲</pre>\n":                                            "4 代码,甲",
		"<p>一<code>二<kbd>三</kbd></code>四<code>五</p><p>六</code>七</p>\n": "4 三|4 二\uFFFC|4 五|0 一\uFFFC四\uFFFC|0 六七",
		"一<code>二</code>三</code>四<kbd>*五*\n":                           "4 二|4 五|0 一\uFFFC三四\uFFFC",
		"<font>旧</font>\n":                                             "0 旧",
		"<div>\n\n**段**\n\n</div>\n":                                   "0 段",
		"一<b>二</b>三<span class=\"a\">四</span>五\n":                      "0 一二三四五",
		"一<br>二<img src=\"a.png\" alt=\"图\">三<!-- 四 -->五\n":            "0 一\uFFFC二\uFFFC三\uFFFC五",
	} {
		var got []string
		body, _ := markdown.New(markdown.Options{Prose: true, RawHTML: markdown.RawHTMLSanitize}).Parse("content/a.md", []byte(text), 3)
		for _, r := range body.Prose.Runs() {
			got = append(got, fmt.Sprint(r.Kind, " ", r.Text))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q has the runs %q, want %q", text, g, want)
		}
		for _, r := range proseOf(text) {
			if strings.HasPrefix(text, "<") && r.Text != "段" && r.Text != "旧" {
				t.Errorf("%q: %q is read", text, r.Text)
			}
		}
	}
}

// Every character of a run stands where the run says, unless an escape stands there.
func TestProsePositions(t *testing.T) {
	text := "# 标**题**\n\n一**二**三[四](x.md)\n五，a\nb `c` 六\n\n| 甲 | 乙*丙* |\n|---|---|\n| 1 | &amp;丁\\*戊 |\n\n![图](p.png)己\n\n    代码\n    庚\n\n> <p title=x>辛<b>壬</b>\n> 癸&amp;子 <img alt=丑 src=p.png></p>\n"
	lines := strings.Split(text, "\n")
	body, _ := markdown.New(markdown.Options{Prose: true, RawHTML: markdown.RawHTMLSanitize}).Parse("content/a.md", []byte(text), 3)
	runs := body.Prose.Runs()
	if len(runs) != 12 {
		t.Fatal(len(runs))
	}
	for _, run := range runs {
		for i, r := range run.Text {
			at := run.At(i)
			line := []rune(lines[at.Line-3])
			if r == markdown.Gap || r == ' ' || r == '\n' {
				continue
			}
			var there rune
			if at.Column <= len(line) {
				there = line[at.Column-1]
			}
			if there != r && there != '&' && there != '\\' {
				t.Errorf("%q: %c is said to be at %v, where %c stands", run.Text, r, at, there)
			}
		}
		if end := run.At(len(run.Text)); end.Line == 0 {
			t.Errorf("%q ends nowhere", run.Text)
		}
	}
}

func FuzzProse(f *testing.F) {
	f.Add("一**二**[三](四) `五` ![六](七)\n\n| a |\n|--|\n| \\* &amp; |\n")
	f.Add("<p>一<code>二</p>\n\n三<kbd>`四`</code>五</kbd>\n")
	f.Add("> <p>一<b>二&amp;</b><img alt=三>\n> <script>四</td>\n\n五<br>\n")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for _, mode := range []string{markdown.RawHTMLError, markdown.RawHTMLSanitize} {
			body, _ := markdown.New(markdown.Options{Prose: true, RawHTML: mode}).Parse("content/a.md", []byte(text), 3)
			for _, run := range body.Prose.Runs() {
				for i := range run.Text {
					run.At(i)
				}
			}
		}
	})
}
