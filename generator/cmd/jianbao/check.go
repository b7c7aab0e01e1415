package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jianbao/generator/build"
	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/nearest"
	"jianbao/generator/report"
)

// checkFlags are the flags of check.
type checkFlags struct {
	buildFlags
	list     bool
	external bool
	explain  string
	report   string
	mask     string
	fix      bool
	accept   bool
}

func (p *program) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: p.in("像检查组那样检查网站，不发布", "inspect the site as an inspector would; publish nothing"),
		Long: p.in("做 build 的全部检查，再用检查规则查一遍：隐私、涉密、错字、日期、文号、\n栏目更新期限、网站标识等。不发布，不改动 public/。\n退出码就是结论：有错误或触及单项否决是 1。",
			"Checks all that build checks, then applies every rule of inspection: privacy,\nsecrecy, words, dates, document numbers, deadlines of columns, identity items.\nNothing is published, and public/ stays as it is.\nThe exit code is the verdict: 1 for an error or a veto."),
		Example: p.in(
			"  jianbao check\n  jianbao check --as-of 2026-12-31    到那一天会怎样\n  jianbao check --external            再问一遍外部链接\n  jianbao check --report 自查报告.html\n  jianbao check --explain stale-column",
			"  jianbao check\n  jianbao check --as-of 2026-12-31    as it will be on that day\n  jianbao check --external            links to other sites, too\n  jianbao check --report report.html\n  jianbao check --explain stale-column"),
		Args:              p.noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.runCheck(cmd.Context(), &f) },
	}
	flags := cmd.Flags()
	p.sourceFlags(cmd, &f.buildFlags)
	flags.BoolVar(&f.strict, "strict", false, p.in("警告也算错误", "warnings are errors"))
	flags.BoolVar(&f.list, "list", false, p.in("列出所有规则", "list the rules"))
	textFlag(flags, &f.explain, "explain", "RULE", p.in("说明一条规则：查什么，为什么，怎么改", "tell of a rule: what, why, and how to mend it"))
	textFlag(flags, &f.report, "report", "FILE", p.in("把自查报告写进这个文件：.html、.csv、.json 或 .sarif", "write a report into this file: .html, .csv, .json, .sarif"))
	flags.BoolVar(&f.external, "external", false, p.in("访问外部网站，查链接是否失效", "ask other sites whether links to them are dead"))
	flags.BoolVar(&f.fix, "fix", false, p.in("先改好能放心改的标点，并列出改动", "mend punctuation where that is safe, and list the changes"))
	flags.BoolVar(&f.accept, "accept", false, p.in("把现在发布的网址记入台账 data/addresses.txt", "record what is published now in data/addresses.txt"))
	textFlag(flags, &f.mask, "mask", "FILE", p.in("遮盖这个文件里的身份证号、银行卡号和手机号", "mask numbers of identity cards, cards and mobiles in it"))
	folderFlag(cmd, flags, &f.cache, "cache", p.in("缓存放在这个文件夹；默认是网站里的 .jianbao-cache", "keep the cache there; default: .jianbao-cache in the site"))
	flags.BoolVar(&f.noCache, "no-cache", false, p.in("不看缓存，全部重新检查", "believe no cache, look at everything again"))
	f.profile.flags(flags)
	mustComplete(cmd.RegisterFlagCompletionFunc("explain",
		func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		}))
	return cmd
}

func ruleNames() (names []string) {
	for _, rule := range check.Rules(nil) {
		names = append(names, rule.Name)
	}
	return names
}

func (p *program) runCheck(ctx context.Context, f *checkFlags) error {
	switch {
	case f.list:
		p.listRules()
		return nil
	case f.explain != "":
		return p.explainRule(f.explain)
	case f.mask != "":
		return p.maskFile(f.mask)
	}
	site, err := p.siteFolder()
	if err != nil {
		return err
	}
	p.detail("网站：%s", "site: %s", site)
	if f.report != "" && !isReport(f.report) {
		return diag.Faultf("%s 的扩展名应是 .html、.csv、.json 或 .sarif", "the extension of %s is none of .html, .csv, .json and .sarif", f.report)
	}
	if f.accept && f.asOf != "" {
		return diag.Faultf("--accept 记录的是现在发布的网址，不能与 --as-of 同用", "--accept records what is published now; it does not go with --as-of")
	}
	if f.fix {
		if err := p.fixSite(site); err != nil {
			return err
		}
	}
	stop, err := f.profile.start()
	if err != nil {
		return err
	}
	return errors.Join(p.inspect(ctx, site, f), stop())
}

