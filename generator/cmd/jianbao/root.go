package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"jianbao/generator/diag"
)

// program is what the commands share: the voice, the environment, and the
// values of the flags that all of them take.
type program struct {
	*voice
	site string // --site
}

// newRoot makes the command line. Its texts are in one language, so it is made
// after the language is known.
func newRoot(v *voice, args []string, getenv func(string) string) *cobra.Command {
	p := &program{voice: v}
	showVersion := false
	root := &cobra.Command{
		Use:   "jianbao",
		Short: v.in("简报网站生成器", "generator of bulletin sites"),
		Long: v.in("jianbao 把一个文件夹的 Markdown 简报变成完整的政务简报网站。",
			"Jianbao turns a folder of Markdown bulletins into a complete bulletin site."),
		Example: v.in(
			"  jianbao init 网站    新建一个示例网站\n  cd 网站\n  jianbao build        生成到 public/",
			"  jianbao init site    write a sample site\n  cd site\n  jianbao build        publish it into public/"),
		Args:              p.knownCommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(*cobra.Command, []string) error { return p.checkFlags() },
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return p.printVersion()
			}
			return cmd.Help()
		},
	}
	p.sharedFlags(root)
	root.Flags().BoolVar(&showVersion, "version", false, v.in("显示版本", "print the version"))
	root.AddCommand(p.initCommand(), p.newCommand(), p.buildCommand(), p.checkCommand(), p.serveCommand(), p.versionCommand(), p.completionCommand())
	root.SetHelpCommand(p.helpCommand())
	root.SetHelpFunc(p.help)
	root.SetFlagErrorFunc(p.flagFault)
	root.SetOut(v.stdout)
	root.SetErr(v.stderr)
	root.SetArgs(args)
	return root
}

func (p *program) sharedFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	folderFlag(root, flags, &p.site, "site", p.in(
		"网站文件夹；默认从这里向上找 site.yaml",
		"site folder; default: nearest one upward"))
	choiceFlag(root, &p.lang, "lang", p.in(
		"提示语言；默认随系统",
		"language of messages; default: locale's"), "zh", "en")
	choiceFlag(root, &p.format, "format", p.in(
		"诊断的格式；默认 text",
		"format of diagnostics; default: text"),
		string(diag.FormatText), string(diag.FormatJSON), string(diag.FormatGitHub), string(diag.FormatSARIF))
	choiceFlag(root, &p.color, "color", p.in(
		"颜色；默认 auto，只在终端使用",
		"colours; default: auto, on terminals only"), "auto", "always", "never")
	flags.BoolVarP(&p.quiet, "quiet", "q", false, p.in("只显示错误", "print errors only"))
	flags.BoolVarP(&p.verbose, "verbose", "v", false, p.in("显示更多细节", "print more detail"))
	flags.BoolP("help", "h", false, p.in("显示帮助", "print help"))
}

func (p *program) checkFlags() error {
	if p.quiet && p.verbose {
		return diag.Faultf("--quiet 与 --verbose 不能同时使用", "--quiet and --verbose exclude each other")
	}
	return nil
}

// siteFolder finds the site: --site, else the nearest folder upward that holds a site.yaml.
func (p *program) siteFolder() (string, error) {
	start, err := filepath.Abs(p.site)
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		_, err := os.Lstat(filepath.Join(dir, "site.yaml"))
		switch {
		case err == nil:
			return dir, nil
		case p.site != "" && errors.Is(err, fs.ErrNotExist):
			return "", diag.Faultf("%s 中没有 site.yaml，不是网站文件夹", "%s is no site folder: it has no site.yaml", p.site)
		case p.site != "":
			return "", err
		case filepath.Dir(dir) == dir:
			return "", diag.Faultf("这里不是网站：%s 及其上级文件夹都没有 site.yaml", "not in a site: neither %s nor a folder above it has a site.yaml", start).
				Hintf("用 --site DIR 指明网站文件夹，或用 jianbao init DIR 新建一个", "name the site's folder by --site DIR, or make a site by jianbao init DIR")
		}
	}
}

// now is what the clock says, or SOURCE_DATE_EPOCH, which makes what is done repeatable.
func (p *program) now() (time.Time, error) {
	epoch := p.getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return time.Now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, diag.Faultf("SOURCE_DATE_EPOCH 的值 %s 不是秒数", "SOURCE_DATE_EPOCH is no number of seconds: %s", epoch)
	}
	return time.Unix(seconds, 0), nil
}
