package build

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"
	"sync"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/nearest"
	"jianbao/generator/settings"
	"jianbao/generator/site"
)

// Inspection is what the rules of package check came to.
type Inspection struct {
	Rules []*check.Rule
	Site  *check.Site
}

// inspection is the part of a build that looks at what it builds. A build runs the
// rules whose findings would stop it; an inspection (Options.Inspect) runs all.
type inspection struct {
	all      []*check.Rule
	text     []*check.Rule // those that are run
	file     []*check.Rule
	site     []*check.Rule
	page     []*check.Rule
	names    map[string]bool      // of all
	sum, own memo.Sum             // of all over one text; of those that are run
	fileSum  memo.Sum             // of those that look at files
	pageSum  memo.Sum             // of those that look at pages, and of what they see beside them
	findings map[string]diag.List // by source
	users    map[string]string    // of published files: the source that uses one

	asking  sync.WaitGroup // for the history
	history map[string]check.FirstCommit
}

// chooseRules says which rules are run.
func (b *builder) chooseRules() {
	i := &b.inspection
	terms, sum := b.readTerms()
	i.all = check.Rules(terms)
	i.names, i.findings, i.users = map[string]bool{}, map[string]diag.List{}, map[string]string{}
	var every, run, files, pages []any
	for _, rule := range i.all {
		i.names[rule.Name] = true
		needed := b.opts.Inspect || b.severityOf(rule) == "error"
		if rule.Text != nil {
			every = append(every, rule.Name)
		}
		if needed && rule.Text != nil {
			i.text, run = append(i.text, rule), append(run, rule.Name)
		}
		if needed && rule.File != nil {
			i.file, files = append(i.file, rule), append(files, rule.Name)
		}
		if needed && rule.Page != nil {
			i.page, pages = append(i.page, rule), append(pages, rule.Name)
		}
		if needed && rule.Site != nil {
			i.site = append(i.site, rule)
		}
	}
	i.sum, i.own, i.fileSum = b.sum(append(every, sum)...), b.sum(append(run, sum)...), b.sum(files...)
	i.pageSum = b.sum(append(pages, b.settingsText, b.opts.BaseURL)...)
}

// runs reports whether a rule over the site is run.
func (i *inspection) runs(name string) bool {
	return slices.ContainsFunc(i.site, func(r *check.Rule) bool { return r.Name == name })
}

// startHistory asks for the history, which takes time, while the sources are read. What it
// returns ends that, whatever came of it.
func (b *builder) startHistory(ctx context.Context) (end func()) {
	if b.opts.History == nil || !b.inspection.runs(check.Backdated) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	b.inspection.asking.Go(func() { b.inspection.history = b.opts.History(ctx) })
	return func() {
		cancel()
		b.inspection.asking.Wait()
	}
}

// readTerms reads the site's own terms, and sums their texts.
func (b *builder) readTerms() (*check.Terms, memo.Sum) {
	var terms *check.Terms
	var sums []any
	for _, name := range b.settings.Check.Terms {
		text, diags := b.sources.Text(name)
		if !diags.HasErrors() {
			var more *check.Terms
			more, diags = check.ParseTerms(name, text)
			if terms == nil {
				terms = more
			} else {
				terms.Join(more)
			}
		}
		b.add(diags)
		sums = append(sums, memo.Of(text))
	}
	return terms, b.sum(sums...)
}

// readLedger reads the site's ledger of addresses, if there is one and a rule is run that
// holds the site to it.
func (b *builder) readLedger() *check.Ledger {
	if !b.inspection.runs(check.VanishedAddress) || !b.sources.Exists(check.LedgerFile) {
		return nil
	}
	text, diags := b.sources.LongText(check.LedgerFile)
	var ledger *check.Ledger
	if !diags.HasErrors() {
		ledger, diags = check.ParseLedger(check.LedgerFile, text)
	}
	b.add(diags)
	return ledger
}

