package build

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/feed"
	"jianbao/generator/memo"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

// write makes every file of the site. Pages are made by as many workers as
// there are jobs, and leave the heap when they are written.
func (b *builder) write(ctx context.Context, out Output) error {
	pages := b.site.Pages()
	b.result.Pages = len(pages)
	defer b.stage("render", &b.result.Rendered)()

	if !b.opts.Inspect && len(b.memory.outputs.all) == 0 { // all will be made
		b.result.Explained = make([]Explanation, 0, len(pages))
	}
	work := b.newWork(ctx)
	if !b.opts.Inspect {
		b.writeForMachines(work, out)
	}
	work.each(len(pages), func(_ context.Context, i int) error {
		p := &pages[i]
		if b.opts.Inspect && !b.layouts.OfSite(p.Layout) { // there is nothing to find fault with in what ours make
			return nil
		}
		return b.writePage(out, p)
	}, b.progress("render", len(pages)))
	for _, o := range b.assetOutputs() {
		work.do(func(context.Context) error { return b.writeAsset(out, o) })
	}
	resources := b.site.Resources()
	work.each(len(resources), func(_ context.Context, i int) error { return b.writeResource(out, resources[i]) }, nil)
	err := work.wait()
	b.bodies.spool.Close() // what of it is not on the medium yet shall not go there with the outputs
	b.addPageFindings()
	sortExplanations(b.result.Explained)
	return err
}

// writeForMachines writes what no layout has a part in, and in which there is nothing
// to find fault with.
func (b *builder) writeForMachines(work *work, out Output) {
	if b.settings.Outputs.Search {
		work.do(func(ctx context.Context) error { return b.writeSearch(ctx, out) })
	}
	for _, f := range b.site.Feeds() {
		work.do(func(context.Context) error { return b.writeFeed(out, f) })
	}
	work.do(func(context.Context) error { return b.writeRoot(out) })
}

// assetOutputs are the assets that texts and layouts refer to.
func (b *builder) assetOutputs() []asset.Output {
	return b.assets.Outputs(slices.Concat(b.made.borrowed, b.layouts.Assets()))
}

// writePage makes a page by its layout, and a bulletin's JSON file, unless the
// ones of the generation before are the same.
func (b *builder) writePage(out Output, p *site.Page) error {
	s := b.step(p.Output)
	if text, shown := p.Text(); shown {
		s.body = b.bodies.Sum(text)
	}
	if b.keyIsKnown(s.known, s.body) { // as with most pages, so that nothing is made for them in vain
		s.key = s.known.Key
		if kept, err := b.takeOver(out, s); kept || err != nil {
			return err
		}
	}
	return b.makePage(out, p, s)
}

// makePage makes it, unless it turns out to be the same after all.
func (b *builder) makePage(out Output, p *site.Page, s step) error {
	if b.failed(p.Layout) {
		return nil
	}
	bodies := b.bodies.ofPage()
	defer bodies.release()
	var seen site.Bodies = bodies // what has to be rendered is so by the view that its key is summed of
	if s.known != nil {
		seen = sums{b.bodies}
	}
	var view any
	var err error
	s.key, err = b.keyOf(s.known, s.body, func() (_ memo.Sum, err error) {
		if view, err = b.site.View(*p, seen); err != nil {
			return memo.Sum{}, err
		}
		return b.sum("page", b.layouts.Key(p.Layout), p.JSON, b.settings.Timezone, view, b.pageRules(p)), nil
	})
	s.make = func(out *recording) (diag.List, error) {
		if err == nil && s.known != nil {
			view, err = b.site.View(*p, bodies)
		}
		if err != nil {
			return nil, err
		}
		return b.renderPage(out, p, view, bodies, s.key)
	}
	return b.do(out, s)
}

// renderPage makes a page by its layout, and a bulletin's JSON file.
func (b *builder) renderPage(out *recording, p *site.Page, view any, bodies *bodiesOfPage, key memo.Sum) (diag.List, error) {
	start := time.Now()
	b.explain(out, p, view, key)
	room := b.rooms.Get().(*[]byte)
	defer b.rooms.Put(room)
	page, diags := b.layouts.Render((*room)[:0], p.Layout, view)
	b.count(p, time.Since(start), diags.HasErrors())
	if diags.HasErrors() {
		bodies.giveUp() // a layout without end is still at work
		return diags, nil
	}
	*room = page
	out.findings = b.lookAtPage(p, page)
	err := out.Write(p.Output, page)
	bulletin, ok := view.(site.Bulletin)
	if !ok || p.JSON == "" || err != nil || b.opts.Inspect {
		return diags, err
	}
	text := ""
	if shown, _ := p.Text(); !shown.Empty {
		if text, err = bodies.Text(shown); err != nil {
			return diags, err
		}
	}
	*room = feed.AppendBulletin(page[:0], &bulletin, text, b.settings.Location) // the page is written
	return diags, out.Write(p.JSON, *room)
}

