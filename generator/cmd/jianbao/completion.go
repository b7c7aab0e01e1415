package main

import (
	"slices"

	"github.com/spf13/cobra"

	"jianbao/generator/diag"
	"jianbao/generator/nearest"
)

func (p *program) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: p.in("输出命令行自动补全脚本", "print a completion script for a shell"),
		Long: p.in("输出自动补全脚本。SHELL 是 bash、zsh、fish 或 powershell。",
			"Prints a completion script. SHELL is bash, zsh, fish or powershell."),
		Example: "  source <(jianbao completion bash)\n" +
			"  jianbao completion zsh > \"${fpath[1]}/_jianbao\"\n" +
			"  jianbao completion fish > ~/.config/fish/completions/jianbao.fish\n" +
			"  jianbao completion powershell | Out-String | Invoke-Expression",
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := p.oneArgument("SHELL")(cmd, args); err != nil || slices.Contains(shells, args[0]) {
				return err
			}
			f := diag.Faultf("不支持 %s", "there is no completion for %s", args[0])
			if near := nearest.Word(args[0], shells); near != "" {
				return f.Hintf("是不是 %s？", "did you mean %s?", near)
			}
			return f.Hintf("可用的有 bash、zsh、fish、powershell", "there is bash, zsh, fish, powershell")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), p.stdout
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			default:
				return root.GenPowerShellCompletionWithDesc(out)
			}
		},
	}
}
