package frontmatter_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	yamlHeader = "title: 标题\ndate: 2018-05-31\nsource: 来源\n"
	tomlHeader = "title = '标题'\ndate = 2018-05-31\nsource = '来源'\n"
	jsonHeader = `"title":"标题","date":"2018-05-31","source":"来源"`
)

// Headers that are whole: what is left is the body, which begins at a line.
func TestHeaderAndBody(t *testing.T) {
	for _, test := range []struct {
		name, text string
		body       string
		line       int
	}{
		{"YAML", "---\n" + yamlHeader + "---\n正文\n", "正文\n", 6},
		{"closed by dots", "---\n" + yamlHeader + "...\n正文\n", "正文\n", 6},
		{"byte order mark", "\uFEFF---\n" + yamlHeader + "---\n正文\n", "正文\n", 6},
		{"blank lines before", "\n \t\n\n---\n" + yamlHeader + "---\n正文\n", "正文\n", 9},
		{"spaces after fences", "---  \t\n" + yamlHeader + "--- \n正文\n", "正文\n", 6},
		{"CRLF", strings.ReplaceAll("---\n"+yamlHeader+"---\n正文\n", "\n", "\r\n"), "正文\r\n", 6},
		{"blank lines within", "---\n\n" + yamlHeader + "\n---\n\n正文\n", "\n正文\n", 8},
		{"only a header", "---\n" + yamlHeader + "---\n", "", 6},
		{"no line break at the end", "---\n" + yamlHeader + "---", "", 5},
		{"a fence in a text", "---\n" + yamlHeader + "summary: |\n  一\n  ---\n  +++\n---\n正文\n", "正文\n", 10},
		{"dashes in a row", "---\n" + yamlHeader + "summary: ----------\n---\n正文\n", "正文\n", 7},
		{"a body that begins with a rule", "---\n" + yamlHeader + "---\n---\n\n正文\n\n---\n", "---\n\n正文\n\n---\n", 6},
		{"a rule after a blank line", "---\n" + yamlHeader + "---\n\n---\n正文\n", "\n---\n正文\n", 6},
		{"a comment", "---\n# 注释\n" + yamlHeader + "---\n正文\n", "正文\n", 7},
		{"TOML", "+++\n" + tomlHeader + "+++\n正文\n", "正文\n", 6},
		{"TOML, CRLF", strings.ReplaceAll("+++\n"+tomlHeader+"+++\n正文\n", "\n", "\r\n"), "正文\r\n", 6},
		{"TOML with dashes", "+++\n" + tomlHeader + "summary = '''\n---\n'''\n+++\n正文\n", "正文\n", 9},
		{"JSON", "{" + jsonHeader + "}\n正文\n", "正文\n", 2},
		{"JSON, blank line after", "{" + jsonHeader + "}\n\n正文\n", "\n正文\n", 2},
		{"JSON, many lines", "{\n" + strings.ReplaceAll(jsonHeader, ",", ",\n") + "\n}\n正文\n", "正文\n", 6},
		{"JSON, only a header", "{" + jsonHeader + "}", "", 1},
		{"JSON, braces", "{" + jsonHeader + `,"summary":"}{\"}","params":{"a":{"b":["}",{}]}}}` + "\n正文\n", "正文\n", 2},
		{"JSON, a rule after", "{" + jsonHeader + "}\n---\n正文\n", "---\n正文\n", 2},
		{"JSON, CRLF", "{" + jsonHeader + "}\r\n正文\r\n", "正文\r\n", 2},
	} {
		fields, body, diags := parse(t, test.text)
		expect(t, test.name, diags)
		if fields.Title != "标题" || fields.Date.String() != "2018-05-31" || fields.Source != "来源" {
			t.Errorf("%s: title %q, date %q, source %q", test.name, fields.Title, fields.Date, fields.Source)
		}
		if string(body.Text) != test.body || body.Line != test.line {
			t.Errorf("%s: the body is %q from line %d, want %q from line %d", test.name, body.Text, body.Line, test.body, test.line)
		}
	}
}

