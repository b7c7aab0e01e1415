package frontmatter_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianbao/generator/frontmatter"
)

var update = flag.Bool("update", false, "rewrite docs/front-matter.md")

const manual = "../../docs/front-matter.md"

// The manual lists every key, as the tables of keys do.
func TestManual(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for _, lang := range []string{"zh", "en"} {
		want = fill(t, want, "bulletin "+lang, table(frontmatter.Keys(), lang, true))
		want = fill(t, want, "column "+lang, table(frontmatter.ColumnKeys(), lang, false))
	}
	if *update {
		if err := os.WriteFile(manual, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(text) != want {
		t.Errorf("%s is out of date; run go test ./generator/frontmatter -update", manual)
	}
}

// fill puts a table between the comments of that name.
func fill(t *testing.T, text, name, table string) string {
	before, rest, ok := strings.Cut(text, "<!-- "+name+":")
	comment, rest, ok2 := strings.Cut(rest, "-->\n")
	_, after, ok3 := strings.Cut(rest, "<!-- /"+name+" -->")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("%s has no place for %s", manual, name)
	}
	return before + "<!-- " + name + ":" + comment + "-->\n\n" + table + "\n<!-- /" + name + " -->" + after
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
	text, err := os.ReadFile(manual)
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
