package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"jianbao"
	"jianbao/generator/diag"
	"jianbao/generator/scaffold"
)

func (p *program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: p.in("新建一个示例网站", "write a sample site to start from"),
		Long: p.in("把示例网站（内容、版式、样式和设置）写到新的或空的文件夹 DIR。\n文件夹里已有东西时不动它。",
			"Writes the sample site, with its content, layouts, assets and settings, into the\nfolder DIR, which must be new or empty."),
		Example: p.in("  jianbao init 网站\n  jianbao init .", "  jianbao init site\n  jianbao init ."),
		Args:    p.oneArgument("DIR"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(_ *cobra.Command, args []string) error { return p.runInit(args[0]) },
	}
}

func (p *program) runInit(dir string) error {
	if err := scaffold.Init(dir, jianbao.Starter); err != nil {
		return initFault(err)
	}
	p.say("示例网站已写到 %s。接下来：", "the sample site is in %s; next:", dir)
	if here, err := os.Getwd(); err != nil || filepath.Clean(dir) != here && filepath.Clean(dir) != "." {
		p.say("  cd %s", "  cd %s", shellWord(dir))
	}
	p.say("  jianbao build", "  jianbao build")
	return nil
}

func initFault(err error) error {
	var reason *scaffold.Error
	if !errors.As(err, &reason) {
		return err
	}
	switch reason.Kind {
	case scaffold.NotFolder:
		return diag.Faultf("%s 是文件，不是文件夹", "%s is a file, not a folder", reason.Name)
	default:
		return diag.Faultf("文件夹 %[1]s 不是空的，里面有 %[2]s", "folder %[1]s is not empty, it holds %[2]s", reason.Name, some(reason.Others)).
			Hintf("换一个新的或空的文件夹", "name a new or empty folder")
	}
}

// some lists names for a message, but no more than five of them.
func some(names []string) string {
	if len(names) > 5 {
		names = append(names[:5:5], "…")
	}
	return strings.Join(names, ", ")
}

// shellWord quotes a path so that it can be copied into a shell.
func shellWord(path string) string {
	special := func(r rune) bool { return r < 0x80 && !strings.ContainsRune("/.-_+=:,@~\\", r) && !isAlphanumeric(r) }
	if !strings.ContainsFunc(path, special) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func isAlphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
