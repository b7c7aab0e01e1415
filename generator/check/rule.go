// Package check inspects a site before the inspector does: whether what it
// publishes leaks, misspells, contradicts itself or goes stale.
//
// Every rule is a value, [Rule]; [Rules] lists them all. A rule looks at one source
// or published file at a time, at one page that a layout of the site has made
// ([Page]), or at the whole site. What it finds in one thing is remembered with that.
// It tells of each finding where it is, to the character, and how to mend it. What is
// uncertain in the official texts is data that a site can change.
package check

import (
	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

// Rule is something that can be wrong with a site.
type Rule struct {
	Name      string        // stable kebab-case: "id-card-number"
	Title     diag.Text     // what it finds, in a few words
	Severity  diag.Severity // unless the settings say otherwise
	Indicator diag.Text     // the document and item it follows; zero for a rule of our own
	Why, Mend diag.Text     // what the harm is, and what to do; sentences

	Text func(*Text, *Findings) // looks at one source; nil for a rule over the whole site
	Site func(*Site, *Findings) // looks at the whole site; nil for a rule over one source
	File func(*File, *Findings) // looks at a file that is published; nil for a rule that does not
	Page func(*Page, *Findings) // looks at a rendered page; nil for a rule that does not

	// InProse reports whether Text may find something in the runs of a source, by a look
	// at all of them at once. nil = it may. Of rules that stop a build nearly none does,
	// and runs cost more than such a look.
	InProse func(*Text) bool
}

// Site is the whole site as rules see it.
type Site struct {
	Settings *settings.Settings
	Now      civil.Time             // the moment the build believes it is
	Answers  map[string]Answer      // of the web, by address; nil where it was not asked
	Ledger   *Ledger                // of addresses; nil where the site keeps none
	History  map[string]FirstCommit // of texts, by path; nil where it is not known

	Assets []site.FileFacts            // the site's own
	Loads  map[string][]site.FileFacts // of a layout: what pages load of the assets
	site.Facts
}

// Text is a source as rules see it.
type Text struct {
	Path   string
	Fields *frontmatter.Fields       // of a bulletin; nil for a column
	Column *frontmatter.ColumnFields // of a column; nil for a bulletin
	Prose  markdown.Prose            // what readers read
	Runs   []markdown.Run            // the same; nil where no rule can find anything there
	Links  []markdown.Link
	HTML   []byte // of the body, without the addresses of links; see [markdown.Body]

	// Values are the texts of the front matter that readers read, each at its
	// place; what they are called is in Key.
	Values []Value

	long longFigures // whether there are long ones in it
}

// Value is a text of the front matter.
type Value struct {
	Key, Text string
	Pos       diag.Pos // of its first character
}

// Findings collects what a rule finds.
type Findings struct {
	rule *Rule
	list diag.List
}

// Add adds a finding. The hint is the rule's Mend until another one is set.
func (f *Findings) Add(at diag.Pos, zh, en string, args ...any) *diag.Diagnostic {
	f.list = append(f.list, diag.Diagnostic{
		Pos: at, Severity: f.rule.Severity, Rule: f.rule.Name, Message: diag.Sprintf(zh, en, args...), Hint: f.rule.Mend,
	})
	return &f.list[len(f.list)-1]
}

// Look lets rules look at a source.
func Look(rules []*Rule, text *Text) diag.List {
	for _, rule := range rules {
		if rule.Text != nil && (rule.InProse == nil || rule.InProse(text)) {
			text.Runs = text.Prose.Runs()
			break
		}
	}
	return apply(rules, text, func(r *Rule) func(*Text, *Findings) { return r.Text })
}

// LookAtFile lets rules look at a published file. The place of what they find is
// its name; where in it, the message says.
func LookAtFile(rules []*Rule, file *File) diag.List {
	return apply(rules, file, func(r *Rule) func(*File, *Findings) { return r.File })
}

// LookAtSite lets rules look at the whole site.
func LookAtSite(rules []*Rule, site *Site) diag.List {
	return apply(rules, site, func(r *Rule) func(*Site, *Findings) { return r.Site })
}

// apply lets those rules look that look at things of this kind.
func apply[T any](rules []*Rule, at T, lookOf func(*Rule) func(T, *Findings)) diag.List {
	var list diag.List
	for _, rule := range rules {
		if look := lookOf(rule); look != nil {
			f := Findings{rule: rule}
			look(at, &f)
			list = append(list, f.list...)
		}
	}
	list.Sort()
	return list
}
