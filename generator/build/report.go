package build

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"jianbao/generator/publish"
)

// Timing is how long the work of one kind took, over all workers.
type Timing struct {
	Name    string
	Elapsed time.Duration
	Count   int
	failed  bool
}

// Change is an output that differs from the generation before.
type Change struct {
	Path   string
	Kind   ChangeKind
	Source string // the file it was made of, "" where it is no single one
}

// ChangeKind says in which way an output differs.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Changed ChangeKind = "changed"
	Removed ChangeKind = "removed"
)

// commit makes the new generation the one that counts, and reports.
func (b *builder) commit(ctx context.Context, out Output) error {
	if err := b.awaitSettled(ctx); err != nil {
		return err
	}
	count := 0
	finish := b.stage("publish", &count)
	report, err := out.Commit(ctx)
	if err != nil {
		return err
	}
	count = report.Files
	finish()
	r := &b.result
	var listing sync.WaitGroup
	listing.Go(func() { r.Changes = b.changes(report) }) // it goes through all pages, as keepMemory through all outputs
	b.keepMemory()
	listing.Wait()
	r.Published, r.Mode, r.Untidy = !b.opts.Inspect, report.Mode, report.Warning
	r.Unchanged, r.Removed = report.Unchanged, len(report.Removed)
	for _, t := range b.pages {
		r.Layouts = append(r.Layouts, *t)
	}
	slices.SortFunc(r.Layouts, func(a, c Timing) int {
		return cmp.Or(cmp.Compare(c.Elapsed, a.Elapsed), strings.Compare(a.Name, c.Name))
	})
	r.Elapsed = time.Since(b.started)
	return nil
}

// awaitSettled waits until the sources are settled, which is not the time that the build takes.
func (b *builder) awaitSettled(ctx context.Context) error {
	if b.opts.Settled == nil {
		return nil
	}
	since := time.Now()
	defer func() { b.started = b.started.Add(time.Since(since)) }()
	return b.opts.Settled(ctx)
}

// keepMemory is for the next build: the committed generation is the one before.
func (b *builder) keepMemory() {
	if b.documents == nil { // the whole was known
		return
	}
	m := b.memory
	m.forget(b.documents, b.stamps)
	if b.entries != nil {
		m.entries = b.entries
	}
	m.parts = b.layoutParts()
	m.outputs.makeRoom(len(b.outputs))
	for _, made := range b.outputs {
		made.kept = b.number
		m.outputs.set(made.First, made)
	}
	if len(m.outputs.all) != len(b.outputs)+int(b.takenOver.Load()) { // some are no more
		m.outputs.retain(func(_ string, output *knownOutput) bool { return output.kept == b.number })
	}
	m.changed = m.changed || !b.opts.Inspect || m.parsing != b.parsing
	m.parsing, m.whole = b.parsing, &b.whole
}

// changes lists what is different in a generation.
func (b *builder) changes(report publish.Report) []Change {
	list := make([]Change, 0, len(report.Added)+len(report.Changed)+len(report.Removed))
	for _, c := range []struct {
		kind  ChangeKind
		paths []string
	}{{Added, report.Added}, {Changed, report.Changed}, {Removed, report.Removed}} {
		for _, p := range c.paths {
			list = append(list, Change{Path: p, Kind: c.kind})
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, c Change) int { return strings.Compare(a.Path, c.Path) })
	where := make(map[string]int, len(list))
	for i, c := range list {
		where[c.Path] = i
	}
	b.eachSource(func(output, source string) {
		if i, found := where[output]; found {
			list[i].Source = source
		}
	})
	return list
}

// eachSource tells of each output that one source makes.
func (b *builder) eachSource(tell func(output, source string)) {
	if b.site == nil { // the whole was known
		return
	}
	for _, p := range b.site.Pages() {
		tell(p.Output, p.Pos.Path)
		tell(p.JSON, p.Pos.Path)
	}
	for _, o := range b.assetOutputs() {
		tell(o.Path, o.Source)
	}
	for _, r := range b.site.Resources() {
		tell(r.Output, r.Source)
	}
}
