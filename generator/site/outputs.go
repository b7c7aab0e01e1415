package site

import (
	"slices"
	"strings"
	"sync"

	"jianbao/generator/diag"
)

// Claim is an output path with the source it comes from.
type Claim struct {
	Output string // "reform/green/index.html"
	Pos    diag.Pos
}

// outputs holds every output path, and every folder of one, by what a file system that
// knows no letter case and no Unicode forms would call it.
type outputs struct {
	claims  []Claim
	taken   map[string]place
	clashes map[[2]diag.Pos]bool // sources that were reported to share an output
	diags   diag.List
}

// place is who has a path: the number of a claim, of the first inside for a folder.
type place struct {
	claim  int32
	folder bool
}

func newOutputs(size int) outputs {
	return outputs{claims: make([]Claim, 0, size), taken: make(map[string]place, size+size/2), clashes: map[[2]diag.Pos]bool{}}
}

// add enters a claim, or returns the one that was there first.
func (o *outputs) add(c Claim) (first Claim, clash bool) {
	key := fold(c.Output)
	if there, ok := o.taken[key]; ok { // a file, or a folder where a file is to be
		return o.claims[there.claim], true
	}
	number := int32(len(o.claims))
	o.claims = append(o.claims, c)
	o.taken[key] = place{claim: number}
	for slash := strings.LastIndexByte(key, '/'); slash > 0; slash = strings.LastIndexByte(key[:slash], '/') {
		dir := key[:slash]
		there, ok := o.taken[dir]
		if ok && there.folder {
			break
		}
		if ok { // a folder where a file is
			return o.claims[there.claim], true
		}
		o.taken[dir] = place{number, true}
	}
	return Claim{}, false
}

// at returns who has an output.
func (o *outputs) at(output string) Claim {
	if there, ok := o.taken[fold(output)]; ok && !there.folder {
		return o.claims[there.claim]
	}
	return Claim{}
}

// startClaiming makes sure that no two outputs share a path, while links are resolved; call
// what it returns when that has found the files. Where it is known that none do, nothing is
// claimed before somebody asks who has an output.
func (s *Site) startClaiming() (claimed func()) {
	if s.faultsKnown() {
		s.claim = sync.OnceFunc(func() { s.claimPaths(); s.claimFilesAndAliases() })
		return func() {}
	}
	s.claim = func() {}
	var claiming sync.WaitGroup
	claiming.Go(s.claimPaths)
	return func() {
		claiming.Wait()
		s.claimFilesAndAliases()
		for _, c := range s.opts.Claims {
			s.checkPath(strings.ReplaceAll("/"+c.Output, "/.", "/"), c.Pos) // hidden files are on purpose
		}
		s.diags = append(s.diags, s.outputs.diags...)
		s.warnOfHandover()
	}
}

// ownerOf returns who has an output.
func (s *Site) ownerOf(output string) Claim {
	s.claim()
	return s.outputs.at(output)
}

// claimPaths claims what is known before links are resolved. Those that authors can change
// most easily come last, for it is the later one that is reported: what every site has, then
// columns, bulletins, tags and, once they are known, files and old addresses.
func (s *Site) claimPaths() {
	s.outputs = newOutputs(2*len(s.pages) + len(s.files) + len(s.opts.Claims))
	for _, c := range s.opts.Claims {
		s.outputs.claim(c, otherName)
	}
	fixed := fixedOutputs
	if s.opts.Settings.Outputs.Search {
		fixed = slices.Concat(fixed, searchOutputs)
	}
	for _, name := range fixed {
		s.outputs.claim(Claim{Output: name, Pos: diag.Pos{Path: "site.yaml"}}, otherName)
	}
	s.claimPages(otherName, kindHome, kindTags, kindArchive, kindYear, kindSearch, kindSitemap, kindNotFound)
	s.claimPages(otherName, kindColumn)
	for _, l := range s.Feeds() {
		for _, name := range s.feedFiles() {
			s.outputs.claim(Claim{l.Prefix + name, l.pos}, otherName)
		}
	}
	s.claimPages(otherName, kindBulletin)
	s.claimPages(oneSpelling, kindTag)
}

func (s *Site) claimFilesAndAliases() {
	for _, r := range s.Resources() {
		s.outputs.claim(Claim{r.Output, diag.Pos{Path: r.Source}}, otherName)
	}
	s.claimPages(noAlias, kindRedirect)
}

// What to do about two outputs with one path.
var (
	otherName   = diag.Text{ZH: "改其中一个的 slug、url 或文件名", EN: "change the slug, url or file name of one of them"}
	oneSpelling = diag.Text{ZH: "全站统一这个标签的写法", EN: "spell this tag the same everywhere"}
	noAlias     = diag.Text{ZH: "去掉这个旧网址", EN: "take this alias out"}
	otherKind   = diag.Text{ZH: "一个是文件，一个是同名文件夹；改其中一个的网址", EN: "one is a file, the other a folder of that name; change one address"}
)

func (s *Site) claimPages(hint diag.Text, kinds ...string) {
	for i := range s.pages {
		p := &s.pages[i]
		if !slices.Contains(kinds, p.kind) {
			continue
		}
		at := p.Pos
		if p.kind == kindBulletin {
			at = p.bulletin.addressPos()
		}
		s.outputs.claim(Claim{p.Output, at}, hint)
		if p.JSON != "" {
			s.outputs.claim(Claim{p.JSON, at}, hint)
		}
	}
}

// fixedOutputs are what every site has beside its pages.
var fixedOutputs = []string{"sitemap.xml", "robots.txt", ".nojekyll", "CNAME", "jianbao-manifest.json", ".gitignore"}

// searchOutputs are the search index; two of them are folders, below which nothing
// else can be then.
var searchOutputs = []string{"search/meta.json", "search/docs", "search/grams"}

// claim enters an output. Two sources that clash are reported once, however many
// outputs they share.
func (o *outputs) claim(c Claim, hint diag.Text) {
	first, clash := o.add(c)
	pair := [2]diag.Pos{first.Pos, c.Pos}
	if !clash || o.clashes[pair] {
		return
	}
	o.clashes[pair] = true
	d := o.diags.Errorf(c.Pos, "duplicate-path", "输出路径 %s 与 %s 相同（%s）", "the output %s is the same as %s (%s)", c.Output, first.Output, first.Pos.Path)
	if d.Hint = hint; fold(c.Output) != fold(first.Output) {
		d.Hint = otherKind
	}
}

// warnOfHandover tells of a scheduled bulletin whose address another page will
// still have when its time comes: the build of that day would fail, perhaps
// with nobody there.
func (s *Site) warnOfHandover() {
	for _, b := range s.sorted {
		if b.hidden != scheduled {
			continue
		}
		t := s.paths.at(b.path)
		if t.bulletin != nil && t.bulletin.hidden != "" {
			continue
		}
		start := b.fields.Date
		if b.fields.Publish.After(start) {
			start = b.fields.Publish
		}
		if h := t.bulletin; h != nil && !h.fields.Expires.IsZero() && h.fields.Expires.End().Before(start) {
			continue
		}
		taken := s.ownerOf(b.output)
		s.diags.Warnf(b.addressPos(), "address-taken", "到 %[1]s 发布时，网址 %[2]s 还被 %[3]s 占用", "when it is published on %[1]s, its address %[2]s will still be that of %[3]s", start, b.path, taken.Pos.Path).
			Hintf("改其中一个的 slug、url 或 aliases", "change the slug, url or aliases of one of them")
	}
}
