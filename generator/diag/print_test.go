package diag_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/mattn/go-runewidth"
	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sources are the files that sample's diagnostics are about.
var sources = map[string]string{
	"content/a.md":    "---\ntitle: \"深化改革\"\ndarft: true\n---\n详见[旧文](../gone.md)，另见“附件”。\n",
	"content/tabs.md": "\tif\t改革:\tx\n",
	"content/long.md": strings.Repeat("深化改革举措推动绿色发展。", 12) + "<b>" + strings.Repeat("持续优化营商环境。", 12),
	"content/evil.md": "title: \x1b[2J\x1b]0;owned\a\u202e改革\u0085\xff结尾\n",
	"content/crlf.md": "\uFEFF第一行\r\n第二行\r第三行\r\n",
}

func source(path string) []byte {
	if text, ok := sources[path]; ok {
		return []byte(text)
	}
	return nil
}

// sample holds what is hard to print, in no order.
func sample() diag.List {
	var list diag.List
	at := func(path string, line, column int) diag.Pos { return diag.Pos{Path: path, Line: line, Column: column} }
	list.Errorf(at("content/a.md", 5, 3), "broken-link", "没有页面 %s", "no page at %s", "../gone.md").
		Hintf("检查路径", "check the path")
	list.Errorf(at("content/a.md", 5, 21), "broken-link", "列号超出行尾", "the column is after the end of the line")
	list.Errorf(at("content/a.md", 3, 1), "unknown-key", "未知的键 %s", "unknown key %s", "darft").
		Hintf("是不是 %s？", "did you mean %s?", "draft")
	list.Errorf(at("content/a.md", 5, 16), "ambiguous-width", "前面有弯引号", "there is a curly quote before")
	list.Warnf(at("content/tabs.md", 1, 6), "tabs", "制表符：%s 对齐", "tabs, %s aligned: yes", "100%")
	list.Errorf(at("content/long.md", 1, 1), "long", "行首", "at the start")
	list.Errorf(at("content/long.md", 1, 157), "raw-html", "行中", "in the middle")
	list.Errorf(at("content/long.md", 1, 9999), "long", "行尾", "at the end")
	list.Errorf(at("content/evil.md", 1, 20), "evil", "标题 %s", "title %s", "\x1b[31m红\u202e\r\n::error::x").
		Hintf("两行\n%s", "a hint,\nin %s", "two lines: 100%")
	list.Errorf(at("content/e,v:i%l\n\x1b[0m.md", 2, 1), "evil", "路径", "path")
	list.Warnf(at("content/crlf.md", 3, 3), "crlf", "第三行", "third line")
	list.Errorf(at("content/crlf.md", 99, 1), "gone", "没有这一行", "no such line")
	list.Warnf(at("content/tabs.md", 1, 0), "no-column", "没有列号", "no column")
	list.Errorf(at("content/photo.png", 0, 0), "unreadable", "没有行号", "no line")
	list.Errorf(diag.Pos{}, "no-place", "没有位置", "no place")
	list.Errorf(diag.Pos{}, "no-place", "没有位置", "no place") // a repetition
	return list
}

