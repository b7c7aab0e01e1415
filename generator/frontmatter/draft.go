package frontmatter

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// draftLine matches a line of the form "key: value", or "key value" where the
// value is true or false.
var draftLine = regexp.MustCompile(`^[\s\-{,"'“‘]*[^\s:：=＝"'”’]+["'”’\s]*(?:[:：=＝]|\s(?i:true|false)\s*$)`)

// firstWord returns what draftLine takes for the key of a line. Hardly any line has
// one that looks like draft, and only such a one is matched.
func firstWord(line []byte) []byte {
	line = bytes.TrimLeft(line, " \t\n\f\r-{,\"'“‘")
	end := bytes.IndexFunc(line, func(r rune) bool {
		switch r {
		case ' ', '\t', '\n', '\f', '\r', ':', '：', '=', '＝', '"', '\'', '”', '’':
			return true
		}
		return false
	})
	if end < 0 {
		return line
	}
	return line[:end]
}

// checkDraftLines reports a line that looks like "draft: true" and yet is not
// the key draft: part of the text above ("draft:true" after an indent), say, or
// of a second header. It would otherwise be lost without a word, and the draft
// be published.
func (s *section) checkDraftLines() {
	seen := map[int]bool{}
	draftKeys(s.tree, seen)
	for _, d := range s.diags {
		seen[d.Line] = true // a key that stands twice, say
	}
	s.checkLines(s.header, s.at.Line, seen,
		diag.Text{ZH: "这一行像是 draft，却成了上面文字的一部分", EN: "this line looks like draft but is part of the text above"})
	s.checkLines(opening(s.body.Text), s.body.Line, nil,
		diag.Text{ZH: "这一行像是 draft，却在文首之后，成了正文", EN: "this line looks like draft but comes after the front matter, in the text"})
}

func (s *section) checkLines(text []byte, number int, seen map[int]bool, message diag.Text) {
	for line := range bytes.Lines(text) {
		if !seen[number] && looksLikeDraft(firstWord(line)) && draftLine.Match(line) {
			indent := len(line) - len(bytes.TrimLeft(line, " \t"))
			s.diags.Errorf(diag.Pos{Path: s.at.Path, Line: number, Column: indent + 1}, "draft-not-read", "%[1]s", "%[2]s", message.ZH, message.EN).
				Hintf("顶格写 draft: true，冒号后空一格；若是文字，换个写法", "write draft: true at the left margin, with a space after the colon; if it is text, word it differently")
		}
		number++
	}
}

// opening returns the part of a body that may be meant as front matter: a
// second header, or else the lines before the first blank one.
func opening(body []byte) []byte {
	start, _ := skipBlank(body)
	fenced := slices.ContainsFunc(fences, func(f fence) bool { return f.opening == string(trimEnd(firstLine(body[start:]))) })
	for end := start; end < min(len(body), strict.MaxBytes); {
		line := firstLine(body[end:])
		blank := len(bytes.TrimSpace(line)) == 0
		closing := end > start && looksLikeFence(string(trimEnd(line)))
		if closing || blank && !fenced {
			return body[:end]
		}
		end += len(line)
	}
	return body[:min(len(body), strict.MaxBytes)]
}

// draftKeys collects the lines of keys that may be meant for draft, at any
// depth: those are seen and, where they do not belong, reported.
func draftKeys(n *strict.Node, lines map[int]bool) {
	for _, f := range n.Fields {
		if looksLikeDraft([]byte(f.Key)) {
			lines[f.Pos.Line] = true
		}
		draftKeys(f.Value, lines)
	}
	for _, item := range n.Items {
		draftKeys(item, lines)
	}
}

// looksLikeDraft reports what a reader takes for the word: in any case, in
// full-width letters, with spaces and characters that cannot be seen, and with
// letters of other scripts that look the same (drаft, whose а is Cyrillic).
func looksLikeDraft(key []byte) bool {
	const word = "draft"
	var letters [len(word)]rune
	n := 0
	for size := 0; len(key) > 0; key = key[size:] {
		var r rune
		r, size = utf8.DecodeRune(key)
		if r = visibleLetter(r); r < 0 {
			continue
		}
		if n == len(letters) {
			return false
		}
		letters[n] = r
		n++
	}
	if n != len(letters) {
		return string(letters[:n]) == "草稿"
	}
	right := 0
	for i, r := range letters {
		switch {
		case r == rune(word[i]):
			right++
		case r < utf8.RuneSelf || unicode.Is(unicode.Han, r):
			return false
		}
	}
	return right >= 3
}

// visibleLetter makes letters lower-case and half-width, and drops what cannot
// be seen.
func visibleLetter(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		return -1
	case r >= '！' && r <= '～':
		r += '!' - '！'
	}
	return unicode.ToLower(r)
}

// params reads free values. A draft that slipped in there, by an indent or below
// a TOML table, would hide nothing: it is an error.
func (v value) params() map[string]any {
	free := v.Map()
	if free != nil {
		v.refuseDraft(v.Value)
	}
	return free
}

// refuseDraft reports the keys of a tree that are meant for draft.
func (v value) refuseDraft(tree strict.Value) {
	switch tree.Kind() {
	case strict.List:
		for _, item := range tree.Items() {
			v.refuseDraft(item)
		}
	case strict.Map:
		for _, entry := range tree.Entries() {
			if looksLikeDraft([]byte(entry.Name())) {
				entry.KeyErrorf("misplaced-key", "%[1]s 里的 %[2]s 不起作用", "%[2]s does nothing inside %[1]s", v.Name(), entry.Name()).
					Hintf("draft 要与 title 同级：YAML 顶格写，TOML 写在 [params] 之前", "put draft on the level of title: at the margin in YAML, before [params] in TOML")
			}
			v.refuseDraft(entry)
		}
	}
}

// keyAndColon matches what YAML does not take for a key: a full-width colon, or
// one without a space.
var keyAndColon = regexp.MustCompile(`^["']?([\pL\d_-]+)["']?[ \t]*(：|:[^ \t\r\n])`)

// badColons reports the lines of an unreadable header of YAML whose colon is
// wrong.
func (s *section) badColons(keys []strict.Key) (diags diag.List) {
	if !s.yaml || len(s.header) > strict.MaxBytes {
		return nil
	}
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
