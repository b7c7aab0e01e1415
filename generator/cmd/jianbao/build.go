package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"jianbao"
	"jianbao/generator/build"
	"jianbao/generator/diag"
)

// buildFlags are the flags of build.
type buildFlags struct {
	out, baseURL, asOf       string
	strict, explain, metrics bool
	noCache, verify, watch   bool
	cache                    string
	poll                     span
	jobs                     count
	profile                  profile
	memory                   *build.Memory // of the builds before, in watch mode
	rounds                   *rounds       // in watch mode
}

func (p *program) buildCommand() *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: p.in("检查并生成网站", "check the site and publish it"),
		Long: p.in("检查全部内容，生成网站，发布到 public/。\n有任何错误就什么都不发布，原有网站保持不变。",
			"Checks all content, renders the site and publishes it into public/.\nWhere anything is an error nothing is published, and the old site stays."),
		Example: p.in(
			"  jianbao build\n  jianbao build --base-url https://org.github.io/repo/ --strict\n  jianbao build --as-of 2026-12-31 --out 预演",
			"  jianbao build\n  jianbao build --base-url https://org.github.io/repo/ --strict\n  jianbao build --as-of 2026-12-31 --out rehearsal"),
		Args:              p.noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.runBuild(cmd.Context(), &f) },
	}
	flags := cmd.Flags()
	p.sourceFlags(cmd, &f)
	p.pollFlag(cmd, &f)
	flags.BoolVar(&f.watch, "watch", false, p.in("内容改动后自动重新生成，直到 Ctrl-C", "build again whenever a source changes, until Ctrl-C"))
	folderFlag(cmd, flags, &f.out, "out", p.in("发布到这个文件夹；默认是网站里的 public", "publish there; default: public in the site"))
	flags.BoolVar(&f.strict, "strict", false, p.in("警告也算错误", "warnings are errors"))
	flags.BoolVar(&f.explain, "explain", false, p.in("说明每个页面为什么重新生成", "say why each page was rendered"))
	flags.BoolVar(&f.metrics, "metrics", false, p.in("列出各阶段、各版式的用时", "list the time of stages and layouts"))
	folderFlag(cmd, flags, &f.cache, "cache", p.in("缓存放在这个文件夹；默认是网站里的 .jianbao-cache", "keep the cache there; default: .jianbao-cache in the site"))
	flags.BoolVar(&f.noCache, "no-cache", false, p.in("不看缓存，全部重新生成", "believe no cache, render everything again"))
	flags.BoolVar(&f.verify, "verify-cache", false, "")
	flags.Lookup("verify-cache").Hidden = true
	f.profile.flags(flags)
	return cmd
}

// sourceFlags are the flags of all commands that build from the sources.
func (p *program) sourceFlags(cmd *cobra.Command, f *buildFlags) {
	flags := cmd.Flags()
	textFlag(flags, &f.baseURL, "base-url", "URL", p.in("网站网址，代替设置中的 baseURL", "address of the site, instead of the settings'"))
	textFlag(flags, &f.asOf, "as-of", "DATE", p.in("按这个时刻生成；默认是现在", "build as if it were that moment; default: now"))
	flags.Var(&f.jobs, "jobs", p.in("同时处理的页数；默认与处理器数相同", "pages worked on at once; default: one a CPU"))
}

func (p *program) pollFlag(cmd *cobra.Command, f *buildFlags) {
	cmd.Flags().Var(&f.poll, "poll", p.in("不等系统通知，每隔这么久看一次改动", "look for changes that often, without events"))
}

func (p *program) runBuild(ctx context.Context, f *buildFlags) error {
	site, err := p.siteFolder()
	if err != nil {
		return err
	}
	out := filepath.Join(site, "public")
	if f.out != "" {
		if out, err = filepath.Abs(f.out); err != nil {
			return err
		}
	}
	p.detail("网站：%s", "site: %s", site)
	p.detail("发布到：%s", "publish into: %s", out)
	stop, err := f.profile.start()
	if err != nil {
		return err
	}
	if err := f.checkCache(site, out); err != nil {
		return err
	}
	f.memory = p.readMemory(site, out, f)
	once := func(ctx context.Context) error { return p.buildOnce(ctx, site, out, f) }
	if f.watch {
		err = p.rebuild(ctx, site, f, once)
	} else {
		err = once(ctx)
	}
	p.writeMemory(f.memory, site, out, f)
	return errors.Join(err, stop())
}

