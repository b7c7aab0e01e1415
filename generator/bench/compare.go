package main

import (
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strconv"

	"jianbao/generator/bench/corpus"
)

// The names of our program in the tables.
const (
	equal = "Jianbao, equal pages"               // theme and outputs as the others'
	lean  = "Jianbao, own theme"                 // with outputs as the others'
	full  = "Jianbao, own theme and all outputs" // which the others do not make
)

var ourNames = []string{equal, lean, full}

// asHugo switches off what Hugo's side does not make.
const asHugo = "outputs: {json: false, search: false, feeds: [rss]}\n"

// contest is a contestant at one size.
type contest struct {
	*contestant
	site *siteDir
}

// compare runs our program and the others in turn, on the same content.
func (b *bench) compare(counts []int, only []string) error {
	contestants := b.contestants(only)
	contests := make([][]contest, len(counts))
	for i, n := range counts {
		for _, c := range contestants {
			if c.most > 0 && n > c.most {
				progress("%s is left out at %d bulletins: it would take too long", c.name, n)
				continue
			}
			progress("writing %d bulletins for %s", n, c.name)
			options := corpus.Options{Bulletins: n, Seed: b.seed}
			dir, err := c.site(options)
			if err != nil {
				return err
			}
			contests[i] = append(contests[i], contest{c, &siteDir{dir, options, 0}})
		}
	}
	for round := range b.runs {
		for _, ofSize := range contests {
			if err := b.round(ofSize, round); err != nil {
				return err
			}
		}
	}
	for _, c := range slices.Concat(contests...) {
		if err := b.compareSaves(c); err != nil {
			return err
		}
	}
	b.reportPeers(contestants, counts)
	return nil
}

// contestants are our program, with more and more to do, and whoever can be installed.
func (b *bench) contestants(only []string) []*contestant {
	list := []*contestant{b.ours(equal, "peers/jianbao", asHugo), b.ours(lean, "", asHugo), b.ours(full, "", "")}
	for _, peer := range []struct {
		name    string
		install func() (*contestant, error)
	}{{"hugo", b.hugo}, {"eleventy", b.eleventy}, {"hexo", b.hexo}} {
		if !slices.Contains(only, peer.name) {
			continue
		}
		c, err := peer.install()
		if err != nil {
			fmt.Printf("%s is left out: %v\n", peer.name, err)
			continue
		}
		fmt.Printf("%s %s\n", c.name, c.version)
		list = append(list, c)
	}
	return list
}

// round lets everyone build a site of one size once from nothing, and then everyone once more
// with nothing and with one text changed. What the first round made is held against ours.
func (b *bench) round(contests []contest, round int) error {
	out := func(c contest) string {
		return filepath.Join(b.dir, fmt.Sprintf("out-%s-%d", filepath.Base(c.site.dir), round))
	}
	var reference string
	for _, c := range contests {
		progress("round %d of %d: %s, %d bulletins", round+1, b.runs, c.name, c.site.corpus.Bulletins)
		if err := b.measured(c.site, out(c), c.name+": "+cold, c.build(c.site.dir, out(c))); err != nil {
			return err
		}
		if c.name == equal {
			reference = out(c)
		}
		if round == 0 && c.name != equal {
			if err := agree(c.name, c.site.corpus, reference, out(c)); err != nil {
				return err
			}
		}
	}
	for _, step := range []struct {
		what string
		edit func(*siteDir) error
	}{
		{unchanged, func(*siteDir) error { return nil }},
		{oneText, (*siteDir).editText},
	} {
		for _, c := range contests {
			if c.coldOnly {
				continue
			}
			if err := step.edit(c.site); err != nil {
				return err
			}
		}
		settle()
		for _, c := range contests {
			if c.coldOnly {
				continue
			}
			if err := b.measured(c.site, out(c), c.name+": "+step.what, c.build(c.site.dir, out(c))); err != nil {
				return err
			}
		}
	}
	return nil
}

// compareSaves measures the preview of a contestant that has one.
func (b *bench) compareSaves(c contest) error {
	if c.serve == nil || b.saves == 0 {
		return nil
	}
	size := c.site.corpus.Bulletins
	progress("%d saves: %s, %d bulletins", b.saves, c.name, size)
	server, err := serve(c.serve(c.site.dir))
	if err != nil {
		return err
	}
	defer server.stop()
	if err := b.saveAll(c.site, c.name+": "+saved, server); err != nil {
		return err
	}
	b.results.add(size, c.name+": "+servedLast, sample{peak: resident(server.pid())})
	return nil
}

// reportPeers prints what everyone took, and our share of what each took.
func (b *bench) reportPeers(contestants []*contestant, counts []int) {
	scenarios := []string{cold, unchanged, oneText, saved, servedLast}
	fmt.Printf("\nMedians of %d rounds: wall / processor time / peak memory.\n\n", b.runs)
	row("what", counts, thousands)
	row("---", counts, func(int) string { return "--:" })
	for _, what := range scenarios {
		for _, c := range contestants {
			rowIfAny(what+": "+c.name, counts, func(n int) string { return b.cell(n, c.name+": "+what) })
		}
	}
	others := contestants[len(ourNames):]
	if len(others) > 0 {
		fmt.Print("\nOurs as a ratio to theirs: wall / processor time / peak memory.\n\n")
		row("ratio", counts, thousands)
		row("---", counts, func(int) string { return "--:" })
	}
	for _, c := range others {
		for _, what := range scenarios {
			for _, our := range ourNames {
				rowIfAny(what+": "+our+" / "+c.name, counts, func(n int) string { return b.ratios(n, our+": "+what, c.name+": "+what) })
			}
		}
	}
	b.reportAgainstHugo(counts)
	b.reportGrowth(contestants, counts)
	fmt.Println("\nShare of the processors that other programs took meanwhile:")
	for _, n := range counts {
		fmt.Printf("%s bulletins: %s\n", thousands(n), b.others(n))
	}
}

// rowIfAny prints a line of a table in which there is anything.
func rowIfAny(title string, counts []int, cell func(int) string) {
	if slices.ContainsFunc(counts, func(n int) bool { return cell(n) != nothing }) {
		row(title, counts, cell)
	}
}

// ratios compares all figures of two things.
func (b *bench) ratios(size int, of, to string) string {
	x, okx := b.results.median(size, of)
	y, oky := b.results.median(size, to)
	switch {
	case !okx || !oky:
		return nothing
	case x.wall == 0: // memory
		return fraction(float64(x.peak) / float64(y.peak))
	case x.peak == 0: // saves
		return fraction(float64(x.wall) / float64(y.wall))
	}
	return b.ratio(size, of, to) + " / " + fraction(float64(x.peak)/float64(y.peak))
}

// freePort is a port of this machine that nobody listens at.
func freePort() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "1313"
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}
