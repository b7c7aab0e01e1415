package render

// Shared returns the names of the parts that a layout has learnt to share.
func (l *Layouts) Shared(name string) (names []string) {
	if s := l.layouts[name].sharer.now.Load(); s != nil && s.set != nil {
		for _, p := range s.parts {
			names = append(names, p.name)
		}
	}
	return names
}
