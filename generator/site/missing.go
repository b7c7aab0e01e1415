package site

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
	"jianbao/generator/nearest"
)

// reportMissing says that a link leads nowhere.
func (s *Site) reportMissing(at diag.Pos, from, ref string) {
	switch ext := path.Ext(ref); {
	case ref == "":
		s.diags.Errorf(at, "broken-link", "链接没有地址", "the link has no address")
	case ext == "" || ext == ".md" || ext == ".html":
		s.hint(s.diags.Errorf(at, "broken-link", "没有页面 %s", "no page at %s", ref), from, ref)
	default:
		s.hint(s.diags.Errorf(at, "broken-file", "没有文件 %s", "no file at %s", ref), from, ref)
	}
}

// reportUnknown warns of a whole address on this site's host that is no page of
// ours. It may be another program's (a letter box, a search), so it can stay.
func (s *Site) reportUnknown(link markdown.Link, from, ref string) {
	s.hint(s.diags.Warnf(link.Pos, "unknown-own-page", "本站没有 %s（如由别的系统提供，可以不管）", "this site has no %s (leave it, if another program serves it)", link.Dest), from, ref)
}

func (s *Site) reportMissingImage(at diag.Pos, from, ref string) {
	s.hint(s.diags.Errorf(at, "broken-image", "没有图片 %s", "no image at %s", ref), from, ref)
}

func (s *Site) reportMissingFile(at diag.Pos, from, ref string) {
	s.hint(s.diags.Errorf(at, "broken-attachment", "没有附件 %s", "no attachment at %s", ref), from, ref)
}

func (s *Site) reportHidden(at diag.Pos, ref string, b *bulletin) {
	why := b.hidden.words()
	s.diags.Errorf(at, "hidden-link", "%[1]s 不会发布（%[2]s）", "%[1]s is not published (%[3]s)", ref, why.ZH, why.EN).
		Hintf("去掉这个链接，或先发布那一篇", "take the link out, or publish that bulletin first")
}

// hint adds what was most likely meant.
func (s *Site) hint(d *diag.Diagnostic, from, ref string) {
	if s.suggester == nil {
		s.suggester = s.newSuggester()
	}
	near := s.suggest(from, strings.ReplaceAll(unescape(ref), `\`, "/"))
	switch {
	case near != "":
		d.Hintf("是不是 %s？", "did you mean %s?", near)
	case hostName.MatchString(ref):
		d.Hintf("别的网站写完整网址：https://%s", "write the whole address of another site: https://%s", ref)
	case strings.Contains(ref, `\`):
		d.Hintf("文件夹之间用 /，不用 \\", "folders are set apart by /, not by \\")
	case ref != "" && (d.Rule == "broken-image" || d.Rule == "broken-attachment"):
		d.Hintf("把文件放进 %[1]s/，文件名连扩展名要一字不差", "put the file into %[1]s/; its name must be the same to the letter", path.Dir(from))
	}
}

// hostName matches the address of another site that lacks its scheme.
var hostName = regexp.MustCompile(`^(?i:www\.[a-z0-9-]+\.|[a-z0-9.-]+\.(?:com|cn|net|org)(?:/|$))`)

// suggester finds paths by what they have in common with a wrong one. It is made
// when the first link is broken; each of thousands must cost little.
type suggester struct {
	bySource map[string]string   // folded source path, with and without ".md" or "/index.md" → source path
	bySite   map[string]string   // folded site path → site path
	byName   map[string][]string // file name → source paths
	byFolder map[string][]string // folder → the names in it
	searches int                 // that may still be made for similar names
}

// similarNames is how many broken links get a search for similar names. A site
// with more of them has another problem, such as a folder that was renamed.
const similarNames = 50

func (s *Site) newSuggester() *suggester {
	g := &suggester{map[string]string{}, map[string]string{}, map[string][]string{}, map[string][]string{}, similarNames}
	for _, dir := range slices.Sorted(maps.Keys(s.columns)) {
		g.bySource[fold(dir)] = dir + "/"
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(s.documents)), maps.Keys(s.files))
	slices.Sort(names)
	for _, name := range names {
		g.add(name)
	}
	paths := slices.Collect(maps.Keys(s.paths.numbers))
	for i := range s.pages {
		if p := &s.pages[i]; p.JSON != "" {
			paths = append(paths, "/"+p.JSON)
		}
	}
	slices.Sort(paths)
	for _, p := range paths {
		setNew(g.bySite, fold(p), p)
	}
	return g
}

func (g *suggester) add(name string) {
	folded := fold(name)
	setNew(g.bySource, folded, name)
	if stem, ok := strings.CutSuffix(folded, ".md"); ok {
		setNew(g.bySource, strings.TrimSuffix(stem, "/index"), name)
	}
	dir, base := path.Split(name)
	g.byName[base] = append(g.byName[base], name)
	g.byFolder[dir] = append(g.byFolder[dir], strings.TrimSuffix(base, ".md"))
}

func setNew(m map[string]string, key, value string) {
	if _, ok := m[key]; !ok {
		m[key] = value
	}
}

// suggest finds the path that was most likely meant: the same but for letter
// case, Unicode form, ".md", ".html", a trailing "/" or the base path; or the only file
// of that name; or a similar name in the same folder. NAME.md may mean NAME/index.md.
func (s *Site) suggest(from, ref string) string {
	g := s.suggester
	name := path.Join(path.Dir(from), ref)
	if strings.HasPrefix(ref, "/") {
		name = path.Join(contentDir, ref)
		if rest, ok := strings.CutPrefix(ref, s.address.base); ok && s.address.base != "/" && s.find(from, "/"+rest).found() {
			return "/" + rest
		}
		for _, p := range []string{ref, ref + "/"} {
			if p, ok := g.bySite[fold(p)]; ok {
				return p
			}
		}
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".html"), ".md")
	if p, ok := g.bySource[fold(name)]; ok {
		return relative(from, p)
	}
	dir, base := path.Split(name)
	stem := strings.TrimSuffix(base, ".md")
	for _, same := range [][]string{g.byName[base], g.byName[stem+".md"]} {
		if len(same) == 1 && stem != "index" {
			return relative(from, same[0])
		}
	}
	if g.searches == 0 {
		return ""
	}
	g.searches--
	near := nearest.Path(stem, g.byFolder[dir])
	for _, end := range []string{"", ".md"} {
		if p, ok := g.bySource[fold(dir+near+end)]; ok && near != "" {
			return relative(from, p)
		}
	}
	return ""
}

// relative writes a source path as a link in from would.
func relative(from, name string) string {
	dir := path.Dir(from)
	up := ""
	for dir != "." && !strings.HasPrefix(name, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	return up + strings.TrimPrefix(name, dir+"/")
}
