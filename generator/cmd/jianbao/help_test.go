package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"
)

// Help fits a terminal of 80 cells in both languages, and every flag of every
// command is explained.
func TestHelpFits(t *testing.T) {
	cells := runewidth.Condition{StrictEmojiNeutral: true}
	for _, lang := range []string{"zh", "en"} {
		var out bytes.Buffer
		v := &voice{lang: lang, stdout: &stream{Writer: &out}, stderr: &stream{Writer: &out}}
		root := newRoot(v, nil, func(string) string { return "" })
		for _, cmd := range append([]*cobra.Command{root}, root.Commands()...) {
			out.Reset()
			if err := cmd.Help(); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				line = strings.TrimSuffix(line, "\n")
				if width := cells.StringWidth(line); width > 80 {
					t.Errorf("%s %s: %d cells: %s", lang, cmd.Name(), width, line)
				}
				if strings.HasSuffix(line, "  ") {
					t.Errorf("%s %s: no explanation: %s", lang, cmd.Name(), line)
				}
			}
		}
	}
}

func TestNearest(t *testing.T) {
	commands := []string{"build", "completion", "help", "init", "new", "version"}
	flags := []string{"as-of", "base-url", "out", "strict", "explain", "metrics", "no-cache", "jobs", "site", "lang", "format", "color", "quiet", "verbose", "help"}
	for _, test := range []struct {
		typed string
		words []string
		want  string
	}{
		{"biuld", commands, "build"},
		{"BUILD", commands, "build"},
		{"buid", commands, "build"},
		{"complete", commands, "completion"},
		{"initialize", commands, ""},
		{"deploy", commands, ""},
		{"x", commands, ""},
		{"", commands, ""},
		{"baseURL", flags, "base-url"},
		{"base_url", flags, "base-url"},
		{"asof", flags, "as-of"},
		{"job", flags, "jobs"},
		{"colour", flags, "color"},
		{"drafts", flags, ""},
		{"watch", flags, ""},
		{"改革", []string{"全面改革", "改草"}, "改草"},
		{"reform", []string{"business/reform", "reforms"}, "reforms"},
	} {
		if got := nearest(test.typed, test.words); got != test.want {
			t.Errorf("nearest(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}
