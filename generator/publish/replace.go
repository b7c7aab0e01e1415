package publish

import (
	"context"
	"errors"
)

// replace puts the staged generation in place. The warning is what went wrong
// when it was.
func (g *Generation) replace(ctx context.Context, foreign []foreigner, removed []string) (mode string, warning, err error) {
	if !g.inside {
		mode, err = g.replaceFolder(ctx, foreign)
		if err == nil {
			return mode, errors.Join(g.carryLate(mode, foreign), g.parent.sync("."), g.tidy()), nil
		}
		// Foreign files that we may not even read end here too: file by file, they need not be carried.
		if g.output == nil || !immovable(err) {
			return mode, nil, err
		}
		if err := g.moveInside(ctx); err != nil {
			return "", nil, err
		}
	}
	if err := g.replaceFiles(ctx, removed); err != nil {
		return "files", nil, err
	}
	return "files", g.tidy(), nil
}

// replaceFolder replaces the folder as a whole.
func (g *Generation) replaceFolder(ctx context.Context, foreign []foreigner) (mode string, err error) {
	if err := g.carry(foreign); err != nil {
		return "", err
	}
	next := g.work.path(nextFolder)
	if err := g.parent.syncAll(next); err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil { // the last moment to stop
		return "", err
	}
	g.closeStaging()
	if g.output == nil {
		return "rename", g.parent.rename(next, g.base)
	}
	err = g.parent.exchange(g.base, next)
	if unsupported(err) {
		return "journal", g.renameTwice(next)
	}
	return "exchange", err
}

// renameTwice moves the old generation aside and the new one into its place.
// The name of the old one is the journal: while it is there and the output is
// not, the first rename is to be undone.
func (g *Generation) renameTwice(next string) error {
	if err := g.parent.rename(g.base, g.work.path(oldFolder)); err != nil {
		return err
	}
	if err := g.parent.rename(next, g.base); err != nil {
		g.parent.rename(g.work.path(oldFolder), g.base) // else the next build will
		return err
	}
	return nil
}

// undoRenames puts back an old generation that was moved aside, and removes
// what is staged: a generation in the making, or, after an exchange, the old one.
func (g *Generation) undoRenames() error {
	old := g.work.path(oldFolder)
	if g.parent.isFolder(old) && !g.parent.exists(g.base) {
		if err := g.parent.rename(old, g.base); err != nil {
			return err
		}
	}
	return errors.Join(g.parent.removeTree(g.work.path(nextFolder)), g.parent.removeTree(old))
}
