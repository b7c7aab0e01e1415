package site

import (
	"path"
	"strings"

	"jianbao/generator/diag"
)

// Claim is an output path with the source it comes from.
type Claim struct {
	Output string // "reform/green/index.html"
	Pos    diag.Pos
}

// outputs holds every output path by what a file system that knows no letter
// case and no Unicode forms would call it. Folders are held as well, as
// "path/", with the first output inside.
type outputs map[string]Claim

// add enters a claim, or returns the one that was there first.
func (o outputs) add(c Claim) (first Claim, clash bool) {
	key := foldPath(c.Output)
	if first, clash = o[key]; clash {
		return first, true
	}
	if first, clash = o[key+"/"]; clash { // a file where a folder is
		return first, true
	}
	o[key] = c
	for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
		if first, clash = o[dir]; clash { // a folder where a file is
			return first, true
		}
		if _, known := o[dir+"/"]; known {
			break
		}
		o[dir+"/"] = c
	}
	return Claim{}, false
}

func foldPath(p string) string {
	for i := range len(p) {
		if c := p[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			return fold(p)
		}
	}
	return p // most paths, at no cost
}

// claimOutputs makes sure that no two outputs share a path.
func (s *Site) claimOutputs() {
	for _, c := range s.opts.Claims {
		s.claim(c)
	}
	for _, name := range fixedOutputs {
		s.claim(Claim{Output: name, Pos: diag.Pos{Path: "site.yaml"}})
	}
	for _, p := range s.pages {
		s.claim(Claim{p.Output, p.Pos})
		if p.JSON != "" {
			s.claim(Claim{p.JSON, p.Pos})
		}
	}
	for _, l := range s.Feeds() {
		s.claim(Claim{l.Prefix + "feed.xml", l.pos})
		s.claim(Claim{l.Prefix + "atom.xml", l.pos})
		s.claim(Claim{l.Prefix + "feed.json", l.pos})
	}
	for _, r := range s.Resources() {
		s.claim(Claim{r.Output, diag.Pos{Path: r.Source}})
	}
}

// fixedOutputs are files that every site has. The folder search/ holds the
// search index and the page of search.
var fixedOutputs = []string{
	"sitemap.xml", "robots.txt", ".nojekyll", "CNAME", "jianbao-manifest.json", ".gitignore",
}

func (s *Site) claim(c Claim) {
	first, clash := s.outputs.add(c)
	if !clash {
		return
	}
	d := s.diags.Errorf(c.Pos, "duplicate-path", "输出路径 %s 与 %s 相同（%s）", "the output %s is the same as %s (%s)", c.Output, first.Output, first.Pos.Path)
	if strings.EqualFold(c.Output, first.Output) || fold(c.Output) == fold(first.Output) {
		d.Hintf("改其中一个的 slug、url 或文件名", "change the slug, url or file name of one of them")
	} else {
		d.Hintf("一个是文件，一个是同名文件夹；改其中一个的网址", "one is a file, the other a folder of that name; change one address")
	}
}
