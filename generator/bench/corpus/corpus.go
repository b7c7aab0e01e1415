// Package corpus makes up sites of Chinese bulletins, for benchmarks.
//
// A bulletin has some 7 KB and is written as reform offices write: sections with
// Chinese numbers, paragraphs full of figures, tables, lists, footnotes, links to
// earlier bulletins, quotations, a document number; one in eight has a chart beside
// it, one in ten an attachment. They spread over columns and fifteen years.
//
// Every bulletin is drawn from the seed and its own number alone: the same seed gives
// the same bytes, another one other texts, and [Options.Bulletin] any one of them
// without the others. So a site of 100,000 bulletins needs no memory.
//
// All is written so that other generators read it, too: dates in full, links as
// addresses, files of a bulletin in its own folder.
package corpus

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Options say what to make up.
type Options struct {
	Bulletins int
	Columns   int    // 0 = 8
	Seed      uint64 // of all texts
	Scale     int    // bodies that many times as long; 0 = once
}

// File is a file of a site.
type File struct {
	Path string // "content/reform/n000007.md"
	Data []byte
}

// Bulletin is a bulletin and what lies beside it.
type Bulletin struct {
	Source string // path of the text
	URL    string // "/reform/n000007/"
	Title  string
	Date   string // RFC 3339
	Year   int
	Tags   []string
	Files  []File // the text first
}

// SiteTitle and BaseURL are those of every corpus.
const (
	SiteTitle = "基准经开区改革信息网"
	BaseURL   = "https://bench.example.gov.cn/"
)

// Column is a folder of bulletins.
type Column struct{ Name, Title string }

var columns = []Column{
	{"reform", "全面深化改革"},
	{"progress", "改革动态"},
	{"policy", "改革文件"},
	{"interpretation", "政策解读"},
	{"briefings", "改革简报"},
	{"cases", "改革案例"},
	{"tasks", "任务台账"},
	{"supervision", "改革督察"},
}

// ColumnList lists the columns.
func (o Options) ColumnList() []Column {
	list := make([]Column, cmp.Or(o.Columns, len(columns)))
	for i := range list {
		list[i] = columns[i%len(columns)]
		if round := i / len(columns); round > 0 {
			list[i].Name += fmt.Sprint(round + 1)
			list[i].Title += fmt.Sprint(round + 1)
		}
	}
	return list
}

// Settings is a site.yaml, to which more may be appended.
func Settings() string {
	return "title: " + SiteTitle + "\nbaseURL: " + BaseURL + "\ndescription: 基准网站，用来测量生成器。\n" +
		"identity:\n  siteCode: \"4307000001\"\n  sponsor: 基准经开区管委会\n"
}

// Indexes describe the site and its columns.
func (o Options) Indexes() []File {
	files := []File{{"content/_index.md", []byte("---\ntitle: " + SiteTitle + "\n---\n")}}
	for i, c := range o.ColumnList() {
		text := fmt.Sprintf("---\ntitle: %s\ndescription: %[1]s的全部文章。\nweight: %d\n---\n", c.Title, i+1)
		files = append(files, File{"content/" + c.Name + "/_index.md", []byte(text)})
	}
	return files
}

// Files makes the content of a site, file by file.
func (o Options) Files() iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, file := range o.Indexes() {
			if !yield(file) {
				return
			}
		}
		for b := range o.All() {
			for _, file := range b.Files {
				if !yield(file) {
					return
				}
			}
		}
	}
}

// All makes the bulletins.
func (o Options) All() iter.Seq[Bulletin] {
	return func(yield func(Bulletin) bool) {
		for i := range o.Bulletins {
			if !yield(o.Bulletin(i)) {
				return
			}
		}
	}
}

// Write writes the content and the settings of a site below dir.
func (o Options) Write(dir string) error {
	if err := WriteFile(dir, File{"site.yaml", []byte(Settings())}); err != nil {
		return err
	}
	for file := range o.Files() {
		if err := WriteFile(dir, file); err != nil {
			return err
		}
	}
	return nil
}

// WriteFile writes one file below dir.
func WriteFile(dir string, file File) error {
	name := filepath.Join(dir, filepath.FromSlash(file.Path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, file.Data, 0o644)
}

// place is where a bulletin lies, which those that link to it must know.
func (o Options) place(i int) (column Column, name string, r *rand.Rand) {
	r = rand.New(rand.NewPCG(o.Seed, uint64(i)))
	list := o.ColumnList()
	return list[r.IntN(len(list))], fmt.Sprintf("n%06d", i), r
}
