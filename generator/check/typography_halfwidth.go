package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// halfWidth tells of half-width marks beside Chinese characters.
func halfWidth(p *stretch, tell func(slip)) {
	text := p.text
	if isForeign(text) {
		return
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ',', ';', ':', '?', '!':
			to := i + 1
			if text[i] == '?' || text[i] == '!' {
				for to < len(text) && (text[to] == '?' || text[to] == '!') {
					to++
				}
			}
			if isHalfWidthSlip(text, i, to) {
				tell(quoted(text, i, to, fullWidth.Replace(text[i:to]), true))
			}
			i = to - 1
		case '.':
			halfWidthStop(text, i, tell)
		case '(':
			halfWidthBrackets(text, i, tell)
		}
	}
}

// isForeign reports whether a text is of another language, with a few Chinese words.
func isForeign(text string) bool {
	han, latin := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c>>4 == 0xE && c >= 0xE4 && c <= 0xE9: // the first bytes of Chinese characters
			han++
		case isLatin(rune(c)):
			latin++
		}
	}
	return latin > 4*han
}

var fullWidth = strings.NewReplacer(",", "，", ";", "；", ":", "：", "?", "？", "!", "！")

func isHalfWidthSlip(text string, from, to int) bool {
	before, behind := around(text, from, to)
	ends, begins := endsChinese(before), beginsChinese(behind)
	switch text[from] {
	case ',':
		return ends || begins && before != 0
	case ';':
		return ends || begins && before != 0 && !isEntity(text[:from])
	case ':':
		return (ends || begins && (isDigit(before) || isLatin(before))) && !isShortcode(text, from) && !(isHanDigit(before) && isHanDigit(behind))
	}
	// ? and ! in an address or an expression are no marks of a sentence.
	return ends && behind != '=' && behind != '[' && !(isLatin(behind) && strings.Contains(text[to:min(len(text), to+20)], "="))
}

// isEntity reports whether a text ends with the beginning of an HTML entity.
func isEntity(text string) bool {
	i := strings.LastIndexByte(text, '&')
	return i >= 0 && len(text)-i < 12 && !strings.ContainsAny(text[i:], " ;") && !hasHan(text[i:])
}

// isShortcode reports whether the colon is one of two around a word, as in :smile:.
func isShortcode(text string, i int) bool {
	word := func(r rune) bool { return isLatin(r) || isDigit(r) || r == '_' || r == '+' }
	before := strings.TrimRightFunc(text[:i], word)
	behind := strings.TrimLeftFunc(text[i+1:], word)
	return len(before) < i && strings.HasSuffix(before, ":") || len(behind) < len(text)-i-1 && strings.HasPrefix(behind, ":")
}

func isHanDigit(r rune) bool {
	return r != 0 && strings.ContainsRune("〇零一二三四五六七八九十百千万两", r)
}

// halfWidthStop looks at a dot. Between Chinese characters it may be that of a
// foreign name or of a domain, so only one at an end is mended.
func halfWidthStop(text string, i int, tell func(slip)) {
	before, behind := around(text, i, i+1)
	if !endsChinese(before) || before == '…' || i == 0 {
		return
	}
	switch {
	case behind == 0 || behind == ' ' || behind == '\n' || behind != '.' && strings.ContainsRune(closing, behind):
		if isNumbering(text[:i]) {
			return
		}
		tell(quoted(text, i, i+1, "。", true))
	case isHan(behind) && !isNumbering(text[:i]) && !isDomain(text[i+1:]):
		tell(slip{from: i, to: i + 1, message: diag.Text{
			ZH: "汉字间的“.”应为“。”，外国人名中应为“·”",
			EN: "“.” between Chinese characters should be “。”, or “·” in a foreign name",
		}})
	}
}

// isNumbering reports whether a text is the number that a paragraph begins with.
func isNumbering(text string) bool {
	text = strings.TrimPrefix(text, "第")
	return text != "" && utf8.RuneCountInString(text) <= 3 && strings.IndexFunc(text, func(r rune) bool { return !isHanDigit(r) }) < 0
}

// isDomain reports whether a text begins with the name of a Chinese top-level domain.
func isDomain(text string) bool {
	for _, name := range []string{"政务", "公益", "中国", "公司", "网络", "网址"} {
		if strings.HasPrefix(text, name) {
			return true
		}
	}
	return false
}

// halfWidthBrackets looks at a pair of brackets by its first one.
func halfWidthBrackets(text string, i int, tell func(slip)) {
	end, size := partner(text, i)
	if end < 0 {
		return
	}
	before, first := around(text, i, i+1)
	last, behind := around(text, end, end+size)
	inside := text[i+1 : end]
	if inside == "" || before == ']' || isFileName(text[end+size:]) || isYearOf(text, i, end+size) {
		return
	}
	if size > 1 { // (……）
		tell(quoted(text, i, i+1, "（", true))
		return
	}
	word, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:i], " "))
	if !hasHan(inside) && (isLatin(word) || isDigit(word) || word == '_' || word == markdown.Gap) { // f(x), TCP (v4)
		return
	}
	if !endsChinese(before) && !isHan(first) && !isHan(last) && !beginsChinese(behind) && !beginsChinese(first) && !endsChinese(last) {
		return
	}
	s := slip{from: i, to: end + size, message: diag.Sprintf("半角括号“%[1]s”应为“（）”", "the half-width brackets “%[1]s” should be “（）”", "()")}
	if !isYear(inside) || !isDigit(behind) { // 湘政发(2018)5号 wants 〔〕
		s.edits = []edit{{i, i + 1, "（"}, {end, end + size, "）"}}
	}
	tell(s)
}

// partner finds the bracket that closes the one at i, of either width.
func partner(text string, i int) (end, size int) {
	depth := 0
	for j := i; j < len(text); {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			if depth--; depth == 0 {
				return j, n
			}
		}
		j += n
	}
	return -1, 0
}

// isFileName reports whether a text goes on as a file's name does: .docx.
func isFileName(behind string) bool {
	return len(behind) > 2 && behind[0] == '.' && isLatin(rune(behind[1])) && (isLatin(rune(behind[2])) || isDigit(rune(behind[2])))
}

func isYear(text string) bool {
	return len(text) == 4 && (text[0] == '1' || text[0] == '2') && strings.IndexFunc(text, func(r rune) bool { return !isDigit(r) }) < 0
}

// isYearOf reports whether brackets hold the year of a document's number, of which
// another rule tells.
func isYearOf(text string, from, to int) bool {
	number, _, found := strings.Cut(text[to:min(len(text), to+len("第0000号"))], "号")
	if !found {
		return false
	}
	start, _ := documentNumber(text[:to+len(number)])
	return start == from
}
