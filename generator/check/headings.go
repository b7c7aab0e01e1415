package check

import (
	"bytes"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// headingOrderRule is about the headings that a text writes in HTML. Those in Markdown
// get levels without gaps, whatever they are written as.
func headingOrderRule() *Rule {
	return &Rule{
		Name:      "heading-order",
		Title:     diag.Text{ZH: "正文里 HTML 写的标题跳级", EN: "headings of a text, in HTML, that leave levels out"},
		Severity:  diag.Warning,
		Indicator: accessibility,
		Why: diag.Text{
			ZH: "读屏软件的用户从一个标题跳到下一个，缺了一级，会以为漏了一节。Markdown 的标题由程序排好层级，HTML 写的照原样发布。",
			EN: "Who goes from heading to heading takes a level that is left out for a section. Headings in Markdown get the right levels; those in HTML are published as they are.",
		},
		Mend: diag.Text{ZH: "改用 Markdown 的 ## 标题，或改正级别", EN: "write it in Markdown, as ## heading, or correct its level"},
		Text: headingOrder,
	}
}

// headingOrder finds the place of a heading by its number: headings and their runs come
// in the same order.
func headingOrder(t *Text, found *Findings) {
	levels := headingLevels(t.HTML)
	last, gaps := 1, false // the page has its title as h1
	for _, level := range levels {
		gaps = gaps || level > last+1
		last = level
	}
	if !gaps { // as always in Markdown
		return
	}
	var runs []*markdown.Run
	for i := range t.Runs {
		if t.Runs[i].Kind == markdown.HeadingText {
			runs = append(runs, &t.Runs[i])
		}
	}
	last = 1
	for i, level := range levels {
		if level > last+1 {
			place := diag.Pos{Path: t.Path, Line: 1, Column: 1}
			if i < len(runs) {
				place = runs[i].At(0)
			}
			found.Add(place, "标题从 h%[1]d 跳到 h%[2]d", "headings go from h%[1]d to h%[2]d", last, level)
		}
		last = level
	}
}

// headingLevels returns the levels of the headings in a body that are not empty.
func headingLevels(body []byte) (levels []int) {
	for {
		_, rest, ok := bytes.Cut(body, []byte("<h"))
		if !ok {
			return levels
		}
		body = rest
		if len(rest) == 0 || rest[0] < '1' || rest[0] > '6' {
			continue
		}
		inner, _, _ := bytes.Cut(rest, []byte("</h"))
		_, inner, _ = bytes.Cut(inner, []byte(">")) // the rest of the start tag
		if strings.TrimSpace(string(tags.ReplaceAll(inner, nil))) != "" || pictures.Match(inner) {
			levels = append(levels, int(rest[0]-'0'))
		}
	}
}
