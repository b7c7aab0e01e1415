package render

// Shared returns the names of the parts that a layout has learnt to share.
func (l *Layouts) Shared(name string) (names []string) {
	for _, s := range l.layouts[name].sharers.byKind.Range {
		if now := s.(*sharer).now.Load(); now != nil && now.set != nil {
			for _, p := range now.parts {
				names = append(names, p.name)
			}
		}
	}
	return names
}

// BothWays returns what the program of a layout makes of a view before it is minified,
// and what its templates make of it; not ok where there is no program.
func (l *Layouts) BothWays(name string, view any) (compiled, executed string, ok bool) {
	s := l.layouts[name].sharers.sharing(l, l.layouts[name], view)
	if s == nil || s.program.Load() == nil {
		return "", "", false
	}
	a, b := &page{limit: maxPage}, &page{limit: maxPage}
	if err := s.program.Load().run(a, view); err != nil {
		return err.Error(), "", true
	}
	if err := l.run(b, s.set, l.layouts[name].entry, view); err != nil {
		return "", err.Error(), true
	}
	return string(a.buf), string(b.buf), true
}
