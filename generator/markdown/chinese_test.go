package markdown_test

import (
	"strings"
	"testing"

	"jianbao/generator/markdown"
)

// paragraphHTML renders one paragraph and returns what is in it.
func paragraphHTML(t *testing.T, source string) string {
	t.Helper()
	body, diags := markdown.New(markdown.Options{}).Parse("a.md", []byte(source), 1)
	if diags.HasErrors() {
		t.Errorf("%q: %v", source, diags)
	}
	html := asWritten(body)
	return strings.TrimSuffix(strings.TrimPrefix(html, "<p>"), "</p>\n")
}

func TestEmphasis(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"税收**（增值税）**减免", "税收<strong>（增值税）</strong>减免"},
		{"**第一条。**为了", "<strong>第一条。</strong>为了"},
		{"**“放管服”**改革", "<strong>“放管服”</strong>改革"},
		{"推进**“放管服”**改革", "推进<strong>“放管服”</strong>改革"},
		{"**[链接](a)**后", `<strong><a href="a">链接</a></strong>后`},
		{"前**[链接](a)**后", `前<strong><a href="a">链接</a></strong>后`},
		{"**`代码`**后", "<strong><code>代码</code></strong>后"},
		{"印发**《方案》**的通知", "印发<strong>《方案》</strong>的通知"},
		{"**一、总体要求：**坚持", "<strong>一、总体要求：</strong>坚持"},
		{"增长**5.2%**，高于", "增长<strong>5.2%</strong>，高于"},
		{"增长**5.2%**左右", "增长<strong>5.2%</strong>左右"},
		{"共**+86**个", "共<strong>+86</strong>个"},
		{"**（一）**推进**（二）**落实", "<strong>（一）</strong>推进<strong>（二）</strong>落实"},
		{"**“三高四新”**、**“五好”园区**", "<strong>“三高四新”</strong>、<strong>“五好”园区</strong>"},
		{"坚持*“稳”*字当头", "坚持<em>“稳”</em>字当头"},
		{"***“重要”***的", "<em><strong>“重要”</strong></em>的"},
		{"**甲*“乙”*丙**丁", "<strong>甲<em>“乙”</em>丙</strong>丁"},
		{"原为~~（旧名）~~新名", "原为<del>（旧名）</del>新名"},
		{"~~“旧”~~改为**“新”**。", "<del>“旧”</del>改为<strong>“新”</strong>。"},
		{"~~第一条。~~为了", "<del>第一条。</del>为了"},
		{"~~[链接](a)~~后", `<del><a href="a">链接</a></del>后`},
		{"**注意！**—请看", "<strong>注意！</strong>—请看"},
		{"**注意……**请看", "<strong>注意……</strong>请看"},
		{"**かな「引用」**です", "<strong>かな「引用」</strong>です"},
		{"改革**Go**语言", "改革<strong>Go</strong>语言"},

		{"甲 ** 乙", "甲 ** 乙"},
		{"甲** 乙 **丙", "甲** 乙 **丙"},
		{"3~5天，6~8人", "3~5天，6~8人"},
		{"2*3*4", "2<em>3</em>4"},
		{"a * b * c", "a * b * c"},
		{"snake_case_名字_下划线", "snake_case_名字_下划线"},
		{"a**“b”**c", "a**“b”**c"},
		{`\*\*不是\*\*强调`, "**不是**强调"},
	} {
		if got := paragraphHTML(t, test.source); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.source, got, test.want)
		}
	}
}

func TestLineBreaks(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"深化改革\n推动发展", "深化改革推动发展"},
		{"深化改革，\n推动发展", "深化改革，推动发展"},
		{"words\napart", "words\napart"},
		{"see the\n**bold**", "see the\n<strong>bold</strong>"},
		{"**bold**\nword", "<strong>bold</strong>\nword"},
		{"**bold**\n*em*", "<strong>bold</strong>\n<em>em</em>"},
		{"看\n**粗体**", "看<strong>粗体</strong>"},
		{"**粗体**\n看", "<strong>粗体</strong>看"},
		{"[甲](a)\n续行", `<a href="a">甲</a>续行`},
		{"[a](a)\nword", "<a href=\"a\">a</a>\nword"},
		{"词\n`code`", "词<code>code</code>"},
		{"`code`\n`code`", "<code>code</code>\n<code>code</code>"},
		{"**甲\n乙**丙", "<strong>甲乙</strong>丙"},
		{"**a\nb** c", "<strong>a\nb</strong> c"},
		{"[甲\n乙](a)", `<a href="a">甲乙</a>`},
		{"~~旧~~\n*新*", "<del>旧</del><em>新</em>"},
		{"***“甲”***\n“乙”", "<em><strong>“甲”</strong></em>“乙”"},
		{"Go\n语言", "Go语言"},
		{"语言\nGo", "语言Go"},
		{"He said “no”\n“yes”", "He said “no”\n“yes”"},
		{"&ldquo;甲&rdquo;\n&mdash;乙", "“甲”—乙"},
		{"甲\\\n乙", "甲<br>\n乙"},
		{"甲  \n乙", "甲<br>\n乙"},
		{"한국어\n띄어쓰기", "한국어\n띄어쓰기"},
		{"甲\n\u3000\u3000乙", "甲\u3000\u3000乙"},
	} {
		if got := paragraphHTML(t, test.source); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.source, got, test.want)
		}
	}
}

