package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
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
