package main

import (
	"flag"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden parts of scripts and of testdata/bad")

// TestMain lets the test binary be the program itself, so that scripts run
// "jianbao …" as users do.
func TestMain(m *testing.M) {
	if signal.Ignored(syscall.SIGHUP) { // by nohup; what is handled here is not ignored by the programs we start
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	testscript.Main(m, map[string]func(){"jianbao": main})
}

// TestScript runs testdata/script/*.txtar. Beside the standard commands of
// testscript a script has those of [scriptCommands] and [waitCommands], and may begin with the
// small site of testdata/site.txtar:
//
//	site DIR    writes that site
//
// Messages are Chinese unless a script says otherwise (env LANG=en_US.UTF-8).
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		Setup:              setup,
		Cmds:               allCommands(),
		UpdateScripts:      *update,
		RequireUniqueNames: true,
	})
}

func setup(env *testscript.Env) error {
	env.Setenv("SOURCE_DATE_EPOCH", "1798761600") // 2027-01-01 08:00 in Shanghai
	small, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		return err
	}
	env.Values[smallSite{}] = small
	env.Values[snapshots{}] = map[string]string{}
	return nil
}

// The keys of values that a script carries.
type (
	smallSite struct{} // *txtar.Archive
	snapshots struct{} // map[string]string: the listing of a folder
)

// writeArchive writes the files of an archive into dir, over those that are there.
func writeArchive(archive *txtar.Archive, dir string) error {
	for _, file := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, file.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func allCommands() map[string]func(*testscript.TestScript, bool, []string) {
	all := maps.Clone(scriptCommands)
	maps.Copy(all, waitCommands)
	return all
}
