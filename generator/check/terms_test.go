package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/diag"
)

const sampleTerms = `terms:
  管委会办公室: 党政综合办公室
  放管服务: { right: 放管服, except: [放管服务中心], reason: 全称为“放管服”改革 }
  经开区管委: 经开区管委会
people:
  - { name: 张三丰, titles: [党工委书记, 管委会主任], wrong: [张三峰, 章三丰] }
  - { 姓名: 李明, 职务: 管委会副主任 }
bodies:
  - name: 示例市经济技术开发区管理委员会
    wrong: [示例市经济开发区管理委员会]
`

func TestParseTerms(t *testing.T) {
	got, diags := ParseTerms("data/terms.yaml", []byte(sampleTerms))
	want := &Terms{
		Words: []Term{
			{Wrong: "管委会办公室", Right: "党政综合办公室"},
			{Wrong: "放管服务", Right: "放管服", Except: []string{"放管服务中心"}, Reason: "全称为“放管服”改革"},
			{Wrong: "经开区管委", Right: "经开区管委会"},
		},
		People: []Person{
			{Name: "张三丰", Titles: []string{"党工委书记", "管委会主任"}, Wrong: []string{"张三峰", "章三丰"}},
			{Name: "李明", Titles: []string{"管委会副主任"}},
		},
		Bodies: []Body{{Name: "示例市经济技术开发区管理委员会", Wrong: []string{"示例市经济开发区管理委员会"}}},
	}
	if len(diags) > 0 || !cmp.Equal(got, want) {
		t.Errorf("%v\n%s", diags, cmp.Diff(want, got))
	}
	for _, text := range []string{"", "# 空\n", "terms:\n", "people: []\n"} {
		if got, diags := ParseTerms("data/terms.yaml", []byte(text)); len(diags) > 0 || !cmp.Equal(got, &Terms{}) {
			t.Errorf("%q: %v %v", text, got, diags)
		}
	}
}

func TestTermsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"term:\n  甲乙: 丙\n":                                         "1:1 unknown-key",
		"terms:\n  甲: 乙\n":                                         "2:3 bad-value",
		"terms:\n  甲乙: 甲乙\n":                                       "2:3 bad-value",
		"terms:\n  甲乙:\n":                                          "2:3 empty-value",
		"terms:\n  甲乙: { rigth: 丙 }\n":                             "2:9 unknown-key|2:7 missing-key",
		"terms:\n  甲乙: { right: 丙丁, except: [丁] }\n":               "2:28 bad-value",
		"terms: [甲乙]\n":                                            "1:8 wrong-type",
		"people:\n  - { titles: [主任] }\n":                          "2:5 missing-key",
		"people:\n  - 张三\n":                                        "2:5 wrong-type",
		"people:\n  - { name: 张 }\n":                               "2:13 bad-value",
		"people:\n  - { name: 张三, titles: [长] }\n":                 "2:25 bad-value",
		"bodies:\n  - { name: 甲乙, wrong: [甲丙, 甲丙] }\n":             "",
		"terms:\n  甲丙: 甲丁\nbodies:\n  - { name: 甲乙, wrong: 甲丙 }\n": "4:24 duplicate-key",
		"terms: {\n": "2:1 bad-yaml",
	} {
		_, diags := ParseTerms("data/terms.yaml", []byte(text))
		var got []string
		for _, d := range diags {
			got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
		}
		wants := strings.Split(want, "|")
		slices.Sort(got)
		slices.Sort(wants)
		if g := strings.Join(got, "|"); g != strings.Join(wants, "|") {
			t.Errorf("%q: %s, want %s", text, g, want)
		}
	}
}