// buildOnce publishes a site, or says why not.
func (p *program) buildOnce(ctx context.Context, site, out string, f *buildFlags) error {
	opts, err := p.buildOptions(site, f)
	if err != nil {
		return err
	}
	opts.Out = out
	result, err := build.Build(ctx, opts)
	if quit := f.rounds.note(ctx, &result, err); quit != nil {
		return quit
	}
	p.diagnostics(&result, site, err)
	if err != nil {
		return err
	}
	return p.reportBuild(&result, f)
}

// buildOptions is what the flags say, at this moment.
func (p *program) buildOptions(site string, f *buildFlags) (build.Options, error) {
	now, err := p.now()
	opts := build.Options{
		Dir:      site,
		BaseURL:  f.baseURL,
		AsOf:     f.asOf,
		Now:      now,
		Strict:   f.strict,
		Jobs:     int(f.jobs),
		Starter:  jianbao.Starter,
		Version:  version,
		Memory:   f.memory,
		Distrust: f.noCache,
		Verify:   f.verify,
		Progress: func(stage string, done, total int) {
			noteStage(stage)
			p.bar.update(stage, done, total)
		},
		Waiting: func(holder string) {
			p.notice("另一个 jianbao 正在生成（%s），等它结束", "another jianbao is at work (%s); waiting", holder)
		},
	}
	if f.rounds != nil {
		opts.Listed = func() build.Listing { return f.rounds.watcher.Listing() }
		opts.Settled = f.rounds.settled
	}
	return opts, err
}

// reportBuild says what a build did; its last line holds the numbers.
func (p *program) reportBuild(r *build.Result, f *buildFlags) error {
	if !r.Published {
		errors, warnings := r.Diagnostics.Count()
		p.failed(errors, warnings, diag.Text{ZH: "没有发布", EN: "nothing was published"})
		if r.BadSettings {
			return errSettings
		}
		return errContent
	}
	if r.Untidy != nil {
		text, _ := words(r.Untidy)
		p.notice("已发布，但旧文件没有清理干净，下次生成时再试：%[1]s", "published, but not all of the old files could be removed; the next build tries again: %[2]s",
			text.ZH, text.EN)
	}
	if f.explain {
		p.explain(r)
	}
	if f.metrics {
		p.timings(p.in("阶段", "stages"), r.Stages)
		p.timings(p.in("版式", "layouts"), r.Layouts)
	}
	if r.Mode == "none" {
		p.detail("发布的内容没有变化，原样保留", "nothing in the output has changed, so it stays as it is")
	} else {
		p.detail("更新方式：%s", "exchanged by: %s", r.Mode)
	}
	if r.Hidden > 0 {
		p.say("另有 %d 篇没有发布：草稿、未到发布时间或已到期", "%d not published: drafts, scheduled or expired", r.Hidden)
	}
	text := builtText(r)
	p.say("%[1]s", "%[2]s", text.ZH, text.EN)
	return nil
}

// builtText is the line that ends a good build.
func builtText(r *build.Result) diag.Text {
	return diag.Sprintf("%[1]d 篇简报，%[2]d 个页面，渲染 %[3]d，未变 %[4]d，删除 %[5]d，用时 %.2[6]f 秒", "%[7]s, %[8]s, %[3]d rendered, %[4]d unchanged, %[5]d removed in %.2[6]f s",
		r.Bulletins, r.Pages, r.Rendered, r.Unchanged, r.Removed, r.Elapsed.Seconds(),
		plural(r.Bulletins, "bulletin"), plural(r.Pages, "page"))
}

// timings prints how long each of a kind took.
func (p *program) timings(title string, timings []build.Timing) {
	p.say("%s", "%s", title)
	for _, t := range timings {
		p.say("%s", "%s", fmt.Sprintf("  %9.3f s  %7d  %s", t.Elapsed.Seconds(), t.Count, stageName(t.Name).In(p.lang)))
	}
}

// stageName words the stages that package build names.
func stageName(stage string) diag.Text {
	switch stage {
	case "read":
		return diag.Text{ZH: "读取", EN: "reading"}
	case "render":
		return diag.Text{ZH: "渲染", EN: "rendering"}
	case "ask":
		return diag.Text{ZH: "外部链接", EN: "asking other sites"}
	case "publish":
		return diag.Text{ZH: "发布", EN: "publishing"}
	}
	return diag.Text{ZH: stage, EN: stage}
}
