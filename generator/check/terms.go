package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// Terms are a site's own words and names, as its terms.yaml says:
//
//	terms:
//	  管委会办公室: 党政综合办公室
//	  放管服务: { right: 放管服, except: [放管服务中心], reason: 全称为“放管服”改革 }
//	people:
//	  - { name: 张三丰, titles: [党工委书记, 管委会主任], wrong: [张三峰] }
//	bodies:
//	  - { name: 示例市经济技术开发区管理委员会, wrong: [示例市经济开发区管理委员会] }
//
// It is plain data, so that what depends on it can be remembered.
type Terms struct {
	Words  []Term
	People []Person
	Bodies []Body
}

// Term is a word that a site writes otherwise.
type Term struct {
	Wrong, Right string
	Except       []string // longer texts in which Wrong is right
	Reason       string
}

// Person is somebody whose name and titles must be written exactly. The titles
// stand before the name, in this order.
type Person struct {
	Name   string
	Titles []string
	Wrong  []string // spellings of the name that have been seen
}

// Body is an organisation whose name must be written exactly.
type Body struct {
	Name  string
	Wrong []string
}

var (
	termsKeys = []strict.Key{
		{Name: "terms", Twins: []string{"用词"}, Likes: []string{"words"}},
		{Name: "people", Twins: []string{"人员"}, Likes: []string{"names", "persons"}},
		{Name: "bodies", Twins: []string{"机构"}, Likes: []string{"organizations", "orgs"}},
	}
	termKeys = []strict.Key{
		{Name: "right", Twins: []string{"正确"}, Likes: []string{"to", "correct"}},
		{Name: "except", Twins: []string{"例外"}, Likes: []string{"exceptions", "unless"}},
		{Name: "reason", Twins: []string{"理由"}, Likes: []string{"why", "note"}},
	}
	personKeys = []strict.Key{
		{Name: "name", Twins: []string{"姓名"}},
		{Name: "titles", Twins: []string{"职务"}, Likes: []string{"title", "posts"}},
		{Name: "wrong", Twins: []string{"误写"}},
	}
	bodyKeys = []strict.Key{
		{Name: "name", Twins: []string{"名称"}},
		{Name: "wrong", Twins: []string{"误写"}},
	}
)

// ParseTerms reads a terms.yaml: clean UTF-8 text with "\n" at the ends of
// lines. All errors are reported at once; the terms are what could be read.
func ParseTerms(path string, text []byte) (*Terms, diag.List) {
	var diags diag.List
	tree, syntax := strict.YAML(text, diag.Pos{Path: path, Line: 1, Column: 1})
	diags = append(diags, syntax...)
	terms := &Terms{}
	if !syntax.HasErrors() {
		r := termsReader{Terms: terms, seen: map[string]int{}}
		r.read(strict.Root(tree, path, &diags).Object(termsKeys))
	}
	diags.Sort()
	return terms, diags
}

// Join adds the terms of another file. What is said first holds.
func (t *Terms) Join(more *Terms) {
	for _, w := range more.Words {
		if !slices.ContainsFunc(t.Words, func(old Term) bool { return old.Wrong == w.Wrong }) {
			t.Words = append(t.Words, w)
		}
	}
	for _, p := range more.People {
		if !slices.ContainsFunc(t.People, func(old Person) bool { return old.Name == p.Name }) {
			t.People = append(t.People, p)
		}
	}
	for _, b := range more.Bodies {
		if !slices.ContainsFunc(t.Bodies, func(old Body) bool { return old.Name == b.Name }) {
			t.Bodies = append(t.Bodies, b)
		}
	}
}

// termsReader reads one file. It knows where each wrong spelling stood first, so
// that no two entries say different things.
type termsReader struct {
	*Terms
	seen map[string]int // line
}

func (r *termsReader) read(o strict.Object) {
	for _, entry := range o.Get("terms").Entries() {
		r.term(entry)
	}
	for _, item := range o.Get("people").Items() {
		fields := item.Object(personKeys)
		p := Person{Name: name(item, fields)}
		for _, title := range fields.Get("titles").Texts(strict.AtMarks) {
			if utf8.RuneCountInString(title) < 2 {
				fields.Get("titles").Errorf("bad-value", "职务至少两个字：%s", "a title has two characters at least: %s", title)
				continue
			}
			p.Titles = append(p.Titles, title)
		}
		p.Wrong = r.spellings(fields.Get("wrong"), p.Name)
		if p.Name != "" {
			r.People = append(r.People, p)
		}
	}
	for _, item := range o.Get("bodies").Items() {
		fields := item.Object(bodyKeys)
		b := Body{Name: name(item, fields)}
		b.Wrong = r.spellings(fields.Get("wrong"), b.Name)
		if b.Name != "" {
			r.Bodies = append(r.Bodies, b)
		}
	}
}

// name reads the name that each item of a list must have.
func name(item strict.Value, fields strict.Object) string {
	v := fields.Get("name")
	if !v.IsWritten() {
		if item.Kind() == strict.Map {
			item.Errorf("missing-key", "缺少 name（名称）", "name is missing")
		}
		return ""
	}
	text := v.Filled()
	if text != "" && utf8.RuneCountInString(text) < 2 {
		v.Errorf("bad-value", "名称至少两个字：%s", "a name has two characters at least: %s", text)
		return ""
	}
	return text
}

// term reads one entry: wrong: right, or wrong: {right, except, reason}.
func (r *termsReader) term(v strict.Value) {
	t := Term{Wrong: strings.TrimSpace(v.Name())}
	if v.Kind() == strict.Map {
		o := v.Object(termKeys)
		if right := o.Get("right"); right.IsWritten() {
			t.Right = right.Filled()
		} else {
			v.Errorf("missing-key", "缺少 right（正确的写法）", "right is missing, the word to write instead")
		}
		for _, text := range o.Get("except").Texts(strict.AtMarks) {
			if !strings.Contains(text, t.Wrong) || text == t.Wrong {
				o.Get("except").Errorf("bad-value", "例外“%[1]s”应比“%[2]s”长，并含有它", "the exception %[1]s must hold %[2]s and be longer", text, t.Wrong)
				continue
			}
			t.Except = append(t.Except, text)
		}
		t.Reason = o.Get("reason").Text()
	} else {
		t.Right = v.Filled()
	}
	if t.Right != "" && r.isSpelling(v.KeyErrorf, t.Wrong, t.Right, v.Pos().Line) {
		r.Words = append(r.Words, t)
	}
}

// spellings reads wrong spellings of a name.
func (r *termsReader) spellings(v strict.Value, right string) (list []string) {
	for _, wrong := range v.Texts(strict.AtMarks) {
		if right != "" && r.isSpelling(v.Errorf, wrong, right, v.Pos().Line) {
			list = append(list, wrong)
		}
	}
	return list
}

// isSpelling reports whether a spelling can be looked for, and complains where not.
func (r *termsReader) isSpelling(errorf func(rule, zh, en string, args ...any) *diag.Diagnostic, wrong, right string, line int) bool {
	switch first, seen := r.seen[wrong]; {
	case utf8.RuneCountInString(wrong) < 2:
		errorf("bad-value", "“%s”太短，至少写两个字", "%q is too short: write two characters at least", wrong)
	case wrong == right:
		errorf("bad-value", "“%s”的错误写法和正确写法相同", "the wrong and the right spelling of %s are the same", wrong)
	case seen:
		errorf("duplicate-key", "“%[1]s”写了两次，第 %[2]d 行已有", "%[1]s stands twice, first on line %[2]d", wrong, first)
	default:
		r.seen[wrong] = line
		return true
	}
	return false
}
