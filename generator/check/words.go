package check

import (
	_ "embed"
	"strings"
	"sync"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// The rules over words: a list of words that inspection notices cite again and
// again (lexicon.txt), the site's own terms, and words typed twice.
//
// A word is told only where it cannot be right. So a wrong word has exceptions:
// longer right words or joints of two words in which the same characters stand
// (登陆 in 台风登陆, 关健 in 有关健康). What is disputed is not in the list at all.

//go:embed lexicon.txt
var lexiconText string

var (
	inspection = diag.Text{
		ZH: "政府网站与政务新媒体检查指标（国办秘函〔2019〕19号）：表述不规范、错别字",
		EN: "inspection indicators for government websites (国办秘函〔2019〕19号): wrong words",
	}
	gravely = diag.Text{
		ZH: "政府网站与政务新媒体检查指标（国办秘函〔2019〕19号）：单项否决“安全、泄密事故等严重问题”中的严重表述错误",
		EN: "inspection indicators for government websites (国办秘函〔2019〕19号): grave errors of expression, which fail the whole site",
	}
)

// wordRules are the rules over words. Terms may be nil.
func wordRules(terms *Terms) []*Rule {
	grave := func() *matcher { grave, _ := lexicon(); return grave }
	common := func() *matcher { _, common := lexicon(); return common }
	rules := []*Rule{
		{
			Name: "grave-misspelling", Severity: diag.Error, Indicator: gravely,
			Title: diag.Text{ZH: "国家、党政机关名称或重要表述写错", EN: "the name of the state, of a state or party body, or a set phrase is misspelt"},
			Why: diag.Text{
				ZH: "国名、党政机关名称写错属于严重表述错误，一处就可能使整个网站检查不合格。",
				EN: "A misspelt name of the country or of its bodies is a grave error of expression; one can fail the site.",
			},
			Mend: diag.Text{ZH: "照正确的写法改正", EN: "correct it as shown"},
			Text: func(t *Text, f *Findings) { grave().tell(t, f) }, InProse: func(t *Text) bool { return grave().in(t) },
		},
		{
			Name: "wrong-word", Severity: diag.Warning, Indicator: inspection,
			Title: diag.Text{ZH: "错别字", EN: "a wrong word"},
			Why: diag.Text{
				ZH: "错别字是检查通报年年引用的问题，损害文件的严肃性。",
				EN: "Inspection notices cite wrong words every year; they harm the standing of a document.",
			},
			Mend: diag.Text{ZH: "照正确的写法改正；确属引用原文的，在 allow 中写明理由", EN: "correct it as shown; where it is quoted as it stands, say so under allow"},
			Text: func(t *Text, f *Findings) { common().tell(t, f) }, InProse: func(t *Text) bool { return common().in(t) },
		},
		doubledWord(),
	}
	return append(rules, termRules(terms)...)
}

// stretch is what readers read in one go: a run of the text or a value of the
// front matter.
type stretch struct {
	text  string
	run   *markdown.Run // nil in the front matter
	value *Value        // nil in the text
}

// at returns the position of the character at a byte offset.
func (p *stretch) at(offset int) diag.Pos {
	if p.run != nil {
		return p.run.At(offset)
	}
	return p.value.at(offset)
}

// eachStretch calls look with all prose of a source: the front matter first, no code.
func eachStretch(t *Text, look func(p *stretch)) {
	var p stretch
	for i := range t.Values {
		v := &t.Values[i]
		p = stretch{text: v.Text, value: v}
		look(&p)
	}
	for i := range t.Runs {
		if run := &t.Runs[i]; run.Kind != markdown.Code {
			p = stretch{text: run.Text, run: run}
			look(&p)
		}
	}
}

// lexicon is lexicon.txt, read when a text is first looked at: most builds look at none.
var lexicon = sync.OnceValues(func() (grave, common *matcher) { return readLexicon(lexiconText) })

// readLexicon reads the list of wrong words: grave ones and common ones.
func readLexicon(text string) (grave, common *matcher) {
	grave, common = newMatcher(), newMatcher()
	into := common
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line == "[grave]":
			into = grave
		case line == "[common]":
			into = common
		default:
			words, exceptions, _ := strings.Cut(line, " | ")
			wrong, right, _ := strings.Cut(words, " ")
			into.add(misspelling{wrong: wrong, right: right}, strings.Fields(exceptions))
		}
	}
	return grave, common
}

// tell tells of every word of the matcher in a text.
func (m *matcher) tell(t *Text, f *Findings) {
	eachStretch(t, func(p *stretch) {
		for from := 0; ; {
			at, w := m.next(p.text, from)
			if w == nil {
				return
			}
			f.Add(p.at(at), "“%[1]s”应为“%[2]s”", "“%[1]s” should be “%[2]s”", w.wrong, w.right)
			from = at + len(w.wrong)
		}
	})
}
