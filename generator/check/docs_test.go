package check_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/manual"
)

var update = flag.Bool("update", false, "rewrite docs/check.md")

const manualFile = "../../docs/check.md"

// The manual lists every rule.
func TestManual(t *testing.T) {
	manual.Check(t, manualFile, *update, map[string]string{"rules zh": table("zh"), "rules en": table("en")})
}

func table(lang string) string {
	head := diag.Text{ZH: "| 规则 | 轻重 | 查什么 | 依据 |\n|---|---|---|---|\n", EN: "| rule | severity | finds | follows |\n|---|---|---|---|\n"}
	severities := map[diag.Severity]diag.Text{diag.Error: {ZH: "错误", EN: "error"}, diag.Warning: {ZH: "警告", EN: "warning"}}
	var b strings.Builder
	b.WriteString(head.In(lang))
	for _, rule := range check.Rules(nil) {
		indicator := rule.Indicator.In(lang)
		if indicator != "" {
			indicator = " " + indicator
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |%s |\n", rule.Name, severities[rule.Severity].In(lang), rule.Title.In(lang), indicator)
	}
	return b.String()
}

// The terms of the manual are right, and do what it says.
func TestTermsOfTheManual(t *testing.T) {
	text, err := os.ReadFile(manualFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\nterms:")
	example, _, _ := strings.Cut(rest, "```")
	terms, diags := check.ParseTerms(manualFile, []byte("terms:"+example))
	if len(diags) > 0 || len(terms.Words) != 2 || len(terms.People) != 1 || len(terms.Bodies) != 1 {
		t.Errorf("%v\n%+v", diags, terms)
	}
}
