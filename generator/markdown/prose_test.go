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
	return body.Prose
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

// Every character of a run stands where the run says, unless an escape stands there.
func TestProsePositions(t *testing.T) {
	text := "# 标**题**\n\n一**二**三[四](x.md)\n五，a\nb `c` 六\n\n| 甲 | 乙*丙* |\n|---|---|\n| 1 | &amp;丁\\*戊 |\n\n![图](p.png)己\n\n    代码\n    庚\n"
	lines := strings.Split(text, "\n")
	for _, run := range proseOf(text) {
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
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for _, run := range proseOf(text) {
			for i := range run.Text {
				run.At(i)
			}
		}
	})
}
