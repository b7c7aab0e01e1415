package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The kinds of flags that take a value. Their Type is what help calls the value.

var errNotAllowed = errors.New("not allowed")

// text is a flag that takes any text but the empty one: an empty value comes
// from a variable that a script failed to set, and must not mean the default.
type text struct {
	value *string
	what  string
}

func (t *text) Set(s string) error {
	if s == "" {
		return errNotAllowed
	}
	*t.value = s
	return nil
}

func (t *text) String() string { return *t.value }
func (t *text) Type() string   { return t.what }

func textFlag(flags *pflag.FlagSet, value *string, name, what, usage string) {
	flags.Var(&text{value, what}, name, usage)
}

// folderFlag adds a text flag that the shell completes with folders.
func folderFlag(cmd *cobra.Command, flags *pflag.FlagSet, value *string, name, usage string) {
	textFlag(flags, value, name, "DIR", usage)
	mustComplete(cmd.RegisterFlagCompletionFunc(name,
		func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}))
}

// choice is a flag that takes one of a few words.
type choice struct {
	value   *string
	allowed []string
	what    string // what help calls the value; "" = the words themselves
}

func (c *choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return errNotAllowed
	}
	*c.value = s
	return nil
}

func (c *choice) String() string { return *c.value }
func (c *choice) Type() string   { return cmp.Or(c.what, strings.Join(c.allowed, "|")) }

func choiceFlag(cmd *cobra.Command, value *string, name, usage string, allowed ...string) {
	cmd.PersistentFlags().Var(&choice{value: value, allowed: allowed}, name, usage)
	mustComplete(cmd.RegisterFlagCompletionFunc(name,
		cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp)))
}

func mustComplete(err error) {
	if err != nil {
		panic(err) // the flag has just been made
	}
}

// count is a flag that takes a number from 1 up.
type count int

func (c *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errNotAllowed
	}
	*c = count(n)
	return nil
}

func (c *count) String() string { return fmt.Sprint(int(*c)) }
func (c *count) Type() string   { return "N" }

// span is a flag that takes a length of time: 500ms, 2s.
type span time.Duration

func (d *span) Set(s string) error {
	length, err := time.ParseDuration(s)
	if err != nil || length <= 0 {
		return errNotAllowed
	}
	*d = span(length)
	return nil
}

func (d *span) String() string { return time.Duration(*d).String() }
func (d *span) Type() string   { return "DURATION" }