// Headers that are not: no title is read from them.
func TestBrokenHeaders(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "1:1 no-front-matter 文件应以 --- 开始",
		"\n\n":                             "1:1 no-front-matter a file begins with ---",
		"正文\n":                             "1:1 no-front-matter",
		"# 标题\n\n正文\n\n---\n":              "1:1 no-front-matter",
		"---":                              "1:1 front-matter-not-closed write a line --- before the text",
		"---\n" + yamlHeader + "正文\n":      "1:1 front-matter-not-closed 在正文前单独写一行 ---",
		"\n---\n" + yamlHeader:             "2:1 front-matter-not-closed",
		"---\n" + yamlHeader + " ---\n":    "1:1 front-matter-not-closed",
		"---\n" + yamlHeader + "----\n":    "1:1 front-matter-not-closed",
		"---\n" + yamlHeader + "+++\n":     "1:1 front-matter-not-closed",
		"+++\n" + tomlHeader + "---\n":     "1:1 front-matter-not-closed write a line +++",
		"{" + jsonHeader + "\n\n正文\n":      "1:1 front-matter-not-closed write a line }",
		" ---\n" + yamlHeader + "---\n":    "1:1 bad-front-matter three ASCII hyphens at the left margin",
		"----\n" + yamlHeader + "----\n":   "1:1 bad-front-matter 用三个半角减号",
		"--\n" + yamlHeader + "--\n":       "1:1 bad-front-matter",
		"———\n" + yamlHeader + "———\n":     "1:1 bad-front-matter",
		"－－－\n" + yamlHeader + "－－－\n":     "1:1 bad-front-matter",
		"---yaml\n" + yamlHeader + "---\n": "1:1 bad-front-matter",
		";;;\n{}\n;;;\n":                   "1:1 bad-front-matter",
		"---\n文字\n---\n":                   "2:1 bad-front-matter front matter must be lines of the form key: value",
		"---\n- 甲\n---\n":                  "2:1 bad-front-matter 文首应是一行一个“键: 值”",
		"{" + jsonHeader + "} 正文\n":        "1:49 bad-front-matter a line break must follow the }",
		"{" + jsonHeader + ",}\n\n正文\n":    "1:48 bad-json a comma cannot follow the last item",
		"{\n" + strings.ReplaceAll(jsonHeader, ",", ",\n") + ",\n}\n正文\n":   "4:14 bad-json 最后一项后面不能有逗号",
		"{" + jsonHeader + "\n正文 }\n":                                       "2:1 bad-json unexpected character after object key:value pair",
		"{'title': '标题'}\n":                                                 "1:2 bad-json",
		"{\"title\": \"标题\ufeff\"}\n":                                       "1:14 control-character U+FEFF",
		"{\"title\": \"标\t题\"}\n":                                           "1:13 bad-json",
		"{{< shortcode >}}\n":                                               "1:2 bad-json",
		"---\ntitle: 标题\ntitle: 标题\n---\n":                                  "3:1 duplicate-key title stands twice, first on line 2",
		"+++\ntitle = 'a'\ntitle = 'b'\n+++\n":                              "3:1 duplicate-key title 写了两次，第 2 行已有",
		"{\"title\":\"a\",\n\"title\":\"b\"}\n":                             "2:1 duplicate-key",
		"---\ntitle: 一\n标题: 二\n---\n":                                       "3:1 duplicate-key 标题 means the same as title on line 2",
		"---\ntitle: &a 标题\n---\n":                                          "2:8 yaml-feature YAML's anchors (&) are not allowed",
		"---\ntitle: !!str 标题\n---\n":                                       "2:8 yaml-feature 不能用 YAML 的类型标签（!）",
		"---\nparams: &a {x: 1}\nseries: *a\n---\n":                         "2:9 yaml-feature\n3:1 unknown-key\n3:9 yaml-feature YAML's aliases (*) are not allowed",
		"---\nparams:\n  <<: {x: 1}\n---\n":                                 "3:3 yaml-feature YAML's merge keys (<<) are not allowed",
		"---\n%YAML 1.1\n---\ntitle: 1\n---\n":                              "3:1 bad-yaml",
		"---\n? [a, b]\n: c\n---\n":                                         "2:3 bad-yaml a key must be a text",
		"---\ntitle: \x00\n---\n":                                           "2:8 control-character U+0000",
		"---\ntitle: 甲\u0085乙\n---\n":                                       "2:9 control-character U+0085",
		"---\ntitle: 甲\u2028乙\n---\n":                                       "2:9 control-character U+2028",
		"---\ntitle: 甲\rdraft: true\n---\n":                                 "2:9 control-character U+000D",
		"---\ntitle: \"\\0\"\n---\n":                                        "2:8 control-character title holds the control character U+0000",
		"{\"title\": \"\\ud800\"}\n":                                        "1:11 lost-character U+FFFD",
		"---\ntitle: \"甲\n---\n":                                            "2:8 bad-yaml the quote is never closed",
		"---\ntitle: [甲\n---\n":                                             "2:8 bad-yaml 括号没有配对，或缺少逗号",
		"---\nparams: [\n---\n":                                             "3:1 bad-yaml a bracket is never closed, or an item is missing",
		"---\ntitle: *甲\n---\n":                                             "2:8 bad-yaml a value cannot begin with * or &",
		"---\ntitle: *a\n---\n":                                             "2:8 bad-yaml a value cannot begin with *",
		"---\ntitle: @甲\n---\n":                                             "2:8 bad-yaml 值不能以这个字符开头",
		"---\ntitle: \"C:\\甲\"\n---\n":                                      "2:11 bad-yaml double quotes cannot hold this backslash",
		"---\ntitle: \"a\\x\"\n---\n":                                       "2:12 bad-yaml double quotes cannot hold this backslash",
		"---\ntitle: | 甲\n---\n":                                            "2:8 bad-yaml | and > must be followed by a line break",
		"---\ntitle: 改革: 一\n---\n":                                          "2:10 bad-yaml a colon cannot be here",
		"---\ntitle: \"甲\" 乙\n---\n":                                        "2:12 bad-yaml the next key should be here",
		"---\ntags:\n- a\n- b\nc\n---\n":                                    "5:1 bad-yaml",
		"---\ntitle：标题\n发布时间：2018-05-31\nsource：来源\n---\n":                  "2:6 bad-yaml\n3:5 bad-yaml 发布时间: …\n4:7 bad-yaml",
		"+++\ntitle = 标题\n+++\n":                                            "2:9 bad-toml 标",
		"+++\ntitle: 标题\n+++\n":                                             "2:6 bad-toml expected '=' after key",
		"+++\n标题 = '标题'\n+++\n":                                             "2:1 bad-toml TOML 的中文键要加引号",
		"+++\ndate = 2018-13-45\n+++\n":                                     "2:13 bad-toml impossible date",
		"+++\ntitle = 'a'\ntitle = 'b'\nx = \n+++\n":                        "3:1 duplicate-key\n4:5 bad-toml",
		"+++\ntitle = '''\n+++\n'''\n+++\n":                                 "2:12 bad-toml",
		"+++\n[params]\na = 1\n[params.a]\nb = 1\n+++\n":                    "4:9 duplicate-key a has another value already",
		"+++\nparams = 1\n[[params]]\nb = 1\n+++\n":                         "2:10 wrong-type\n3:3 duplicate-key",
		"{\"a\":" + strings.Repeat("[", 30) + strings.Repeat("]", 30) + "}": "1:25 too-deep nested deeper than 20 levels",
	} {
		fields, _, diags := parse(t, text)
		expect(t, text, diags, strings.Split(want, "\n")...)
		if len(diags) > 0 && fields.Title == "标题" && !strings.Contains(want, "duplicate") && !strings.Contains(want, "feature") {
			t.Errorf("%q: has a title nevertheless", text)
		}
	}
}

