package search_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/civil"
	"jianbao/generator/search"
)

// index returns the files of the index of some documents.
func index(t testing.TB, docs []search.Document) map[string][]byte {
	t.Helper()
	return cold(t, docs).files
}

// urls returns the addresses of the results of a query.
func (e *engine) urls(query string) []string {
	list := []string{}
	for _, c := range e.find(query, false) {
		list = append(list, e.line(c.number)[1].(string))
	}
	return list
}

func day(y int16, m, d int8) civil.Time {
	return civil.Time{Year: y, Month: m, Day: d, Precision: civil.Day}
}

var sample = []search.Document{
	{
		Title: "关于印发《优化营商环境若干措施》的通　知", URL: "policy/a/", JSON: "policy/a/index.json", Date: day(2018, 5, 31),
		Column: "政策文件", Source: "市委政研室", Number: "湘政发〔2018〕5号", Tags: []string{"营商环境", "“3+2”产业"},
		Text: "落实增值税减免。\n推进 5G 建设，绿化面积达 1000 亩。",
	},
	{
		Title: "深化改革举措 推动绿色发展", URL: "reform/b/", JSON: "reform/b/index.json", Date: day(2020, 1, 2),
		Source: "改革办", Text: "优化营商环境；打造“3+2”产业集群，其中32%为新材料，单价6.5元。公示为ＰＤＦ格式。",
	},
	{
		Title: "税务简讯", URL: "news/c/", Date: day(2019, 7, 1), Summary: "摘要", Source: "改革办",
		Text: "增值税。减免，改革、发展，3、2，65，Café Zürich。⽤地与𠮷野，张 三。",
	},
}

func TestFind(t *testing.T) {
	e := newEngine(t, index(t, sample))
	for query, want := range map[string]string{
		"营商环境":           "policy/a/ reform/b/", // the title comes first, though it is older
		"改革":             "reform/b/ news/c/",   // the same
		"优化营商环境若干措施":     "policy/a/",
		"增值税减免":          "policy/a/",
		"增值税":            "news/c/ policy/a/", // newer first
		"税":              "news/c/",           // a single letter: titles
		"税 减免":           "news/c/",
		"通知":             "policy/a/",
		"湘政发〔2018〕5号":    "policy/a/",
		"湘政发[2018]5号":    "policy/a/",
		"2018":           "policy/a/",
		"5g建设":           "policy/a/",
		"5G　建设":          "policy/a/",
		"3+2":            "reform/b/ policy/a/",
		"３＋２":            "reform/b/ policy/a/",
		"32":             "reform/b/",
		"3、2":            "news/c/",
		"6.5":            "reform/b/",
		"6，5元":           "reform/b/",
		"65":             "news/c/",
		"pdf":            "reform/b/",
		"改革办":            "reform/b/ news/c/",
		"改革办 增值":         "news/c/",
		"张三":             "news/c/",
		"用地":             "news/c/",
		"𠮷野":             "news/c/",
		"cafe ZURICH":    "news/c/",
		"改革发展":           "",
		"改革、发展":          "news/c/",
		"5亩":             "",
		"00亩":            "policy/a/",
		"":               "",
		"，。":             "",
		"不存在":            "",
		"营商环境 营商环境":      "policy/a/ reform/b/",
		"\u200b营\u200b商": "policy/a/ reform/b/",
	} {
		if got := strings.Join(e.urls(query), " "); got != want {
			t.Errorf("%q: %s; want %s", query, got, want)
		}
	}
}

