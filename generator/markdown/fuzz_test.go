package markdown_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// FuzzParse holds what is true of every text.
func FuzzParse(f *testing.F) {
	for _, archive := range goldenTexts(f) {
		f.Add(archive.Files[0].Data, strings.Contains(string(archive.Comment), "sanitize"))
	}
	refuse := markdown.New(markdown.Options{})
	sanitize := markdown.New(markdown.Options{RawHTML: markdown.RawHTMLSanitize})
	f.Fuzz(func(t *testing.T, source []byte, sanitised bool) {
		r := refuse
		if sanitised {
			r = sanitize
		}
		checkInvariants(t, r, source)
	})
}

// tokens are what the texts of TestRandom are made of.
var tokens = strings.Split("a|甲|“|”|（|）|。|，| |  |\n|\n|\n\n|*|**|_|~~|`|``|```\n|~~~\n|[|]|](|(|)|![|[^1]|[^1]: |[a]: |<|>|> |> [!NOTE]|- |- [ ] |1. |    |\t|# |## |===|---|¦|¦-¦\n|: |{#a}|{.b}|&amp;|&#0;|&lt;|\\|\\\n|https://a.cn|www.a.cn|@a.cn|:|\"|'|"+
	"<b>|</b>|<div>|</div>|<p>|</p>|<ul>|<li>|</ul>|<table>|<tr>|<td>|</table>|<a href=b>|</a>|<img src=c>|<br>|<h2 id=a>|</h2>|<script>|</script>|<!--|-->|<style>|<svg>|<title>|<pre>|\u3000|\x00|\xff|😀", "|")

// TestRandom holds texts of random tokens to what is true of every text.
func TestRandom(t *testing.T) {
	rounds := 4000
	if testing.Short() {
		rounds = 400
	}
	refuse := markdown.New(markdown.Options{})
	sanitize := markdown.New(markdown.Options{RawHTML: markdown.RawHTMLSanitize})
	random := rand.New(rand.NewPCG(3, 2))
	for range rounds {
		source := randomText(random, tokens)
		checkInvariants(t, refuse, source)
		checkInvariants(t, sanitize, source)
		if t.Failed() {
			t.Fatalf("%q", source)
		}
	}
}

// randomText strings tokens together.
func randomText(random *rand.Rand, tokens []string) (source []byte) {
	for range 1 + random.IntN(40) {
		source = append(source, strings.ReplaceAll(tokens[random.IntN(len(tokens))], "¦", "|")...)
	}
	return source
}

// checkInvariants holds what becomes of a text to what is true of every text.
func checkInvariants(t *testing.T, r *markdown.Renderer, source []byte) {
	t.Helper()
	before := bytes.Clone(source)
	body, diags := r.Parse("a.md", source, bodyLine)
	if !bytes.Equal(source, before) {
		t.Error("the source was changed")
	}
	if again, diagsAgain := r.Parse("a.md", source, bodyLine); !reflect.DeepEqual(body, again) || !reflect.DeepEqual(diags, diagsAgain) {
		t.Error("another result when repeated")
	}
	for _, problem := range slices.Concat(audit(body), inconsistent(body), misplaced(source, body, diags)) {
		t.Error(problem)
	}
}

// golden is an archive of testdata; its first file is a text.
type golden struct {
	*txtar.Archive
	name string
}

func goldenTexts(t testing.TB) (texts []golden) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, golden{archive, name})
	}
	return texts
}

