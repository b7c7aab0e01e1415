package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jianbao/generator/diag"
	"jianbao/generator/nearest"
)

// This file answers a wrong command line: in the user's language, with the
// nearest right word, and exit code 2.

// knownCommand refuses what is no command.
func (p *program) knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	f := diag.Faultf("没有 %s 这个命令", "there is no command %s", args[0])
	if near := nearest.Word(args[0], commandNames(cmd)); near != "" {
		return f.Hintf("是不是 %s？", "did you mean %s?", near)
	}
	return f.Hintf("jianbao help 列出所有命令", "jianbao help lists the commands")
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// noArguments refuses arguments that a command does not take.
func (p *program) noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return diag.Faultf("%s 不接受参数 %s", "%s takes no argument: %s", cmd.Name(), args[0]).
		Hintf("用法：%s", "usage: %s", p.usage(cmd))
}

// oneArgument wants exactly one, called what.
func (p *program) oneArgument(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0 || args[0] == "":
			return diag.Faultf("%s 缺少 %s", "%s needs a %s", cmd.Name(), what).
				Hintf("用法：%s", "usage: %s", p.usage(cmd))
		case len(args) > 1:
			return diag.Faultf("%s 只接受一个 %s，多出 %s", "%s takes one %s only: %s is too much", cmd.Name(), what, args[1]).
				Hintf("名称中有空格时，用引号括起来", "put a name with spaces into quotes")
		}
		return nil
	}
}

// flagFault words what the flag parser says.
func (p *program) flagFault(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &missing):
		return diag.Faultf("--%s 需要一个值", "--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return invalidValue(invalid)
	case errors.As(err, &syntax):
		return diag.Faultf("参数 %s 的写法不对", "flag %s is malformed", syntax.GetSpecifiedFlag())
	}
	return err
}

func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name := err.GetSpecifiedName()
	if short := err.GetSpecifiedShortnames(); short != "" {
		return diag.Faultf("%s 没有参数 -%s", "%[1]s has no flag -%[2]s", cmd.Name(), name).
			Hintf("%s --help 列出所有参数", "%s --help lists the flags", cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	f := diag.Faultf("%s 没有参数 --%s", "%s has no flag --%s", cmd.Name(), name)
	if near := nearest.Word(name, names); near != "" {
		return f.Hintf("是不是 --%s？", "did you mean --%s?", near)
	}
	return f.Hintf("%s --help 列出所有参数", "%s --help lists the flags", cmd.CommandPath())
}

func invalidValue(err *pflag.InvalidValueError) error {
	flag, value := err.GetFlag(), err.GetValue()
	f := diag.Faultf("--%[1]s 的值 %[2]s 无效", "bad value %[2]s for --%[1]s", flag.Name, value)
	switch kind := flag.Value.(type) {
	case *choice:
		if near := nearest.Word(value, kind.allowed); near != "" {
			return f.Hintf("是不是 %s？", "did you mean %s?", near)
		}
		return f.Hintf("可用的值：%[1]s", "one of %[2]s", strings.Join(kind.allowed, "、"), strings.Join(kind.allowed, ", "))
	case *count:
		return f.Hintf("写一个正整数", "give a whole number from 1 up")
	case *span:
		return f.Hintf("写一段时间，如 500ms、2s", "give a length of time, as 500ms or 2s")
	case *text:
		return diag.Faultf("--%s 的值是空的", "the value of --%s is empty", flag.Name)
	}
	return f.Hintf("写 true 或 false，或者不写值", "give true or false, or no value")
}