// A line of the table is what the script shows.
func TestTable(t *testing.T) {
	files := index(t, sample)
	want := `[["关于印发《优化营商环境若干措施》的通　知","policy/a/","2018-05-31","政策文件","市委政研室","湘政发〔2018〕5号",["营商环境","“3+2”产业"]],` +
		`["税务简讯","news/c/","2019-07-01","","改革办","",[],"","摘要"],` +
		`["深化改革举措 推动绿色发展","reform/b/","2020-01-02","","改革办","",[]]]`
	if got := string(files["search/docs/00000.json"]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := string(files["search/meta.json"]); got != `{"docs":3,"chunk":16,"shards":1}` {
		t.Error(got)
	}
}

func TestEmpty(t *testing.T) {
	if got := newEngine(t, index(t, nil)).find("改革", false); got != nil {
		t.Error(got)
	}
}

// Of the same day, what was added first is shown first.
func TestSameDay(t *testing.T) {
	var docs []search.Document
	for i := range 40 {
		docs = append(docs, search.Document{Title: "简报", URL: fmt.Sprintf("%02d/", i), Date: day(2020, 1, 1)})
	}
	if got := newEngine(t, index(t, docs)).urls("简报"); len(got) != 40 || !slices.IsSorted(got) {
		t.Error(got)
	}
}

func TestHostile(t *testing.T) {
	title := "</script><img src=x onerror=alert(1)>\x00\xff\u2028\"'&\\ 注入"
	docs := []search.Document{{Title: title, URL: "javascript:alert(1)", Text: strings.Repeat("\u0301", 1000) + "\xff\xfe", Tags: []string{"", "<b>"}}}
	files := index(t, docs)
	e := newEngine(t, files)
	if got := e.find("注入", false); len(got) != 1 {
		t.Error(got)
	}
	if got, want := e.line(0)[0], strings.ToValidUTF8(title, "\ufffd"); got != want {
		t.Errorf("%q; want %q", got, want)
	}
	if bytes.ContainsAny(files["search/docs/00000.json"], "<>&\u2028") {
		t.Errorf("%q", files["search/docs/00000.json"])
	}
}

// The files are the same at any time.
func TestDeterministic(t *testing.T) {
	docs := random(300)
	if !equal(index(t, docs), index(t, docs)) {
		t.Error("two indexes of the same documents differ")
	}
}

func equal(a, b map[string][]byte) bool {
	for path := range a {
		if !bytes.Equal(a[path], b[path]) {
			return false
		}
	}
	return len(a) == len(b)
}

// A new bulletin leaves most shards as they are.
func TestNewBulletinChangesLittle(t *testing.T) {
	docs := random(2000)
	for i := range docs {
		docs[i].Date = day(int16(1000+i), 1, 1)
	}
	before, after := index(t, docs[:1999]), index(t, docs)
	changed := 0
	for path, data := range after {
		if !bytes.Equal(before[path], data) {
			changed++
		}
	}
	if limit := len(after) * 9 / 10; changed > limit || len(after) != len(before) {
		t.Errorf("%d of %d files changed (%d before)", changed, len(after), len(before))
	}
}

// random makes documents from few characters and from many, so that pairs are
// in most documents, in some and in one.
func random(n int) []search.Document {
	rng := rand.New(rand.NewPCG(1, 2))
	common, rare := []rune("改革发展建设推进工作，。、 0123ab\n"), []rune("鑫磊淼焱垚ＡＢé㎡𠮷①")
	text := func(length int) string {
		out := make([]rune, length)
		for i := range out {
			switch rng.IntN(20) {
			case 0:
				out[i] = rare[rng.IntN(len(rare))]
			case 1, 2, 3, 4, 5, 6:
				out[i] = 0x4E00 + rune(rng.IntN(0x5200))
			default:
				out[i] = common[rng.IntN(len(common))]
			}
		}
		return string(out)
	}
	docs := make([]search.Document, n)
	for i := range docs {
		docs[i] = search.Document{
			Title: text(12), URL: fmt.Sprintf("c/%d/", i), Date: day(int16(2000+rng.IntN(20)), 1, 1),
			Source: text(4), Number: text(5), Tags: []string{text(3), text(3)}, Text: text(50 + rng.IntN(300)),
		}
		docs[i].JSON = docs[i].URL + "index.json"
	}
	return docs
}

// fields are the normal forms of all that is searched of a document.
func fields(d search.Document) []string {
	list := append([]string{d.Title, d.Source, d.Number, d.Text}, d.Tags...)
	for i, text := range list {
		list[i] = search.Normal(text)
	}
	return list
}

func holds(fields []string, phrase string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(f, phrase) })
}

// Every part of every field that has two letters or more is found, and what is
// found and confirmed is what a search through all texts finds.
func TestEverySubstring(t *testing.T) {
	docs := random(400)
	e := newEngine(t, index(t, docs))
	normal, byURL := make([][]string, len(docs)), map[string]int{}
	for i, d := range docs {
		normal[i], byURL[d.URL] = fields(d), i
	}
	rng := rand.New(rand.NewPCG(3, 4))
	asked := 0
	for range 600 {
		i := rng.IntN(len(docs))
		field := []rune([]string{docs[i].Title, docs[i].Source, docs[i].Tags[1], docs[i].Text}[rng.IntN(4)])
		from := rng.IntN(len(field) - 1)
		part := string(field[from:min(len(field), from+2+rng.IntN(8))])
		list := phrases(part)
		if slices.ContainsFunc(list, func(p string) bool { return len(pairs(p, true)) == 1 && pairs(p, true)[0].second == 0 }) || len(list) == 0 {
			continue // a single letter is looked for in titles only
		}
		asked++
		var got []int
		for _, c := range e.find(part, false) {
			doc := byURL[e.line(c.number)[1].(string)]
			if !slices.ContainsFunc(list, func(p string) bool { return !holds(normal[doc], p) }) {
				got = append(got, doc)
			}
		}
		slices.Sort(got)
		var want []int
		for doc := range docs {
			if !slices.ContainsFunc(list, func(p string) bool { return !holds(normal[doc], p) }) {
				want = append(want, doc)
			}
		}
		if !slices.Equal(got, want) || !slices.Contains(want, i) {
			t.Fatalf("%q of %d: %v; want %v", part, i, got, want)
		}
	}
	if asked < 300 {
		t.Errorf("only %d queries", asked)
	}
}
