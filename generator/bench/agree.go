package main

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"jianbao/generator/bench/corpus"
)

// agree holds a finished site against ours: the same pages of columns, tags and years, and every
// bulletin with its title and its date. It prints how much each has written.
func agree(name string, o corpus.Options, ours, theirs string) error {
	a, err := countPages(ours)
	if err != nil {
		return err
	}
	b, err := countPages(theirs)
	if err != nil {
		return err
	}
	var wrong []error
	for _, c := range o.ColumnList() {
		a.drop(b, c.Name, &wrong)
	}
	a.drop(b, "tags", &wrong)
	a.drop(b, "archive", &wrong)
	fmt.Printf("%s, %d bulletins: %d pages, %d files, %s; ours: %d pages, %d files, %s\n", name, o.Bulletins,
		b.pages, b.files, megabytes(float64(b.bytes)), a.pages, a.files, megabytes(float64(a.bytes)))
	for bulletin := range o.All() {
		for _, dir := range []string{ours, theirs} {
			if err := holds(dir, bulletin); err != nil {
				wrong = append(wrong, err)
			}
		}
		if len(wrong) > 5 {
			break
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s and ours do not agree: %w", name, errors.Join(wrong...))
	}
	return nil
}

// extent is what a finished site has.
type extent struct {
	pages, files int
	bytes        int64
	folders      map[string]int // pages by the first folder
}

func countPages(dir string) (e extent, err error) {
	e.folders = map[string]int{}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		e.files++
		e.bytes += info.Size()
		if strings.HasSuffix(name, ".html") {
			e.pages++
			first, _, _ := strings.Cut(name, "/")
			e.folders[first]++
		}
		return nil
	})
	return e, err
}

// drop notes where two sites have not the same number of pages in a folder.
func (e extent) drop(other extent, folder string, wrong *[]error) {
	if e.folders[folder] != other.folders[folder] {
		*wrong = append(*wrong, fmt.Errorf("%s: %d pages, ours has %d", folder, other.folders[folder], e.folders[folder]))
	}
}

var (
	articleTitle = regexp.MustCompile(`<meta name="?ArticleTitle"? content=("[^"]*"|[^\s>]*)`)
	pubDate      = regexp.MustCompile(`<meta name="?PubDate"? content=("[^"]*"|[^\s>]*)`)
)

// holds reports what a bulletin's page lacks.
func holds(dir string, b corpus.Bulletin) error {
	name := filepath.Join(dir, filepath.FromSlash(b.URL), "index.html")
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	date := strings.Replace(b.Date[:len("2006-01-02T15:04")], "T", " ", 1)
	for _, want := range []struct {
		in   *regexp.Regexp
		text string
	}{{articleTitle, b.Title}, {pubDate, date}} {
		found := want.in.FindSubmatch(page)
		if found == nil || html.UnescapeString(strings.Trim(string(found[1]), `"`)) != want.text {
			return fmt.Errorf("%s: %q, not %q", name, found, want.text)
		}
	}
	return nil
}
