package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const contentDir = "content"

// Bulletin says what to write.
type Bulletin struct {
	Column string // path of an existing column below content/
	Slug   string // name of the file, without ".md"
	Title  string
	Date   string // as front matter takes it
	Bundle bool   // SLUG/index.md, with room for images and attachments
}

// ParsePath takes COLUMN/SLUG apart. The path of the file itself
// (content/COLUMN/SLUG.md), as a shell completes it, means the same.
func ParsePath(arg string) (column, slug string, err error) {
	arg = strings.ReplaceAll(arg, `\`, "/") // Windows
	arg = strings.TrimPrefix(arg, "./")
	arg = strings.TrimSuffix(strings.TrimPrefix(arg, contentDir+"/"), ".md")
	column, slug = path.Split(arg)
	column = strings.Trim(column, "/")
	if column == "" || slug == "" {
		return "", "", &Error{Kind: BadPath, Name: arg}
	}
	return column, slug, nil
}

// New writes a bulletin into the site and returns its path there.
func New(site string, b Bulletin) (name string, err error) {
	b.Title = strings.TrimSpace(b.Title)
	if !safeTitle(b.Title) {
		return "", &Error{Kind: BadTitle, Name: b.Title}
	}
	root, err := os.OpenRoot(site)
	if err != nil {
		return "", err
	}
	defer root.Close()
	dir := path.Join(contentDir, b.Column)
	if err := checkPlace(root.FS(), dir, b); err != nil {
		return "", err
	}
	text, err := fillArchetype(root.FS(), dir, b)
	if err != nil {
		return "", err
	}
	if b.Bundle {
		bundle := path.Join(dir, b.Slug)
		if err := root.Mkdir(bundle, 0o777); err != nil {
			return "", err
		}
		name = path.Join(bundle, "index.md")
		if err := writeNew(root, name, text); err != nil {
			return "", errors.Join(err, root.Remove(bundle))
		}
		return name, nil
	}
	name = path.Join(dir, b.Slug+".md")
	return name, writeNew(root, name, text)
}

// writeNew creates a file that must not exist, whole or not at all.
func writeNew(root *os.Root, name string, text []byte) error {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}

// checkPlace checks the column, the name, and that nothing of that name is there.
func checkPlace(site fs.FS, dir string, b Bulletin) error {
	columns, err := Columns(site)
	if err != nil {
		return err
	}
	if !slices.Contains(columns, b.Column) {
		return &Error{Kind: NoColumn, Name: b.Column, Others: columns}
	}
	if !safeName(b.Slug) {
		return &Error{Kind: BadName, Name: b.Slug}
	}
	entries, err := fs.ReadDir(site, dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		// Addresses that differ only by case are one on some systems.
		if strings.EqualFold(strings.TrimSuffix(entry.Name(), ".md"), b.Slug) {
			return &Error{Kind: Taken, Name: path.Join(dir, entry.Name())}
		}
	}
	return nil
}

// Columns returns the paths of all columns below content/: the folders that
// have an _index.md.
func Columns(site fs.FS) (columns []string, err error) {
	err = fs.WalkDir(site, contentDir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == contentDir:
			return nil
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		column := strings.TrimPrefix(path.Dir(name), contentDir+"/")
		if entry.Name() == "_index.md" && column != contentDir {
			columns = append(columns, column)
		}
		return nil
	})
	slices.Sort(columns)
	return columns, err
}

// safeTitle reports whether a title can stand on one line of front matter. What
// cannot be seen and would be refused there comes along when a title is pasted.
func safeTitle(title string) bool {
	bad := func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || r == '\uFEFF' ||
			r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF // not characters
	}
	return title != "" && utf8.ValidString(title) && !strings.ContainsFunc(title, bad)
}

// maxName leaves room for ".md" and for the suffixes of temporary files in the
// 255 bytes that file systems allow.
const maxName = 200

// safeName reports whether a name works as a file on every system, and as a
// part of an address without escapes that nobody can read. Chinese does.
func safeName(name string) bool {
	bad := func(r rune) bool {
		return r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.C) ||
			strings.ContainsRune(`/\:*?"<>|#%&;`, r)
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch {
	case name == "", len(name) > maxName, strings.ContainsFunc(name, bad):
		return false
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "_"), strings.HasPrefix(name, "~"): // hidden, ours, temporary
		return false
	case strings.HasSuffix(name, "."), strings.HasSuffix(name, "~"), strings.EqualFold(name, "index"):
		return false
	}
	return !slices.Contains(windowsDevices, stem)
}

// windowsDevices cannot be the names of files on Windows, with any extension.
var windowsDevices = []string{
	"con", "prn", "aux", "nul",
	"com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}
