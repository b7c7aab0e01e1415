package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"jianbao/generator/bench/corpus"
)

// eleventy installs Eleventy.
func (b *bench) eleventy() (*contestant, error) {
	modules, version, err := b.npm("eleventy", "@11ty/eleventy")
	if err != nil {
		return nil, err
	}
	return &contestant{
		name: "Eleventy", version: version + ", html-minifier-terser", coldOnly: true, most: 10_000,
		site: func(o corpus.Options) (string, error) {
			dir, err := b.writeFor("eleventy", o, func(bulletin corpus.Bulletin) []corpus.File { return bulletin.Files })
			return dir, errors.Join(err, os.Symlink(modules, filepath.Join(dir, "node_modules")))
		},
		build: func(dir, out string) *exec.Cmd {
			cmd := exec.Command("node", "--max-old-space-size=8192", filepath.Join(modules, "@11ty/eleventy/cmd.cjs"), "--quiet", "--output="+out)
			cmd.Dir = dir
			return cmd
		},
	}, nil
}

// hexo installs Hexo, whose dates are right where the machine is in the time zone of the site.
func (b *bench) hexo() (*contestant, error) {
	modules, version, err := b.npm("hexo", "hexo")
	if err != nil {
		return nil, err
	}
	columns, err := columnsForHexo(corpus.Options{})
	if err != nil {
		return nil, err
	}
	return &contestant{
		name: "Hexo", version: version + ", html-minifier-terser", coldOnly: true, most: 10_000,
		site: func(o corpus.Options) (string, error) {
			dir, err := b.writeFor("hexo", o, asHexoPost)
			return dir, errors.Join(err, os.Symlink(modules, filepath.Join(dir, "node_modules")))
		},
		build: func(dir, out string) *exec.Cmd {
			cmd := exec.Command("node", "--max-old-space-size=8192", filepath.Join(modules, "hexo/bin/hexo"), "generate", "--silent")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "TZ=Asia/Shanghai", "BENCH_OUT="+out, "BENCH_COLUMNS="+columns)
			return cmd
		},
	}, nil
}

// asHexoPost is a bulletin as Hexo wants it: its files in a folder beside it, the key "source",
// which is Hexo's own, by another name, and the date without the zone, which it reads wrongly.
func asHexoPost(b corpus.Bulletin) []corpus.File {
	post := "source/_posts" + strings.TrimSuffix(b.URL, "/")
	b.Files[0].Path = post + ".md"
	text := bytes.Replace(b.Files[0].Data, []byte("\nsource: "), []byte("\norigin: "), 1)
	b.Files[0].Data = bytes.Replace(text, []byte("+08:00\n"), []byte("\n"), 1)
	for i := range b.Files[1:] {
		b.Files[i+1].Path = post + "/" + filepath.Base(b.Files[i+1].Path)
	}
	return b.Files
}

// columnsForHexo lists the columns, which Hexo does not know, in JSON.
func columnsForHexo(o corpus.Options) (string, error) {
	type column struct {
		Name        string `json:"name"`
		Title       string `json:"title"`
		Description string `json:"description"`
	}
	var list []column
	for _, c := range o.ColumnList() {
		list = append(list, column{c.Name, c.Title, c.Title + "的全部文章。"})
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// npm installs what a theme's lock file says, and returns where it is and the version of
// the package that matters.
func (b *bench) npm(theme, name string) (modules, version string, err error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", "", err
		}
	}
	progress("installing %s", name)
	dir := filepath.Join(b.dir, "npm-"+theme)
	for _, file := range []string{"package.json", "package-lock.json", ".npmrc"} {
		data, err := fs.ReadFile(themes, "peers/"+theme+"/"+file)
		if err == nil {
			err = corpus.WriteFile(dir, corpus.File{Path: file, Data: data})
		}
		if err != nil {
			return "", "", err
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		return "", "", fmt.Errorf("npm ci: %w\n%s", err, tail(string(out)))
	}
	modules = filepath.Join(dir, "node_modules")
	text, err := os.ReadFile(filepath.Join(modules, name, "package.json"))
	if err != nil {
		return "", "", err
	}
	var about struct{ Version string }
	err = json.Unmarshal(text, &about)
	return modules, cmp.Or(about.Version, "?"), err
}
