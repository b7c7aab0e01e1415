package build

import (
	"fmt"
	"path"
	"slices"
	"sync"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/render"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// model is the site as a build made it, for the next build.
type model struct {
	key      memo.Sum
	site     *site.Site
	diags    diag.List
	borrowed []string // assets that only texts refer to

	// What is made of the site when it is asked for.
	facts func() site.Facts
	told  []memo.Sum // what search is told of each entry; nil until it is asked for
}

// layoutsAndModel reads the layouts while the site is built out of what was read.
func (b *builder) layoutsAndModel() error {
	b.layoutsRead.Go(b.readLayouts)
	err := b.model()
	b.layoutsRead.Wait()
	return err
}

// model builds the site, unless the last one was of the same.
func (b *builder) model() error {
	b.whole.Model, b.whole.PageRules = b.keyOfModel(), b.inspection.pageSum
	before := b.memory.whole
	same := before != nil && before.Model == b.whole.Model && before.Model != memo.Sum{} && within(b.now, before.Since, before.Until)
	b.sameModel = same && before.PageRules == b.whole.PageRules
	known := b.memory.model
	if known == nil || known.key != b.whole.Model || known.key == (memo.Sum{}) || !within(b.now, known.site.Since(), known.site.Until()) || b.opts.Verify {
		var said *diag.List
		if same && !b.opts.Verify {
			said = &before.ModelDiags
		}
		known = b.newModel(said)
		b.memory.model = known
	}
	if same && b.opts.Verify && !slices.Equal(known.diags, before.ModelDiags) {
		return fmt.Errorf("build: the model is remembered with %v, but made with %v", before.ModelDiags, known.diags)
	}
	b.made, b.site, b.whole.ModelDiags = known, known.site, known.diags
	b.add(known.diags)
	b.result.Base, b.result.Withheld, b.result.OutputOf = b.settings.BasePath(), b.site.HiddenOnes(), b.site.OutputOf
	b.result.Until = b.moment(b.site.Until())
	b.result.Bulletins, b.result.Hidden = b.site.Bulletins(), b.site.Hidden()
	return nil
}

// keyOfModel sums what the model depends on; zero where some of it cannot be told
// without reading.
func (b *builder) keyOfModel() memo.Sum {
	if slices.Contains(b.facts, memo.Sum{}) { // a source could not be read
		return memo.Sum{}
	}
	others := make([]source.File, 0, len(b.files)-len(b.documents))
	for _, f := range b.files {
		if path.Ext(f.Path) != ".md" {
			others = append(others, f)
		}
	}
	return b.known("model", b.inputs(others, b.listed), b.facts, b.layoutsKey, b.settingsText, b.opts.BaseURL, b.opts.Drafts, b.opts.Future, b.opts.Version)
}

// newModel builds it. Said is what was said of the same one before; nil = nobody knows.
func (b *builder) newModel(said *diag.List) *model {
	var claims []site.Claim
	for _, o := range b.assets.Outputs(b.assets.Names()) {
		claims = append(claims, site.Claim{Output: o.Path, Pos: diag.Pos{Path: o.Source}})
	}
	made := &model{key: b.whole.Model}
	made.site, made.diags = site.New(site.Options{
		Settings: b.settings, Now: b.now, Version: b.opts.Version,
		Words: render.Words(b.settings.Language), Files: b.files,
		Asset: func(name string) (output string, ok bool) {
			a, ok := b.assets.Lookup(name)
			if ok { // it is published even where no layout uses it
				made.borrowed = append(made.borrowed, name)
			}
			return a.Path, ok
		},
		ImageSize: b.imageSize, HasLayout: b.hasLayout, Claims: claims, Known: said,
		Drafts: b.opts.Drafts, Future: b.opts.Future,
	}, b.documents)
	made.facts = sync.OnceValue(made.site.Facts)
	return made
}

// hasLayout waits for the layouts: few sites ask.
func (b *builder) hasLayout(name string) bool {
	b.layoutsRead.Wait()
	return b.layouts.Has(name)
}

// keyIsKnown reports whether a step that depends on nothing but the model, the rules that
// look at pages and, where body is not zero, the body with that sum has the key it had.
func (b *builder) keyIsKnown(known *knownOutput, body memo.Sum) bool {
	return known != nil && b.sameModel && known.Body == body
}

// keyOf returns the key of such a step, which need not be computed where it is known.
func (b *builder) keyOf(known *knownOutput, body memo.Sum, compute func() (memo.Sum, error)) (memo.Sum, error) {
	same := b.keyIsKnown(known, body)
	if same && !b.opts.Verify {
		return known.Key, nil
	}
	key, err := compute()
	if same && err == nil && key != known.Key {
		return key, fmt.Errorf("build: the key of %s is remembered as %v, but comes out as %v", known.First, known.Key, key)
	}
	return key, err
}
