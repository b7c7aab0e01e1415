package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"jianbao/generator/check"
	"jianbao/generator/history"
)

// gitHistory is what an inspection asks git.
type gitHistory struct {
	site  string
	cache string // file; "" = it is not to be believed
	err   error  // why nothing is known
}

// ask returns the first commits of a site's texts; none where the site is in no
// repository, which is as good as any other place.
func (g *gitHistory) ask(ctx context.Context) map[string]check.FirstCommit {
	if !inRepository(g.site) {
		return nil
	}
	var firsts map[string]check.FirstCommit
	if g.cache == "" {
		firsts, g.err = history.Read(ctx, g.site, nil)
		return firsts
	}
	cache := history.ReadCache(g.cache)
	firsts, g.err = history.Read(ctx, g.site, cache)
	_ = cache.Write(g.cache) // it is but time that is lost
	return firsts
}

// inRepository reports whether a folder, or one above it, has a repository: only then is
// it worth a word that git is not there.
func inRepository(dir string) bool {
	dir, err := realPath(dir)
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
	return false
}

// reportHistory says why dates were not held against the history, where they should
// have been.
func (p *program) reportHistory(g *gitHistory) {
	if g.err == nil || errors.Is(g.err, context.Canceled) {
		return
	}
	text, hint := words(g.err)
	if hint.ZH != "" {
		text.ZH, text.EN = text.ZH+"；"+hint.ZH, text.EN+"; "+hint.EN
	}
	p.notice("%[1]s", "%[2]s", text.ZH, text.EN)
}
