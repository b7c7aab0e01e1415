package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   p.in("help [命令]", "help [COMMAND]"),
		Short: p.in("显示帮助", "print help"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return p.knownCommand(cmd.Root(), args)
			}
			return target.Help()
		},
	}
}

// help prints the help of a command. Lines fit into 80 cells.
func (p *program) help(cmd *cobra.Command, _ []string) {
	var b strings.Builder
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(&b, "%s\n\n%s%s\n", about, p.in("用法：", "usage: "), p.usage(cmd))
	if !cmd.HasParent() {
		fmt.Fprintf(&b, "\n%s\n", p.in("命令：", "commands:"))
		for _, c := range cmd.Commands() {
			if !c.Hidden {
				fmt.Fprintf(&b, "  %-12s%s\n", c.Name(), c.Short)
			}
		}
	}
	writeFlags(&b, p.in("参数：", "flags:"), cmd.LocalNonPersistentFlags())
	writeFlags(&b, p.in("通用参数：", "flags of all commands:"), cmd.Root().PersistentFlags())
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\n%s\n%s\n", p.in("示例：", "examples:"), cmd.Example)
	}
	if !cmd.HasParent() {
		fmt.Fprintf(&b, "\n%s\n", p.in(
			"退出码：0 完成；1 内容有错误，没有发布；2 用法、设置或机器故障；130 被中断。",
			"exit codes: 0 done; 1 errors in the content, nothing published;\n2 wrong usage, bad settings or a machine fault; 130 interrupted"))
	}
	fmt.Fprint(p.stdout, b.String())
}

func (p *program) usage(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return p.in("jianbao 命令 [参数]", "jianbao COMMAND [FLAGS]")
	}
	return cmd.Parent().CommandPath() + " " + cmd.Use + p.in(" [参数]", " [FLAGS]")
}

// writeFlags writes the flags in two columns.
func writeFlags(b *strings.Builder, title string, flags *pflag.FlagSet) {
	var lines [][2]string
	widest := 0
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		name := "    --" + flag.Name
		if flag.Shorthand != "" {
			name = "-" + flag.Shorthand + ", --" + flag.Name
		}
		if flag.Value.Type() != "bool" {
			name += " " + flag.Value.Type()
		}
		lines = append(lines, [2]string{name, flag.Usage})
		widest = max(widest, len(name))
	})
	if lines == nil {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, line := range lines {
		fmt.Fprintf(b, "  %-*s  %s\n", widest, line[0], line[1])
	}
}
