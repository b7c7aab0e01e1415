package settings_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianbao/generator/settings"
)

var update = flag.Bool("update", false, "rewrite docs/settings.md")

const manual = "../../docs/settings.md"

// The manual lists every key, as the table of keys does.
func TestManual(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for _, lang := range []string{"zh", "en"} {
		want = fill(t, want, "settings "+lang, table(lang))
	}
	if *update {
		if err := os.WriteFile(manual, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(text) != want {
		t.Errorf("%s is out of date; run go test ./generator/settings -update", manual)
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

func table(lang string) string {
	var b strings.Builder
	if lang == "zh" {
		b.WriteString("| 键 | 值 | 默认值 | 说明 |\n|---|---|---|---|\n")
	} else {
		b.WriteString("| key | value | default | meaning |\n|---|---|---|---|\n")
	}
	for _, k := range settings.Keys() {
		value := ""
		if k.Default != "" {
			value = " `" + k.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s |%s | %s |\n", k.Name, k.Type.In(lang), value, k.Meaning.In(lang))
	}
	return b.String()
}

// The example of the manual, and the settings of the sample site, are right.
func TestExamples(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	s, diags := settings.Parse(manual, []byte(example))
	expect(t, example, diags)
	if s.Review.Required != 3 || s.Defaults.Source != "示例经开区改革办" {
		t.Errorf("%+v", s)
	}
	sample, err := os.ReadFile("../../site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, diags = settings.Parse("site.yaml", sample)
	expect(t, "site.yaml", diags)
}