// inconsistent returns where the parts of a body do not fit together.
func inconsistent(body *markdown.Body) []string {
	var problems []string
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if !utf8.Valid(body.HTML) || !utf8.Valid(body.Text) || !utf8.ValidString(body.Summary) {
		complain("broken characters")
	}
	if n := utf8.RuneCountInString(body.Summary); n > 120 || strings.ContainsAny(body.Summary, "\n\t") {
		complain("a summary of %d characters: %q", n, body.Summary)
	}
	last := 0
	for _, l := range body.Links {
		attribute := `href="`
		if l.Image {
			attribute = `src="`
		}
		if l.Offset <= last || l.Offset >= len(body.HTML) || !bytes.HasSuffix(body.HTML[:l.Offset], []byte(attribute)) || body.HTML[l.Offset] != '"' {
			complain("offset %d of %q", l.Offset, l.Dest)
			break
		}
		last = l.Offset
	}
	if !slices.IsSorted(body.IDs) || len(slices.Compact(slices.Clone(body.IDs))) != len(body.IDs) {
		complain("ids %q", body.IDs)
	}
	for _, id := range body.IDs {
		if id == "" || strings.ContainsAny(id, " \t\n\"<>&") {
			complain("id %q", id)
		}
		if n := bytes.Count(body.HTML, []byte(` id="`+id+`"`)); n != 1 {
			complain("%d elements with the id %q", n, id)
		}
	}
	if n := bytes.Count(body.HTML, []byte(` id="`)); n != len(body.IDs) {
		complain("%d ids in the HTML, %d in the list", n, len(body.IDs))
	}
	for _, h := range body.Headings {
		if h.Level < 1 || h.Level > 6 || !slices.Contains(body.IDs, h.ID) {
			complain("heading %v", h)
		}
	}
	return problems
}

// misplaced returns positions that are not in the file.
func misplaced(source []byte, body *markdown.Body, diags diag.List) []string {
	var problems []string
	lines := strings.Split(string(bytes.ToValidUTF8(source, []byte("\uFFFD"))), "\n")
	check := func(what string, at diag.Pos) {
		i := at.Line - bodyLine
		if at.Path != "a.md" || i < 0 || i >= len(lines) || at.Column < 1 || at.Column > utf8.RuneCountInString(lines[i])+1 {
			problems = append(problems, fmt.Sprintf("%s at %s", what, at))
		}
	}
	for _, l := range body.Links {
		check("link "+l.Dest, l.Pos)
	}
	for _, d := range diags {
		check(d.Rule, d.Pos)
	}
	return problems
}

// TestLinked fills in addresses that need escaping.
func TestLinked(t *testing.T) {
	body, _ := markdown.New(markdown.Options{}).Parse("a.md", []byte("[甲](a.md)与![乙](b.png)"), 1)
	targets := []markdown.Target{{Address: `/x?a=1&b="2"`}, {Address: "/b.<1>.png", Width: 640, Height: 480}}
	before := "<main>"
	got := markdown.Linked{Body: body, Targets: targets}.AppendHTML([]byte(before))
	want := before + `<p><a href="/x?a=1&amp;b=&quot;2&quot;">甲</a>与<img src="/b.&lt;1&gt;.png" width="640" height="480" alt="乙" loading="lazy" decoding="async"></p>` + "\n"
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestBorrow renders texts one after the other in the same memory. Each comes out as
// in memory of its own.
func TestBorrow(t *testing.T) {
	options := markdown.Options{RawHTML: markdown.RawHTMLSanitize, Prose: true}
	r := markdown.New(options)
	for range 2 {
		for _, archive := range goldenTexts(t) {
			source := archive.Files[0].Data
			want, wantDiags := markdown.New(options).Parse("a.md", source, bodyLine)
			got, gotDiags, release := r.Borrow("a.md", source, bodyLine)
			if everythingOf(got) != everythingOf(want) || !reflect.DeepEqual(gotDiags, wantDiags) {
				t.Errorf("%s: another result in memory that had been used", archive.name)
			}
			release()
		}
	}
}

// BenchmarkParse renders two bulletins, 7 KB.
func BenchmarkParse(b *testing.B) {
	var source []byte
	for _, name := range []string{"testdata/bulletin-reform.txtar", "testdata/bulletin-issue.txtar"} {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			b.Fatal(err)
		}
		source = append(append(source, archive.Files[0].Data...), '\n')
	}
	r := markdown.New(markdown.Options{Prose: true})
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		_, _, release := r.Borrow("a.md", source, bodyLine)
		release()
	}
}
