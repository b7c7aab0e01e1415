// Package site is the model: columns, bulletins, tags, years, who is related to
// whom, every address, and every page with its view.
//
// [New] builds it whole, every time, from the documents, in whatever order they
// come; it is cheap, and there is nothing to invalidate. Only the search for faults is
// spared to who knows what they are ([Options.Known]). It works top to bottom:
//
//	columns      folders with an _index.md become a tree (columns.go)
//	bulletins    inherit defaults; the publishable set is decided, once (bulletins.go)
//	order        lists, tags, years, previous and next (lists.go)
//	addresses    permalink patterns, slugs, aliases (address.go, permalink.go)
//	relations    related and replaced bulletins, both ways (relations.go)
//	links        every link of every text finds its target (links.go); what
//	             does not is reported with what was most likely meant (missing.go)
//	pages        every HTML page of the site (pages.go)
//	outputs      no two outputs share a path, also by case or Unicode form (outputs.go)
//	shared parts what many views show is made once (shared.go)
//
// What is not publishable (draft, scheduled, expired) is in no list, tag, count,
// feed or neighbour, its files are not copied, and nothing may link to it. Its
// address is free for others meanwhile.
//
// [Site.Pages] lists the pages, [Site.View] makes the view of one of them
// (view.go says what layouts see, views.go fills it in), [Parts] takes one apart, to
// tell people what has changed in it. [Site.Since] and [Site.Until] say for how long
// all of it holds.
package site

import (
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/settings"
	"jianbao/generator/source"
)

// Options is what the model needs beside the documents.
type Options struct {
	Settings *settings.Settings
	Now      civil.Time    // the moment the build believes it is (--as-of), in the site's zone
	Version  string        // of the generator
	Words    Words         // titles of the pages that no source file has
	Files    []source.File // all files below content/

	// Asset finds the output path of a file below assets/ ("css/site.css").
	Asset func(name string) (output string, ok bool)
	// ImageSize measures an image below content/ in pixels; 0 where it cannot. It may be
	// called by many goroutines, and be nil.
	ImageSize func(file string) (width, height int)
	// HasLayout reports whether layouts/NAME.html can be had.
	HasLayout func(name string) bool
	// Claims are the outputs that other steps make.
	Claims []Claim

	// Known is what New has said of the same documents and options before; nil = nobody
	// knows. New repeats it, and leaves out what is only done to find faults.
	Known *diag.List

	// Drafts and Future show what is hidden, to its authors and never to the public.
	Drafts, Future bool
}

// Words are the titles of generated pages in the site's language.
type Words struct{ Home, Tags, Archive, Search, Sitemap, NotFound string }

// Site is the model. It does not change once made, and depends on the options, on
// the documents and on nothing else; [Site.Holds] says for how long.
type Site struct {
	opts    Options
	diags   diag.List
	address addresser
	chrome  *Chrome

	root      *column
	columns   map[string]*column   // by folder: "content/reform"
	documents map[string]*bulletin // by source path, hidden ones too
	sorted    []*bulletin          // the same, by source path
	bulletins []*bulletin          // the publishable set, newest first
	hidden    int
	since     civil.Time // see Since and Until
	until     civil.Time
	tags      []*group
	years     []*group
	pages     []Page

	files     map[string]*file              // every file below content/ that is no document
	sized     map[string][]*markdown.Target // links that want the size of an image, by its source path
	resources map[string]*resource          // those that publishable documents use, by source path
	copies    []Resource                    // the same, as others see them
	paths     sitePaths
	outputs   outputs
	claim     func()                          // claims all outputs, where that was not done yet
	suggester *suggester                      // only while New runs
	anchors   map[*document.Document][]string // likewise: those that links lead to
}

// New builds the model. The site is complete only when the list has no errors.
func New(opts Options, docs []*document.Document) (*Site, diag.List) {
	s := &Site{
		opts:      opts,
		address:   newAddresser(opts.Settings.BaseURL),
		columns:   map[string]*column{},
		documents: make(map[string]*bulletin, len(docs)),
		files:     map[string]*file{},
		resources: map[string]*resource{},
		sized:     map[string][]*markdown.Target{},
		anchors:   map[*document.Document][]string{},
	}
	s.plantColumns(docs)
	s.addBulletins(docs)
	s.fillLists()
	grouped := s.startGrouping()
	s.assignPaths()
	s.addFiles()
	grouped()
	s.listPages()
	s.mapPaths()
	claimed := s.startClaiming()
	s.relate()
	s.resolveLinks()
	s.copies = s.listResources()
	claimed()
	s.reportUnusedFiles()
	s.chrome = s.newChrome()
	s.share()
	s.suggester, s.anchors = nil, nil
	s.opts.Asset, s.opts.ImageSize, s.opts.HasLayout = nil, nil, nil // whoever asked for the model may go
	if s.faultsKnown() {
		s.opts.Known = nil
		return s, *opts.Known
	}
	s.diags.Sort()
	return s, s.diags
}

// faultsKnown reports whether it is known what is wrong with the site, so that nobody need look.
func (s *Site) faultsKnown() bool { return s.opts.Known != nil }

// Bulletins returns the number of published bulletins.
func (s *Site) Bulletins() int { return len(s.bulletins) }

// OutputOf returns the page that a source file below content/ makes, "" where
// it makes none.
func (s *Site) OutputOf(source string) string {
	if b, ok := s.documents[source]; ok && b.hidden == "" {
		return b.output
	}
	if dir, ok := strings.CutSuffix(source, "/_index.md"); ok && s.columns[dir] != nil {
		return outputFile(s.columns[dir].path)
	}
	return ""
}

// Hidden returns the number of drafts, scheduled and expired bulletins.
func (s *Site) Hidden() int { return s.hidden }
