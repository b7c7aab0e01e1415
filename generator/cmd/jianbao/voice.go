package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"jianbao/generator/build"
	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// The rules of the voice:
//
//   - Standard output is for what was asked for: help, a version, the path of a
//     new file, what a build did; with --format json, github or sarif it holds
//     the diagnostics and nothing else.
//   - Standard error is for what went wrong, and for what goes on meanwhile.
//   - Chinese and English stand side by side where a thing is said. No capital at
//     the start and no full stop at the end; what is wrong first, then how to mend it.
//   - Lines about the program itself begin with "jianbao: "; lines about the
//     content begin with its path.
//   - What comes from a file or an argument goes through diag.Visible.
//   - Colours, code frames and progress are for terminals: a pipe gets plain lines.
//   - --quiet leaves errors, and what a program would read: a path, a version.
type voice struct {
	lang           string
	format         string // of diagnostics
	color          string // auto, always, never
	quiet, verbose bool
	stdout, stderr *stream
	getenv         func(string) string
	bar            progress
}

func newVoice(stdout, stderr *os.File, lang string, getenv func(string) string) *voice {
	v := &voice{
		lang:   lang,
		format: string(diag.FormatText),
		color:  "auto",
		stdout: newStream(stdout, getenv),
		stderr: newStream(stderr, getenv),
		getenv: getenv,
	}
	v.bar = progress{v: v, now: time.Now}
	return v
}

// in words a text in the user's language.
func (v *voice) in(zh, en string, args ...any) string {
	return diag.Sprintf(zh, en, args...).In(v.lang)
}

// print writes a result that a person or a program asked for.
func (v *voice) print(line string) {
	fmt.Fprintln(v.stdout, line)
}

// say tells what was done. It leaves standard output to the diagnostics when a
// program reads these there.
func (v *voice) say(zh, en string, args ...any) {
	if v.quiet {
		return
	}
	v.bar.clear()
	fmt.Fprintln(v.sayTo(), diag.Visible(v.in(zh, en, args...)))
}

func (v *voice) sayTo() io.Writer {
	if v.format == string(diag.FormatText) {
		return v.stdout
	}
	return v.stderr
}

// detail tells what only --verbose wants to know.
func (v *voice) detail(zh, en string, args ...any) {
	if v.verbose {
		v.say(zh, en, args...)
	}
}

// notice tells, while the work goes on, what the user should know now.
func (v *voice) notice(zh, en string, args ...any) {
	if v.quiet {
		return
	}
	v.bar.clear()
	fmt.Fprintln(v.stderr, "jianbao: "+diag.Visible(v.in(zh, en, args...)))
}

// fault tells why the program could not do its work.
func (v *voice) fault(err error) {
	text, hint := words(err)
	v.complain(text)
	if hint := hint.In(v.lang); hint != "" {
		v.hint(hint)
	}
}

func (v *voice) complain(text diag.Text) {
	v.bar.clear()
	fmt.Fprintln(v.stderr, v.stderr.paint(v.color, "1;31", "jianbao:")+" "+diag.Visible(text.In(v.lang)))
}

func (v *voice) hint(text string) {
	label := v.in("提示：", "hint: ")
	fmt.Fprintln(v.stderr, "  "+v.stderr.paint(v.color, "36", label)+diag.Visible(text))
}

// words finds what an error has to say.
func words(err error) (text, hint diag.Text) {
	var fault *diag.Fault
	if errors.As(err, &fault) {
		return fault.Message, fault.Hint
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return diag.Sprintf("%s：%v", "%s: %v", path.Path, path.Err), diag.Text{}
	}
	return diag.Text{ZH: err.Error(), EN: err.Error()}, diag.Text{}
}

// crash tells of a panic: a mistake in the program itself.
func (v *voice) crash(cause any, stack []byte) {
	v.fault(diag.Faultf("程序内部出错：%v", "internal error: %v", cause).
		Hintf("请用 --verbose 再运行一次，把全部输出发给开发者",
			"please run it again with --verbose and report all of the output"))
	if v.verbose {
		v.stderr.Write(stack)
	}
}

// diagnostics prints what is wrong with the content, or right enough to warn of. Of
// a build that a fault cut short a SARIF log would say that all else is well, so there
// is none.
func (v *voice) diagnostics(r *build.Result, site string, fault error) {
	v.bar.end()
	if fault != nil && v.format == string(diag.FormatSARIF) {
		return
	}
	out := v.stdout
	if v.format == string(diag.FormatText) {
		out = v.stderr
	}
	printer := v.printer(diag.Format(v.format), r, site)
	printer.Color, printer.Frames, printer.Width = out.colored(v.color), out.terminal, out.width
	list := r.Diagnostics
	if v.quiet {
		list, printer.Silenced = errorsOnly(list), nil
	}
	if err := printer.Print(out, list); err != nil {
		out.err = err
	}
}

// printer prints the diagnostics of a build, wherever they go.
func (v *voice) printer(format diag.Format, r *build.Result, site string) diag.Printer {
	printer := diag.Printer{
		Format: format,
		Lang:   v.lang,
		Source: r.Read,
		// The switch that terminals' own tools know.
		WideAmbiguous: v.getenv("RUNEWIDTH_EASTASIAN") == "1",
		Prefix:        repositoryPath(site, v.getenv),
		Silenced:      r.Silenced,
		Version:       version,
	}
	if format == diag.FormatSARIF { // to make the rules takes a moment
		printer.Rules = ruleTexts()
	}
	return printer
}

// ruleTexts is what a SARIF log tells of the rules of inspection.
func ruleTexts() (texts []diag.RuleText) {
	for _, rule := range check.Rules(nil) {
		texts = append(texts, diag.RuleText{Name: rule.Name, Severity: rule.Severity, Title: rule.Title, Why: rule.Why, Mend: rule.Mend, Follows: rule.Indicator})
	}
	return texts
}

// failed ends a build with errors, and says what became of it.
func (v *voice) failed(errors, warnings int, outcome diag.Text) {
	zh, en := fmt.Sprintf("%d 个错误", errors), plural(errors, "error")
	if warnings > 0 && !v.quiet {
		zh += fmt.Sprintf("，%d 个警告", warnings)
		en += ", " + plural(warnings, "warning")
	}
	v.complain(diag.Sprintf("%[1]s；%[3]s", "%[2]s; %[4]s", zh, en, outcome.ZH, outcome.EN))
}

func errorsOnly(list diag.List) (errors diag.List) {
	for _, d := range list {
		if d.Severity == diag.Error {
			errors = append(errors, d)
		}
	}
	return errors
}

// plural writes a number with an English noun.
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprint(n, " ", noun)
}
