package build

import (
	"context"
	"path"

	"jianbao/generator/diag"
	"jianbao/generator/feed"
	"jianbao/generator/memo"
	"jianbao/generator/search"
	"jianbao/generator/site"
)

// knownEntry is a bulletin of the search index of the generation before.
type knownEntry struct {
	Key  entryKey
	Page string // the page, whose JSON file holds its text
}

// entryKey sums all that the index is told of a bulletin.
type entryKey struct{ Facts, Body memo.Sum }

// writeSearch writes the search index, unless no bulletin says anything else than
// before.
func (b *builder) writeSearch(ctx context.Context, out Output) error {
	entries := b.site.Entries()
	keys := b.entryKeys(entries)
	s := b.step(search.Prefix)
	s.key = b.sum("search", keys)
	s.make = func(out *recording) (diag.List, error) { return nil, b.makeSearch(ctx, out, entries, keys) }
	return b.do(out, s)
}

// entryKeys returns the keys of bulletins. What the model tells of them is known
// while it is the same.
func (b *builder) entryKeys(entries site.Entries) []entryKey {
	if b.made.told == nil {
		b.made.told = b.sumsOfEntries(entries)
	}
	keys := make([]entryKey, entries.Len())
	for i := range keys {
		keys[i] = entryKey{b.made.told[i], entries.BodySum(i, b.bodies)}
	}
	return keys
}

// sumsOfEntries sums what the model tells of bulletins, as far as it is not known
// from the build before.
func (b *builder) sumsOfEntries(entries site.Entries) []memo.Sum {
	sums := make([]memo.Sum, entries.Len())
	known := make([]bool, entries.Len())
	if b.sameModel && !b.opts.Verify {
		before := b.memory.entries
		page := func(number int) string { return before[number].Page }
		for number, i := range counterparts(len(before), page, len(sums), entries.Page) {
			if i >= 0 {
				sums[i], known[i] = before[number].Key.Facts, true
			}
		}
	}
	for i := range sums {
		if !known[i] {
			sums[i] = b.sum(documents{entries}.At(i))
		}
	}
	return sums
}

// counterparts returns which of some new things each of some old ones is, by their keys; -1 =
// none. That costs least where they are the old ones backwards, but for a few.
func counterparts[K comparable](olds int, oldKey func(int) K, news int, newKey func(int) K) []int {
	const astray = 4 // so many new ones are passed over
	found := make([]int, olds)
	taken := make([]bool, news)
	left := map[K]int{} // the old ones that are not found
	next := news - 1
	for old := range found {
		key, i := oldKey(old), next
		for i >= 0 && next-i < astray && newKey(i) != key {
			i--
		}
		if found[old] = -1; i < 0 || next-i == astray {
			left[key] = old
			continue
		}
		found[old], taken[i], next = i, true, i-1
	}
	for i := 0; i < news && len(left) > 0; i++ {
		if !taken[i] {
			if old, there := left[newKey(i)]; there {
				found[old] = i
			}
		}
	}
	return found
}

// makeSearch brings the index of the generation before forward, as far as there
// is one.
func (b *builder) makeSearch(ctx context.Context, out *recording, entries site.Entries, keys []entryKey) error {
	docs := documents{entries}
	known := make([]knownEntry, entries.Len())
	for number, i := range search.Order(docs) {
		known[number] = knownEntry{keys[i], entries.Page(int(i))}
	}
	text := func(i int) (string, error) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		return entries.Text(i, b.bodies)
	}
	err := search.Write(docs, text, b.searchBefore(out, keys), out.Write)
	b.entries = known
	return err
}

// searchBefore is the index of the generation before, nil where it cannot be read.
func (b *builder) searchBefore(out *recording, keys []entryKey) *search.Before {
	index := b.memory.output(search.Prefix)
	if index == nil || b.opts.Verify || !out.remembers() {
		return nil
	}
	sums := make(map[string]memo.Sum, len(index.Files))
	for _, f := range index.Files {
		sums[f.Path] = f.Sum
	}
	before := b.memory.entries
	same := counterparts(len(before), func(number int) entryKey { return before[number].Key }, len(keys), func(i int) entryKey { return keys[i] })
	return &search.Before{
		Same: same,
		Read: func(path string) ([]byte, error) { return out.before(memo.File{Path: path, Sum: sums[path]}) },
		Keep: func(path string) (bool, error) { return out.keep(memo.File{Path: path, Sum: sums[path]}) },
		Gone: func(number int) (search.Document, error) { return b.searchedBefore(out, b.memory.entries[number].Page) },
	}
}

// searchedBefore is what the index was told of a bulletin, from its JSON file.
func (b *builder) searchedBefore(out *recording, page string) (search.Document, error) {
	known := b.memory.output(page)
	if known == nil {
		return search.Document{}, errNotKept
	}
	for _, f := range known.Files {
		if path.Ext(f.Path) != ".json" {
			continue
		}
		data, err := out.before(f)
		if err != nil {
			return search.Document{}, err
		}
		title, source, number, tags, text, err := feed.BulletinText(data)
		return search.Document{Title: title, Source: source, Number: number, Tags: tags, Text: text}, err
	}
	return search.Document{}, errNotKept
}

// documents are bulletins as search knows them, without their texts.
type documents struct{ site.Entries }

func (d documents) At(i int) search.Document {
	e := d.Entries.At(i)
	return search.Document{
		Title: e.Title, URL: e.Path, JSON: e.JSON, Date: e.Date, Column: e.Column, Source: e.Source,
		Number: e.Number, Summary: e.Summary, Tags: e.Tags,
	}
}
