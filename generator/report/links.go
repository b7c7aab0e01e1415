package report

import "jianbao/generator/diag"

// Links is what the web said of links to other sites, where it was asked. The dead
// ones are findings; the unclear ones are not, and stand here.
type Links struct {
	Asked   bool      `json:"asked"`
	Good    int       `json:"good"` // addresses
	Dead    int       `json:"dead"`
	Doubted int       `json:"unclear"`
	Unclear []Finding `json:"unclearLinks"` // one for each place
}

func links(o Options, w *where) Links {
	l := Links{Asked: o.Site.Answers != nil, Unclear: []Finding{}}
	l.Good, l.Dead, l.Doubted = o.Site.CountAnswers()
	for _, link := range o.Site.UnclearLinks() {
		l.Unclear = append(l.Unclear, w.finding(diag.Diagnostic{
			Pos: link.Pos, Rule: "dead-external-link",
			Message: diag.Sprintf("%[1]s：%[2]s", "%[1]s: %[3]s", link.Dest, link.Says.ZH, link.Says.EN),
			Hint:    diag.Text{ZH: "打开看一看", EN: "look at it in a browser"},
		}))
	}
	return l
}
