package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"jianbao/generator/diag"
	"jianbao/generator/nearest"
	"jianbao/generator/scaffold"
)

func (p *program) newCommand() *cobra.Command {
	var title string
	var bundle bool
	cmd := &cobra.Command{
		Use:   "new COLUMN/SLUG --title T",
		Short: p.in("新建一篇简报（草稿）", "write a new bulletin, a draft"),
		Long: p.in("按栏目的样板新建 content/COLUMN/SLUG.md，显示它的路径。已有的文件不会被覆盖。\n样板是 content/COLUMN/_archetype.md 或上级栏目的，没有时用内置的。",
			"Writes content/COLUMN/SLUG.md from the column's archetype and prints its path.\nNothing is overwritten. The archetype is content/COLUMN/_archetype.md or that of\na column above, else a built-in one."),
		Example: p.in("  jianbao new business/reform/2026-11-24-green --title 深化改革举措 --bundle",
			"  jianbao new business/reform/2026-11-24-green --title 'Green reform' --bundle"),
		Args:              p.oneArgument("COLUMN/SLUG"),
		ValidArgsFunction: p.completeColumn,
		RunE: func(_ *cobra.Command, args []string) error {
			column, slug, err := scaffold.ParsePath(args[0])
			if err == nil && title == "" {
				err = &scaffold.Error{Kind: scaffold.BadTitle}
			}
			if err != nil {
				return newFault(err)
			}
			return p.runNew(scaffold.Bulletin{Column: column, Slug: slug, Title: title, Bundle: bundle})
		},
	}
	flags := cmd.Flags()
	textFlag(flags, &title, "title", "T", p.in("标题，必填", "title, required"))
	flags.BoolVar(&bundle, "bundle", false, p.in("建文件夹 SLUG/index.md，图片和附件放在一起", "make a folder, SLUG/index.md, for images and attachments"))
	return cmd
}

func (p *program) runNew(b scaffold.Bulletin) error {
	site, err := p.siteFolder()
	if err != nil {
		return err
	}
	if b.Date, err = p.newDate(site); err != nil {
		return err
	}
	name, err := scaffold.New(site, b)
	if err != nil {
		return newFault(err)
	}
	p.print(fromHere(filepath.Join(site, filepath.FromSlash(name))))
	if p.stderr.terminal && !p.quiet {
		p.hint(p.in("写好后把 draft 改为 false，再运行 jianbao build", "when it is ready set draft to false and run jianbao build"))
	}
	return nil
}

// fromHere returns the path that the user's own commands can open.
func fromHere(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil {
		return short
	}
	return path
}

func newFault(err error) error {
	var reason *scaffold.Error
	if !errors.As(err, &reason) {
		return err
	}
	switch name := reason.Name; reason.Kind {
	case scaffold.BadPath:
		return diag.Faultf("%s 不是 COLUMN/SLUG 的形式", "%s is not of the form COLUMN/SLUG", name).
			Hintf("例如 business/reform/2026-11-24-green", "for instance business/reform/2026-11-24-green")
	case scaffold.NoColumn:
		return noColumn(name, reason.Others)
	case scaffold.BadName:
		return diag.Faultf("%s 不能作文件名", "%s cannot be a file name", name).
			Hintf("用汉字、字母、数字和连字符，不用空格和 : ? # %% 等符号", "use letters, digits, hyphens or Chinese, no spaces and no : ? # %%")
	case scaffold.BadTitle:
		if name == "" {
			return diag.Faultf("缺少标题", "the title is missing").Hintf("加上 --title 标题", "add --title TITLE")
		}
		return diag.Faultf("标题含有换行或控制字符：%s", "the title holds line breaks or control characters: %s", name)
	case scaffold.Taken:
		return diag.Faultf("已有 %s，没有覆盖", "%s is there already; it was not overwritten", name).
			Hintf("换一个名称", "choose another name")
	case scaffold.BadArchetype:
		return diag.Faultf("样板 %s 有错误：%v", "bad archetype %s: %v", name, reason.Cause)
	}
	return err
}

func noColumn(name string, columns []string) error {
	f := diag.Faultf("没有栏目 %s", "there is no column %s", name)
	switch near := nearest.Word(name, columns); {
	case near != "":
		return f.Hintf("是不是 %s？", "did you mean %s?", near)
	case len(columns) == 0:
		return f.Hintf("先建 content/%s/_index.md，写上 title", "first make content/%s/_index.md with a title", name)
	}
	return f.Hintf("已有的栏目：%[1]s；新栏目要先建 content/%[2]s/_index.md", "columns: %[1]s; for a new one first make content/%[2]s/_index.md", some(columns), name)
}

// completeColumn offers the columns of the site to the shell.
func (p *program) completeColumn(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	site, err := p.siteFolder()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	columns, err := scaffold.Columns(os.DirFS(site))
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	for i := range columns {
		columns[i] += "/"
	}
	return columns, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// newDate is the date line of a new bulletin: now, to the minute, as a clock at
// the site shows it.
func (p *program) newDate(site string) (string, error) {
	zone, err := siteZone(site)
	if err != nil {
		return "", err
	}
	now, err := p.now()
	if err != nil {
		return "", err
	}
	return now.In(zone).Format("2006-01-02 15:04"), nil
}

// timezoneLine finds the one setting that a new bulletin needs, so that one can
// be written while another setting is wrong. Checking them all is for build.
var timezoneLine = regexp.MustCompile(`(?m)^timezone:[ \t]*["']?([A-Za-z0-9_+/-]+)`)

func siteZone(site string) (*time.Location, error) {
	text, err := os.ReadFile(filepath.Join(site, "site.yaml"))
	if err != nil {
		return nil, err
	}
	name := "Asia/Shanghai"
	if found := timezoneLine.FindSubmatch(text); found != nil {
		name = string(found[1])
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, diag.Faultf("site.yaml：没有时区 %s", "site.yaml: there is no time zone %s", name)
	}
	return zone, nil
}