// inspect inspects a site, and says what it came to.
func (p *program) inspect(ctx context.Context, site string, f *checkFlags) error {
	remembered := filepath.Join(site, "check") // the name of its cache: nothing is written there
	f.memory = p.readMemory(site, remembered, &f.buildFlags)
	opts, err := p.buildOptions(site, &f.buildFlags)
	if err != nil {
		return err
	}
	opts.Inspect = true
	if f.external {
		opts.Ask = p.askWeb(site, &f.buildFlags)
	}
	git := &gitHistory{site: site}
	if !f.noCache {
		git.cache = filepath.Join(f.cacheDir(site), "history.table")
	}
	opts.History = git.ask
	result, err := build.Build(ctx, opts)
	if f.accept {
		result.Diagnostics = accepted(result.Diagnostics)
	}
	p.diagnostics(&result, site, err)
	if err != nil {
		return err
	}
	p.reportHistory(git)
	p.writeMemory(f.memory, site, remembered, &f.buildFlags)
	if f.report != "" && (result.Inspection != nil || isSARIF(f.report)) {
		if err := p.writeReport(f.report, site, &result); err != nil {
			return err
		}
	}
	if f.accept {
		if err := p.acceptAddresses(site, &result); err != nil {
			return err
		}
	}
	return p.reportCheck(&result)
}

// reportFormats are the forms of a report, by the extension of its file. A SARIF log
// is one as well: what --format sarif prints. It needs no site that can be inspected.
var reportFormats = map[string]func(*report.Report, io.Writer) error{
	".html": (*report.Report).WriteHTML,
	".csv":  (*report.Report).WriteCSV,
	".json": (*report.Report).WriteJSON,
}

func (p *program) reportOptions(r *build.Result) report.Options {
	return report.Options{Lang: p.lang, Diagnostics: r.Diagnostics, Silenced: r.Silenced, Rules: r.Inspection.Rules, Site: r.Inspection.Site}
}

func isReport(name string) bool { return isSARIF(name) || reportFormats[extension(name)] != nil }

func isSARIF(name string) bool { return extension(name) == ".sarif" }

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }

// writeReport writes the report into a file that the user names.
func (p *program) writeReport(name, site string, r *build.Result) error {
	var b bytes.Buffer
	var err error
	if write := reportFormats[extension(name)]; write != nil {
		err = write(report.New(p.reportOptions(r)), &b)
	} else {
		printer := p.printer(diag.FormatSARIF, r, site)
		err = printer.Print(&b, r.Diagnostics)
	}
	if err == nil {
		err = os.WriteFile(name, b.Bytes(), 0o666)
	}
	if err != nil {
		return err
	}
	p.say("自查报告：%s", "report: %s", name)
	return nil
}

// reportCheck says what an inspection came to; its last line holds the numbers. The exit
// code is the verdict of the report: a site that an inspector would fail is not all right,
// though what fails it is a warning that stops no build.
func (p *program) reportCheck(r *build.Result) error {
	errors, warnings := r.Diagnostics.Count()
	if r.Inspection == nil { // the settings are bad, so there is no site to inspect
		p.failed(errors, warnings, diag.Text{ZH: "没有检查", EN: "nothing was inspected"})
		if r.BadSettings {
			return errSettings
		}
		return errContent
	}
	for _, s := range r.Silenced {
		reason := s.Reason
		if reason == "" {
			reason = "check.rules"
		}
		p.detail("已豁免：%[1]s: %[2]s: %[3]s（%[5]s）", "silenced: %[1]s: %[2]s: %[4]s (%[5]s)", s.Pos, s.Rule, s.Message.ZH, s.Message.EN, reason)
	}
	p.forecast(r.Inspection.Site)
	p.reportWeb(r.Inspection.Site)
	if r.Inspection.Site.Ledger == nil {
		p.detail("没有网址台账 %[1]s：用 jianbao check --accept 建立，以后网址没有了会提示", "there is no ledger of addresses, %[1]s: jianbao check --accept makes it, and lost addresses are told of from then on", check.LedgerFile)
	}
	silenced := len(r.Silenced)
	text := diag.Sprintf("检查了 %[1]d 篇简报：%[2]d 个错误，%[3]d 个警告，%[4]d 个已豁免", "%[5]s checked: %[6]s, %[7]s, %[4]d silenced",
		r.Bulletins, errors, warnings, silenced, plural(r.Bulletins, "bulletin"), plural(errors, "error"), plural(warnings, "warning"))
	failing := report.Failing(p.reportOptions(r))
	for _, head := range failing {
		p.complain(diag.Sprintf("触及单项否决“%s”：%s", "a veto fails the site: %s: %s", head.Name, head.Detail))
	}
	if errors > 0 || len(failing) > 0 {
		p.complain(text)
		return errContent
	}
	p.say("%[1]s", "%[2]s", text.ZH, text.EN)
	return nil
}

