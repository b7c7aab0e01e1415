package site

import (
	"slices"

	"jianbao/generator/frontmatter"
)

// relate connects bulletins that name each other, in both directions.
func (s *Site) relate() {
	byIndex := map[string]*bulletin{}
	for _, b := range s.bulletins {
		for _, ref := range b.fields.Related {
			if other := s.bulletinAt(b, ref, "related"); other != nil && other != b {
				addOnce(&b.related, other)
				addOnce(&other.related, b)
			}
		}
		if ref := b.fields.ReplacedBy; ref.Path != "" {
			if other := s.bulletinAt(b, ref, "replacedBy"); other != nil {
				b.replacedBy = other
				addOnce(&other.replaces, b)
			}
		}
		s.checkIndex(byIndex, b)
	}
	for _, b := range s.bulletins {
		slices.SortFunc(b.related, newestFirst)
	}
}

func addOnce(list *[]*bulletin, b *bulletin) {
	if !slices.Contains(*list, b) {
		*list = append(*list, b)
	}
}

// bulletinAt finds the bulletin that a front-matter key names. A related
// bulletin that is hidden is left out until it appears: nothing of it leaks, and
// no link is dead.
func (s *Site) bulletinAt(from *bulletin, ref frontmatter.Ref, key string) *bulletin {
	t := s.find(from.doc.Path, ref.Path)
	switch {
	case t.bulletin == nil:
		s.reportMissing(ref.Pos, t, from.doc.Path, ref.Path, false)
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
