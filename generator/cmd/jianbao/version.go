package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"jianbao/generator/diag"
)

// version is printed, written into every page, and a key of the cache.
const version = "0.1.0"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             p.in("显示版本", "print the version"),
		Args:              p.noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(*cobra.Command, []string) error { return p.printVersion() },
	}
}

// origin says which program this is.
type origin struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Commit   string `json:"commit,omitempty"` // where it was built in a checkout
	Modified bool   `json:"modified,omitempty"`
}

func readOrigin() origin {
	o := origin{Version: version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return o
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			o.Commit = setting.Value
		case "vcs.modified":
			o.Modified = setting.Value == "true"
		}
	}
	return o
}

func (o origin) String() string {
	s := fmt.Sprintf("jianbao %s (%s, %s", o.Version, o.Go, o.Platform)
	if len(o.Commit) >= 12 {
		s += ", " + o.Commit[:12]
		if o.Modified {
			s += "+"
		}
	}
	return s + ")"
}

func (p *program) printVersion() error {
	o := readOrigin()
	if p.format != string(diag.FormatJSON) {
		p.print(o.String())
		return nil
	}
	line, err := json.Marshal(o)
	if err == nil {
		p.print(string(line))
	}
	return err
}
