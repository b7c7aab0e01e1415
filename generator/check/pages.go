package check

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// accessibility is what rules for people who cannot see a page follow.
var accessibility = diag.Text{
	ZH: "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019）",
	EN: "Web Content Accessibility (GB/T 37668—2019)",
}

// pageRules are about what pages show: the texts in them, and what a site's own
// layouts make of them.
func pageRules() []*Rule {
	return append(slices.Concat(renderedRules(), weightRules(), []*Rule{headingOrderRule()}), []*Rule{
		{
			Name:      "link-text",
			Title:     diag.Text{ZH: "链接文字没有说明通向哪里", EN: "a link whose text does not say where it leads"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "读屏软件的用户常常只听一页的链接。一串“点击这里”什么也没有说。",
				EN: "Who listens to a page often hears its links only. A row of “click here” says nothing.",
			},
			Mend: diag.Text{ZH: "用所链内容的名称作链接文字", EN: "let the text be the name of what it leads to"},
			Text: linkTexts,
		},
		{
			Name:      "table-without-header",
			Title:     diag.Text{ZH: "表格没有表头", EN: "a table without header texts"},
			Indicator: accessibility,
			Why: diag.Text{
				ZH: "表头是空的，听表格的人不知道每一列是什么。",
				EN: "Where the header is empty, who listens to a table cannot know what its columns are.",
			},
			Mend: diag.Text{ZH: "在表格第一行写明每一列的名称；用 HTML 写的，这些格子用 <th>", EN: "name the columns in its first row; in HTML, let those cells be <th>"},
			Text: tableHeaders,
		},
	}...)
}

// emptyWords are texts of links that say nothing of where these lead.
var emptyWords = []string{
	"点击", "点此", "点这里", "点击这里", "点击此处", "请点击", "请点击这里", "请点击此处", "点击查看", "点击进入", "点击打开",
	"这里", "此处", "这儿", "链接", "网址", "网页", "查看", "详情", "更多", "here", "click here", "link", "more", "read more",
}

func linkTexts(t *Text, found *Findings) {
	for _, link := range t.Links {
		if link.Image {
			continue
		}
		text, picture := linkText(t.HTML, link)
		said := strings.ToLower(strings.Trim(text, " 　。，、！!>》»…."))
		switch {
		case picture && text == "": // image-without-alt is about those without a text
		case text == "":
			found.Add(link.Pos, "链接没有文字", "the link has no text")
		case slices.Contains(emptyWords, said):
			found.Add(link.Pos, "链接文字“%s”没有说明通向哪里", "the text of the link, “%s”, does not say where it leads", text)
		}
	}
}

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	pictures = regexp.MustCompile(`<img\b`)
	heads    = regexp.MustCompile(`(?s)<thead\b.*?</thead>`)
	tables   = regexp.MustCompile(`(?s)<table\b.*?</table>`)
	cells    = regexp.MustCompile(`(?s)<t[hd]\b[^>]*>(.*?)</t[hd]>`)
)

// linkText returns the text of a link, with those of the pictures in it.
func linkText(body []byte, link markdown.Link) (text string, picture bool) {
	if link.Offset > len(body) {
		return "", true
	}
	inner, _, _ := bytes.Cut(body[link.Offset:], []byte("</a>"))
	_, inner, _ = bytes.Cut(inner, []byte(">")) // the rest of the start tag
	return visible(html.UnescapeString(string(tags.ReplaceAll(inner, nil)))), pictures.Match(inner)
}

// hasEmptyHead reports whether the header of a table may show nothing.
func hasEmptyHead(body []byte) bool {
	for {
		_, rest, found := bytes.Cut(body, []byte("<thead"))
		if !found {
			return false
		}
		head, rest, _ := bytes.Cut(rest, []byte("</thead>"))
		tag, shown := true, false // the rest of the start tag comes first
		for _, c := range head {
			switch {
			case c == '<':
				tag = true
			case c == '>':
				tag = false
			case !tag && c > ' ':
				shown = true
			}
		}
		if !shown {
			return true
		}
		body = rest
	}
}

// hasBareTable reports whether a table, in HTML, has no cell that is a header.
func hasBareTable(body []byte) bool {
	for {
		_, rest, found := bytes.Cut(body, []byte("<table"))
		if !found {
			return false
		}
		table, rest, _ := bytes.Cut(rest, []byte("</table>"))
		if !bytes.Contains(table, []byte("<th")) {
			return true
		}
		body = rest
	}
}

// tableHeaders finds the place of a table by its first cell that is not empty: cells
// and their runs come in the same order.
func tableHeaders(t *Text, found *Findings) {
	if !hasEmptyHead(t.HTML) && !hasBareTable(t.HTML) { // as nearly always
		return
	}
	var runs []*markdown.Run
	for i := range t.Runs {
		if t.Runs[i].Kind == markdown.Cell {
			runs = append(runs, &t.Runs[i])
		}
	}
	seen := 0
	for _, table := range tables.FindAll(t.HTML, -1) {
		at := seen
		for _, cell := range cells.FindAllSubmatch(table, -1) {
			if len(bytes.TrimSpace(cell[1])) > 0 {
				seen++
			}
		}
		fault := headerFault(table)
		if fault == (diag.Text{}) {
			continue
		}
		place := diag.Pos{Path: t.Path, Line: 1, Column: 1}
		if at < len(runs) {
			place = runs[at].At(0)
		}
		found.Add(place, "%[1]s", "%[2]s", fault.ZH, fault.EN)
	}
}

// headerFault says what is wrong with the header of a table.
func headerFault(table []byte) diag.Text {
	head := heads.Find(table)
	switch {
	case head == nil && hasBareTable(table):
		return diag.Text{ZH: "表格没有表头", EN: "the table has no header"}
	case head != nil && !slices.ContainsFunc(cells.FindAllSubmatch(head, -1), func(c [][]byte) bool { return len(bytes.TrimSpace(c[1])) > 0 }):
		return diag.Text{ZH: "表格的表头是空的", EN: "the header of the table is empty"}
	}
	return diag.Text{}
}
