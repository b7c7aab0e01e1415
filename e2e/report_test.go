package e2e

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// faulty are bulletins with something for each part of the report of an inspection.
var faulty = map[string]string{
	"content/notices/leak.md":      "---\ntitle: 名单\ndate: 2026-11-01\nsource: 办公室\nallow: [{rule: mobile-number, reason: 公开的值班电话}]\n---\n\n身份证号11010519491231002X，电话13812345678。\n",
	"content/notices/words.md":     "---\ntitle: 通知 <b>与</b>\ndate: 2026-11-01\nsource: 办公室\n---\n\n请登陆平台填报,增长5%--6%，见[这里](https://www.beian.gov.cn/)。\n",
	"layouts/partials/footer.html": "<footer><p>页脚</p><div style=\"display:none\"><a href=\"https://lottery.example/\">彩票</a></div></footer>\n",
}

// reports makes the reports of an inspection of a faulty site, in both languages.
func reports(t *testing.T) (files []string) {
	t.Helper()
	program, err := theLab(t).program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	if output, err := command(".", program, "init", site).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for name, text := range faulty {
		name = filepath.Join(site, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		file := filepath.Join(dir, lang+".html")
		output, err := command(".", program, "check", "--site", site, "--lang", lang, "--report", file).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 { // the number stops it
			t.Fatalf("%v\n%s", err, output)
		}
		files = append(files, file)
	}
	return files
}

// TestReport holds the report of an inspection to what pages are held to: the Nu HTML
// checker, WCAG 2.2 AA, no scrolling sideways on a phone; and prints it on A4.
func TestReport(t *testing.T) {
	files := reports(t)
	t.Run("Nu", func(t *testing.T) {
		needs(t, "java")
		jar := "node_modules/vnu-jar/build/dist/vnu.jar"
		if _, err := os.Stat(jar); err != nil {
			missing(t, "vnu-jar is not installed (npm ci in e2e)")
		}
		output, err := exec.Command("java", append([]string{"-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"}, files...)...).Output()
		var result struct {
			Messages []struct{ Type, Message, Extract string }
		}
		if err == nil {
			err = json.Unmarshal(output, &result)
		}
		if err != nil || len(result.Messages) > 0 {
			t.Errorf("%v: %+v", err, result.Messages)
		}
	})
	source, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "axe-core is not installed (npm ci in e2e)")
	}
	b := newTab(t)
	for _, file := range files {
		b.open("file://" + filepath.ToSlash(file))
		for _, width := range []int64{360, 1440} {
			b.width(width)
			for _, f := range axe(b, string(source)) {
				t.Errorf("%s at %d px: %s", filepath.Base(file), width, f)
			}
			if wide := eval[int64](b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d px wide on a screen of %d", filepath.Base(file), wide, width)
			}
		}
		b.print().checkSheets(6)
	}
}
