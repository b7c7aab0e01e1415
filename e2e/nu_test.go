package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestNu holds every page of every site to the Nu HTML checker, with the style
// sheets and drawings: no error, and no warning either.
func TestNu(t *testing.T) {
	needs(t, "java")
	jar := "node_modules/vnu-jar/build/dist/vnu.jar"
	if _, err := os.Stat(jar); err != nil {
		missing(t, "vnu-jar is not installed (npm ci in e2e)")
	}
	args := []string{"-Xss16m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "--also-check-css", "--also-check-svg"}
	pages := 0
	for _, s := range sites(t) {
		args = append(args, s.dir)
		pages += len(s.pages)
	}
	output, err := exec.Command("java", args...).Output()
	if err != nil {
		t.Fatalf("vnu: %v\n%s", err, output)
	}
	var report struct {
		Messages []struct {
			Type, SubType, URL, Message, Extract string
			LastLine                             int
		}
	}
	if err := json.Unmarshal(output, &report); err != nil {
		t.Fatalf("vnu: %v\n%.2000s", err, output)
	}
	seen := map[string]int{}
	for _, m := range report.Messages {
		if strings.Contains(m.Message, " violates Content Security Policy") {
			continue // to a file, 'self' is nobody, and JSON-LD no script to a browser; TestSilence sees real breaches
		}
		_, name, _ := strings.Cut(m.URL, theLab(t).scratch)
		kind := quoted.ReplaceAllString(m.Message, "“…”")
		if seen[kind]++; seen[kind] <= 3 {
			t.Errorf("%s:%d: %s %s: %s\n  %.200s", name, m.LastLine, m.Type, m.SubType, m.Message, m.Extract)
		}
	}
	for kind, n := range seen {
		t.Logf("%d times: %s", n, kind)
	}
	t.Logf("%d pages", pages)
}

var quoted = regexp.MustCompile(`“[^”]*”`)