func TestTermRules(t *testing.T) {
	terms, _ := ParseTerms("data/terms.yaml", []byte(sampleTerms))
	rules := termRules(terms)
	for text, want := range map[string]string{
		"由管委会办公室承办。":         "2 wrong-term “管委会办公室”应为“党政综合办公室”",
		"深化放管服务改革。":          "3 wrong-term “放管服务”应为“放管服”",
		"放管服务中心挂牌。":          "",
		"经开区管委印发，经开区管委会承办。":  "1 wrong-term “经开区管委”应为“经开区管委会”",
		"张三峰主持会议。":           "1 wrong-name “张三峰”应为“张三丰”",
		"示例市经济开发区管理委员会文件":    "1 wrong-name “示例市经济开发区管理委员会”应为“示例市经济技术开发区管理委员会”",
		"管委会主任张山丰主持会议。":      "6 wrong-name “张山丰”应为“张三丰”",
		"管委会副主任张三丰主持会议。":     "4 wrong-name 张三丰的职务应为“党工委书记、管委会主任”，不是“副主任”",
		"管委会主任、党工委书记张三丰讲话。":  "1 wrong-name 张三丰的职务次序应为“党工委书记、管委会主任”",
		"党工委书记、管委会主任张三丰讲话。":  "",
		"管委会主任张三丰讲话。":        "",
		"主任张三丰、副主任李明参加。":     "",
		"张三丰指出，要抓好落实。":       "",
		"管委会副主任李明、主任科员王某参加。": "",
		"管委会主任王小明另有任用。":      "",
		"市长李明参加。":            "1 wrong-name 李明的职务应为“管委会副主任”，不是“市长”",
	} {
		var got []string
		for _, d := range Look(rules, parseForFix("content/a.md", []byte(header+text+"\n"))) {
			got = append(got, fmt.Sprint(d.Column, " ", d.Rule, " ", d.Message.In("zh")))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%s: %s, want %s", text, g, want)
		}
	}
}

func TestTermsJoin(t *testing.T) {
	a, b := &Terms{Words: []Term{{Wrong: "甲乙", Right: "丙"}}}, &Terms{
		Words: []Term{{Wrong: "甲乙", Right: "丁"}, {Wrong: "戊己", Right: "庚"}}, People: []Person{{Name: "张三"}}, Bodies: []Body{{Name: "区改革办"}},
	}
	a.Join(b)
	want := &Terms{Words: []Term{{Wrong: "甲乙", Right: "丙"}, {Wrong: "戊己", Right: "庚"}}, People: b.People, Bodies: b.Bodies}
	if !cmp.Equal(a, want) {
		t.Error(cmp.Diff(want, a))
	}
}

// Every rule says all there is to say, in both languages.
func TestWordRulesAreDocumented(t *testing.T) {
	for _, rule := range append(wordRules(nil), typographyRules()...) {
		for _, text := range []diag.Text{rule.Title, rule.Why, rule.Mend, rule.Indicator} {
			if !hasHan(text.ZH) || text.EN == "" {
				t.Errorf("%s is not told in both languages", rule.Name)
			}
		}
	}
}

// The list of wrong words is well-formed: no word twice, none within its right
// one, and exceptions hold their word.
func TestLexicon(t *testing.T) {
	seen, section := map[string]bool{}, ""
	for line := range strings.Lines(lexiconText) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
		}
		if line == "" || line[0] == '#' || line[0] == '[' {
			continue
		}
		words, exceptions, _ := strings.Cut(line, " | ")
		wrong, right, ok := strings.Cut(words, " ")
		if !ok || section == "" || seen[wrong] || wrong == right || strings.Contains(right, wrong) || !allHan(wrong+right) {
			t.Errorf("%q is no entry", line)
		}
		seen[wrong] = true
		for _, exception := range strings.Fields(exceptions) {
			if !strings.Contains(exception, wrong) || exception == wrong {
				t.Errorf("%s: the exception %s does not hold it", wrong, exception)
			}
		}
	}
	if len(seen) < 250 {
		t.Errorf("the list has %d words only", len(seen))
	}
}

func FuzzTerms(f *testing.F) {
	f.Add(sampleTerms)
	f.Fuzz(func(t *testing.T, text string) {
		terms, _ := ParseTerms("data/terms.yaml", []byte(text))
		Look(termRules(terms), parseForFix("content/a.md", []byte(header+text)))
	})
}
