package build

import (
	"path"
	"slices"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// whole is a build as one step: what it depended on, and what it came to.
type whole struct {
	Key                      memo.Sum   // of options and sources; zero = it cannot be known again
	Model                    memo.Sum   // of what the model depends on; likewise
	PageRules                memo.Sum   // of the rules that looked at pages
	Since, Until             civil.Time // the moments at which it would come to the same; zero = no limit
	ModelDiags               diag.List  // what is wrong with the model
	Diagnostics              diag.List
	Silenced                 []diag.Silenced
	Bulletins, Hidden, Pages int
	Withheld                 []site.Hidden
}

// list lists the sources. A change after this makes other stamps, so what the
// next build sees is a change.
func (b *builder) list() {
	if b.opts.Listed != nil {
		b.listing = b.opts.Listed()
		b.opts.reading = b.listing.Since()
	}
	b.sourceFiles, b.listed = b.sourcesBelow("content")
	b.stamps = map[string]memo.Stamp{}
	for _, f := range b.sourceFiles {
		if path.Ext(f.Path) != ".md" {
			b.stamps[f.Path] = b.trusted(f)
		}
	}
	content := b.inputs(b.sourceFiles, b.listed)
	assets, diags := b.sourcesBelow("assets")
	for _, name := range b.settings.Deploy.HiddenFiles {
		assets = append(assets, b.sources.Look(path.Join("assets", name)))
	}
	b.assetsKey = b.known("assets", b.inputs(assets, diags), b.settings.BasePath(), b.settings.Deploy.HiddenFiles)
	layouts, diags := b.sourcesBelow("layouts")
	b.layoutsKey = b.known("layouts", b.inputs(layouts, diags), b.assetsKey, b.settings.BaseURL, b.settings.Language)
	b.whole.Key = b.known("whole", content, b.layoutsKey, b.settingsText, b.inspection.own, b.inspection.fileSum, b.inspection.pageSum, b.opts.BaseURL, b.opts.Strict, b.opts.Drafts, b.opts.Future, b.opts.Version)
}

// sourcesBelow lists the sources in a folder, unless somebody has.
func (b *builder) sourcesBelow(dir string) ([]source.File, diag.List) {
	if b.listing != nil {
		if files, ok := b.listing.Files(dir); ok {
			return files, nil
		}
	}
	return b.sources.List(dir)
}

// inputs sums the names and stamps of sources; zero where some must be read to
// know what they hold.
func (b *builder) inputs(files []source.File, diags diag.List) memo.Sum {
	if len(diags) > 0 || slices.ContainsFunc(files, func(f source.File) bool { return b.trusted(f) == memo.Stamp{} }) {
		return memo.Sum{}
	}
	return memo.OfList(files, (*source.File).Append)
}

// known sums what a result depends on; zero where one of the sums is.
func (b *builder) known(name string, values ...any) memo.Sum {
	if slices.Contains(values, any(memo.Sum{})) {
		return memo.Sum{}
	}
	return b.sum(append([]any{name}, values...)...)
}

// trusted returns the stamp of a source, if it stands for what the source holds.
func (b *builder) trusted(f source.File) memo.Stamp {
	if f.Stamp.Fresh(b.opts.reading) {
		return memo.Stamp{}
	}
	return f.Stamp
}

// recall takes over the whole generation before, if a build would make the same.
func (b *builder) recall(out Output) (bool, error) {
	known := b.memory.whole
	if known == nil || b.opts.Verify || b.opts.Inspect || len(b.inspection.site) > 0 || b.whole.Key == (memo.Sum{}) || known.Key != b.whole.Key || !within(b.now, known.Since, known.Until) {
		return false, nil
	}
	kept, err := keep(out, b.memory.outputFiles()...)
	if !kept || err != nil {
		return false, err
	}
	b.whole = *known
	r := &b.result
	r.Diagnostics, r.Silenced = known.Diagnostics, known.Silenced
	r.Bulletins, r.Hidden, r.Pages, r.Withheld = known.Bulletins, known.Hidden, known.Pages, known.Withheld
	r.Base, r.Until = b.settings.BasePath(), b.moment(known.Until)
	return true, nil
}

// within reports whether what holds since one moment and until another holds now.
func within(now, since, until civil.Time) bool {
	return !now.Before(since) && (until.IsZero() || now.Before(until))
}

// moment is a civil time of the site as one of the clock.
func (b *builder) moment(t civil.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.In(b.settings.Location)
}

// conclude notes what the build came to.
func (b *builder) conclude() {
	r := &b.result
	b.whole.Since, b.whole.Until = b.site.Since(), b.site.Until()
	b.whole.Diagnostics, b.whole.Silenced = r.Diagnostics, r.Silenced
	b.whole.Bulletins, b.whole.Hidden, b.whole.Pages, b.whole.Withheld = r.Bulletins, r.Hidden, r.Pages, r.Withheld
}
