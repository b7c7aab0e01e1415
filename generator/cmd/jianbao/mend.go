package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/source"
)

// maskFile masks the numbers of persons in a text file, after showing what changes.
func (p *program) maskFile(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return diag.Faultf("%s 不是 UTF-8 文本文件，没有改动", "%s is no UTF-8 text; it was left as it is", name).
			Hintf("docx、xlsx 等请用原来的程序修改", "change docx, xlsx and the like in the program that made them")
	}
	masked := check.Mask(string(text))
	if masked == string(text) {
		p.say("%s 里没有要遮盖的号码", "there is nothing to mask in %s", name)
		return nil
	}
	lines := p.difference(name, string(text), masked)
	if err := replaceFile(name, []byte(masked)); err != nil {
		return err
	}
	p.say("%[1]s：改了 %[2]d 行", "%[1]s: %[3]s changed", name, lines, plural(lines, "line"))
	return nil
}

// fixSite mends the typography of all bulletins and columns where that is safe.
func (p *program) fixSite(site string) error {
	tree, err := source.Open(site)
	if err != nil {
		return err
	}
	defer tree.Close()
	files, _ := tree.List("content") // what is wrong with them the inspection tells
	lines, mended := 0, 0
	for _, f := range files {
		if path.Ext(f.Path) != ".md" {
			continue
		}
		name := filepath.Join(site, filepath.FromSlash(f.Path))
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fixed, changes := check.Fix(f.Path, text)
		if len(changes) == 0 {
			continue
		}
		lines += p.difference(f.Path, string(text), string(fixed))
		if err := replaceFile(name, fixed); err != nil {
			return err
		}
		mended++
	}
	p.say("改了 %[1]d 个文件，%[2]d 行", "%[3]s changed, %[4]s", mended, lines, plural(mended, "file"), plural(lines, "line"))
	return nil
}

// difference prints the lines of a file that change, before and after, and counts
// them. No change adds a line or takes one away.
func (p *program) difference(name, before, after string) (lines int) {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range was {
		if i < len(is) && was[i] != is[i] {
			at := diag.Pos{Path: name, Line: i + 1}
			p.say("%s", "%s", at.String())
			p.say("- %s", "- %s", was[i])
			p.say("+ %s", "+ %s", is[i])
			lines++
		}
	}
	return lines
}

// replaceFile puts a file in the place of another, whole or not at all, with the same
// permissions; where there is none yet, it makes one. A link stays one: what it leads to
// is replaced.
func replaceFile(name string, content []byte) (err error) {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	switch info, err := os.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "replace", Path: name, Err: fs.ErrInvalid}
	default:
		mode = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".jianbao-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	return err
}
