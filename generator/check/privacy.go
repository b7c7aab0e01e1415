package check

import (
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// privacyRules returns the rules that look for what identifies a person. They
// read all that is published of a source: its text with tables and code, its
// front matter, the names of its files.
func privacyRules() []*Rule {
	return []*Rule{
		numberRule(identityKind, Rule{
			Name:     "id-card-number",
			Title:    diag.Text{ZH: "身份证号码", EN: "identity card number"},
			Severity: diag.Error,
			Why: diag.Text{
				ZH: "居民身份证号码属于个人信息，公开后可被用于冒名办理业务；检查指标把泄露个人信息列为严重问题，通报中多见于公示名单的表格和附件。统一社会信用代码不在此列。",
				EN: "An identity card number is personal data with which others can act in a person's name. Inspections treat leaks as serious; most are in tables and attachments of published lists. Unified social credit codes are public and not meant.",
			},
			Mend: diag.Text{
				ZH: "删去号码，或只保留前 2 位和后 3 位（jianbao check --mask 可代为处理）；确须公开的用 allow 写明理由",
				EN: "remove the number, or keep its first 2 and last 3 digits only (jianbao check --mask does it); what must be public takes an allow with its reason",
			},
		}, "疑似身份证号码：%s", "looks like an identity card number: %s"),
		numberRule(cardKind, Rule{
			Name:     "bank-card-number",
			Title:    diag.Text{ZH: "银行卡号", EN: "bank card number"},
			Severity: diag.Error,
			Why: diag.Text{
				ZH: "银行卡号属于敏感个人信息，常随补贴发放名单一起被误公开。",
				EN: "A bank card number is sensitive personal data; it often slips out with lists of those who get a subsidy.",
			},
			Mend: diag.Text{
				ZH: "删去卡号，或只保留后 4 位（jianbao check --mask 可代为处理）",
				EN: "remove the number, or keep its last 4 digits only (jianbao check --mask does it)",
			},
		}, "疑似银行卡号：%s", "looks like a bank card number: %s"),
		numberRule(mobileKind, Rule{
			Name:     "mobile-number",
			Title:    diag.Text{ZH: "手机号码", EN: "mobile number"},
			Severity: diag.Warning,
			Why: diag.Text{
				ZH: "个人手机号码属于个人信息，通知中工作人员的手机号也曾被通报；对外公布的联系电话应尽量用固定电话。",
				EN: "A mobile number is personal data; even those of officials in a notice have been cited. Published contacts had better be landlines.",
			},
			Mend: diag.Text{
				ZH: "改用办公电话，或写成 138****1234 的形式（jianbao check --mask 可代为处理）；经本人同意公布的用 allow 写明理由",
				EN: "use an office number, or write it as 138****1234 (jianbao check --mask does it); a contact published on purpose takes an allow with its reason",
			},
		}, "疑似手机号码：%s", "looks like a mobile number: %s"),
		addressRule(),
		photoRule(),
		unreadableRule(),
	}
}

// personalData is the indicator of all privacy rules.
func personalData() diag.Text {
	return of(indicators, "单项否决（安全、泄密事故等严重问题：泄露个人信息）", "veto (security, leaks of personal data)")
}

// numberRule completes a rule that finds the numbers of a kind.
func numberRule(kind numberKind, rule Rule, zh, en string) *Rule {
	rule.Indicator = personalData()
	overPassages(&rule, func() func(p *passage, f *Findings) {
		seen := map[string]bool{}
		return func(p *passage, f *Findings) {
			if p.remote && kind != identityKind {
				return // addresses elsewhere are full of numbers that are nobody's
			}
			for _, number := range firstOf(personalNumbers(p.text, false, kind)) {
				if p.name && seen[number.digits] || kind != identityKind && ofThings(p.head()) {
					continue
				}
				seen[number.digits] = true
				f.Add(p.at(number.at.from), zh, en, number.masked())
			}
		}
	})
	look := rule.Text
	rule.Text = func(t *Text, f *Findings) {
		if t.longFigures().anywhere {
			look(t, f)
		}
	}
	rule.InProse = func(t *Text) bool { return t.longFigures().inProse }
	return &rule
}

// longFigures are answers that all rules about numbers ask for, and which are nearly always no.
type longFigures struct{ asked, inProse, anywhere bool }

// longFigures tells whether there are long figures in a source.
func (t *Text) longFigures() longFigures {
	if f := &t.long; !f.asked {
		f.asked, f.inProse = true, mayHoldLongFigure(t.Prose.Lines())
		f.anywhere = f.inProse
		eachPassage(t, func(p *passage) { f.anywhere = f.anywhere || mayHoldLongFigure(p.text) })
	}
	return t.long
}

// overPassages completes a rule that looks at passages, of sources and of files.
// begin returns how to look at those of one of them.
func overPassages(rule *Rule, begin func() func(p *passage, f *Findings)) {
	rule.Text = func(t *Text, f *Findings) {
		look := begin()
		eachPassage(t, func(p *passage) { look(p, f) })
	}
	rule.File = func(file *File, f *Findings) {
		look, at := begin(), diag.Pos{Path: file.Name}
		for i := range file.Pieces {
			piece, known := &file.Pieces[i], len(f.list)
			look(&passage{text: piece.Text, pos: at, beside: piece.row}, f)
			for j := known; j < len(f.list); j++ {
				message := &f.list[j].Message
				message.ZH += "（" + piece.Place.ZH + "）"
				message.EN += " (" + piece.Place.EN + ")"
			}
		}
	}
}

// firstOf returns the first of many findings in one passage: who sees a hundred
// needs no more, and each costs the time to find its place.
func firstOf[T any](list []T) []T { return list[:min(len(list), 100)] }

// passage is a text of a source, or of a file, that is published in one go.
type passage struct {
	text         string
	name, remote bool // the name of a file or an address; one of another site

	// Where it comes from; else pos is the place of all that is in it.
	runs  []markdown.Run // of the source
	run   int            // which of them is the passage
	value *Value
	pos   diag.Pos

	beside string // what stands beside it in a file
}

func (p *passage) isCell() bool { return p.runs != nil && p.runs[p.run].Kind == markdown.Cell }

// row returns what stands beside a cell, with it; "" for what is none.
func (p *passage) row() string {
	if p.isCell() {
		return rowOf(p.runs, p.run)
	}
	return p.beside
}

// head returns what stands above a cell; "" for what is none.
func (p *passage) head() string {
	if p.isCell() {
		return headOf(p.runs, p.run)
	}
	return ""
}

// at returns the place of a character.
func (p *passage) at(offset int) diag.Pos {
	switch {
	case p.runs != nil:
		return p.runs[p.run].At(offset)
	case p.value != nil:
		return p.value.at(offset)
	}
	return p.pos
}

// eachPassage visits all that is published of a source: its text first, then
// the names and addresses in it. The passage is only good until visit returns.
func eachPassage(t *Text, visit func(p *passage)) {
	var p passage
	for i := range t.Values {
		p = passage{text: t.Values[i].Text, value: &t.Values[i]}
		visit(&p)
	}
	for i := range t.Runs {
		p = passage{text: t.Runs[i].Text, runs: t.Runs, run: i}
		visit(&p)
	}
	eachName(t, func(name string, pos diag.Pos, fixed bool) {
		p = *nameAt(name, pos, fixed)
		visit(&p)
	})
}

// at returns the place of a character of a value, if it stands there as it is.
func (v *Value) at(offset int) diag.Pos {
	pos := v.Pos
	before := v.Text[:offset]
	if line := strings.LastIndexByte(before, '\n'); line >= 0 {
		pos.Line += strings.Count(before, "\n")
		before = before[line+1:]
	}
	pos.Column += utf8.RuneCountInString(before)
	return pos
}

// rowOf returns the texts of all cells in the row of a run that is a cell.
func rowOf(runs []markdown.Run, at int) string {
	from, to := rowAround(runs, at)
	var row strings.Builder
	for _, cell := range runs[from:to] {
		row.WriteString(cell.Text)
		row.WriteByte('\n')
	}
	return row.String()
}

// rowAround returns which runs are the row of one that is a cell.
func rowAround(runs []markdown.Run, at int) (from, to int) {
	line := runs[at].At(0).Line
	beside := func(i int) bool {
		return i >= 0 && i < len(runs) && runs[i].Kind == markdown.Cell && runs[i].At(0).Line == line
	}
	for from = at; beside(from - 1); {
		from--
	}
	for to = at; beside(to); {
		to++
	}
	return from, to
}

// headOf returns the text of the cell that heads the column of a run that is a cell; "" where
// rows have not as many cells, for then nobody knows.
func headOf(runs []markdown.Run, at int) string {
	from, to := rowAround(runs, at)
	column, width := at-from, to-from
	for from > 0 && runs[from-1].Kind == markdown.Cell {
		line := runs[from].At(0).Line
		from, to = rowAround(runs, from-1)
		switch line - runs[from].At(0).Line {
		case 1:
		case 2: // the line between is that of the hyphens
			if to-from == width {
				return runs[from+column].Text
			}
			return ""
		default:
			return ""
		}
	}
	return ""
}

// ofThings reports whether the head of a column says that its numbers are those of things.
func ofThings(head string) bool {
	return labelled(head, otherLabels) || hasAny(head, "元）", "元)", "吨）", "千瓦时", "人次", "数量", "金额", "产值", "用电", "用水", "税收")
}

// eachName visits the files and addresses that a source names.
func eachName(t *Text, visit func(name string, pos diag.Pos, fixed bool)) {
	if t.Fields != nil {
		for _, a := range t.Fields.Attachments {
			visit(a.File, a.Pos, true)
		}
		if t.Fields.Image != "" {
			visit(t.Fields.Image, placeOf(t, "image"), true)
		}
	}
	for _, link := range t.Links {
		visit(link.Dest, link.Pos, false)
	}
}

// placeOf returns where a key of the front matter has its value.
func placeOf(t *Text, key string) diag.Pos {
	for place := range t.Fields.Places.All() {
		if place.Key == key {
			return diag.Pos{Path: t.Path, Line: place.Line, Column: place.Column}
		}
	}
	return diag.Pos{Path: t.Path}
}

// nameAt returns the passage of a name or address: each part of the path is read
// by itself. fixed says that pos is where the characters stand, not only near them.
func nameAt(name string, pos diag.Pos, fixed bool) *passage {
	remote := strings.HasPrefix(name, "http:") || strings.HasPrefix(name, "https:") || strings.HasPrefix(name, "//")
	plain, err := url.PathUnescape(name)
	if err != nil || !utf8.ValidString(plain) {
		plain = name
	}
	fixed = fixed && plain == name
	if ext := path.Ext(plain); !remote && !strings.ContainsAny(ext, "/0123456789") {
		plain = strings.TrimSuffix(plain, ext) // so that a number before it is no part of a code
	}
	p := &passage{text: strings.ReplaceAll(plain, "/", "\n"), pos: pos, name: true, remote: remote}
	if fixed {
		p.value = &Value{Text: plain, Pos: pos}
	}
	return p
}
