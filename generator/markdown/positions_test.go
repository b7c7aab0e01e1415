package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/markdown"
)

// TestPositions renders texts in which » stands before everything that has a place:
// links, images, headings, and what is wrong. The places must be those.
func TestPositions(t *testing.T) {
	for _, marked := range []string{
		"»[a](b)",
		"中文»[a](b)中文»![a](b.png)",
		"甲\n乙»[a](b)\n丙»<https://a.cn>丁»https://b.cn，»c@d.cn。",
		"# 题»[a](b)\n\n## 又»[a](b) #\n\n三»[a](b)\n===",
		"- 甲»[a](b)\n  - 乙»[a](b)\n\n    丙»[a](b)\n- »[a](b)",
		"1. 甲»[a](b)\n\n   > 乙»[a](b)\n   > 丙»[a](b)\n   懒»[a](b)",
		"> ## 题\n> > »[a](b)\n>\n> - »[a](b)",
		"> [!注意] 题»[a](b)\n> 文»[a](b)",
		"| 甲»[a](b) | 乙 |\n|---|---|\n| »[a](b) | 丙»![a](b.png) |\n| a\\|»[a](b) | `\\|`»[a](b) |",
		"> | 甲 |\n> |---|\n> | 乙»[a](b) |",
		"- | 甲 |\n  |---|\n  | 乙»[a](b) |",
		"文[^1]\n\n[^1]: 注»[a](b)\n\n    又»[a](b)\n    续»https://a.cn。",
		"词»[a](b)\n: 义»[a](b)\n\n: 又»[a](b)",
		"- [ ] 甲»[a](b)\n- [x] »[a](b)",
		"**甲»[乙*丙*](b)**~~»[a](b)~~»[»![a](b.png)](c)",
		"»[甲][r]»[r][]»[r]\n\n[r]: b",
		"甲 »<b>乙</b>\n\n> »<div>\n\n- 丙\n\n  »<p>丁",
		"甲»[a](javascript:x)\n> 乙»![a](data:x)\n\n»<ftp://a.cn>",
		"> - 甲\n>   »<!-- a",
		"-\t甲»[a](b)\n\n\t乙»[a](b)",
		"   甲»[a](b)\n   乙»[a](b)",
		"𠮷»[a](b)😀»[a](b)e\u0301»[a](b)",
		"文字 »[^x] 文字\n\n»[^y]: 注",
		"> »[!甲乙]\n> 文",
		"甲\n| a | b |\n»|---|",
		"## 甲 {#x}\n\n»## 乙 {#x}",
	} {
		var want []string
		source := strings.ReplaceAll(marked, "»", "")
		line, column := bodyLine, 1
		for _, r := range marked {
			switch r {
			case '»':
				want = append(want, place(line, column))
			case '\n':
				line, column = line+1, 1
			default:
				column++
			}
		}
		body, diags := markdown.New(markdown.Options{}).Parse("a.md", []byte(source), bodyLine)
		var got []string
		for _, l := range body.Links {
			got = append(got, place(l.Pos.Line, l.Pos.Column))
		}
		for _, d := range diags {
			got = append(got, place(d.Line, d.Column))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q\n got %v\nwant %v\n%v", marked, got, want, diags)
		}
	}
}

func place(line, column int) string { return fmt.Sprintf("%d:%d", line, column) }
