package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/diag"
)

const header = "---\ntitle: 改革,再出发\ndate: 2026-01-31\nsource: 区改革办\nslug: a,b\n---\n\n"

func TestFix(t *testing.T) {
	for source, want := range map[string]string{
		header + "会议(第3次)听取汇报,并部署.\n":                    "会议（第3次）听取汇报，并部署。\n",
		header + "推行\"一网通办\"...\n":                       "推行“一网通办”……\n",
		header + "关键一招--优化环境\n":                          "关键一招——优化环境\n",
		header + "代码`中文,不改`和[链接(甲)](<附件,一.pdf>),完。\n":    "代码`中文,不改`和[链接（甲）](<附件,一.pdf>)，完。\n",
		header + "```\n中文,代码\n```\n":                     "```\n中文,代码\n```\n",
		header + "投资1,250.6万元,9:30开始。\n":                 "投资1,250.6万元，9:30开始。\n",
		header + "| 甲,乙 | 丙 |\n|---|---|\n| 丁:戊 | 己 |\n": "| 甲，乙 | 丙 |\n|---|---|\n| 丁：戊 | 己 |\n",
		header + "看图!![甲,图](a.png)\n":                    "看图！![甲，图](a.png)\n",
		header + "约翰.史密斯说&amp;甲\\,乙。\n":                  "约翰.史密斯说&amp;甲\\,乙。\n",
		header + "甲说：\"好。乙说：\"行。\"丙说：\"可。\n":             "甲说：\"好。乙说：\"行。\"丙说：\"可。\n", // which one is missing nobody knows
		header + "称\"模块\",abc后。\n":                       "称“模块”，abc后。\n",
	} {
		fixed, changes := Fix("content/a.md", []byte(source))
		if got := strings.TrimPrefix(string(fixed), strings.Replace(header, "改革,", "改革，", 1)); got != want {
			t.Errorf("%q is mended to %q, want %q", strings.TrimPrefix(source, header), got, want)
		}
		if len(changes) == 0 || changes[0] != (Change{diag.Pos{Path: "content/a.md", Line: 2, Column: 10}, ",", "，"}) {
			t.Errorf("%q: the first change is %v", source, changes)
		}
	}
}

// Windows writes files otherwise; what is not mended stays as it is.
func TestFixKeepsBytes(t *testing.T) {
	source := "\uFEFF" + strings.ReplaceAll(header+"一,二。\n三;四。\n", "\n", "\r\n")
	fixed, changes := Fix("content/a.md", []byte(source))
	want := strings.NewReplacer("改革,", "改革，", "一,", "一，", "三;", "三；").Replace(source)
	if string(fixed) != want || len(changes) != 3 {
		t.Errorf("%q with %v, want %q", fixed, changes, want)
	}
	for _, source := range []string{"", "\xff,\xfe", "没有文首,也行"} {
		if fixed, _ := Fix("content/a.md", []byte(source)); len(fixed) == 0 != (source == "") {
			t.Errorf("%q becomes %q", source, fixed)
		}
	}
}

// checkFix holds what is true of every source: what Fix writes is what its changes
// say, reads the same but for the marks, and has nothing to mend.
func checkFix(t *testing.T, source string) {
	t.Helper()
	const path = "content/a.md"
	fixed, changes := Fix(path, []byte(source))
	if !utf8.ValidString(source) {
		if string(fixed) != source || changes != nil {
			t.Errorf("%q is no text and was mended", source)
		}
		return
	}
	var pieces []piece
	at := newSourcePlaces(path, []byte(source))
	for _, c := range changes {
		i, ok := at.offset(c.Pos)
		if !ok || !strings.HasPrefix(source[i:], c.Before) {
			t.Fatalf("%q: %v is not there", source, c)
		}
		pieces = append(pieces, piece{i, c.Before, c.After})
	}
	if again := replace([]byte(source), pieces); string(again) != string(fixed) {
		t.Errorf("%q is mended to %q, but its changes say %q", source, fixed, again)
	}
	if !readsSame(path, []byte(source), pieces) {
		t.Errorf("%q reads otherwise when it is mended: %q", source, fixed)
	}
	if twice, more := Fix(path, fixed); len(more) > 0 {
		t.Errorf("%q is mended to %q and then to %q", source, fixed, twice)
	}
}

