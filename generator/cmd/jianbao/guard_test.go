//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"jianbao/generator/diag"
)

// Every end of a command has its exit code and its words in both languages.
func TestGuard(t *testing.T) {
	signal := func(s syscall.Signal) func(context.Context) error {
		return func(ctx context.Context) error {
			if err := syscall.Kill(os.Getpid(), s); err != nil {
				return err
			}
			<-ctx.Done()
			return fmt.Errorf("rendering: %w", ctx.Err())
		}
	}
	end := func(err error) func(context.Context) error { return func(context.Context) error { return err } }
	tests := map[string]struct {
		work   func(context.Context) error
		code   int
		zh, en string
	}{
		"done":     {end(nil), 0, "", ""},
		"content":  {end(errContent), 1, "", ""},
		"settings": {end(errSettings), 2, "", ""},
		"fault": {
			end(fmt.Errorf("new: %w", diag.Faultf("坏 %s", "bad %s", "\x1b[2J").Hintf("改", "mend"))), 2,
			"jianbao: 坏 \\x1b[2J\n  提示：改\n", "jianbao: bad \\x1b[2J\n  hint: mend\n",
		},
		"machine": {
			end(&fs.PathError{Op: "open", Path: "网站", Err: syscall.EACCES}), 2,
			"jianbao: 网站：permission denied\n", "jianbao: 网站: permission denied\n",
		},
		"other":    {end(errors.New("boom")), 2, "jianbao: boom\n", "jianbao: boom\n"},
		"deadline": {end(context.Canceled), 2, "jianbao: context canceled\n", "jianbao: context canceled\n"},
		"ctrl-c":   {signal(syscall.SIGINT), 130, "jianbao: 已中断，没有发布\n", "jianbao: stopped; nothing was published\n"},
		"term":     {signal(syscall.SIGTERM), 143, "jianbao: 已中断，没有发布\n", "jianbao: stopped; nothing was published\n"},
		"panic": {
			func(context.Context) error { panic("boom\a") }, 2,
			"jianbao: 程序内部出错：boom\\x07\n  提示：请用 --verbose 再运行一次，把全部输出发给开发者\n",
			"jianbao: internal error: boom\\x07\n  hint: please run it again with --verbose and report all of the output\n",
		},
	}
	for name, test := range tests {
		for lang, want := range map[string]string{"zh": test.zh, "en": test.en} {
			v, out := bufferedVoice(lang)
			if code := v.guard(test.work); code != test.code || out.String() != want {
				t.Errorf("%s, %s: exit code %d, %q", name, lang, code, out)
			}
		}
	}
}

// The stack of a panic is for who asks for it.
func TestCrashVerbose(t *testing.T) {
	v, out := bufferedVoice("en")
	v.verbose = true
	v.guard(func(context.Context) error { panic("boom") })
	if !strings.Contains(out.String(), "TestCrashVerbose") {
		t.Errorf("no stack in %q", out)
	}
}

// bufferedVoice speaks into a buffer instead of standard error.
func bufferedVoice(lang string) (*voice, *bytes.Buffer) {
	var out bytes.Buffer
	v := &voice{
		lang:   lang,
		format: string(diag.FormatText),
		color:  "auto",
		stdout: &stream{Writer: new(bytes.Buffer)},
		stderr: &stream{Writer: &out},
		getenv: func(string) string { return "" },
	}
	v.bar = progress{v: v, now: time.Now}
	return v, &out
}
