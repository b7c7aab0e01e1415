package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"jianbao/generator/diag"
)

func TestWordsSample(t *testing.T)      { testOwnSample(t, "words") }
func TestTypographySample(t *testing.T) { testOwnSample(t, "typography") }

// testOwnSample lets all rules over words and typography look at every line, so a
// line without marks is one that none of them may tell of. What a rule quotes must
// be what is marked.
func testOwnSample(t *testing.T, folder string) {
	rules := append(wordRules(nil), typographyRules()...)
	tallies, negatives := map[string]*tally{}, 0
	of := func(rule string) *tally {
		if tallies[rule] == nil {
			tallies[rule] = &tally{}
		}
		return tallies[rule]
	}
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("there is no sample:", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rule := strings.TrimSuffix(filepath.Base(file), ".txt")
		for n, line := range strings.Split(string(text), "\n") {
			if line == "" || strings.HasPrefix(line, "# ") && !strings.Contains(line, "⟦") {
				continue
			}
			s, marked := readOwnSample(fmt.Sprintf("%s:%d", file, n+1), rule, line)
			if len(marked) == 0 {
				negatives++
			}
			found := s.look(rules)
			for want, piece := range marked {
				if message, ok := found[want]; ok && (strings.Contains(message, piece) || !quotes(rule)) {
					of(want.rule).right++
				} else {
					of(want.rule).missed++
					t.Logf("%s: %s: missed at %d:%d: %s", s.file, want.rule, want.line, want.column, message)
				}
			}
			for f, message := range found {
				if _, ok := marked[f]; !ok {
					of(f.rule).wrong++
					t.Logf("%s: %s: wrong at %d:%d: %s", s.file, f.rule, f.line, f.column, message)
				}
			}
		}
	}
	report(t, tallies, negatives)
}

// quotes reports whether a rule quotes all that is wrong; those over pairs quote
// the marks alone.
func quotes(rule string) bool { return rule != "straight-quote" && rule != "half-width-punctuation" }

// readOwnSample reads a line whose \n are ends of lines, and what is marked in it.
func readOwnSample(place, rule, line string) (s sampleLine, marked map[sampleFinding]string) {
	rest := strings.ReplaceAll(line, `\n`, "\n")
	marked = map[sampleFinding]string{}
	var plain strings.Builder
	for {
		before, after, found := strings.Cut(rest, "⟦")
		plain.WriteString(before)
		if !found {
			break
		}
		piece, after, _ := strings.Cut(after, "⟧")
		soFar := plain.String()
		column := 1 + utf8.RuneCountInString(soFar[1+strings.LastIndexByte(soFar, '\n'):])
		marked[sampleFinding{rule, 1 + strings.Count(soFar, "\n"), column}] = piece
		plain.WriteString(piece)
		rest = after
	}
	return sampleLine{file: place, source: plain.String()}, marked
}

// A word that stands twice is found wherever it is, however long it and the text are.
func TestDoubledAnywhere(t *testing.T) {
	word := []rune("县域经济高质量发展专项资金使用")
	filler := make([]rune, 3000)
	for i := range filler {
		filler[i] = rune(0x5000 + i) // no character twice
	}
	rule := []*Rule{doubledWord()}
	for size := 3; size <= len(word); size++ {
		for _, before := range []int{0, 1, 2, 40, 1363, 1364, 1365, len(filler)} {
			text := string(filler[:before]) + string(word[:size]) + string(word[:size]) + string(filler[:7])
			found := Look(rule, &Text{Values: []Value{{Key: "summary", Text: text, Pos: diag.Pos{Path: "content/a.md", Line: 2, Column: 10}}}})
			if len(found) != 1 || found[0].Column != 10+before+size {
				t.Errorf("%d characters behind %d: %v", size, before, found)
			}
		}
	}
}
