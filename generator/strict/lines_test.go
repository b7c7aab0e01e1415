package strict_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/strict"
)

// simpleHeaders need no parser.
var simpleHeaders = []string{
	"title: 深化改革\n",
	"title: 深化改革 推动 绿色发展   \n\n# 注释：一行\ndate: 2018-05-31\nsource: 改革办",
	"date: 2018-05-31 09:30\n发布时间: 2018年5月31日\nissue: 12\ndraft: true\npinned: false",
	"tags: [绿色发展, \"甲: 乙\",  '丙' ,smart city, 2018, 5月]\nkeywords: []\nauthors: [ 张三 ]\n图片: [RCEP, 5G, 62.4%, 2018年]",
	"title: \"a: b # c\" \nsummary: ' 甲 乙 '\nnumber: 湘政发〔2018〕5号\nsourceURL: https://example.gov.cn/a?b=c",
	"draft:\ntags:   \nimage: a.png2",
	"date: 2019-07-11T09:03:00+08:00\nupdated: 2019-07-11T09:03:00Z\npublish: 2019-07-11 09:03:00",
	"tags:\n  - 绿色发展\n  - \"甲: 乙\"\n  - 2018\ntitle: 深化改革",
	"tags:\n- 绿色发展\n- 5月\ndraft: true",
	"attachments:\n  - {file: annex.pdf, title: 任务清单}\n  - {file: 'b c.docx' , title: \"甲\" }\ntitle: 深化改革",
	"附件:\n  - file: annex.pdf\n    title: 任务清单\n  - file: b.docx\n    title: 责任分工\n    size: 12\ntitle: 深化改革\n",
	"reviews:\n- stage: 初审\n  by: 张三\n  date: 2018-05-31\n- stage: 复审\n  by: [李四, 王五]",
}

// otherHeaders do, or are wrong.
var otherHeaders = []string{
	"", "\n", "# 注释", "a", "a:b", "a : b", "a b: c", "a: b: c", "a: b:", "a: b #c", "a: b\n  c", "a:\n  b: c", "a:\n- b", "- a", "a: |\n  b", "a: >\n b",
	"a: &b c", "a: *b", "a: !!str b", "<<: a", "? a", "a: {b: c}", "a: [b", "a: [b]c", "a: [b, ]", "a: [,]", "a: [[b]]", "a: [b: c]", "a: [b:c]", "a: [- b]",
	"a: \"b", "a: \"b\"c", "a: \"b\\n\"", "a: 'b''c'", "a: 'b' # c", "a: b\ta", "a:\tb", "a: b\n--- \nc: d", "...", "a: yes", "a: Null", "a: ~", "a: 007", "a: 1_000",
	"a: 0x1F", "a: 1e3", "a: 1.5", "a: .5", "a: -1", "a: 2018-02-30", "a: 2018-05-31 09:30:15", "a: 2018-5-1", "a: 1234567890123", "a: b\na: c", "a: ：", "a：b", "\"a\": b", "null: a",
	"a: @b", "a: `b`", "a: %b", "a: -", "a: -b", "a: ?b", "a: 1:2", "a: b\r\nc: d", "a: “b”", "a: b]", " a: b", "a: [b] ", "a: 2019-02-30T09:03:00+08:00", "a: 2019-07-11T25:03:00Z", "a: 2019-07-11T09:03:00", "a: 2019-07-11T09:03:00+99:00", "a: 2019-07-11 09:03:60", "a: 2019-07-11t09:03:00z",
	"a:\n  - b\n c", "a:\n  - b\n  c", "a:\n  - b\n    c", "a:\n  - b\n - c", "a:\n  - b\n   - c", "a:\n  -  b", "a:\n  - ", "a:\n  -", "a:\n  - b: c\n  d: e",
	"a:\n  - b: c\n     d: e", "a:\n  - b: c\n   d: e", "a:\n  - b: c\n    b: d", "a:\n  - b:\n    c: d", "a:\n  - b: c\n\n    d: e", "a:\n  - b: c # d\n    e: f", "a:\n  - {}",
	"a:\n  - {b}", "a:\n  - {b:c}", "a:\n  - {b: c, }", "a:\n  - {b: c, b: d}", "a:\n  - {b: c", "a:\n  - {b: c} d", "a:\n  - {b: [c]}", "a:\n  - {b: }", "a:\n  - [b]",
	"a:\n  - - b", "a:\n  - b: c\n  - d", "a:\n  - b\n\n  - c", "a:\n\n  - b", "a:\n# b\n  - c", "a: \n- b\n# c\n- d\n", "a:\n- b\nc:\n- d\na: e", "a: b\n- c", "a:\n  - 甲：\n  - 乙: 丙\n",
}

// simpleOrNot holds that a text which is read without the parser is read as by the parser.
func simpleOrNot(t *testing.T, src string) (simple bool) {
	got := strict.SimpleYAML([]byte(src), origin)
	if got == nil {
		return false
	}
	want, diags := strict.ParseYAML([]byte(src), origin)
	if difference := cmp.Diff(want, got); difference != "" || diags != nil {
		t.Errorf("%q: %v\n%s", src, diags, difference)
	}
	return true
}

func TestSimpleYAML(t *testing.T) {
	for _, src := range simpleHeaders {
		if !simpleOrNot(t, src) {
			t.Errorf("not simple: %q", src)
		}
	}
	for _, src := range otherHeaders {
		simpleOrNot(t, src)
	}
	if simpleOrNot(t, strings.Repeat("a: b\n", 2)) {
		t.Error("a key that stands twice is no error")
	}
}

// Texts made of what matters to YAML are read alike.
func TestRandomSimpleYAML(t *testing.T) {
	pieces := strings.Split("a|标题|draft|: |:|, |,| |  |\n|\n|[|]|{|}|\"|'|#| #|- |-|?|&|*|!|%|@|`|true|yes|null|~|0|1|2018|-05-|31|09:30|:00|T09:30:00|+08:00|Z|.|_|e|x|G|RCEP|年|“|”|：|\\|\t|\r|/|=|<<| | ", "|")
	r := rand.New(rand.NewPCG(1, 2))
	simple := 0
	for range 50_000 {
		src := "a: "
		for range r.IntN(9) {
			src += pieces[r.IntN(len(pieces))]
		}
		if simpleOrNot(t, src+"\nb: 1") {
			simple++
		}
	}
	if simple < 1000 {
		t.Errorf("only %d were simple", simple)
	}
}

// So are lists with an item a line.
func TestRandomLists(t *testing.T) {
	pieces := strings.Split("  - |  - |- |    |  |   |\n|\n|\n|a|b: |c: |b: c|标题: |{|}|{b: c}|{b: c, d: 甲}|, |[|]|甲|乙丙|2018|true|\"|'|: |#| #|- ", "|")
	r := rand.New(rand.NewPCG(1, 3))
	simple := 0
	for range 100_000 {
		src := "a:\n"
		for range 1 + r.IntN(9) {
			src += pieces[r.IntN(len(pieces))]
		}
		if simpleOrNot(t, src+"\ne: 1") {
			simple++
		}
	}
	if simple < 1000 {
		t.Errorf("only %d were simple", simple)
	}
}

func FuzzSimpleYAML(f *testing.F) {
	for _, src := range append(simpleHeaders, otherHeaders...) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { simpleOrNot(t, src) })
}
