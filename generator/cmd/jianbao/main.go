// Jianbao (简报) turns a folder of Markdown bulletins into a complete government
// bulletin site.
//
// One file holds one command (build.go, init.go, new.go, …); root.go holds the
// flags that all share, usage.go the answer to a wrong command line, and
// voice.go everything that is said on a terminal, in Chinese and in English.
//
// Exit codes:
//
//	0    done
//	1    the content has errors; nothing was published. Of check: or a veto fails the site
//	2    wrong usage, bad settings, or a fault of the machine
//	130  stopped by Ctrl-C, 143 by SIGTERM, as a shell has it; nothing was published
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // Windows has no time zones of its own

	"github.com/spf13/cobra"

	"jianbao/generator/build"
	"jianbao/generator/diag"
)

const (
	exitContent = 1
	exitFault   = 2
	exitSignal  = 128 // plus the number of the signal
)

// errContent ends a command that has printed what is wrong with the content.
var errContent = errors.New("the content has errors")

// errSettings ends one whose diagnostics lay the blame on the settings or a flag.
var errSettings = errors.New("the settings are bad")

func main() {
	// Shown by cobra to who double-clicks the program on Windows.
	cobra.MousetrapHelpText = "请在命令行窗口（cmd 或 PowerShell）中运行 jianbao。\n" +
		"Run jianbao in a command window (cmd or PowerShell).\n"
	runtime.MemProfileRate = 0 // see profiledRate
	if collects(os.Getenv) {
		collectSeldom()
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

// run is the whole program: it returns the exit code.
func run(args []string, stdout, stderr *os.File, getenv func(string) string) int {
	v := newVoice(stdout, stderr, language(args, getenv), getenv)
	return v.guard(func(ctx context.Context) error {
		return newRoot(v, args, getenv).ExecuteContext(ctx)
	})
}

// guard does a work that Ctrl-C ends and that may panic, tells why it failed,
// and returns the exit code.
func (v *voice) guard(work func(context.Context) error) (code int) {
	defer func() {
		if cause := recover(); cause != nil {
			v.crash(cause, debug.Stack())
			code = exitFault
		}
	}()
	ctx, stop := interruptible()
	defer stop()
	err := work(ctx)
	if err == nil {
		err = v.stdout.err // a full disk, say, behind "> file"
	}
	var by stopped
	var crash *build.Panic
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errContent):
		return exitContent
	case errors.Is(err, errSettings):
		return exitFault
	case errors.Is(err, context.Canceled) && errors.As(context.Cause(ctx), &by):
		v.fault(diag.Faultf("已中断，没有发布", "stopped; nothing was published"))
		return exitSignal + int(by)
	case errors.As(err, &crash):
		v.crash(crash.Value, crash.Stack)
		return exitFault
	}
	v.fault(err)
	return exitFault
}

// stopped is the signal that ended the program.
type stopped syscall.Signal

func (s stopped) Error() string { return "stopped by a signal: " + syscall.Signal(s).String() }

// interruptible returns a context that the first Ctrl-C, SIGTERM or closed terminal
// ends. The second one kills the program, which does no harm either: see package publish.
func interruptible() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup wants it
		signal.Notify(signals, syscall.SIGHUP)
	}
	done := make(chan struct{})
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			number, _ := s.(syscall.Signal)
			cancel(stopped(number))
		case <-done:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}
