package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/preview"
	"jianbao/generator/publish"
)

// serveFlags are the flags of serve beside those of every build.
type serveFlags struct {
	buildFlags
	addr, editor        string
	open, navigate      bool
	lan, drafts, future bool
}

func (p *program) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: p.in("预览网站，改动后自动更新", "preview the site, which follows every change"),
		Long: p.in("在浏览器里预览网站，保存文件后页面自动更新。只在内存里，不动 public/。\n有错误时保留上一次正常的网站，并在页面上显示错误。",
			"Shows the site in a browser and updates it whenever a file is saved. All is in\nmemory; public/ is not touched. While there are errors the last good site stays,\nand the page shows them."),
		Example: p.in("  jianbao serve --open\n  jianbao serve --drafts --future\n  jianbao serve --addr 127.0.0.1:9000 --poll 1s",
			"  jianbao serve --open\n  jianbao serve --drafts --future\n  jianbao serve --addr 127.0.0.1:9000 --poll 1s"),
		Args:              p.noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.runServe(cmd.Context(), &f) },
	}
	flags := cmd.Flags()
	p.sourceFlags(cmd, &f.buildFlags)
	p.pollFlag(cmd, &f.buildFlags)
	textFlag(flags, &f.addr, "addr", "HOST:PORT", p.in("在这个地址预览；默认 127.0.0.1:8000", "serve there; default: 127.0.0.1:8000"))
	flags.BoolVar(&f.open, "open", false, p.in("打开浏览器", "open the browser"))
	flags.BoolVar(&f.navigate, "navigate", false, p.in("浏览器跳到改动的页面", "the browser goes to the page that changed"))
	flags.BoolVar(&f.drafts, "drafts", false, p.in("也显示草稿", "show drafts, too"))
	flags.BoolVar(&f.future, "future", false, p.in("也显示未到发布时间的简报", "show what is not yet published, too"))
	flags.BoolVar(&f.lan, "lan", false, p.in("允许局域网里的其他机器用带口令的网址预览", "let other machines in, by an address with a token"))
	flags.BoolVar(&f.metrics, "metrics", false, p.in("每次列出各阶段、各版式的用时", "list the time of stages and layouts each time"))
	f.profile.flags(flags)
	choice := &choice{&f.editor, preview.Editors(), "NAME"}
	flags.Var(choice, "editor", p.in("在页面上点错误时用它打开文件；默认 JIANBAO_EDITOR", "opens the file of an error; default: JIANBAO_EDITOR"))
	mustComplete(cmd.RegisterFlagCompletionFunc("editor", cobra.FixedCompletions(choice.allowed, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (p *program) runServe(ctx context.Context, f *serveFlags) error {
	site, err := p.siteFolder()
	if err != nil {
		return err
	}
	if f.lan && (f.drafts || f.future) {
		return diag.Faultf("--lan 不能与 --drafts、--future 同时使用", "--lan excludes --drafts and --future").
			Hintf("没有发布的内容只在本机预览", "what is not published is for this machine only")
	}
	if f.editor == "" {
		f.editor = p.getenv("JIANBAO_EDITOR")
	}
	server := preview.New(preview.Options{Addr: f.addr, LAN: f.lan, Lang: p.lang, Dir: site, Editor: f.editor})
	addresses, err := server.Listen()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx) }()

	f.memory = p.readMemory(site, filepath.Join(site, "public"), &f.buildFlags).Sources()
	show := &showing{program: p, flags: f, server: server, site: site, addresses: addresses, looked: time.Now()}
	profiled, err := f.profile.start()
	if err != nil {
		return err
	}
	err = p.rebuild(ctx, site, &f.buildFlags, show.once)
	stop()
	return errors.Join(err, <-ended, profiled())
}

// showing is a preview under way.
type showing struct {
	*program
	flags      *serveFlags
	server     *preview.Server
	site       string
	addresses  []string
	generation *preview.Generation // the last good one
	announced  bool
	looked     time.Time // for the newest source
}

// once builds the site and shows it, or what is wrong with it.
func (s *showing) once(ctx context.Context) error {
	g := preview.NewGeneration(s.generation)
	opts, err := s.buildOptions(s.site, &s.flags.buildFlags)
	if err != nil {
		return err
	}
	opts.Drafts, opts.Future = s.flags.drafts, s.flags.future
	opts.Output = func(context.Context) (build.Output, error) { return inMemory{g}, nil }
	result, err := build.Build(ctx, opts)
	if quit := s.flags.rounds.note(ctx, &result, err); quit != nil {
		return quit
	}
	s.diagnostics(&result, s.site, err)
	if err != nil {
		s.server.Fail(diag.List{inBrowser(err)}, nil)
		return err
	}
	if !result.Published {
		s.server.Fail(result.Diagnostics, result.Read)
		errors, warnings := result.Diagnostics.Count()
		s.failed(errors, warnings, diag.Text{ZH: "预览保持不变", EN: "the preview stays as it was"})
		s.announce("/")
		return errContent
	}
	first := s.generation == nil
	s.generation = g
	s.server.Update(g, s.report(&result, first))
	s.announce(result.Base)
	if s.flags.metrics {
		s.timings(s.in("阶段", "stages"), result.Stages)
		s.timings(s.in("版式", "layouts"), result.Layouts)
	}
	text := builtText(&result)
	s.say("%[1]s", "%[2]s", text.ZH, text.EN)
	return nil
}

// inBrowser is a fault of the machine, or of the program, for who looks at the preview and
// not at the terminal.
func inBrowser(err error) diag.Diagnostic {
	text, hint := words(err)
	if crash := (*build.Panic)(nil); errors.As(err, &crash) {
		text = diag.Sprintf("程序内部出错：%v", "internal error: %v", crash.Value)
	}
	return diag.Diagnostic{Severity: diag.Error, Rule: "fault", Message: text, Hint: hint}
}

// announce says once where the preview is.
func (s *showing) announce(base string) {
	if s.announced {
		return
	}
	s.announced = true
	for i, address := range s.addresses {
		s.addresses[i] = withBase(address, base)
		s.print(s.in("预览：%s", "preview: %s", s.addresses[i]))
	}
	if s.flags.lan {
		s.notice("局域网里知道上面网址的人都能看到预览", "everybody in the network who knows this address can see the preview")
	}
	s.say("按 Ctrl-C 结束", "press Ctrl-C to end")
	if s.flags.open {
		if err := openBrowser(s.addresses[0]); err != nil {
			s.notice("无法打开浏览器：%v", "cannot open a browser: %v", err)
		}
	}
}

// withBase puts the base path of the site into the address of the server.
func withBase(address, base string) string {
	before, token, ok := strings.Cut(address, "?")
	address = strings.TrimSuffix(before, "/") + base
	if ok {
		address += "?" + token
	}
	return address
}

// report is what the page about the build tells. Of the first build it does not list
// what is new, for all is.
func (s *showing) report(r *build.Result, first bool) preview.Report {
	report := preview.Report{
		Base: r.Base, Summary: builtText(r), Diagnostics: r.Diagnostics, Source: r.Read,
	}
	for _, t := range r.Layouts {
		report.Timings = append(report.Timings, preview.Timing{Name: t.Name, Count: t.Count, Elapsed: t.Elapsed})
	}
	for _, h := range r.Withheld {
		report.Unpublished = append(report.Unpublished, preview.Unreleased{
			Path: h.Output, Title: h.Title, Source: h.Source, Why: preview.Why(h.State), When: h.When.String(),
		})
	}
	if !first {
		for _, o := range rebuiltFiles(r) {
			report.Rebuilt = append(report.Rebuilt, preview.Rebuilt{Path: o.path, Why: o.reason(), Removed: o.removed})
		}
	}
	if s.flags.navigate && r.OutputOf != nil {
		report.Navigate = r.OutputOf(s.newest())
	}
	return report
}

// newest is the bulletin or column that was saved last, "" where that was before
// the last build.
func (s *showing) newest() (source string) {
	newest := s.looked
	s.looked = time.Now()
	filepath.WalkDir(filepath.Join(s.site, "content"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return nil // the build has told what cannot be read
		}
		if info, err := entry.Info(); err == nil && info.ModTime().After(newest) {
			if relative, err := filepath.Rel(s.site, name); err == nil {
				newest, source = info.ModTime(), filepath.ToSlash(relative)
			}
		}
		return nil
	})
	return source
}

// inMemory is a generation of the preview as an output of a build.
type inMemory struct{ *preview.Generation }

// Copy keeps small files in memory; the build refers to large ones.
func (m inMemory) Copy(path string, from io.Reader) (int64, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return 0, err
	}
	return int64(len(data)), m.Write(path, data)
}

func (m inMemory) Commit(context.Context) (publish.Report, error) {
	d := m.Difference()
	m.Seal()
	return publish.Report{
		Files: len(d.Added) + len(d.Changed) + d.Unchanged, Unchanged: d.Unchanged,
		Added: d.Added, Changed: d.Changed, Removed: d.Removed,
	}, nil
}

func (m inMemory) Abort() {}
