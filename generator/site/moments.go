package site

import (
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/frontmatter"
)

// Since and Until say how long the model holds: with any Options.Now from Since on
// and before Until, all else being equal, New makes the same one. At these moments
// a bulletin appears or expires, or a hidden one is hidden for another reason. Now
// counts for nothing else. A zero Since means from the beginning, a zero Until for
// ever. Civil times are compared, as they are to find the states of bulletins.
func (s *Site) Since() civil.Time { return s.since }

// Until is the first moment at which the model is another one; see [Site.Since].
func (s *Site) Until() civil.Time { return s.until }

// noteMoments narrows the time for which the model holds by what one bulletin says.
// A draft is one at any time.
func (s *Site) noteMoments(f *frontmatter.Fields) {
	if f.Draft {
		return
	}
	appears := later(f.Date, f.Publish)
	s.noteMoment(appears)
	if over := secondAfter(f.Expires.End()); over.After(appears) { // else it never appears
		s.noteMoment(over)
	}
}

func (s *Site) noteMoment(t civil.Time) {
	if t.IsZero() {
		return
	}
	t.Precision = civil.Second
	switch {
	case t.After(s.opts.Now):
		if s.until.IsZero() || t.Before(s.until) {
			s.until = t
		}
	case t.After(s.since):
		s.since = t
	}
}

// later returns the later one of two times; a day is as late as its first second.
func later(a, b civil.Time) civil.Time {
	if b.After(a) {
		return b
	}
	return a
}

// secondAfter is the next second on the clock.
func secondAfter(t civil.Time) civil.Time {
	if t.IsZero() {
		return t
	}
	return civil.Of(t.In(time.UTC).Add(time.Second), time.UTC)
}
