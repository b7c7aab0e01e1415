package check

import (
	"net/url"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
	"jianbao/generator/site"
	"jianbao/generator/uri"
)

// externalRules are about what only the web can tell. No build asks it: an
// inspection does when it is told to, and rules find the answers in the [Site].
func externalRules() []*Rule {
	return []*Rule{
		{
			Name:      "dead-external-link",
			Title:     diag.Text{ZH: "链接的外部网页已不存在", EN: "a link to a page of another site that is gone"},
			Indicator: of(indicators, "死链、错链", "dead and wrong links"),
			Why: diag.Text{
				ZH: "对方改版、撤稿以后，链接就成了死链，检查组逐条点开，按条扣分。只有加了 --external 才访问外部网站；对方明确回答 404、410，或者域名不存在，才算失效。打不开、超时、拒绝访问的单独列出，不算失效。",
				EN: "Once another site moves or withdraws a page the link is dead, and inspectors count each. Other sites are asked with --external only. Dead is what they say is gone, by 404 or 410, and a host that does not exist. What does not answer or refuses is listed apart, and not called dead.",
			},
			Mend: diag.Text{ZH: "换成现在的网址，或去掉这个链接", EN: "write the present address, or take the link out"},
			Site: deadLinks,
		},
	}
}

// Verdict is what can be said of an address.
type Verdict uint8

// Unclear is every address that was asked in vain: nobody can tell whether it is
// Good or Dead.
const (
	Unclear Verdict = iota
	Good
	Dead
)

// Answer is what the web says of an address, and what makes one think so.
type Answer struct {
	Verdict Verdict
	Says    diag.Text
}

// OutwardLink is a link of what is published to a page of another site.
type OutwardLink struct {
	Dest    string // as it is written
	Address string // as one asks for it: encoded, without fragment
	Pos     diag.Pos
}

// OutwardLinks lists them, those of columns first.
func (s *Site) OutwardLinks() []OutwardLink {
	o := outward{home: web(s.Settings.BaseURL), seen: map[OutwardLink]bool{}}
	for _, c := range append([]site.ColumnFacts{s.Home}, s.Columns...) {
		o.addAll(c.Links)
	}
	for _, b := range s.Bulletins {
		o.add(b.Fields.Source, b.Fields.At("source"))
		o.add(b.Fields.SourceURL, b.Fields.At("sourceURL"))
		o.addAll(b.Links)
	}
	return o.list
}

// Addresses lists those of the links, each once, sorted.
func Addresses(links []OutwardLink) []string {
	addresses := make([]string, len(links))
	for i, link := range links {
		addresses[i] = link.Address
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// UnclearLink is a link of which nobody can tell whether it is dead, and why.
type UnclearLink struct {
	OutwardLink
	Says diag.Text
}

// UnclearLinks lists those among the links that were asked about, in their order.
func (s *Site) UnclearLinks() (list []UnclearLink) {
	if s.Answers == nil {
		return nil
	}
	for _, link := range s.OutwardLinks() {
		if answer, ok := s.Answers[link.Address]; ok && answer.Verdict == Unclear {
			list = append(list, UnclearLink{link, answer.Says})
		}
	}
	return list
}

// CountAnswers counts the addresses that were asked about.
func (s *Site) CountAnswers() (good, dead, unclear int) {
	for _, answer := range s.Answers {
		switch answer.Verdict {
		case Good:
			good++
		case Dead:
			dead++
		default:
			unclear++
		}
	}
	return good, dead, unclear
}

// outward collects links of a site to others.
type outward struct {
	home *url.URL
	list []OutwardLink
	seen map[OutwardLink]bool // many bulletins inherit what a column says once
}

func (o *outward) addAll(links []markdown.Link) {
	for _, link := range links {
		o.add(link.Dest, link.Pos)
	}
}

// add adds what is a link to another site, as browsers ask for it. Who may enter,
// and where on the page to look, is not told.
func (o *outward) add(dest string, at diag.Pos) {
	u := web(uri.Escape(dest))
	if u == nil || own(u, o.home) {
		return
	}
	u.Scheme, u.Host, u.User, u.Fragment, u.RawFragment = strings.ToLower(u.Scheme), strings.ToLower(u.Host), nil, "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	if link := (OutwardLink{dest, u.String(), at}); !o.seen[link] {
		o.seen[link] = true
		o.list = append(o.list, link)
	}
}

func deadLinks(s *Site, found *Findings) {
	if len(s.Answers) == 0 { // as always, unless one asked
		return
	}
	for _, link := range s.OutwardLinks() {
		if answer := s.Answers[link.Address]; answer.Verdict == Dead {
			found.Add(link.Pos, "%[1]s 已失效：%[2]s", "%[1]s is dead: %[3]s", link.Dest, answer.Says.ZH, answer.Says.EN)
		}
	}
}
