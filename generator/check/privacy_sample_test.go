package check

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

// A line of a sample is a text in which what must be found stands in ⟦ ⟧, with
// the rule before a | if it is not that of the file; \u200b is a character. A
// line that begins with | is the row of a table, "key: " begins front matter,
// "file: " an attachment, "link: " an address in the text, "code: " a block of code.
type sampleLine struct {
	file   string
	source string
	want   map[sampleFinding]bool
}

type sampleFinding struct {
	rule         string
	line, column int
}

func samples(t *testing.T, folder string) []sampleLine {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("there is no sample:", err)
	}
	var list []sampleLine
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rule := strings.TrimSuffix(filepath.Base(file), ".txt")
		for i, line := range strings.Split(string(text), "\n") {
			if line == "" || strings.HasPrefix(line, "# ") {
				continue
			}
			list = append(list, readSample(t, fmt.Sprintf("%s:%d", file, i+1), rule, line))
		}
	}
	return list
}

func readSample(t *testing.T, place, rule, line string) sampleLine {
	t.Helper()
	unquoted, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatal(place, err)
	}
	s := sampleLine{file: place, want: map[sampleFinding]bool{}}
	var plain strings.Builder
	for {
		before, rest, found := strings.Cut(unquoted, "⟦")
		plain.WriteString(before)
		if !found {
			break
		}
		marked, after, _ := strings.Cut(rest, "⟧")
		name := rule
		if i := strings.IndexByte(marked, '|'); i >= 0 {
			name, marked = marked[:i], marked[i+1:]
		}
		s.want[sampleFinding{name, 1, 1 + utf8.RuneCountInString(plain.String())}] = true
		plain.WriteString(marked)
		unquoted = after
	}
	s.source = plain.String()
	return s
}

// textOf makes what a line says a source of; every finding is wanted lines
// further down and columns further left.
func (s *sampleLine) textOf() (text *Text, lines, columns int) {
	const path = "content/a.md"
	text = &Text{Path: path}
	body := s.source
	switch kind, value, _ := strings.Cut(s.source, ": "); {
	case strings.HasPrefix(body, "|"):
		n := strings.Count(body, "|") - 1
		body, lines = strings.Repeat("|项", n)+"|\n"+strings.Repeat("|---", n)+"|\n"+body, 2
	case kind == "key":
		text.Values = []Value{{Key: "summary", Text: value, Pos: diag.Pos{Path: path, Line: 1, Column: 6}}}
		return text, 0, 0
	case kind == "file":
		text.Fields = &frontmatter.Fields{Attachments: []frontmatter.Attachment{{File: value, Pos: diag.Pos{Path: path, Line: 1, Column: 7}}}}
		return text, 0, 0
	case kind == "link":
		body, columns = "["+"详情](<"+value+">)", 6
	case kind == "code":
		body, lines, columns = "```\n"+value+"\n```", 1, 6
	}
	parsed, _ := markdown.New(markdown.Options{Prose: true}).Parse(path, []byte(body+"\n"), 1)
	text.Prose, text.Links = parsed.Prose, parsed.Links
	return text, lines, columns
}

// look returns what the rules find in a line, at places of the sample. Each looks by
// itself, so that it sees no runs that only another one has asked for.
func (s *sampleLine) look(rules []*Rule) map[sampleFinding]string {
	found := map[sampleFinding]string{}
	for _, rule := range rules {
		text, lines, columns := s.textOf()
		for _, d := range Look([]*Rule{rule}, text) {
			found[sampleFinding{d.Rule, d.Line - lines, d.Column + columns}] = d.Message.ZH
		}
	}
	return found
}

// tally is how well a rule does.
type tally struct{ right, missed, wrong int }

func (c *tally) recall() float64 { return 100 * float64(c.right) / float64(max(1, c.right+c.missed)) }

func (c *tally) precision() float64 { return 100 * float64(c.right) / float64(max(1, c.right+c.wrong)) }

func TestPrivacySample(t *testing.T) { testSample(t, "privacy") }
func TestSecrecySample(t *testing.T) { testSample(t, "secrecy") }

func testSample(t *testing.T, folder string) {
	rules := append(privacyRules(), secrecyRules()...)
	tallies, negatives := map[string]*tally{}, 0
	of := func(rule string) *tally {
		if tallies[rule] == nil {
			tallies[rule] = &tally{}
		}
		return tallies[rule]
	}
	for _, s := range samples(t, folder) {
		found := s.look(rules)
		if len(s.want) == 0 {
			negatives++
		}
		for want := range s.want {
			if _, right := found[want]; right || strings.HasPrefix(s.source, "link: ") && len(found) > 0 {
				of(want.rule).right++
			} else {
				of(want.rule).missed++
				t.Logf("%s: %s: missed at column %d", s.file, want.rule, want.column)
			}
		}
		for f, message := range found {
			if !s.want[f] && !(strings.HasPrefix(s.source, "link: ") && len(s.want) > 0) {
				of(f.rule).wrong++
				t.Logf("%s: %s: wrong at column %d: %s", s.file, f.rule, f.column, message)
			}
		}
	}
	report(t, tallies, negatives)
}

func report(t *testing.T, tallies map[string]*tally, negatives int) {
	t.Helper()
	var names []string
	for name := range tallies {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		c := tallies[name]
		t.Logf("%-18s %3d to find: recall %.1f %%, precision %.1f %%", name, c.right+c.missed, c.recall(), c.precision())
		if c.recall() < 98 || c.precision() < 98 {
			t.Errorf("%s: recall and precision must be 98 %% at least", name)
		}
	}
	t.Logf("%d lines with nothing to find", negatives)
}
