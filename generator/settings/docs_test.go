package settings_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianbao/generator/manual"
	"jianbao/generator/settings"
)

var update = flag.Bool("update", false, "rewrite docs/settings.md")

const manualFile = "../../docs/settings.md"

// The manual lists every key, as the table of keys does.
func TestManual(t *testing.T) {
	manual.Check(t, manualFile, *update, map[string]string{"settings zh": table("zh"), "settings en": table("en")})
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
	text, err := os.ReadFile(manualFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	s, diags := settings.Parse(manualFile, []byte(example))
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
