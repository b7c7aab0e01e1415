package site

import (
	"slices"

	"jianbao/generator/frontmatter"
)

// relate connects bulletins that name each other, in both directions.
func (s *Site) relate() {
	byIndex := make(map[string]*bulletin, len(s.bulletins))
	for _, b := range s.bulletins {
		for _, ref := range b.fields.Related {
			if other := s.bulletinAt(b, ref, "related"); other != nil {
				b.related = append(b.related, other)
				other.related = append(other.related, b)
			}
		}
		if ref := b.fields.ReplacedBy; ref.Path != "" {
			if other := s.bulletinAt(b, ref, "replacedBy"); other != nil {
				b.replacedBy = other
				other.replaces = append(other.replaces, b)
			}
		}
		s.checkIndex(byIndex, b)
	}
	s.checkReplacements()
	for _, b := range s.bulletins { // two that name each other are listed once
		if len(b.related) < 2 {
			continue
		}
		slices.SortFunc(b.related, newestFirst)
		b.related = slices.Compact(b.related)
	}
}

// longestChain is far beyond what one document is ever replaced by, one by one.
const longestChain = 100

// checkReplacements reports bulletins that replace each other in a circle.
func (s *Site) checkReplacements() {
	for _, b := range s.bulletins {
		next := b.replacedBy
		for range longestChain {
			if next == nil || next == b {
				break
			}
			next = next.replacedBy
		}
		if next == b {
			s.diags.Errorf(b.pos("replacedBy"), "self-reference", "替代文件一个接一个，又回到了本篇", "the documents that replace this one lead back to it").
				Hintf("只在旧文件里写 replacedBy", "write replacedBy in the older document only")
		}
	}
}

// bulletinAt finds the bulletin that a front-matter key names. A related
// bulletin that is hidden is left out until it appears: nothing of it leaks, and
// no link is dead.
func (s *Site) bulletinAt(from *bulletin, ref frontmatter.Ref, key string) *bulletin {
	t := s.find(from.doc.Path, ref.Path)
	switch {
	case t.bulletin == from:
		s.diags.Errorf(ref.Pos, "self-reference", "%[1]s 指向了本篇自己", "%[1]s names the bulletin itself", key).
			Hintf("去掉这一项，或改成另一篇", "take it out, or name another one")
	case t.bulletin == nil && t.found():
		s.diags.Errorf(ref.Pos, "broken-link", "%s 不是简报", "%s is not a bulletin", ref.Path)
	case t.bulletin == nil:
		s.reportMissing(ref.Pos, from.doc.Path, ref.Path)
	case t.bulletin.hidden == "":
		return t.bulletin
	case key != "related":
		s.reportHidden(ref.Pos, ref.Path, t.bulletin)
	}
	return nil
}

// checkIndex holds 索引号 unique over the site.
func (s *Site) checkIndex(seen map[string]*bulletin, b *bulletin) {
	index := b.fields.Index
	if index == "" {
		return
	}
	if first, ok := seen[index]; ok {
		s.diags.Errorf(b.pos("index"), "duplicate-index", "索引号 %s 已用于 %s", "index %s is used by %s already", index, first.doc.Path)
		return
	}
	seen[index] = b
}
