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
