package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"jianbao/generator/bench/corpus"
)

// themes are the settings and layouts for the other generators.
//
//go:embed all:peers
var themes embed.FS

// contestant is a generator with settings.
type contestant struct {
	name    string
	version string
	site    func(corpus.Options) (dir string, err error) // writes the site
	build   func(dir, out string) *exec.Cmd
	serve   func(dir string) *exec.Cmd // nil where saves are not compared

	coldOnly bool
	most     int // bulletins; 0 = any number
}

// hugoVersion is pinned: go install takes it from the module proxy.
const hugoVersion = "v0.165.0"

// ours is our program, with a theme ("" is its own) and more settings.
func (b *bench) ours(name, theme, settings string) *contestant {
	return &contestant{
		name: name,
		site: func(o corpus.Options) (string, error) {
			dir := b.folder(name, o)
			if err := o.Write(dir); err != nil {
				return "", err
			}
			if err := copyTheme(dir, theme); err != nil {
				return "", err
			}
			return dir, os.WriteFile(filepath.Join(dir, "site.yaml"), []byte(corpus.Settings()+settings), 0o644)
		},
		build: func(dir, out string) *exec.Cmd {
			return exec.Command(b.program, "build", "--site", dir, "--out", out, "--lang", "en")
		},
		serve: func(dir string) *exec.Cmd {
			return exec.Command(b.program, "serve", "--site", dir, "--addr", "127.0.0.1:0", "--lang", "en")
		},
	}
}

// hugo installs Hugo.
func (b *bench) hugo() (*contestant, error) {
	progress("installing Hugo %s", hugoVersion)
	install := exec.Command("go", "install", "-trimpath", "github.com/gohugoio/hugo@"+hugoVersion)
	install.Env = append(os.Environ(), "GOBIN="+b.dir, "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go install: %w\n%s", err, tail(string(out)))
	}
	program := filepath.Join(b.dir, "hugo")
	command := func(dir string, args ...string) *exec.Cmd {
		return exec.Command(program, append(args, "--source", dir, "--cacheDir", filepath.Join(b.dir, "hugo-cache"))...)
	}
	return &contestant{
		name: "Hugo", version: hugoVersion + " --minify",
		site: func(o corpus.Options) (string, error) {
			return b.writeFor("hugo", o, func(bulletin corpus.Bulletin) []corpus.File {
				text := fmt.Appendf(nil, "---\nyears: [\"%d\"]\n", bulletin.Year) // it has no pages of years otherwise
				bulletin.Files[0].Data = append(text, bytes.TrimPrefix(bulletin.Files[0].Data, []byte("---\n"))...)
				return bulletin.Files
			})
		},
		build: func(dir, out string) *exec.Cmd { return command(dir, "build", "--minify", "--destination", out) },
		serve: func(dir string) *exec.Cmd {
			return command(dir, "server", "--renderToMemory", "--bind", "127.0.0.1", "--port", freePort())
		},
	}, nil
}

// folder is a new folder for a site.
func (b *bench) folder(name string, o corpus.Options) string {
	name = strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(strings.ToLower(name))
	return filepath.Join(b.dir, fmt.Sprintf("%s-%d", name, o.Bulletins))
}

// writeFor writes a theme and the content as a generator wants it.
func (b *bench) writeFor(theme string, o corpus.Options, as func(corpus.Bulletin) []corpus.File) (string, error) {
	dir := b.folder(theme, o)
	if err := copyTheme(dir, "peers/"+theme); err != nil {
		return "", err
	}
	for _, file := range o.Indexes() {
		if err := corpus.WriteFile(dir, file); err != nil {
			return "", err
		}
	}
	for bulletin := range o.All() {
		for _, file := range as(bulletin) {
			if err := corpus.WriteFile(dir, file); err != nil {
				return "", err
			}
		}
	}
	return dir, nil
}

// copyTheme writes one of the themes.
func copyTheme(dir, theme string) error {
	if theme == "" {
		return nil
	}
	part, err := fs.Sub(themes, theme)
	if err != nil {
		return err
	}
	return os.CopyFS(dir, part)
}
