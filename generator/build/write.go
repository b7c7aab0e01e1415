package build

import (
	"cmp"
	"context"
	"time"

	"jianbao/generator/feed"
	"jianbao/generator/memo"
	"jianbao/generator/search"
	"jianbao/generator/site"
)

// write makes every file of the site. Pages are made by as many workers as
// there are jobs, and leave the heap when they are written.
func (b *builder) write(ctx context.Context, out Output) error {
	pages := b.site.Pages()
	b.result.Pages = len(pages)
	defer b.stage("render", &b.result.Rendered)()

	work := b.newWork(ctx)
	work.do(func(ctx context.Context) error { return b.writeSearch(ctx, out) })
	for _, p := range pages {
		work.do(func(context.Context) error {
			err := b.writePage(out, p)
			b.progress("render", len(pages))
			return err
		})
	}
	for _, f := range b.site.Feeds() {
		work.do(func(context.Context) error { return b.writeFeed(out, f) })
	}
	for _, o := range b.assets.Outputs(append(b.borrowed, b.layouts.Assets()...)) {
		work.do(func(context.Context) error { return b.writeAsset(out, o) })
	}
	for _, r := range b.site.Resources() {
		work.do(func(context.Context) error { return b.writeResource(out, r) })
	}
	work.do(func(context.Context) error { return b.writeRoot(out) })
	return work.Wait()
}

// writePage makes a page by its layout, and a bulletin's JSON file, unless the
// ones of the generation before are the same.
func (b *builder) writePage(out Output, p site.Page) error {
	if b.failed(p.Layout) {
		return nil
	}
	view, err := b.site.View(p, nil)
	if err != nil {
		return err
	}
	key := b.pageKey(p, view)
	if kept, err := b.keep(out, p.Output, key); kept || err != nil {
		b.pageOrigin(p)
		return err
	}
	start := time.Now()
	texts := &lastBody{bodies: b.bodies}
	if view, err = b.site.View(p, texts); err != nil {
		return err
	}
	page, diags := b.layouts.Render(nil, p.Layout, view)
	b.add(diags)
	b.count(p, time.Since(start), diags.HasErrors())
	if diags.HasErrors() {
		return nil
	}
	written := &recording{Output: out}
	if err := written.Write(p.Output, page); err != nil {
		return err
	}
	if bulletin, ok := view.(site.Bulletin); ok {
		if err := written.Write(p.JSON, feed.Bulletin(&bulletin, texts.text(), b.settings.Location)); err != nil {
			return err
		}
	}
	b.made(p.Output, knownOutput{key, written.files, diags})
	return nil
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
func (b *builder) count(p site.Page, elapsed time.Duration, failed bool) {
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
	b.originOf(p)
}

// pageOrigin notes where a page comes from.
func (b *builder) pageOrigin(p site.Page) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.originOf(p)
}

func (b *builder) originOf(p site.Page) {
	b.origins[p.Output] = p.Pos.Path
	if p.JSON != "" {
		b.origins[p.JSON] = p.Pos.Path
	}
}

// writeFeed writes a list of bulletins for feed readers, in three formats.
func (b *builder) writeFeed(out Output, list site.Feed) error {
	f := feed.Feed{
		Title: list.Title, Description: list.Description, Language: b.settings.Language,
		Author:    cmp.Or(b.settings.Identity.Sponsor, b.settings.Title),
		Generator: "jianbao " + b.opts.Version, HomeURL: list.Home, Zone: b.settings.Location,
		FullText: b.settings.Feeds.FullText,
	}
	for _, e := range b.site.FeedEntries(list, b.settings.Feeds.Limit) {
		item := feed.Item{
			Title: e.Title, URL: e.URL, Date: e.Date, Updated: e.Changed, Summary: e.Summary,
			Source: e.Source, Authors: e.Authors, Column: e.Column, Tags: e.Tags,
		}
		if f.FullText {
			var err error
			if item.HTML, _, err = b.site.EntryBody(e, b.bodies); err != nil {
				return err
			}
		}
		f.Items = append(f.Items, item)
	}
	for _, file := range []feed.File{
		{Path: feed.RSSFile, Data: f.RSS()}, {Path: feed.AtomFile, Data: f.Atom()}, {Path: feed.JSONFile, Data: f.JSON()},
	} {
		if err := out.Write(list.Prefix+file.Path, file.Data); err != nil {
			return err
		}
	}
	return nil
}

// writeSearch writes the search index, unless no bulletin says anything else than
// before.
func (b *builder) writeSearch(ctx context.Context, out Output) error {
	const first = search.Prefix
	var hasher memo.Hasher
	var keys []memo.Sum
	entries := b.site.Entries()
	for _, e := range entries {
		keys = append(keys, hasher.Sum(searchDocument(e), e.BodySum()))
	}
	key := hasher.Sum(keys)
	if kept, err := b.keep(out, first, key); kept || err != nil {
		return err
	}
	index := search.New()
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, text, err := b.site.EntryBody(e, b.bodies)
		if err != nil {
			return err
		}
		d := searchDocument(e)
		d.Text = text
		index.Add(d)
	}
	written := &recording{Output: out}
	if err := index.Files(written.Write); err != nil {
		return err
	}
	b.made(first, knownOutput{key: key, files: written.files})
	return nil
}

// searchDocument is what search knows of a bulletin, without its text.
func searchDocument(e site.Entry) search.Document {
	return search.Document{
		Title: e.Title, URL: e.Path, JSON: e.JSON, Date: e.Date, Column: e.Column, Source: e.Source,
		Number: e.Number, Summary: e.Summary, Tags: e.Tags,
	}
}

// writeRoot writes what machines look for at the root of a site.
func (b *builder) writeRoot(out Output) error {
	locations := b.site.Locations()
	list := make([]feed.Location, len(locations))
	for i, l := range locations {
		list[i] = feed.Location(l)
	}
	files := feed.Sitemap(b.settings.BaseURL, list, b.settings.Location)
	files = append(files, feed.File{Path: "robots.txt", Data: feed.Robots(b.settings.BaseURL)}, feed.File{Path: ".nojekyll"})
	if domain := b.settings.Deploy.Domain; domain != "" {
		files = append(files, feed.File{Path: "CNAME", Data: []byte(domain + "\n")})
	}
	for _, f := range files {
		if err := out.Write(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}
