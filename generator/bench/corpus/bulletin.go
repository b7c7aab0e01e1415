package corpus

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path"
	"strings"
)

// Bulletin makes up one bulletin of those of a site, numbered from 0.
func (o Options) Bulletin(i int) Bulletin {
	column, name, r := o.place(i)
	w := &writing{Rand: r}
	chart, annex := w.IntN(8) == 0, w.IntN(10) == 0
	b := Bulletin{
		Source: "content/" + column.Name + "/" + name + ".md",
		URL:    "/" + column.Name + "/" + name + "/",
		Title:  fmt.Sprintf("%s%s（%d）", w.one(subjects), w.matter(), i+1),
		Year:   2012 + w.IntN(15),
		Tags:   []string{w.one(tags)},
	}
	b.Date = fmt.Sprintf("%d-%02d-%02dT%02d:%02d:00+08:00", b.Year, 1+w.IntN(9), 1+w.IntN(28), 8+w.IntN(10), w.IntN(60))
	if second := w.one(tags); second != b.Tags[0] {
		b.Tags = append(b.Tags, second)
	}
	if chart || annex {
		b.Source = "content/" + column.Name + "/" + name + "/index.md"
	}
	w.header(&b, i, chart, annex)
	w.body(o, i, chart)
	b.Files = []File{{b.Source, []byte(w.String())}}
	if chart {
		b.Files = append(b.Files, File{path.Dir(b.Source) + "/chart.png", w.chart()})
	}
	if annex {
		b.Files = append(b.Files, File{path.Dir(b.Source) + "/annex.pdf", w.annex()})
	}
	return b
}

func (w *writing) header(b *Bulletin, i int, chart, annex bool) {
	w.add("---\ntitle: %s\ndate: %s\nsource: %s\nauthors: [%s]\neditor: 区改革办信息科\n", b.Title, b.Date, w.one(subjects), w.one(subjects))
	w.add("tags: [%s]\nkeywords: [%s, %s, %s]\n", strings.Join(b.Tags, ", "), w.one(nouns), w.one(nouns), w.one(verbs))
	if w.IntN(3) == 0 {
		w.add("summary: %s\n", strings.ReplaceAll(w.sentence(), "*", ""))
	}
	if w.IntN(4) == 0 {
		w.add("number: 基经改发〔%d〕%d号\n", b.Year, 1+i%300)
	}
	if chart {
		w.WriteString("image: chart.png\nimageAlt: 进展情况柱状图\n")
	}
	if annex {
		w.WriteString("attachments:\n  - {file: annex.pdf, title: 任务清单}\n")
	}
	w.WriteString("---\n\n")
}

func (w *writing) body(o Options, i int, chart bool) {
	w.paragraph()
	if chart {
		w.WriteString("![进展情况柱状图](chart.png)\n\n")
	}
	for range max(o.Scale, 1) {
		for _, number := range numerals[:3+w.IntN(3)] {
			w.section(number)
		}
	}
	if i > 0 {
		column, name, _ := o.place(w.IntN(i))
		w.add("有关背景见[此前的简报](/%s/%s/)。\n\n", column.Name, name)
	}
	if w.IntN(2) == 0 {
		w.add("数据来自年度报告[^1]。\n\n[^1]: %s\n", w.sentence())
	}
}

// chart is a picture of some columns of figures.
func (w *writing) chart() []byte {
	const width, height, bars = 480, 270, 12
	picture := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.RGBA{0x1d, 0x4e, 0x89, 0xff}})
	for bar := range bars {
		for y := range 20 + w.IntN(height-40) {
			for x := range width/bars - 8 {
				picture.SetColorIndex(bar*width/bars+4+x, height-1-y, 1)
			}
		}
	}
	var data bytes.Buffer
	png.Encode(&data, picture) // into memory
	return data.Bytes()
}

// annex is a PDF of one blank page, with 16 KB that do not compress.
func (w *writing) annex() []byte {
	data := []byte("%PDF-1.4\n" +
		"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" +
		"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n" +
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n" +
		"4 0 obj\n<</Length 16384>>stream\n")
	for range 2 << 10 {
		n := w.Uint64()
		data = append(data, byte(n), byte(n>>8), byte(n>>16), byte(n>>24), byte(n>>32), byte(n>>40), byte(n>>48), byte(n>>56))
	}
	return append(data, "\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"...)
}
