package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// ellipses tells of dots, full stops and half an ellipsis for ……
func ellipses(p *stretch, tell func(slip)) {
	for _, mark := range [...]string{".", "。", "…"} {
		least := 3
		if mark == "…" {
			least = 1
		}
		eachRow(p.text, mark, func(from, to int) {
			count := (to - from) / len(mark)
			if count < least || mark == "…" && count != 1 {
				return
			}
			before, behind := around(p.text, from, to)
			if isHan(before) || strings.ContainsRune("，、；：？！”）》", before) && before != 0 || isHan(behind) && (before == 0 || isIn(opening, before)) {
				tell(quoted(p.text, from, to, "……", true))
			}
		})
	}
}

// eachRow calls f for every place where a mark stands, once for a row of them.
func eachRow(text, mark string, f func(from, to int)) {
	for from := 0; ; {
		i := strings.Index(text[from:], mark)
		if i < 0 {
			return
		}
		from += i
		to := from + len(mark)
		for strings.HasPrefix(text[to:], mark) {
			to += len(mark)
		}
		f(from, to)
		from = to
	}
}

// dashes tells of what stands for ——. A single — may link places and times
// (北京—上海), so it is told only where a sentence ends before it or nothing does.
func dashes(p *stretch, tell func(slip)) {
	for _, mark := range [...]string{"-", "－", "─", "―", "—"} {
		eachRow(p.text, mark, func(from, to int) {
			before, behind := around(p.text, from, to)
			count := (to - from) / len(mark)
			switch {
			case mark == "—":
				if count == 1 && isHan(behind) && (before == 0 || isIn("，。；：？！", before)) {
					tell(quoted(p.text, from, to, "——", true))
				}
			case count != 2:
			case mark == "-":
				left, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.text[:from], " "))
				right, _ := utf8.DecodeRuneInString(strings.TrimLeft(p.text[to:], " "))
				if endsChinese(left) && beginsChinese(right) || from == 0 && isHan(behind) {
					tell(quoted(p.text, from, to, "——", true))
				}
			case (from == 0 || endsChinese(before) || isIn("，。；：？！", before)) && (beginsChinese(behind) || behind == 0):
				tell(quoted(p.text, from, to, "——", true))
			}
		})
	}
}

// doubledMarks tells of two marks in a row of which one is too many.
func doubledMarks(p *stretch, tell func(slip)) {
	text := p.text
	for i := 0; i+6 <= len(text); i++ {
		if text[i] != 0xE3 && text[i] != 0xEF {
			continue
		}
		to := i
		for {
			r, size := utf8.DecodeRuneInString(text[to:])
			if !isPause(r) {
				break
			}
			to += size
		}
		if strings.HasPrefix(text[to:], "）") && strings.HasSuffix(text[i:to], "：") { // ：）
			to -= len("：")
		}
		// 。。。 is another rule's, and ：： is part of a name in a program.
		if row := text[i:max(i, to)]; len(row) >= 6 && strings.Trim(row, "：") != "" && (len(row) == 6 || strings.Trim(row, "。") != "") {
			tell(slip{from: i, to: to, message: diag.Sprintf("“%s”多了标点", "“%s” has a mark too many", row)})
		}
		i = max(i, to-1)
	}
}

// isIn reports whether a character is one of a kind.
func isIn(kind string, r rune) bool { return r != 0 && strings.ContainsRune(kind, r) }

func isPause(r rune) bool { return r == '，' || r == '。' || r == '、' || r == '；' || r == '：' }
