package report

import (
	"encoding/csv"
	"io"
	"strings"

	"jianbao/generator/diag"
)

// WriteCSV writes the list of what is to be mended, and what is silenced, for a
// spreadsheet. It begins with a byte order mark, without which they misread Chinese.
func (r *Report) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{r.header()}
	for _, s := range r.Sections {
		for _, f := range s.Findings {
			rows = append(rows, row(f))
		}
	}
	for _, f := range r.Silenced {
		f.Severity = diag.Text{ZH: "已豁免", EN: "silenced"}.In(r.lang)
		rows = append(rows, row(f))
	}
	for _, cells := range rows {
		for i := range cells {
			cells[i] = harmless(cells[i])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (r *Report) header() []string {
	if r.lang == "en" {
		return []string{"column", "severity", "rule", "problem", "how to mend", "page", "source", "reason of silence"}
	}
	return []string{"栏目", "轻重", "规则", "问题", "怎么改", "页面网址", "源文件位置", "豁免原因"}
}

func row(f Finding) []string {
	return []string{f.Column, f.Severity, f.Rule, f.Message, f.Mend, f.URL, f.Place, f.Reason}
}

// harmless keeps a spreadsheet from running what a source wrote as a formula.
func harmless(cell string) string {
	cell = diag.Visible(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
