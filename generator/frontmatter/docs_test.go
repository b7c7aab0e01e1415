package frontmatter_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianbao/generator/frontmatter"
	"jianbao/generator/manual"
)

var update = flag.Bool("update", false, "rewrite docs/front-matter.md")

const manualFile = "../../docs/front-matter.md"

// The manual lists every key, as the tables of keys do.
func TestManual(t *testing.T) {
	tables := map[string]string{}
	for _, lang := range []string{"zh", "en"} {
		tables["bulletin "+lang] = table(frontmatter.Keys(), lang, true)
		tables["column "+lang] = table(frontmatter.ColumnKeys(), lang, false)
	}
	manual.Check(t, manualFile, *update, tables)
}

func table(keys []frontmatter.Key, lang string, defaults bool) string {
	var b strings.Builder
	head := []string{"键", "中文", "值", "说明", "默认值"}
	if lang == "en" {
		head = []string{"key", "Chinese", "value", "meaning", "default"}
	}
	if !defaults {
		head = head[:4]
	}
	fmt.Fprintf(&b, "| %s |\n%s|\n", strings.Join(head, " | "), strings.Repeat("|---", len(head)))
	for _, k := range keys {
		name := "`" + strings.Join(append([]string{k.Name}, k.Aliases...), "` `") + "`"
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |", name, k.Chinese, k.Type.In(lang), k.Meaning.In(lang))
		switch {
		case defaults && k.InDefaults:
			b.WriteString(" ✓ |")
		case defaults:
			b.WriteString(" |")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// The examples of the manual are right.
func TestManualExamples(t *testing.T) {
	text, err := os.ReadFile(manualFile)
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for i, block := range strings.Split(string(text), "\n```") {
		_, example, _ := strings.Cut(block, "\n")
		if i%2 == 0 || example == "" {
			continue
		}
		examples++
		read := func(text string) []string { _, _, diags := parse(t, text); return rules(diags) }
		if strings.Contains(example, "defaults:") {
			read = func(text string) []string { _, diags := parseColumn(t, text); return rules(diags) }
		}
		if wrong := read(example + "\n"); len(wrong) > 0 {
			t.Errorf("%s\n%q", example, wrong)
		}
	}
	if examples < 4 {
		t.Errorf("only %d examples", examples)
	}
}
