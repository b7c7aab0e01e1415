package frontmatter

import (
	"bytes"
	"regexp"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// draftLine matches a line that someone wrote to mark a draft.
var draftLine = regexp.MustCompile(`^[ \t\-"']*(?i:draft|草稿)["' ]*[:：=]`)

// checkDraftLines reports a line that looks like "draft: true" and yet is not
// the key draft: part of the text above ("draft:true" after an indent), say.
// It would otherwise be lost without a word, and the draft be published.
func (s *section) checkDraftLines() {
	lines := map[int]bool{}
	draftKeys(s.tree, lines)
	number := s.at.Line
	for line := range bytes.Lines(s.header) {
		if draftLine.Match(line) && !lines[number] {
			indent := len(line) - len(bytes.TrimLeft(line, " \t"))
			s.diags.Errorf(diag.Pos{Path: s.at.Path, Line: number, Column: indent + 1}, "draft-not-read",
				"这一行像是 draft，却成了上面文字的一部分", "this line looks like draft but is part of the text above").
				Hintf("顶格写 draft: true，冒号后空一格；若是文字，换个写法", "write draft: true at the left margin, with a space after the colon; if it is text, word it differently")
		}
		number++
	}
}

// draftKeys collects the lines of keys that may be meant for draft, at any
// depth: those are seen and, where they do not belong, reported.
func draftKeys(n *strict.Node, lines map[int]bool) {
	for _, f := range n.Fields {
		if looksLikeDraft(f.Key) {
			lines[f.Pos.Line] = true
		}
		draftKeys(f.Value, lines)
	}
	for _, item := range n.Items {
		draftKeys(item, lines)
	}
}

func looksLikeDraft(key string) bool {
	key = strings.TrimSpace(key)
	return strings.EqualFold(key, "draft") || key == "草稿"
}

// params reads free values. A draft that slipped in there, by an indent or below
// a TOML table, would hide nothing: it is an error.
func (v value) params() map[string]any {
	free := v.Map()
	if free == nil {
		return nil
	}
	for _, entry := range v.Entries() {
		if looksLikeDraft(entry.Name()) {
			entry.KeyErrorf("misplaced-key", "params 里的 %s 不起作用", "%s does nothing inside params", entry.Name()).
				Hintf("draft 要与 title 同级：YAML 顶格写，TOML 写在 [params] 之前", "put draft on the level of title: at the margin in YAML, before [params] in TOML")
		}
	}
	return free
}

// keyAndColon matches what YAML does not take for a key: a full-width colon, or
// one without a space.
var keyAndColon = regexp.MustCompile(`^["']?([\pL\d_-]+)["']?[ \t]*(：|:[^ \t\r\n])`)

// badColons reports the lines of an unreadable header whose colon is wrong.
func (s *section) badColons(keys []strict.Key) (diags diag.List) {
	number := s.at.Line
	for line := range bytes.Lines(s.header) {
		if m := keyAndColon.FindSubmatchIndex(line); m != nil && isKey(string(line[m[2]:m[3]]), keys) {
			at := diag.Pos{Path: s.at.Path, Line: number, Column: len([]rune(string(line[:m[4]]))) + 1}
			diags.Errorf(at, "bad-yaml", "这里的冒号不对", "this colon is wrong").
				Hintf("冒号用半角，后面空一格：%s: …", "write an ASCII colon and a space after it: %s: …", line[m[2]:m[3]])
		}
		number++
	}
	return diags
}

func isKey(name string, keys []strict.Key) bool {
	for _, k := range keys {
		if k.Is(name) {
			return true
		}
	}
	return false
}
