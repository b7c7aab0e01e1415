package frontmatter_test

import (
	"strings"
	"testing"
)

// What decides about a file whose header holds these lines beside a title, a
// date and a source.
const (
	hidden = "draft" // it is a draft, without errors
	public = "public"
)

// Every way to write draft that people were seen or are feared to use. None of
// them publishes the file without an error, but for those that say in plain
// words that it is no draft.
var draftSpellings = []struct{ lines, want string }{
	{"draft: true", hidden},
	{"draft : true", hidden},
	{"draft:  true  ", hidden},
	{"draft:\ttrue", hidden},
	{"draft: true # 还要核对", hidden},
	{`"draft": true`, hidden},
	{`'draft': true`, hidden},
	{`"dr\u0061ft": true`, hidden},
	{"? draft\n: true", hidden},
	{"草稿: true", hidden},
	{"draft: false", public},
	{"草稿: false", public},
	{"# draft: true", public}, // a comment says nothing
	{"summary: 一份 draft: 的说明", "5:18 bad-yaml"},

	{"Draft: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"DRAFT: true", "5:1 unknown-key 是不是 draft（草稿）？"},
	{"dRaFt: true", "5:1 unknown-key draft"},
	{"darft: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"drfat: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"draf: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"drafts: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"isDraft: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"is_draft: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"草 稿: true", "5:1 unknown-key did you mean 草稿 (draft)?"},
	{"published: false", "5:1 unknown-key did you mean draft (草稿)?"},
	{"hidden: true", "5:1 unknown-key did you mean draft (草稿)?"},
	{"draft\u200B: true", "5:1 unknown-key did you mean draft"},
	{"\u200Bdraft: true", "5:1 unknown-key did you mean draft"},
	{"dra\u00ADft: true", "5:1 unknown-key did you mean draft"},
	{"\u00A0draft: true", "5:1 unknown-key did you mean draft"},
	{"\u3000draft: true", "5:1 unknown-key did you mean draft"},
	{"ｄｒａｆｔ: true", "5:1 unknown-key did you mean draft"},
	{"dr\u0430ft: true", "5:1 unknown-key did you mean draft"}, // a Cyrillic а

	{`draft: "true"`, "5:8 wrong-type draft must be true or false"},
	{`draft: 'true'`, "5:8 wrong-type draft 只能是 true 或 false"},
	{"draft: yes", "5:8 wrong-type"},
	{"draft: Yes", "5:8 wrong-type"},
	{"draft: y", "5:8 wrong-type"},
	{"draft: on", "5:8 wrong-type"},
	{"draft: no", "5:8 wrong-type"},
	{"draft: 是", "5:8 wrong-type"},
	{"草稿: 是", "5:5 wrong-type 草稿 must be true or false"},
	{"草稿: 否", "5:5 wrong-type"},
	{"draft: 1", "5:8 wrong-type"},
	{"draft: 0", "5:8 wrong-type"},
	{"draft: True", "5:8 wrong-type in lower case"},
	{"draft: TRUE", "5:8 wrong-type in lower case"},
	{"draft: FALSE", "5:8 wrong-type in lower case"},
	{"draft: ture", "5:8 wrong-type"},
	{"draft: true,", "5:8 wrong-type"},
	{"draft: true;", "5:8 wrong-type"},
	{"draft: true#x", "5:8 wrong-type"},
	{"draft: true\u200B", "5:8 wrong-type"},
	{"draft: ｔｒｕｅ", "5:8 wrong-type"},
	{"draft: [true]", "5:8 wrong-type"},
	{"draft: {true: true}", "5:8 wrong-type"},
	{"draft: |\n  true", "5:8 wrong-type"},
	{"draft: >-\n  true", "5:8 wrong-type"},
	{`draft: ""`, "5:8 wrong-type"},
	{"draft: !!bool true", "5:8 yaml-feature"},
	{"draft: &a true", "5:8 yaml-feature"},
	{"draft:", "5:1 empty-value draft has no value"},
	{"draft: ~", "5:8 empty-value draft 没有内容"},
	{"draft: null", "5:8 empty-value"},
	{"草稿:", "5:1 empty-value"},

	{"draft:true", "5:6 bad-yaml write an ASCII colon and a space after it: draft: …"},
	{"draft：true", "5:6 bad-yaml 冒号用半角，后面空一格：draft: …"},
	{"draft： true", "5:6 bad-yaml"},
	{"draft:\u3000true", "5:6 bad-yaml"},
	{"draft:\u00A0true", "5:6 bad-yaml"},
	{"草稿：true", "5:3 bad-yaml 草稿: …"},
	{"ｄｒａｆｔ：ｔｒｕｅ", "5:1 bad-yaml"},
	{"draft = true", "5:1 bad-yaml this line is not of the form key: value"},
	{"draft=true", "5:1 bad-yaml"},
	{"draft true", "5:1 bad-yaml"},
	{"- draft: true", "5:1 bad-yaml"},
	{"{draft: true}", "5:1 bad-yaml"},
	{"  draft: true", "5:8 bad-yaml a colon cannot be here"},
	{"\tdraft: true", "5:1 bad-yaml an indent cannot be a tab"},

	{"draft: false\ndraft: true", "6:1 duplicate-key first on line 5"},
	{"draft: true\ndraft: false", "6:1 duplicate-key"},
	{"草稿: false\ndraft: true", "6:1 duplicate-key draft means the same as 草稿 on line 5"},
	{"draft: false\n草稿: true", "6:1 duplicate-key 草稿 与第 5 行的 draft 是同一项"},

	{"summary: 摘要\n  draft:true", "6:3 draft-not-read this line looks like draft"},
	{"summary: 摘要\n  draft：true", "6:3 draft-not-read 这一行像是 draft"},
	{"summary: 摘要\n  Draft：true", "6:3 draft-not-read"},
	{"summary: 摘要\n  ｄｒａｆｔ：ｔｒｕｅ", "6:3 draft-not-read"},
	{"summary: 摘要\n  dr\u0430ft：true", "6:3 draft-not-read"},
	{"summary: 摘要\n  dra\u200Bft：true", "6:3 draft-not-read"},
	{"summary: 摘要\n  draft = true", "6:3 draft-not-read"},
	{"summary: 摘要\n  draft true", "6:3 draft-not-read"},
	{"summary: 摘要\n  草稿：是", "6:3 draft-not-read"},
	{"summary: 摘要\n  草稿是怎样写成的", public},
	{"summary: |\n  摘要\n  draft: true", "7:3 draft-not-read"},
	{"summary: >\n  摘要\n\n  - draft: true", "8:3 draft-not-read"},
	{"summary: \"摘要\n  draft: true\"", "6:3 draft-not-read"},
	{"params:\n  draft: true", "6:3 misplaced-key draft does nothing inside params"},
	{"params:\n  Draft: true", "6:3 misplaced-key params 里的 Draft 不起作用"},
	{"params: {色: 红, 草稿: true}", "5:16 misplaced-key"},
	{"params:\n  a:\n    - b: {draft: true}", "7:11 misplaced-key"},
	{"tags:\n  - draft: true", "6:5 wrong-type"},
	{"changes: {date: 2018-06-01, note: 改, draft: true}", "5:38 unknown-key"},
	{"status: draft", "5:9 bad-value"},
}

func TestDraftFailsClosed(t *testing.T) {
	if len(draftSpellings) < 40 {
		t.Fatalf("only %d spellings", len(draftSpellings))
	}
	for _, test := range draftSpellings {
		checkDraft(t, "---\ntitle: 标题\ndate: 2018-05-31\nsource: 来源\n"+test.lines+"\n---\n正文\n", test.want)
	}
}

// The same in other languages, and where the header is not what it seems.
func TestDraftInOtherPlaces(t *testing.T) {
	const (
		yaml = "title: 标题\ndate: 2018-05-31\nsource: 来源\n"
		toml = "title = '标题'\ndate = 2018-05-31\nsource = '来源'\n"
		json = `"title":"标题","date":"2018-05-31","source":"来源"`
	)
	for _, test := range []struct{ text, want string }{
		{"---\n" + yaml + "draft: true\n\n正文\n", "1:1 front-matter-not-closed"},
		{"---\n" + yaml + "----\ndraft: true\n", "1:1 front-matter-not-closed"},
		{"---\n" + yaml + "--- # 草稿\ndraft: true\n---\n", "5:1 bad-yaml a second YAML document begins here"},
		{"---\n" + yaml + "---\n---\ndraft: true\n---\n正文\n", "7:1 draft-not-read in the text"},
		{"---\n" + yaml + "---\n\n---\ntitle: 标题\n\ndraft: true\n---\n正文\n", "10:1 draft-not-read 成了正文"},
		{"---\n" + yaml + "...\ndraft: true\n---\n正文\n", "6:1 draft-not-read"},
		{"---\n" + yaml + "---\n\ndraft: true\n\n正文\n", "7:1 draft-not-read"},
		{"---\n" + yaml + "---\n来源：乙\n草稿：是\n", "7:1 draft-not-read"},
		{"---\n" + yaml + "---\n正文\n\ndraft: true\n", public}, // a text may speak of it
		{"---\n" + yaml + "---\n+++\ndraft = true\n+++\n", "7:1 draft-not-read"},
		{"draft: true\n---\n" + yaml + "---\n正文\n", "1:1 no-front-matter"},
		{"---\ndraft: true\n---\n---\n" + yaml + "---\n", hidden},
		{"\uFEFF\n---\n" + yaml + "draft: true\n---\n", hidden},

		{"+++\n" + toml + "draft = true\n+++\n", hidden},
		{"+++\n" + toml + "'草稿' = true\n+++\n", hidden},
		{"+++\n" + toml + "# draft = true\n+++\n", public},
		{"+++\n" + toml + "Draft = true\n+++\n", "5:1 unknown-key"},
		{"+++\n" + toml + "draft = 'true'\n+++\n", "5:9 wrong-type"},
		{"+++\n" + toml + "draft = 1\n+++\n", "5:9 wrong-type"},
		{"+++\n" + toml + "draft = yes\n+++\n", "5:9 bad-toml"},
		{"+++\n" + toml + "draft = True\n+++\n", "5:9 bad-toml"},
		{"+++\n" + toml + "draft =\n+++\n", "5:8 bad-toml"},
		{"+++\n" + toml + "draft: true\n+++\n", "5:6 bad-toml"},
		{"+++\n" + toml + "草稿 = true\n+++\n", "5:1 bad-toml TOML wants quotes"},
		{"+++\n" + toml + "draft = false\ndraft = true\n+++\n", "6:1 duplicate-key"},
		{"+++\n" + toml + "[params]\ndraft = true\n+++\n", "6:1 misplaced-key before [params] in TOML"},
		{"+++\n" + toml + "[params.a]\ndraft = true\n+++\n", "6:1 misplaced-key"},
		{"+++\n" + toml + "[[params.a]]\ndraft = true\n+++\n", "6:1 misplaced-key"},
		{"+++\n" + toml + "params.draft = true\n+++\n", "5:8 misplaced-key"},
		{"+++\n" + toml + "[draft]\nx = true\n+++\n", "5:2 wrong-type"},
		{"+++\n" + toml + "summary = '''\ndraft = true\n'''\n+++\n", "6:1 draft-not-read"},
		{"+++\n" + toml + "reviews = [{by = '甲', draft = true}]\n+++\n", "5:23 unknown-key"},

		{"{" + json + `,"draft":true}` + "\n正文\n", hidden},
		{"{" + json + `,"草稿":true}` + "\n正文\n", hidden},
		{"{" + json + `,"Draft":true}` + "\n正文\n", "1:49 unknown-key"},
		{"{" + json + `,"draft":"true"}` + "\n正文\n", "1:57 wrong-type"},
		{"{" + json + `,"draft":1}` + "\n正文\n", "1:57 wrong-type"},
		{"{" + json + `,"draft":null}` + "\n正文\n", "1:57 empty-value"},
		{"{" + json + `,"draft":false,"draft":true}` + "\n正文\n", "1:63 duplicate-key"},
		{"{" + json + `,"params":{"a":[{"draft":true}]}}` + "\n正文\n", "1:65 misplaced-key"},
		{"{" + json + ",\n\"draft\":True}\n正文\n", "2:9 bad-json"},
		{"{" + json + ",\ndraft: true}\n正文\n", "2:1 bad-json"},
		{"{" + json + "}\n{\"draft\":true}\n正文\n", "2:1 draft-not-read"},
		{"{" + json + "},\n\"draft\":true}\n正文\n", "1:49 bad-front-matter"},
	} {
		checkDraft(t, test.text, test.want)
	}
}

func checkDraft(t *testing.T, text, want string) {
	t.Helper()
	fields, _, diags := parse(t, text)
	switch want {
	case hidden, public:
		expect(t, text, diags)
		if fields.Draft != (want == hidden) {
			t.Errorf("%q: draft is %v, want %s", text, fields.Draft, want)
		}
	default:
		expect(t, text, diags, strings.Split(want, "\n")...)
		if !diags.HasErrors() {
			t.Errorf("%q: no error", text)
		}
	}
}
