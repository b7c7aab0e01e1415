package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"jianbao"
	"jianbao/generator/bench/corpus"
)

// siteDir is a site on disk, with layouts and assets of its own to be changed.
type siteDir struct {
	dir    string
	corpus corpus.Options
	edits  int
}

// newSite writes a site of n bulletins, with bodies that many times as long.
func (b *bench) newSite(n, scale int) (*siteDir, error) {
	progress("writing %d bulletins", n)
	s := &siteDir{
		filepath.Join(b.dir, fmt.Sprintf("site-%d-%d", n, scale)),
		corpus.Options{Bulletins: n, Seed: b.seed, Scale: scale},
		0,
	}
	if err := s.corpus.Write(s.dir); err != nil {
		return nil, err
	}
	for _, folder := range []string{"layouts", "assets"} {
		part, err := fs.Sub(jianbao.Starter, folder)
		if err == nil {
			err = os.CopyFS(filepath.Join(s.dir, folder), part)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// buildInto is the command that builds the site.
func (b *bench) buildInto(s *siteDir, out string) *exec.Cmd {
	return exec.Command(b.program, "build", "--site", s.dir, "--out", out, "--lang", "en")
}

// settle waits until what was written is old enough to be known by its time stamp.
func settle() { time.Sleep(2100 * time.Millisecond) }

// replace replaces a text in a file of the site; "" stands for its end.
func (s *siteDir) replace(name, old, text string) error {
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	changed := string(data) + text
	if old != "" {
		changed = strings.Replace(string(data), old, text, 1)
	}
	if changed == string(data) {
		return fmt.Errorf("%s does not hold %q", name, old)
	}
	return os.WriteFile(name, []byte(changed), 0o644)
}

// next is another bulletin each time.
func (s *siteDir) next() corpus.Bulletin {
	s.edits++
	return s.corpus.Bulletin(s.edits * 37 % s.corpus.Bulletins)
}

// mark is a text that stands nowhere yet.
func (s *siteDir) mark() string { return fmt.Sprintf("第%d次修改的记号", s.edits) }

func (s *siteDir) editText() error {
	return s.replace(s.next().Source, "", "\n"+s.mark()+"。\n")
}

func (s *siteDir) editTitle() error {
	b := s.next()
	return s.replace(b.Source, "title: ", "title: "+s.mark())
}

const bulletinLayout = "layouts/bulletin.html"

func (s *siteDir) editLayout() error {
	s.edits++
	return s.replace(bulletinLayout, `{{define "main"}}`, `{{define "main"}}<p hidden>`+s.mark()+`</p>`)
}

// restoreLayout takes back what was done to the layout: with layouts of its own a site
// is inspected in another way.
func (s *siteDir) restoreLayout() error {
	text, err := fs.ReadFile(jianbao.Starter, bulletinLayout)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, bulletinLayout), text, 0o644)
}