// Headers that no honest file has get an error, and within a second.
func TestMonstrousHeaders(t *testing.T) {
	keys := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	repeat := strings.Repeat
	bomb := "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	for name, test := range map[string]struct{ text, want string }{
		"500 keys":                     {"---\nparams:\n" + keys("  k%d: 1\n", 499) + "---\n", ""},
		"501 keys":                     {"---\nparams:\n" + keys("  k%d: 1\n", 500) + "---\n", "502:3 too-many-keys"},
		"50,000 keys":                  {"---\n" + keys("k%d: 1\n", 50_000) + "---\n", "2:1 too-large"},
		"50,000 keys of TOML":          {"+++\n" + keys("k%d = 1\n", 50_000) + "+++\n", "2:1 too-large"},
		"50,000 keys of JSON":          {"{" + keys(`"k%d":1,`, 50_000) + "\"k\":1}\n", "1:1 too-large"},
		"10,000 equal keys":            {"---\n" + repeat("a: 1\n", 10_000) + "---\n", "3:1 duplicate-key"},
		"64 KB":                        {"---\nsummary: " + repeat("x", 65_526) + "\n---\n", ""},
		"more than 64 KB":              {"---\nsummary: " + repeat("x", 65_527) + "\n---\n", "2:1 too-large"},
		"20 levels":                    {"---\nparams: " + repeat("{a: ", 18) + "1" + repeat("}", 18) + "\n---\n", ""},
		"21 levels":                    {"---\nparams: " + repeat("{a: ", 19) + "1" + repeat("}", 19) + "\n---\n", "2:85 too-deep"},
		"21 levels of TOML":            {"+++\nparams.a" + repeat(".a", 19) + " = 1\n+++\n", "2:44 too-deep"},
		"9,000 levels":                 {"---\nparams: " + repeat("[", 9_000) + repeat("]", 9_000) + "\n---\n", "2:28 too-deep"},
		"20,000 lists":                 {"---\n" + repeat("- ", 20_000) + "\n---\n", "2:20001 bad-yaml nested deeper than 20 levels"},
		"20,000 keys of keys":          {"---\n" + repeat("? ", 20_000) + "\n---\n", "2:20001 bad-yaml"},
		"20,000 brackets of JSON":      {"{\"params\":" + repeat("[", 20_000) + repeat("]", 20_000) + "}\n", "1:10010 bad-json"},
		"20,000 brackets of TOML":      {"+++\nparams = " + repeat("[", 20_000) + repeat("]", 20_000) + "\n+++\n", "2:10010 bad-toml"},
		"a dotted key of 30,000 parts": {"+++\nparams" + repeat(".a", 30_000) + " = 1\n+++\n", "2:44 too-deep"},
		"30,000 items on one line":     {"+++\ntags = [" + repeat("1,", 30_000) + "1]\n+++\n", ""},
		"30,000 items of JSON":         {"{\"tags\":[" + repeat("1,", 30_000) + "1]}\n", ""},
		"30,000 quotes":                {"---\n" + repeat(`"`, 30_000) + "\n---\n", "2:3 bad-yaml"},
		"an indent of 60,000":          {"---\n" + repeat(" ", 60_000) + "title: 标题\n---\n", ""},
		"an alias bomb":                {bomb + "---\n", "2:1 unknown-key"},
		"4 MB without an end":          {"---\n" + repeat("正文\n", 600_000), "1:1 front-matter-not-closed"},
		"4 MB of JSON without an end":  {"{" + repeat("正文}\n", 500_000), "1:2 bad-json"},
		"4 MB of rules":                {"---\ntitle: 标题\n---\n" + repeat("---\n", 1_000_000), ""},
		"4 MB of opening":              {"---\ntitle: 标题\n---\n" + repeat("draf : x\n", 400_000), ""},
	} {
		start := time.Now()
		_, _, diags := parse(t, test.text)
		if elapsed := time.Since(start); elapsed > time.Second {
			t.Errorf("%s: took %v", name, elapsed)
		}
		if test.want == "" {
			expect(t, name, diags)
			continue
		}
		if len(diags) > 600 {
			t.Errorf("%s: %d diagnostics", name, len(diags))
		}
		expect(t, name, diags[:min(1, len(diags))], test.want)
	}
}
