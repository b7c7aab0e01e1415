package check_test

import (
	"context"
	"testing"
	"time"

	"jianbao/generator/build"
	"jianbao/generator/check"
)

// A date may be so many days before its file was there, and in an import any.
func TestBackdated(t *testing.T) {
	commit := func(day int, together int, opening bool) check.FirstCommit {
		// In the evening of the day before, by Greenwich: it is the site's days that count.
		return check.FirstCommit{ID: "0123456789abcdef", At: time.Date(2026, 6, day, 16, 30, 0, 0, time.UTC).AddDate(0, 0, -1), Together: together, Opening: opening}
	}
	content := files{"content/a/_index.md": "title: 甲"}
	past := map[string]check.FirstCommit{}
	for name, c := range map[string]struct {
		date  string
		first check.FirstCommit
	}{
		"in-time": {"2026-06-20", commit(29, 1, false)}, "later-than-its-file": {"2026-06-20", commit(1, 1, false)},
		"on-the-last-day": {"2026-05-30 08:00", commit(29, 1, false)}, "too-early": {"2026-05-29 23:00", commit(29, 1, false)},
		"of-nine": {"2018-05-31", commit(29, 9, false)}, "of-ten": {"2018-05-31", commit(29, 10, false)},
		"opening": {"2018-05-31", commit(29, 1, true)}, "fresh": {"2026-06-29", commit(1, 1, false)},
	} {
		source := "content/a/" + name + ".md"
		content[source] = "title: 标题\nsource: 办公室\ndate: " + c.date + "\n\n正文。"
		past[source] = c.first
	}
	content["content/a/draft.md"] = "title: 标题\nsource: 办公室\ndate: 2018-05-31\ndraft: true\n\n正文。"
	past["content/a/draft.md"] = commit(29, 1, false)
	content["content/a/undated.md"] = "title: 标题\nsource: 办公室\n\n正文。"
	past["content/a/undated.md"] = commit(29, 1, false)
	content["content/a/untracked.md"] = "title: 标题\nsource: 办公室\ndate: 2018-05-31\n\n正文。"
	content["content/a/allowed.md"] = "title: 标题\nsource: 办公室\ndate: 2018-05-31\nallow: [{rule: backdated, reason: 补录}]\n\n正文。"
	past["content/a/allowed.md"] = commit(29, 1, false)
	asked := build.Options{History: func(context.Context) map[string]check.FirstCommit { return past }}
	const nine = "content/a/of-nine.md:4:7: backdated: dated 2018-05-31, 2951 days before the file was first committed (2026-06-29, 01234567): this looks like a forged publication date\n"
	const undated = "content/a/undated.md:1:1: missing-key: date (发布时间) is missing\n"
	const early = "content/a/too-early.md:4:7: backdated: dated 2026-05-29, 31 days before the file was first committed (2026-06-29, 01234567): this looks like a forged publication date\n"
	if got := findings(inspectWith(t, content, asked)); got != nine+early+undated {
		t.Errorf("got\n%s", got)
	}
	content["site.yaml"] = siteYAML + "check: {historyDays: 31}\n"
	if got := findings(inspectWith(t, content, asked)); got != nine+undated {
		t.Errorf("with more days: got\n%s", got)
	}
	content["site.yaml"] = siteYAML + "check: {rules: {backdated: off}}\n"
	if got := inspectWith(t, content, asked); findings(got) != undated || len(got.Silenced) != 3 {
		t.Errorf("switched off: got\n%s, silenced %d", findings(got), len(got.Silenced))
	}
}