// TestBareAddresses renders addresses among Chinese characters and marks; what is
// linked stands between braces.
func TestBareAddresses(t *testing.T) {
	for _, want := range []string{
		"网址：{https://www.example.gov.cn/a/b.html}。",
		"详见{https://example.cn}了解",
		"详见{https://example.cn/a?b=1#c}，",
		"（{https://example.cn/a}）",
		"“{https://example.cn/a}”",
		"《{https://example.cn/a}》",
		"【{https://example.cn/a}】",
		"{https://example.cn/a}、{https://example.cn/b}；{https://example.cn/c}：",
		"{https://example.cn/a}！{https://example.cn/b}？",
		"{https://example.cn/a}…",
		"{https://example.cn/a}——",
		"({https://example.cn/a_(b)})",
		"{https://example.cn/a}.",
		"{https://example.cn/?a=b&c=d}；",
		"{https://example.cn/?a=b}&lt;",
		"{https://example.cn/?a=b}&c;&d;",
		"{https://example.cn/?a=b&}；",
		"端口{https://example.cn:8443/a}。",
		"邮箱{a.b@example.cn}。",
		"邮箱：{a_b@mail.example.cn}，电话",
		"发至{zhang+gov@example.cn}（工作日）",
		"<{mailbox@example.cn}>",
		"见{www.example.cn}。",
		"见{WWW.Example.cn/A}，",
		"协议名大写{HTTPS://example.cn/a}。",
		"不是网址：https://。",
		"不是网址：example.cn。",
		"不是邮箱：甲@乙。",
		"`https://example.cn/a`",
	} {
		source := strings.NewReplacer("{", "", "}", "").Replace(want)
		body, _ := markdown.New(markdown.Options{}).Parse("a.md", []byte(source), 1)
		got := source
		for i := len(body.Links) - 1; i >= 0; i-- {
			l := body.Links[i]
			shown := strings.TrimPrefix(l.Dest, "mailto:")
			if strings.HasPrefix(strings.ToLower(got[byteColumn(got, l.Pos.Column):]), "www.") {
				shown = strings.TrimPrefix(shown, "http://")
			}
			from := byteColumn(got, l.Pos.Column)
			if got[from] == '<' {
				from++
			}
			if !strings.HasPrefix(got[from:], shown) {
				t.Fatalf("%s: the link %q is not at column %d", source, l.Dest, l.Pos.Column)
			}
			got = got[:from] + "{" + shown + "}" + got[from+len(shown):]
		}
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// byteColumn returns the offset of a column, which counts characters.
func byteColumn(line string, column int) int {
	for offset := range line {
		if column--; column == 0 {
			return offset
		}
	}
	return len(line)
}

func TestHeadingIDs(t *testing.T) {
	for _, test := range []struct{ source, ids string }{
		{"## 一、总体要求", "一总体要求"},
		{"## （一）基本原则", "一基本原则"},
		{"## 目标\n## 目标\n## 目标", "目标 目标-1 目标-2"},
		{"## 目标-1\n## 目标\n## 目标", "目标-1 目标 目标-2"},
		{"## 目标\n## 目标-1\n## 目标", "目标 目标-1 目标-2"},
		{"## 目标 {#goal}\n## 目标", "goal 目标"},
		{"## 目标\n## 别的 {#目标}", "目标-1 目标"},
		{"## Go 语言 与 C++", "go-语言-与-c"},
		{"## **粗体** `代码` [链接](a)", "粗体-代码-链接"},
		{"## ！！！\n## ……", "section section-1"},
		{"## 2018 年", "2018-年"},
		{"## &lt;script&gt;", "script"},
		{"## fn:1", "fn1"},
	} {
		body, diags := markdown.New(markdown.Options{}).Parse("a.md", []byte(test.source), 1)
		var ids []string
		for _, h := range body.Headings {
			ids = append(ids, h.ID)
		}
		if got := strings.Join(ids, " "); got != test.ids || len(diags) > 0 {
			t.Errorf("%q: ids %s, want %s; %v", test.source, got, test.ids, diags)
		}
	}
}