// severityOf is what the settings make of a rule: off, warning or error.
func (b *builder) severityOf(rule *check.Rule) string {
	if severity, given := b.settings.Check.Rules[rule.Name]; given {
		return severity
	}
	return rule.Severity.String()
}

// looked reports whether the rules that are run have looked at a source that is known.
func (i *inspection) looked(known *knownDocument) bool {
	return len(i.text) == 0 || known.Looked == i.sum || known.Looked == i.own
}

// look lets rules look at a source.
func (b *builder) look(text []byte, doc *document.Document, body *markdown.Body) (by memo.Sum, findings diag.List) {
	i := &b.inspection
	if len(i.text) == 0 {
		return memo.Sum{}, nil
	}
	return i.own, check.Look(i.text, check.NewText(text, doc, body))
}

// found notes what rules found in a source. What was remembered may be of more rules
// than are run.
func (b *builder) found(name string, findings diag.List) {
	if len(findings) == 0 {
		return
	}
	findings = slices.DeleteFunc(slices.Clone(findings), func(d diag.Diagnostic) bool {
		return !slices.ContainsFunc(b.inspection.text, func(r *check.Rule) bool { return r.Name == d.Rule })
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.inspection.findings[name] = findings
}

// inspect adds the findings in what is published: what stands in a draft is left to
// its author.
func (b *builder) inspect(ctx context.Context) error {
	i := &b.inspection
	for _, name := range slices.Sorted(maps.Keys(i.findings)) {
		if b.site.OutputOf(name) != "" {
			b.add(i.findings[name])
		}
	}
	b.checkRuleNames()
	if b.opts.Inspect || len(i.site) > 0 {
		if err := b.inspectSite(ctx); err != nil {
			return err
		}
	}
	return b.inspectFiles(ctx)
}

// inspectSite lets rules look at the site as a whole.
func (b *builder) inspectSite(ctx context.Context) error {
	i := &b.inspection
	i.asking.Wait()
	facts := &check.Site{Settings: b.settings, Now: b.now, Facts: b.made.facts(), Ledger: b.readLedger(), History: i.history}
	b.weigh(facts)
	if b.opts.Ask != nil {
		var err error
		if facts.Answers, err = b.opts.Ask(ctx, check.Addresses(facts.OutwardLinks())); err != nil {
			return err
		}
	}
	b.add(check.LookAtSite(i.site, facts))
	if b.opts.Inspect {
		b.result.Inspection = &Inspection{Rules: i.all, Site: facts}
	}
	return nil
}

// weigh tells rules of the site's own assets, and of what the layouts of bulletins load.
func (b *builder) weigh(facts *check.Site) {
	for _, name := range b.assets.Names() {
		if a, _ := b.assets.Lookup(name); !a.Embedded {
			source := path.Join("assets", name)
			facts.Assets = append(facts.Assets, site.FileFacts{Source: source, Size: a.Size, Pos: diag.Pos{Path: source}})
		}
	}
	facts.Loads = map[string][]site.FileFacts{}
	for _, bulletin := range facts.Bulletins {
		if _, known := facts.Loads[bulletin.Layout]; known {
			continue
		}
		var loads []site.FileFacts
		for _, o := range b.assets.Loaded(b.layouts.Named(bulletin.Layout)) {
			loads = append(loads, site.FileFacts{Source: o.Source, Size: o.Size, Pos: diag.Pos{Path: o.Source}})
		}
		facts.Loads[bulletin.Layout] = loads
	}
}

// onlyFindings reports whether an inspection can go on in spite of errors: they are
// findings, and the model is whole.
func (b *builder) onlyFindings() bool {
	return b.opts.Inspect && !slices.ContainsFunc(b.diags, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && !b.inspection.names[d.Rule]
	})
}

// checkRuleNames warns of names that no rule has: what they are to silence is not
// silenced.
func (b *builder) checkRuleNames() {
	var diags diag.List
	for _, name := range slices.Sorted(maps.Keys(b.settings.Check.Rules)) {
		b.checkRuleName(&diags, b.settings.At("check.rules."+name), name)
	}
	for _, name := range slices.Sorted(maps.Keys(b.settings.Check.Points)) {
		if !slices.Contains(settings.ScoredGroups, name) {
			b.checkRuleName(&diags, b.settings.At("check.points."+name), name)
		}
	}
	for _, doc := range b.documents {
		switch {
		case doc == nil:
		case doc.Column != nil:
			for _, allow := range doc.Column.Allow {
				b.checkRuleName(&diags, doc.Column.At("allow"), allow.Rule)
			}
		case doc.Fields != nil && len(doc.Fields.Allow) > 0 && b.site.OutputOf(doc.Path) != "":
			for _, allow := range doc.Fields.Allow {
				b.checkRuleName(&diags, doc.Fields.At("allow"), allow.Rule)
			}
		}
	}
	b.add(diags)
}

func (b *builder) checkRuleName(diags *diag.List, at diag.Pos, name string) {
	if b.inspection.names[name] || slices.Contains(check.StageRules, name) {
		return
	}
	d := diags.Warnf(at, "unknown-rule", "没有 %s 这条规则", "there is no rule %s", name)
	names := append(slices.Sorted(maps.Keys(b.inspection.names)), check.StageRules...)
	if near := nearest.Word(name, names); near != "" {
		d.Hintf("是不是 %s？", "did you mean %s?", near)
	} else {
		d.Hintf("用 jianbao check --list 查看规则", "jianbao check --list lists the rules")
	}
}

// settle returns the diagnostics as the site wants them. check.rules switches
// warnings off or makes errors of them, "allow" switches them off for one
// bulletin or column, and in a strict build those that are left are errors. An error stays
// what it is, unless it is a finding of a rule of package check: whether a number
// may be published, say, its author knows better.
func (b *builder) settle() diag.List {
	b.mu.Lock()
	defer b.mu.Unlock()
	allowed := b.allowances()
	var list diag.List
	var silenced []diag.Silenced
	for _, d := range b.diags {
		if d.Severity == diag.Warning || b.inspection.names[d.Rule] {
			severity := ""
			if b.settings != nil {
				severity = b.settings.Check.Rules[d.Rule]
			}
			reason, ok := allowed[[2]string{cmp.Or(b.inspection.users[d.Path], d.Path), d.Rule}]
			if ok || severity == "off" {
				silenced = append(silenced, diag.Silenced{Diagnostic: d, Reason: reason})
				continue
			}
			if severity == "warning" {
				d.Severity = diag.Warning
			}
			if severity == "error" || b.opts.Strict {
				d.Severity = diag.Error
			}
		}
		list = append(list, d)
	}
	list.Sort()
	b.result.Silenced = sortSilenced(silenced)
	return list
}

// allowances returns the reasons of all "allow", by source and rule.
func (b *builder) allowances() map[[2]string]string {
	allowed := map[[2]string]string{}
	note := func(source string, list []frontmatter.Allow) {
		for _, a := range list {
			allowed[[2]string{source, a.Rule}] = a.Reason
		}
	}
	for _, doc := range b.documents {
		switch {
		case doc == nil:
		case doc.Fields != nil:
			note(doc.Path, doc.Fields.Allow)
		case doc.Column != nil:
			note(doc.Path, doc.Column.Allow)
		}
	}
	return allowed
}

// sortSilenced sorts as a list is sorted.
func sortSilenced(list []diag.Silenced) []diag.Silenced {
	reasons := make(map[diag.Diagnostic]string, len(list))
	var sorted diag.List
	for _, s := range list {
		reasons[s.Diagnostic] = s.Reason
		sorted = append(sorted, s.Diagnostic)
	}
	sorted.Sort()
	result := make([]diag.Silenced, len(sorted))
	for i, d := range sorted {
		result[i] = diag.Silenced{Diagnostic: d, Reason: reasons[d]}
	}
	return result
}
