package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"

	"github.com/spf13/pflag"
)

// profiledRate is how many bytes are allocated between two that a memory profile tells of. To
// note them costs a build in which little has changed a hundredth of its time, so main ends
// that, and it is done for those who ask.
var profiledRate = runtime.MemProfileRate

// profile holds the hidden flags by which developers look into a build.
type profile struct{ cpu, memory, trace string }

func (f *profile) flags(flags *pflag.FlagSet) {
	for name, value := range map[string]*string{"cpuprofile": &f.cpu, "memprofile": &f.memory, "trace": &f.trace} {
		textFlag(flags, value, name, "FILE", "")
		flags.Lookup(name).Hidden = true
	}
}

// start begins what the flags ask for; call what it returns at the end.
func (f *profile) start() (stop func() error, err error) {
	var closers []func() error
	create := func(name string, begin func(*os.File) error, end func(*os.File) error) {
		if name == "" || err != nil {
			return
		}
		var file *os.File
		if file, err = os.Create(name); err != nil {
			return
		}
		err = begin(file)
		closers = append(closers, func() error { return errors.Join(end(file), file.Close()) })
	}
	create(f.cpu,
		func(file *os.File) error { return pprof.StartCPUProfile(file) },
		func(*os.File) error { pprof.StopCPUProfile(); return nil })
	create(f.trace,
		func(file *os.File) error { return trace.Start(file) },
		func(*os.File) error { trace.Stop(); return nil })
	create(f.memory,
		func(*os.File) error { runtime.MemProfileRate = profiledRate; return nil },
		func(file *os.File) error { runtime.GC(); return pprof.Lookup("heap").WriteTo(file, 0) })
	return func() error {
		var err error
		for _, end := range closers {
			err = errors.Join(err, end())
		}
		return err
	}, err
}
