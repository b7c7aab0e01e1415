package site

import "jianbao/generator/civil"

// Hidden is a bulletin that nobody but its authors may see, at this moment. What is
// said of it here is for them: it is in no page, list or feed.
type Hidden struct {
	Title, Source string
	Output        string // the page that Drafts or Future show, "" where it is not shown
	State         State
	When          civil.Time // a scheduled one appears, an expired one was last to be seen; else zero
}

// State says why a bulletin is hidden.
type State = state

// The states of hidden bulletins.
const (
	Draft     = draft
	Scheduled = scheduled
	Expired   = expired
)

// HiddenOnes lists the hidden bulletins, those that are shown on request as well, by
// source path.
func (s *Site) HiddenOnes() []Hidden {
	var list []Hidden
	for _, b := range s.sorted {
		h := Hidden{Title: b.fields.Title, Source: b.doc.Path, State: b.hidden}
		if b.shown != "" {
			h.State, h.Output = b.shown, b.output
		}
		switch h.State {
		case scheduled:
			h.When = later(b.fields.Date, b.fields.Publish)
		case expired:
			h.When = b.fields.Expires
		case "":
			continue
		}
		list = append(list, h)
	}
	return list
}