// failed reports whether a layout had an error before. What one page says of it
// is enough, and a layout without end costs seconds for each.
func (b *builder) failed(layout string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.pages[layout]
	return t != nil && t.failed
}

// count notes that a page was made.
func (b *builder) count(p *site.Page, elapsed time.Duration, failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.pages[p.Layout]
	if t == nil {
		t = &Timing{Name: p.Layout}
		b.pages[p.Layout] = t
	}
	t.Count++
	t.Elapsed += elapsed
	t.failed = t.failed || failed
	b.result.Rendered++
}

// writeFeed writes a list of bulletins for feed readers, in the formats that the
// settings name.
func (b *builder) writeFeed(out Output, list site.Feed) error {
	formats := b.settings.Outputs.Feeds
	if len(formats) == 0 {
		return nil
	}
	f := feed.Feed{
		Title: list.Title, Description: list.Description, Language: b.settings.Language,
		Author:    cmp.Or(b.settings.Identity.Sponsor, b.settings.Title),
		Generator: "jianbao " + b.opts.Version, HomeURL: list.Home, Zone: b.settings.Location,
		FullText: b.settings.Feeds.FullText,
	}
	entries := b.site.FeedEntries(list, b.settings.Feeds.Limit)
	var texts []memo.Sum
	for _, e := range entries {
		f.Items = append(f.Items, feed.Item{
			Title: e.Title, URL: e.URL, Date: e.Date, Updated: e.Changed, Summary: e.Summary,
			Source: e.Source, Authors: e.Authors, Column: e.Column, Tags: e.Tags,
		})
		if f.FullText {
			texts = append(texts, e.TextSum(b.bodies))
		}
	}
	keyed := f
	keyed.Zone = nil // the settings' name stands for it
	s := b.step(list.Prefix + "feeds")
	s.key = b.sum("feed", b.settings.Timezone, formats, keyed, texts)
	s.make = func(out *recording) (diag.List, error) {
		for i, e := range entries {
			if f.FullText {
				var err error
				if f.Items[i].HTML, err = b.site.EntryHTML(e, b.bodies); err != nil {
					return nil, err
				}
			}
		}
		var files []feed.File
		for _, format := range formats {
			switch format {
			case settings.RSS:
				files = append(files, feed.File{Path: feed.RSSFile, Data: f.RSS()})
			case settings.Atom:
				files = append(files, feed.File{Path: feed.AtomFile, Data: f.Atom()})
			case settings.JSONFeed:
				files = append(files, feed.File{Path: feed.JSONFile, Data: f.JSON()})
			}
		}
		return nil, writeFiles(out, list.Prefix, files)
	}
	return b.do(out, s)
}

func writeFiles(out *recording, prefix string, files []feed.File) error {
	for _, f := range files {
		if err := out.Write(prefix+f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// writeRoot writes what machines look for at the root of a site.
func (b *builder) writeRoot(out Output) error {
	domain := b.settings.Deploy.Domain
	s := b.step(".nojekyll")
	locations := sync.OnceValue(b.site.Locations)
	var err error
	s.key, err = b.keyOf(s.known, memo.Sum{}, func() (memo.Sum, error) {
		return b.sum("root", b.settings.BaseURL, b.settings.Timezone, domain, locations()), nil
	})
	if err != nil {
		return err
	}
	s.make = func(out *recording) (diag.List, error) {
		list := make([]feed.Location, len(locations()))
		for i, l := range locations() {
			list[i] = feed.Location(l)
		}
		files := []feed.File{{Path: ".nojekyll"}, {Path: "robots.txt", Data: feed.Robots(b.settings.BaseURL)}}
		files = append(files, feed.Sitemap(b.settings.BaseURL, list, b.settings.Location)...)
		if domain != "" {
			files = append(files, feed.File{Path: "CNAME", Data: []byte(domain + "\n")})
		}
		return nil, writeFiles(out, "", files)
	}
	return b.do(out, s)
}
