package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// termRules are the rules over a site's own words and names; none without them.
func termRules(terms *Terms) []*Rule {
	if terms == nil {
		terms = &Terms{}
	}
	words, names := newMatcher(), newMatcher()
	for _, t := range terms.Words {
		exceptions := t.Except
		if strings.Contains(t.Right, t.Wrong) {
			exceptions = append(slices.Clip(exceptions), t.Right)
		}
		words.add(misspelling{wrong: t.Wrong, right: t.Right, reason: t.Reason}, exceptions)
	}
	for _, p := range terms.People {
		addSpellings(names, p.Name, p.Wrong)
	}
	for _, b := range terms.Bodies {
		addSpellings(names, b.Name, b.Wrong)
	}
	people := newPeople(terms.People)
	return []*Rule{
		{
			Name: "wrong-term", Severity: diag.Warning, Indicator: inspection,
			Title: diag.Text{ZH: "本单位用词表中的错误用词", EN: "a word that the site writes otherwise"},
			Why: diag.Text{
				ZH: "网站的用词表（check.terms）规定了这个词的写法，全站应当一致。",
				EN: "The site's table of terms (check.terms) says how this is written, the same everywhere.",
			},
			Mend: diag.Text{ZH: "照用词表改正；这里确实正确的，在用词表中加例外（except）", EN: "write it as the table says, or add an exception there (except)"},
			Text: words.tell, InProse: words.in,
		},
		{
			Name: "wrong-name", Severity: diag.Warning, Indicator: inspection,
			Title: diag.Text{ZH: "人员或机构的名称、职务与用词表不符", EN: "a name or title that is not as the site's table says"},
			Why: diag.Text{
				ZH: "领导姓名、职务及其次序写错是通报中最严重的一类文字错误。",
				EN: "Misspelt names of leaders, wrong titles and their wrong order are the gravest of wrong words.",
			},
			Mend: diag.Text{ZH: "照用词表改正；职务已变动的，先改用词表", EN: "write it as the table says; where the office has changed, correct the table first"},
			Text: func(t *Text, f *Findings) {
				names.tell(t, f)
				if len(people.list) > 0 {
					eachStretch(t, func(p *stretch) { people.tell(p, f) })
				}
			},
		},
	}
}

// addSpellings looks for wrong spellings of a name, but not within the right one.
func addSpellings(m *matcher, name string, wrong []string) {
	for _, w := range wrong {
		var exceptions []string
		if strings.Contains(name, w) {
			exceptions = []string{name}
		}
		m.add(misspelling{wrong: w, right: name}, exceptions)
	}
}

// people knows who has which titles.
type people struct {
	list   []Person
	names  *matcher
	byName map[string]*Person
}

func newPeople(list []Person) *people {
	p := &people{list: list, names: newMatcher(), byName: map[string]*Person{}}
	for i := range list {
		p.byName[list[i].Name] = &list[i]
		p.names.add(misspelling{wrong: list[i].Name}, nil)
	}
	return p
}

// tell looks at the titles before each name, and at the names behind each title.
func (p *people) tell(in *stretch, f *Findings) {
	for from := 0; ; {
		at, found := p.names.next(in.text, from)
		if found == nil {
			break
		}
		from = at + len(found.wrong)
		p.titles(in, at, p.byName[found.wrong], f)
	}
	for i := range p.list {
		for _, title := range p.list[i].Titles {
			p.misspelt(in, title, &p.list[i], f)
		}
	}
}

// titles looks at what stands before a person's name.
func (p *people) titles(in *stretch, at int, person *Person, f *Findings) {
	before := in.text[:at]
	rank, start := len(person.Titles), at
	for {
		i := slices.IndexFunc(person.Titles, func(title string) bool { return strings.HasSuffix(before, title) })
		if i < 0 {
			break
		}
		start = len(before) - len(person.Titles[i])
		if i >= rank {
			f.Add(in.at(start), "%[1]s的职务次序应为“%[2]s”", "the titles of %[1]s come in the order %[2]s", person.Name, strings.Join(person.Titles, "、"))
			return
		}
		rank, before = i, strings.TrimSuffix(before[:start], "、")
	}
	if start < at || len(person.Titles) == 0 {
		return
	}
	if post := postAtEnd(before); post != "" && !slices.ContainsFunc(person.Titles, func(title string) bool { return strings.HasSuffix(title, post) }) {
		f.Add(in.at(at-len(post)), "%[1]s的职务应为“%[3]s”，不是“%[2]s”", "the title of %[1]s is %[3]s, not %[2]s", person.Name, post, strings.Join(person.Titles, "、"))
	}
}

// posts are what titles end with.
var posts = []string{"书记", "主任", "市长", "县长", "区长", "局长", "处长", "科长", "主席", "部长", "秘书长", "镇长", "乡长", "组长", "院长", "校长"}

// postAtEnd returns the post that a text ends with, with 副 or 常务副 before it.
func postAtEnd(text string) string {
	for _, post := range posts {
		if before, ok := strings.CutSuffix(text, post); ok {
			for _, rank := range []string{"常务副", "副"} {
				if strings.HasSuffix(before, rank) {
					return rank + post
				}
			}
			return post
		}
	}
	return ""
}

// misspelt looks for a title of a person with a name behind it that differs by one
// character. Names of two characters are too near to each other for that.
func (p *people) misspelt(in *stretch, title string, person *Person, f *Findings) {
	if utf8.RuneCountInString(person.Name) < 3 || utf8.RuneCountInString(title) < 4 {
		return
	}
	for from := 0; ; {
		i := strings.Index(in.text[from:], title)
		if i < 0 {
			return
		}
		from += i + len(title)
		size := differsByOne(in.text[from:], person.Name)
		if size == 0 || p.byName[in.text[from:from+size]] != nil || slices.Contains(person.Wrong, in.text[from:from+size]) {
			continue
		}
		f.Add(in.at(from), "“%[1]s”应为“%[2]s”", "“%[1]s” should be “%[2]s”", in.text[from:from+size], person.Name)
	}
}

// differsByOne returns the size of a name at the beginning of a text that differs
// from the right one by one character; 0 where none stands there.
func differsByOne(text, name string) (size int) {
	different := 0
	for _, want := range name {
		r, n := utf8.DecodeRuneInString(text[size:])
		if !isHan(r) {
			return 0
		}
		if r != want {
			different++
		}
		size += n
	}
	if different != 1 {
		return 0
	}
	return size
}
