package generator_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/scaffold"
)

// The first bulletin of each README publishes without a word, and with two slips in
// it the program says what the README says.
func TestFirstBulletinOfTheReadme(t *testing.T) {
	for name, readme := range map[string]struct {
		lang  string
		slips *strings.Replacer
	}{
		"../README.md":       {"en", strings.NewReplacer("tags:", "tag:", "/index.md)", ".md)")},
		"../README.zh-CN.md": {"zh", strings.NewReplacer("发布时间:", "发布时问:", "/index.md)", ".md)")},
	} {
		text := dedent(read(t, name))
		block := regexp.MustCompile("(?s)```markdown\n(.*?)```").FindStringSubmatch(text)
		if block == nil {
			t.Fatalf("%s shows no bulletin", name)
		}
		dir := filepath.Join(t.TempDir(), "site")
		if err := scaffold.Init(dir, jianbao.Starter); err != nil {
			t.Fatal(err)
		}
		if said := publish(t, dir, block[1], readme.lang); said != "" {
			t.Errorf("the bulletin of %s: %s", name, said)
		}
		said := publish(t, dir, readme.slips.Replace(block[1]), readme.lang)
		if said == "" || !strings.Contains(text, said) {
			t.Errorf("%s does not say what the program says:\n%s", name, said)
		}
	}
}

// publish builds the site with one more bulletin and returns the diagnostics.
func publish(t *testing.T, dir, bulletin, lang string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "content/business/reform/2026-11-24-green.md"), []byte(bulletin), 0o666); err != nil {
		t.Fatal(err)
	}
	result, err := build.Build(t.Context(), build.Options{Dir: dir, AsOf: "2026-12-01", Starter: jianbao.Starter})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	printer := diag.Printer{Lang: lang, Frames: true, Source: result.Read, Width: 110}
	if err := printer.Print(&out, result.Diagnostics); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// dedent takes out the indentation of what stands inside a list item.
func dedent(text string) string { return regexp.MustCompile(`(?m)^   `).ReplaceAllString(text, "") }
