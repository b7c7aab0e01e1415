package site

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
)

// group is a tag or a year with its bulletins, newest first.
type group struct {
	title     string
	path      string // "/tags/绿色发展/"
	url       string // its address under the base path
	bulletins []*bulletin
	changed   civil.Time // the newest change in them
	pos       diag.Pos   // where the tag was first written
	pinyin    []byte     // orders tags as they are read
}

// newestFirst orders by publication time; equal times by path, so that the order is always the same.
func newestFirst(a, b *bulletin) int {
	if later := b.fields.Date.Compare(a.fields.Date); later != 0 {
		return later
	}
	return strings.Compare(a.doc.Path, b.doc.Path)
}

// fillLists orders the bulletins of the site and of every column, and finds neighbours.
func (s *Site) fillLists() {
	s.orderColumns()
	s.orderBulletins()
	var pinned, others []*bulletin
	for _, b := range s.bulletins {
		if n := len(b.column.own); n > 0 {
			last := b.column.own[n-1]
			b.newer, last.older = last, b
		}
		b.column.own = append(b.column.own, b)
		if b.fields.Pinned {
			pinned = append(pinned, b)
		} else {
			others = append(others, b)
		}
	}
	for _, b := range slices.Concat(pinned, others) {
		for c := b.column; c != nil; c = c.parent {
			c.all, c.changed = append(c.all, b), later(c.changed, b.changed)
		}
	}
}

// orderBulletins sorts the published bulletins, the newest first. Their times are
// taken out before, for each is compared often.
func (s *Site) orderBulletins() {
	type dated struct {
		when int64
		*bulletin
	}
	list := make([]dated, len(s.bulletins))
	for i, b := range s.bulletins {
		list[i] = dated{b.fields.Date.Order(), b}
	}
	slices.SortFunc(list, func(a, b dated) int {
		if a.when != b.when {
			return cmp.Compare(b.when, a.when)
		}
		return strings.Compare(a.doc.Path, b.doc.Path)
	})
	for i, d := range list {
		s.bulletins[i] = d.bulletin
	}
}

// startGrouping gathers the bulletins of every tag and year while others give
// addresses to bulletins; call what it returns at the end.
func (s *Site) startGrouping() (grouped func()) {
	var grouping sync.WaitGroup
	var diags diag.List
	grouping.Go(func() { diags = s.groupTagsAndYears() })
	return func() {
		grouping.Wait()
		s.diags = append(s.diags, diags...)
	}
}

func (s *Site) groupTagsAndYears() (diags diag.List) {
	tags, years := map[string]*group{}, map[int16]*group{}
	for _, b := range s.bulletins {
		if n := len(b.fields.Tags); n > 0 {
			b.tags = make([]Link, 0, n)
		}
		for _, tag := range b.fields.Tags {
			g, ok := tags[tag]
			if !ok {
				g = s.newGroup("/tags/", tag, b)
				tags[tag], s.tags = g, append(s.tags, g)
			}
			g.add(b)
			b.tags = append(b.tags, Link{g.title, g.url})
		}
		year, ok := years[b.fields.Date.Year]
		if !ok {
			year = s.newGroup("/archive/", strconv.Itoa(int(b.fields.Date.Year)), b)
			years[b.fields.Date.Year], s.years = year, append(s.years, year)
		}
		year.add(b)
	}
	for _, tag := range s.tags {
		checkTag(tag, &diags)
	}
	s.sortTags()
	s.warnOfSimilarTags(&diags)
	slices.SortFunc(s.years, func(a, b *group) int { return strings.Compare(b.title, a.title) })
	return diags
}

// sortTags orders tags by use, and those of equal use by pinyin.
func (s *Site) sortTags() {
	pinyin := collate.New(language.MustParse("zh-u-co-pinyin"))
	var keys collate.Buffer
	for _, tag := range s.tags { // a key is made once, and compared often
		tag.pinyin = pinyin.KeyFromString(&keys, tag.title)
	}
	slices.SortFunc(s.tags, func(a, b *group) int {
		if more := cmp.Compare(len(b.bulletins), len(a.bulletins)); more != 0 {
			return more
		}
		return cmp.Or(bytes.Compare(a.pinyin, b.pinyin), strings.Compare(a.title, b.title))
	})
}

// newGroup is a group whose page is in a folder; b is the first that it is found in.
func (s *Site) newGroup(folder, title string, b *bulletin) *group {
	path := folder + pathSegment(title) + "/"
	return &group{title: title, path: path, url: s.address.url(path), pos: b.pos("tags")}
}

// add puts a bulletin into the group; a tag written twice counts once.
func (g *group) add(b *bulletin) {
	if n := len(g.bulletins); n == 0 || g.bulletins[n-1] != b {
		g.bulletins, g.changed = append(g.bulletins, b), later(g.changed, b.changed)
	}
}

// warnOfSimilarTags tells of tags that readers cannot tell apart, though addresses
// can: ＡＩ and AI. The one that is used less is the slip, most likely.
func (s *Site) warnOfSimilarTags(diags *diag.List) {
	first := map[string]*group{}
	for _, tag := range s.tags {
		key := fold(narrow(tag.title))
		other, ok := first[key]
		switch {
		case !ok:
			first[key] = tag
		case fold(tag.path) != fold(other.path): // else it is an error: one address
			diags.Warnf(tag.pos, "similar-tags", "标签“%s”与“%s”只是全角半角不同", "the tags %s and %s differ in the width of characters only", tag.title, other.title).Hint = oneSpelling
		}
	}
}

// narrow gives characters of full width their usual form.
func narrow(title string) string {
	for _, r := range title {
		if !plainRune(r) {
			return norm.NFKC.String(title)
		}
	}
	return title
}

func checkTag(tag *group, diags *diag.List) {
	fault := pathFault(tag.path)
	if tag.path == "/tags//" {
		fault = diag.Text{ZH: "没有可用的字符", EN: "it has no usable character"}
	}
	if fault.EN != "" {
		diags.Errorf(tag.pos, "bad-tag", "标签“%[1]s”不能作网址：%[2]s", "the tag %[1]q makes no address: %[3]s", tag.title, fault.ZH, fault.EN)
	}
}
