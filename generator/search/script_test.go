package search_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianbao/generator/minify"
	"jianbao/generator/search"
)

const script = "../../assets/js/search.js"

// ask runs the script in node. A machine without node skips the test: that the
// index itself is right does not hang on it.
func ask(t *testing.T, script string, task map[string]any, answer any) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: assets/js/search.js is not tested")
	}
	input, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	var complaint bytes.Buffer
	cmd := exec.Command(node, "testdata/ask.js", script)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &complaint
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.Bytes())
	}
	if err := json.Unmarshal(output, answer); err != nil {
		t.Fatal(err)
	}
}

// Every character has the same normal form on both sides, in all surroundings.
// Those that our tables do not know yet are left out, with surrogates and
// characters for private use.
func TestScriptFoldsEveryCharacter(t *testing.T) {
	var rows []int // of 256 characters; most of what is left out is empty or alike
	for row := range 0xE10 {
		if row < 0x200 || 0x2A0 <= row && row < 0x330 || 0xE00 <= row {
			rows = append(rows, row)
		}
	}
	var answers []string
	ask(t, script, map[string]any{"call": "characters", "rows": rows}, &answers)
	compared := 0
	for i, row := range answers {
		for j, got := range strings.Split(strings.TrimSuffix(row, "\n"), "\n") {
			r := rune(rows[i]*256 + j)
			if unicode.In(r, unicode.Cn, unicode.Co, unicode.Cs) {
				continue
			}
			compared++
			c := string(r)
			if want := search.Normal("a" + c + "b " + c + " 一" + c + "丁"); got != want {
				t.Errorf("U+%04X: %q; want %q", r, got, want)
			}
		}
	}
	if compared < 100_000 {
		t.Errorf("only %d characters", compared)
	}
}

func TestScriptFoldsTexts(t *testing.T) {
	var texts, want []string
	for _, d := range random(100) {
		texts = append(texts, d.Title, d.Text)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	strange := []rune("aΣσ \t\n\u3000\u00a0é\u0301ﾞｶ가각ﬀ½㎡①\u200b\ufeffİßẞ𝐀𠮷一〇々、")
	for range 300 {
		text := make([]rune, 20)
		for i := range text {
			text[i] = strange[rng.IntN(len(strange))]
		}
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		want = append(want, search.Normal(text))
	}
	var got []string
	ask(t, script, map[string]any{"call": "fold", "texts": texts}, &got)
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q: %q; want %q", texts[i], got[i], want[i])
		}
	}
}

// The script finds what the reference finds, in the same order, and so does the
// minified one that is published.
func TestScriptFinds(t *testing.T) {
	source, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	small, err := minify.New().Append(nil, minify.JS, source)
	if err != nil {
		t.Fatal(err)
	}
	if len(small) > 6<<10 {
		t.Errorf("the script has %d bytes", len(small))
	}
	published := filepath.Join(t.TempDir(), "search.js")
	if err := os.WriteFile(published, small, 0o644); err != nil {
		t.Fatal(err)
	}
	compareFind(t, script, sample, []string{"改革", "营商环境", "税", "税 减免", "3+2", "５Ｇ　建设", "2018", "不存在", "", "，", "𠮷野"})
	docs := random(1500)
	queries := []string{strings.Repeat("改革 发展 ", 1000), strings.Repeat("改革发展", 1000)}
	rng := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		d := docs[rng.IntN(len(docs))]
		text := []rune(d.Title + d.Text)
		from := rng.IntN(len(text) - 12)
		queries = append(queries, string(text[from:from+1+rng.IntN(11)]))
	}
	compareFind(t, script, docs, queries)
	compareFind(t, published, docs, queries[:20])
}

func compareFind(t *testing.T, script string, docs []search.Document, queries []string) {
	t.Helper()
	files := index(t, docs)
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var answers [][]int
	ask(t, script, map[string]any{"call": "find", "folder": filepath.Join(dir, "search"), "queries": queries}, &answers)
	e := newEngine(t, files)
	for i, query := range queries {
		var want []int
		for _, c := range e.find(query, false) {
			want = append(want, c.number)
		}
		if !slices.Equal(answers[i], want) {
			t.Errorf("%q: %v; want %v", query, answers[i], want)
		}
	}
}

func TestScriptConfirms(t *testing.T) {
	cases := []struct {
		query, title, text string
		want               bool
	}{
		{"增值税减免", "", "落实增值税减免。", true},
		{"增值税减免", "", "增值税；减免", false},
		{"增值税 减免", "增值税", "减免", true},
		{"税", "增值", "增值税", false},
		{"税", "增值税", "", true},
		{"3+2", "", "“３＋２”产业", true},
		{"3+2", "", "32%", false},
		{"3+2", "", "3、2", false},
		{"营商", "营", "商", false},
	}
	var input [][]string
	for _, c := range cases {
		input = append(input, []string{c.query, c.title, c.text})
	}
	var got []bool
	ask(t, script, map[string]any{"call": "holds", "cases": input}, &got)
	for i, c := range cases {
		if got[i] != c.want {
			t.Errorf("%+v: %t", c, got[i])
		}
	}
}

func TestScriptMarks(t *testing.T) {
	long := strings.Repeat("前文内容", 50)
	cases := [][]string{
		{"改革", "深化改革，改 革不停步。", "深化[改革]，[改 革]不停步。"},
		{"2018年", "自２０１８ 年起", "自[２０１８ 年]起"},
		{"改革发展 发展 革", "推动改革发展大局", "推动[改革发展]大局"},
		{"㎡", "共 50m² 和 50 ㎡。", "共 50[m²] 和 50 [㎡]。"},
		{"𠮷野", "去𠮷野家", "去[𠮷野]家"},
		{"目标", long + "目标" + long, "…" + string([]rune(long)[170:]) + "[目标]" + string([]rune(long)[:78]) + "…"},
		{"没有", "<b>正文</b>", "<b>正文</b>"},
		{"人人人", "人人人人", "[人人人]人"},
	}
	var got []string
	ask(t, script, map[string]any{"call": "marks", "cases": cases}, &got)
	for i, c := range cases {
		if got[i] != c[2] {
			t.Errorf("%s in %s: %s; want %s", c[0], c[1], got[i], c[2])
		}
	}
}
