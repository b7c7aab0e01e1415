package check

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

// What is found stands where it is said to, wherever in a source that is.
func TestPrivacyPositions(t *testing.T) {
	source := strings.Join([]string{
		"一段话，" + "张某" + madeUpMobile + "。",
		"",
		"第二段第一行",
		"第二行**" + madeUpID[:6] + "**" + madeUpID[6:] + "，",
		"第三行&amp;" + madeUpMobile,
		"",
		"| 姓名 | 证件 |",
		"|:---|---|",
		"| 张某 | " + madeUpID + " |",
		"| 李某 | 电话 " + madeUpMobile + " |",
		"",
		"- 一",
		"  - 二 " + madeUpMobile,
		"",
		"```",
		"三",
		"四 " + madeUpID,
		"```",
		"",
		"![五" + madeUpMobile + "](a.png)，密级：机密",
	}, "\n")
	body, _ := markdown.New(markdown.Options{Prose: true}).Parse("content/a.md", []byte(source), 7)
	text := Text{Path: "content/a.md", Prose: body.Prose, Links: body.Links}
	var got []string
	for _, d := range Look(append(privacyRules(), secrecyRules()...), &text) {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	want := []string{
		"7:7 mobile-number", "10:6 id-card-number", "11:9 mobile-number", "15:8 id-card-number", "16:11 mobile-number",
		"19:7 mobile-number", "23:3 id-card-number", "26:4 mobile-number", "26:27 secrecy-mark",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("found\n%s\nwant\n%s", g, w)
	}
}

// The head of a column says whose numbers are below it, where it is plain which column that is.
func TestPrivacyUnderHeads(t *testing.T) {
	source := strings.Join([]string{
		"| 姓名 | 准考证号 | 联系方式 |",
		"|---|---|---|",
		"| 张某 | 15100000001 | " + madeUpMobile + " |",
		"| 李某 | 15100000002 | " + madeUpMobile + " |",
		"",
		"| 年份 | 用电量（千瓦时） |",
		"|---|---|",
		"| 2025 | 17100000003 |",
		"",
		"| 订单号 | 电话 |",
		"|---|---|",
		"| 收件人 " + madeUpMobile + " |",
		"| " + madeUpID + " | 无 |",
	}, "\n")
	body, _ := markdown.New(markdown.Options{Prose: true}).Parse("content/a.md", []byte(source), 1)
	var got []string
	for _, d := range Look(privacyRules(), &Text{Path: "content/a.md", Prose: body.Prose}) {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	if g, w := strings.Join(got, " | "), "3:22 mobile-number | 4:22 mobile-number | 12:7 mobile-number | 13:3 id-card-number"; g != w {
		t.Errorf("found %s, want %s", g, w)
	}
}

// Front matter has the places of its values.
func TestPrivacyInFrontMatter(t *testing.T) {
	at := func(line, column int) diag.Pos { return diag.Pos{Path: "content/a.md", Line: line, Column: column} }
	text := Text{
		Path: "content/a.md",
		Fields: &frontmatter.Fields{
			Image: "张某13900001234.jpg", Places: frontmatter.PlacesOf(frontmatter.Place{Key: "image", Line: 9, Column: 8}),
			Attachments: []frontmatter.Attachment{{File: "files/名单" + madeUpID + ".docx", Pos: at(5, 5)}},
		},
		Values: []Value{
			{Key: "title", Text: "关于" + madeUpID + "的公示", Pos: at(2, 8)},
			{Key: "summary", Text: "第一行\n第二行" + madeUpMobile, Pos: at(3, 10)},
		},
	}
	var got []string
	for _, d := range Look(privacyRules(), &text) {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	// The number in the attachment's name has been told of already.
	if g, w := strings.Join(got, "\n"), "2:10 id-card-number\n4:13 mobile-number\n9:10 mobile-number"; g != w {
		t.Errorf("found\n%s\nwant\n%s", g, w)
	}
}

// Messages go into logs and reports, so they do not tell what they found.
func TestMessagesAreMasked(t *testing.T) {
	text := Text{Values: []Value{{Text: madeUpID + " " + madeUpMobile + " 卡号 6222000000000000000 "}}}
	for _, d := range Look(privacyRules(), &text) {
		if hasAny(d.Message.ZH+d.Message.EN, madeUpID, madeUpMobile) {
			t.Errorf("%s tells the number: %s", d.Rule, d.Message.ZH)
		}
	}
}

func TestMask(t *testing.T) {
	card := "6222000000000000" + luhnDigit("6222000000000000")
	for text, want := range map[string]string{
		"":                         "",
		"张某" + madeUpMobile:        "张某138****1234",
		"+86 138-0000-1234":        "+86 138-****-1234",
		"138 0000 1234、文号5号":       "138 **** 1234、文号5号",
		"１３８００００１２３４":              "１３８****１２３４",
		"身份证" + madeUpID + "。":     "身份证43*************033。",
		"430799 19000101 0033":     "43**** ******** *033",
		"43079919\u200b0001010033": "43******\u200b*******033",
		"43**0799**190001010033":   "43**" + "****" + "**" + "*********033",
		"430799120615001":          "43**********001",
		"卡号" + card:                "卡号*************" + card[13:],
		"订单号" + madeUpMobile:       "订单号" + madeUpMobile,
		"0731-88880000":            "0731-88880000",
		"138****1234":              "138****1234",
		"2018年5月31日":               "2018年5月31日",
	} {
		got := Mask(text)
		if got != want {
			t.Errorf("%q is masked as %q, want %q", text, got, want)
		}
		if again := Mask(got); again != got {
			t.Errorf("%q is masked again as %q", got, again)
		}
	}
}

// luhnDigit returns the digit that makes a number right.
func luhnDigit(number string) string {
	for digit := '0'; digit <= '9'; digit++ {
		if luhn([]byte(number + string(digit))) {
			return string(digit)
		}
	}
	return ""
}

// What is masked in the sample is found no more, and nothing but digits has gone.
func TestMaskSample(t *testing.T) {
	for _, s := range samples(t, "privacy") {
		masked := Mask(s.source)
		if left := personalNumbers(masked, true, identityKind, cardKind, mobileKind); len(left) > 0 {
			t.Errorf("%s: %q is still found in %q", s.file, left[0].digits, masked)
		}
		if Mask(masked) != masked {
			t.Errorf("%s: %q is masked again", s.file, masked)
		}
		if utf8.RuneCountInString(masked) != utf8.RuneCountInString(s.source) {
			t.Errorf("%s: %q becomes %q", s.file, s.source, masked)
		}
	}
}

func FuzzPrivacy(f *testing.F) {
	f.Add("张某 +86 138-0000-1234，" + madeUpID + "\n| 一 | 示例小区3栋2单元501室 |\n|--|--|\n密级：机密★10年（内部资料　注意保存）")
	f.Add("1 3 8 0 0 0 0 1 2 3 4*\u200b１２**３4 A座-1号")
	parser := markdown.New(markdown.Options{Prose: true})
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			return
		}
		body, _ := parser.Parse("a.md", []byte(source), 1)
		text := Text{Path: "a.md", Prose: body.Prose, Links: body.Links, Values: []Value{{Text: source, Pos: diag.Pos{Line: 1, Column: 1}}}}
		for _, d := range Look(append(privacyRules(), secrecyRules()...), &text) {
			if d.Line < 1 || d.Line > 1+strings.Count(source, "\n") || d.Column < 1 {
				t.Errorf("%s at %v of %q", d.Rule, d.Pos, source)
			}
		}
		if masked := Mask(source); Mask(masked) != masked {
			t.Errorf("%q is masked again", masked)
		}
	})
}

// Texts are read at a speed that nobody waits for, whatever is in them.
func BenchmarkPrivacy(b *testing.B) {
	prose := strings.Repeat("各有关单位要把改革任务分解到3个处室、12名责任人，于2026年3月15日前报送，联系电话0731-88880000。示例路88号政务服务中心3楼301室，国家秘密、商业秘密除外。\n", 400)
	for name, text := range map[string]string{
		"prose":  prose,
		"digits": strings.Repeat("1", len(prose)),
		"groups": strings.Repeat("138 0000 1234 ", len(prose)/14),
		"single": strings.Repeat("1 ", len(prose)/2),
		"doors":  strings.Repeat("3栋2单元", len(prose)/13),
		"marks":  strings.Repeat("内部资料，", len(prose)/15),
	} {
		b.Run(name, func(b *testing.B) {
			source := &Text{Values: []Value{{Text: text, Pos: diag.Pos{Line: 1, Column: 1}}}}
			rules := append(privacyRules(), secrecyRules()...)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Look(rules, source)
			}
		})
	}
}
