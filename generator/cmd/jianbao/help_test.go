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
