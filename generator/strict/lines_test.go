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
}

// otherHeaders do, or are wrong.
var otherHeaders = []string{
	"", "\n", "# 注释", "a", "a:b", "a : b", "a b: c", "a: b: c", "a: b:", "a: b #c", "a: b\n  c", "a:\n  b: c", "a:\n- b", "- a", "a: |\n  b", "a: >\n b",
	"a: &b c", "a: *b", "a: !!str b", "<<: a", "? a", "a: {b: c}", "a: [b", "a: [b]c", "a: [b, ]", "a: [,]", "a: [[b]]", "a: [b: c]", "a: [b:c]", "a: [- b]",
	"a: \"b", "a: \"b\"c", "a: \"b\\n\"", "a: 'b''c'", "a: 'b' # c", "a: b\ta", "a:\tb", "a: b\n--- \nc: d", "...", "a: yes", "a: Null", "a: ~", "a: 007", "a: 1_000",
	"a: 0x1F", "a: 1e3", "a: 1.5", "a: .5", "a: -1", "a: 2018-02-30", "a: 2018-05-31 09:30:15", "a: 2018-5-1", "a: 1234567890123", "a: b\na: c", "a: ：", "a：b", "\"a\": b", "null: a",
	"a: @b", "a: `b`", "a: %b", "a: -", "a: -b", "a: ?b", "a: 1:2", "a: b\r\nc: d", "a: “b”", "a: b]", " a: b", "a: [b] ",
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
	pieces := strings.Split("a|标题|draft|: |:|, |,| |  |\n|\n|[|]|{|}|\"|'|#| #|- |-|?|&|*|!|%|@|`|true|yes|null|~|0|1|2018|-05-|31|09:30|:00|.|_|e|x|G|RCEP|年|“|”|：|\\|\t|\r|/|=|<<| | ", "|")
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

func FuzzSimpleYAML(f *testing.F) {
	for _, src := range append(simpleHeaders, otherHeaders...) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { simpleOrNot(t, src) })
}