func TestPrint(t *testing.T) {
	const name = "testdata/print.txtar"
	printers := []struct {
		name    string
		printer diag.Printer
	}{
		{"text.zh", diag.Printer{}},
		{"text.en", diag.Printer{Format: diag.FormatText, Lang: "en"}},
		{"frames.zh", diag.Printer{Frames: true, Source: source}},
		{"frames.40.en", diag.Printer{Frames: true, Source: source, Lang: "en", Width: 40}},
		{"frames.wide.zh", diag.Printer{Frames: true, Source: source, Width: 60, WideAmbiguous: true}},
		{"frames.nosource.en", diag.Printer{Frames: true, Lang: "en"}},
		{"color.en", diag.Printer{Frames: true, Source: source, Lang: "en", Color: true, Width: 60}},
		{"json.zh", diag.Printer{Format: diag.FormatJSON, Color: true, Frames: true}},
		{"github.en", diag.Printer{Format: diag.FormatGitHub, Lang: "en", Color: true, Prefix: "sites/reform"}},
	}
	golden, err := txtar.ParseFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	want := map[string]string{}
	if golden != nil {
		for _, file := range golden.Files {
			want[file.Name] = string(file.Data)
		}
	}
	var all txtar.Archive
	for _, p := range printers {
		// Escapes are written as \e, so that the golden file can be read on a terminal.
		got := strings.ReplaceAll(print(t, p.printer, sample()), "\x1b", `\e`)
		all.Files = append(all.Files, txtar.File{Name: p.name, Data: []byte(got)})
		if !*update && got != want[p.name] {
			t.Errorf("%s:\n%s\nwant:\n%s", p.name, got, want[p.name])
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(&all), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func print(t *testing.T, p diag.Printer, list diag.List) string {
	t.Helper()
	var out bytes.Buffer
	if err := p.Print(&out, list); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// JSON keeps every character of the message, whatever it had to escape.
func TestJSONIsLossless(t *testing.T) {
	const message = "红\x1b[31m\u202e\u0085\u2028\U000e0001“”<b>&\n"
	var list diag.List
	list.Errorf(diag.Pos{Path: "a.md", Line: 1, Column: 2}, "evil", message, "")
	line := print(t, diag.Printer{Format: diag.FormatJSON}, list)
	var got struct {
		Path, Severity, Rule, Message string
		Line, Column                  int
		Hint                          *string
	}
	if err := json.Unmarshal([]byte(line), &got); err != nil {
		t.Fatal(err)
	}
	if got.Message != message || got.Path != "a.md" || got.Line != 1 || got.Column != 2 || got.Severity != "error" || got.Hint == nil {
		t.Errorf("%s became %+v", line, got)
	}
	if strings.ContainsAny(line[:len(line)-1], "\x1b\u202e\u0085\u2028\n") {
		t.Errorf("not safe on a terminal: %q", line)
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"深化改革　“绿色”—…①ａ": "深化改革　“绿色”—…①ａ",
		"a\tb\r\nc":            `a\tb\r\nc`,
		"\x1b]8;;x\a\x00\x7f":  `\x1b]8;;x\x07\x00\x7f`,
		"\u009b31m":            `\u009b31m`,
		"\u202e\u2066\u200b":   `\u202e\u2066\u200b`,
		"\ufeffa":              `\ufeffa`,
		"\U000e0041\U000f0000": `\U000e0041\U000f0000`,
		"\xd6\xd0 \ufffd":      `\xd6\xd0 ` + "\ufffd",
		"e\u0301 👍":            "e\u0301 👍",
	} {
		if got := diag.Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever a source line holds, its frame fits the terminal, holds nothing
// unsafe, and its caret stands under a character.
func FuzzFrame(f *testing.F) {
	f.Add("详见[旧文](../gone.md)", 3, 40)
	f.Add("\t\x1b[2J\u202e“”\xff", 4, 12)
	f.Add(strings.Repeat("改", 300), 150, 30)
	f.Add("", 1, 0)
	f.Fuzz(func(t *testing.T, line string, column, width int) {
		if strings.ContainsAny(line, "\r\n") || strings.HasPrefix(line, "\uFEFF") {
			t.Skip("more than a line")
		}
		column, width = 1+abs(column)%5000, 30+abs(width)%200
		var list diag.List
		list.Errorf(diag.Pos{Path: "a", Line: 1, Column: column}, "rule", "m", "m")
		out := print(t, diag.Printer{
			Frames: true, Width: width,
			Source: func(string) []byte { return []byte(line) },
		}, list)
		lines := strings.Split(out, "\n")
		if len(lines) != 4 || lines[3] != "" {
			t.Fatalf("not three lines: %q", out)
		}
		cells := runewidth.Condition{StrictEmojiNeutral: true}
		shown, caret := 0, strings.Index(lines[2], "^")
		for _, r := range lines[1] {
			if unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) {
				t.Errorf("unsafe %U in %q", r, lines[1])
			}
			shown += cells.RuneWidth(r)
		}
		if shown > width {
			t.Errorf("%d cells, terminal has %d: %q", shown, width, lines[1])
		}
		if caret < len("   1 | ") || caret > shown || caret >= width {
			t.Errorf("caret at %d, line has %d cells, terminal %d", caret, shown, width)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