// Sources of the sample, sources made of pieces, and the site's own.
func TestFixIsSafe(t *testing.T) {
	files, _ := filepath.Glob("testdata/typography/*.txt")
	if len(files) == 0 {
		t.Fatal("there is no sample")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(strings.NewReplacer("⟦", "", "⟧", "", `\n`, "\n").Replace(string(text))) {
			checkFix(t, header+line)
		}
	}
	parts := []string{"改革", ",", "(", ")", "\"", "...", "--", "AI", " ", "**", "[", "](a.md)", "`", "\n\n", "| ", "1.", ":", "!", "“", "）", "\n", "- ", "\\", "&amp;", "https://a.cn/b"}
	state := uint32(7)
	for range 400 {
		var b strings.Builder
		for range 12 {
			state = state*1664525 + 1013904223
			b.WriteString(parts[state>>16%uint32(len(parts))])
		}
		checkFix(t, header+b.String()+"\n")
	}
}

// What was mended is no finding any more.
func TestFixedIsNotFound(t *testing.T) {
	source := header + "会议(第3次)听取汇报,并\"部署\"...关键--任务.\n"
	fixed, _ := Fix("content/a.md", []byte(source))
	if before := Look(typographyRules(), parseForFix("content/a.md", []byte(source))); len(before) < 6 {
		t.Errorf("only %v was found", before)
	}
	if after := Look(typographyRules(), parseForFix("content/a.md", fixed)); len(after) > 0 {
		t.Errorf("%q still has %v", fixed, after)
	}
}

// Findings stand at their character: in the body, in a cell, in front matter.
func TestWordPositions(t *testing.T) {
	source := "---\ntitle: \"全区清况通报\"\ndate: 2026-01-31\nsource: 区改革办\nsummary: >-\n  抓好工作布署\n---\n\n正文**复**盖全区。\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 压实*贵任*，9-5 |\n\n![有关清况](a.png)\n"
	var got []string
	for _, d := range Look(append(wordRules(nil), typographyRules()...), parseForFix("content/a.md", []byte(source))) {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, d.Rule))
	}
	want := []string{"2:11 wrong-word", "6:7 wrong-word", "9:5 wrong-word", "13:10 wrong-word", "15:5 wrong-word"}
	if !slices.Equal(got, want) {
		t.Errorf("found at %q, want %q", got, want)
	}
}

func FuzzFix(f *testing.F) {
	f.Add("会议(第3次)听取汇报,并\"部署\"...关键--任务.\n")
	f.Add("看图!![甲,图](a.png) `中,文` **重点:**内容\n\n| 甲:乙 |\n|--|\n")
	f.Fuzz(func(t *testing.T, text string) { checkFix(t, header+text) })
}

// Whatever the text, rules over words and typography come to an end, and tell of
// places in the text.
func FuzzWords(f *testing.F) {
	f.Add("一、登陆系统,2018.5.31的的(63-68%)……“\n\n三、")
	rules := append(wordRules(nil), typographyRules()...)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		lines := strings.Count(header+text, "\n") + 1
		for _, d := range Look(rules, parseForFix("content/a.md", []byte(header+text))) {
			if d.Line < 1 || d.Line > lines || d.Message.ZH == "" || d.Message.EN == "" || strings.Contains(d.Message.EN+d.Message.ZH, "%!") {
				t.Errorf("%q: %+v", text, d)
			}
		}
	})
}

func BenchmarkWords(b *testing.B) {
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "会议指出，%d年以来全区坚持问题导向，推出改革举措%d项，形成“一窗受理、集成服务”等制度成果（详见附件）；下一步，将继续深化重点领域改革，推动各项任务落地见效。办件满意率达到98.%d%%。\n\n", 2000+i%20, i, i%10)
	}
	source := parseForFix("content/a.md", []byte(strings.Replace(header, ",", "，", 1)+text.String()))
	rules := append(wordRules(&Terms{
		Words:  []Term{{Wrong: "管委会办公室", Right: "党政综合办公室"}},
		People: []Person{{Name: "张三丰", Titles: []string{"党工委书记", "管委会主任"}}},
	}), typographyRules()...)
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if list := Look(rules, source); len(list) > 0 {
			b.Fatal(list[0])
		}
	}
}
