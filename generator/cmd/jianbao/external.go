package main

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/external"
)

// askWeb lets an inspection ask the web. What was answered is kept in the cache, also
// when Ctrl-C ends it.
func (p *program) askWeb(site string, f *buildFlags) func(context.Context, []string) (map[string]check.Answer, error) {
	return func(ctx context.Context, addresses []string) (map[string]check.Answer, error) {
		file := filepath.Join(f.cacheDir(site), "external.table")
		cache := &external.Cache{}
		if !f.noCache {
			cache = external.ReadCache(file)
		}
		answers, err := external.Ask(ctx, external.Options{
			Agent:    "jianbao/" + version + " (link check)",
			Cache:    cache,
			Progress: func(done, total int) { p.bar.update("ask", done, total) },
		}, addresses)
		if err := cache.Write(file); err != nil {
			p.detail("无法写缓存：%v", "the cache cannot be written: %v", err)
		}
		return answers, err
	}
}

// reportWeb says what the web said: how many addresses are what, and why some are
// unclear; which ones, with --verbose.
func (p *program) reportWeb(site *check.Site) {
	if site.Answers == nil {
		return
	}
	for _, link := range site.UnclearLinks() {
		p.detail("不能确定：%[1]s: %[2]s：%[3]s", "unclear: %[1]s: %[2]s: %[4]s", link.Pos, link.Dest, link.Says.ZH, link.Says.EN)
	}
	good, dead, unclear := site.CountAnswers()
	why := reasons(site)
	if unclear > 0 && !p.verbose {
		why.ZH, why.EN = why.ZH+"；--verbose 逐条列出", why.EN+"; --verbose lists them"
	}
	if unclear > 0 {
		why = diag.Text{ZH: "（" + why.ZH + "）", EN: " (" + why.EN + ")"}
	}
	p.say("外部链接：%[1]d 个网址正常，%[2]d 个失效，%[3]d 个不能确定%[4]s", "links to other sites: %[1]d good, %[2]d dead, %[3]d unclear%[5]s",
		good, dead, unclear, why.ZH, why.EN)
}

// reasons counts why addresses are unclear: 超时：2、服务器回答 403：1.
func reasons(site *check.Site) diag.Text {
	counts := map[diag.Text]int{}
	for _, answer := range site.Answers {
		if answer.Verdict == check.Unclear {
			counts[answer.Says]++
		}
	}
	says := slices.SortedFunc(maps.Keys(counts), func(a, b diag.Text) int {
		if n := counts[b] - counts[a]; n != 0 {
			return n
		}
		return strings.Compare(a.EN, b.EN)
	})
	texts := make([]diag.Text, len(says))
	for i, s := range says {
		texts[i] = diag.Sprintf("%[1]s：%[3]d", "%[2]s: %[3]d", s.ZH, s.EN, counts[s])
	}
	return joined(texts)
}
