package site

import (
	"path"
	"slices"
)

// Addresses tell what is served where, by site paths: decoded, from the home page on,
// whatever the base path is ("/reform/绿色/").
type Addresses struct {
	site   *Site
	hidden map[string]*bulletin // by addresses and old addresses; nil until it is asked for
}

// Standing is what has become of an address.
type Standing struct {
	Served  bool
	Source  string // what is behind it, or was: a document, or a file that is not published now
	Hidden  bool   // Source is a draft, scheduled or expired, or a file of one
	Expired bool   // its time is over, as its author said beforehand
}

// Lasting returns the addresses that others may have linked to and count on, sorted:
// those of columns, of bulletins with their old addresses, and of documents to download.
// Lists by tag or year and their further pages change with every bulletin, assets with
// every edit, and images are seen within pages.
func (a *Addresses) Lasting() []string {
	s := a.site
	list := make([]string, 0, len(s.bulletins)+len(s.columns)+len(s.resources))
	for i := range s.pages {
		switch p := &s.pages[i]; p.kind {
		case kindColumn:
			if p.number <= 1 {
				list = append(list, p.path)
			}
		case kindBulletin, kindRedirect:
			list = append(list, p.path)
		}
	}
	for _, r := range s.resources {
		if r.record || !(target{file: r.source}).isImage() {
			list = append(list, r.path)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Standing looks an address up. Hosts tell letter cases apart, so it does, too.
func (a *Addresses) Standing(sitePath string) Standing {
	s := a.site
	output := outputFile(sitePath)
	t := s.paths.at(sitePath)
	if s.ownerOf(output).Output == output {
		return Standing{Served: true, Source: s.sourceOf(t)}
	}
	if t.file != "" {
		owner := s.files[t.file].owner
		return Standing{Source: t.file, Hidden: owner != nil && owner.hidden != "", Expired: owner != nil && owner.hidden == expired}
	}
	if a.hidden == nil {
		a.hidden = s.hiddenAddresses()
	}
	if b := a.hidden[sitePath]; b != nil {
		return Standing{Source: b.doc.Path, Hidden: true, Expired: b.hidden == expired}
	}
	return Standing{}
}

func (s *Site) sourceOf(t target) string {
	switch {
	case t.bulletin != nil:
		return t.bulletin.doc.Path
	case t.column != nil:
		return path.Join(t.column.dir, "_index.md")
	}
	return t.file
}

// hiddenAddresses are those at which hidden bulletins would be, or lead on.
func (s *Site) hiddenAddresses() map[string]*bulletin {
	hidden := map[string]*bulletin{}
	for _, b := range s.sorted {
		if b.hidden == "" {
			continue
		}
		for _, alias := range b.fields.Aliases {
			hidden[asPage(alias.Path)] = b
		}
		hidden[b.path] = b
	}
	return hidden
}