// soon is how many days ahead a deadline is worth a line.
const soon = 7

// forecast tells which columns will be stale soon; all that have a deadline with
// --verbose.
func (p *program) forecast(site *check.Site) {
	for _, d := range check.Forecast(site) {
		if d.Left >= 0 && (d.Left <= soon || p.verbose) {
			p.say("更新期限：“%[1]s”%[2]s 以前要有新内容（还有 %[3]d 天）", "deadline: %[1]s needs something new by %[2]s (%[4]s left)",
				d.Title, d.Last.Date(), d.Left, plural(d.Left, "day"))
		}
	}
}

// listRules prints a line a rule.
func (p *program) listRules() {
	rules := check.Rules(nil)
	widest := 0
	for _, rule := range rules {
		widest = max(widest, len(rule.Name))
	}
	for _, rule := range rules {
		p.print(fmt.Sprintf("%-*s  %-7s  %s", widest, rule.Name, rule.Severity, rule.Title.In(p.lang)))
	}
}

// explainRule prints all that is to be said of a rule.
func (p *program) explainRule(name string) error {
	rules := check.Rules(nil)
	i := slices.IndexFunc(rules, func(r *check.Rule) bool { return r.Name == name })
	if i < 0 {
		return unknownRule(name)
	}
	rule := rules[i]
	severity := p.in("警告", "a warning")
	if rule.Severity == diag.Error {
		severity = p.in("错误，build 也会因此停下", "an error, which stops build, too")
	}
	p.print(rule.Name + p.in("：", ": ") + rule.Title.In(p.lang))
	p.print("")
	p.print(rule.Why.In(p.lang))
	p.print("")
	p.print(p.in("轻重：", "severity: ") + severity)
	if rule.Indicator != (diag.Text{}) {
		p.print(p.in("依据：", "follows: ") + rule.Indicator.In(p.lang))
	}
	p.print(p.in("怎么改：", "mend: ") + rule.Mend.In(p.lang))
	if rule.Page != nil { // what a layout does is no bulletin's to allow
		p.print(p.in("怎么豁免：在 site.yaml 写 check: {rules: {%[1]s: off}}", "silence: check: {rules: {%[1]s: off}} in site.yaml", name))
		return nil
	}
	p.print(p.in("怎么豁免：全站在 site.yaml 写 check: {rules: {%[1]s: off}}；\n  一篇（或栏目的 _index.md）在文首写 allow: [{rule: %[1]s, reason: 原因}]",
		"silence: for the site, check: {rules: {%[1]s: off}} in site.yaml;\n  for a bulletin or column, allow: [{rule: %[1]s, reason: why}] in its front matter", name))
	return nil
}

func unknownRule(name string) error {
	if slices.Contains(check.StageRules, name) {
		return diag.Faultf("%s 是每次生成都查的规则，消息里写明了怎么改", "%s is what every build looks at; its messages say how to mend it", name)
	}
	f := diag.Faultf("没有 %s 这条规则", "there is no rule %s", name)
	if near := nearest.Word(name, ruleNames()); near != "" {
		return f.Hintf("是不是 %s？", "did you mean %s?", near)
	}
	return f.Hintf("jianbao check --list 列出所有规则", "jianbao check --list lists the rules")
}
