package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// What is measured of builds, in the order of a round.
const (
	cold      = "cold build"
	copying   = "copying the finished files"
	unchanged = "second build, nothing changed"
	oneText   = "second build, one text changed"
	oneTitle  = "second build, one title changed"
	oneLayout = "second build, one layout changed"

	inspected = "inspection"
	again     = "second inspection, nothing changed"
	inOwn     = "inspection, bulletins by a layout of the site's own"
)

// builds builds a site into a new folder, and there again after one edit and another.
func (b *bench) builds(s *siteDir, round int) error {
	size := s.corpus.Bulletins
	out := filepath.Join(b.dir, fmt.Sprintf("out-%d-%d", size, round))
	if err := b.measured(s, out, cold, b.buildInto(s, out)); err != nil {
		return err
	}
	copied, err := measureHere(func() error { return os.CopyFS(out+"-copy", os.DirFS(out)) })
	if err != nil {
		return err
	}
	b.results.add(size, copying, copied)
	for _, what := range []string{inspected, again} {
		if err := b.inspection(s, what, out+"-cache"); err != nil {
			return err
		}
		settle()
	}
	for _, step := range []struct {
		what string
		edit func() error
	}{
		{unchanged, func() error { return nil }},
		{oneText, s.editText},
		{oneTitle, s.editTitle},
		{oneLayout, s.editLayout},
	} {
		if err := step.edit(); err != nil {
			return err
		}
		settle()
		if err := b.measured(s, out, step.what, b.buildInto(s, out)); err != nil {
			return err
		}
	}
	if err := b.inspection(s, inOwn, out+"-cache-own"); err != nil {
		return err
	}
	defer settle()
	return s.restoreLayout()
}

// inspection inspects a site. The bulletins were made up long ago, so that it is told
// that the columns are stale, and ends with 1.
func (b *bench) inspection(s *siteDir, what, cache string) error {
	if err := intoCaches(s.dir, cache); err != nil {
		return err
	}
	took, _, err := measure(exec.Command(b.program, "check", "--site", s.dir, "--cache", cache, "--lang", "en"))
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return err
	}
	b.results.add(s.corpus.Bulletins, what, took)
	return nil
}

var renderedPages = regexp.MustCompile(`(\d+) rendered`)

// measured runs a command that builds a site, and keeps what it took.
func (b *bench) measured(site *siteDir, out, what string, cmd *exec.Cmd) error {
	if err := intoCaches(site.dir, out); err != nil {
		return err
	}
	s, output, err := measure(cmd)
	if err != nil {
		return err
	}
	if found := renderedPages.FindStringSubmatch(output); found != nil {
		s.rendered, _ = strconv.Atoi(found[1])
	}
	b.results.add(site.corpus.Bulletins, what, s)
	return nil
}

// intoCaches reads the files of a site and looks at those made of it, so that everybody finds
// in the caches of the system what is there for who has just written or built. Large sites
// are dropped from them while others are built, and small ones are not.
func intoCaches(site, out string) error {
	err := filepath.WalkDir(site, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(io.Discard, file)
		return err
	})
	if err != nil {
		return err
	}
	before := filepath.Join(filepath.Dir(out), ".jianbao", filepath.Base(out)) // our generation before
	for _, dir := range []string{out, before} {
		err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				if name == dir { // there is none
					return nil
				}
				return err
			}
			_, err = entry.Info()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
