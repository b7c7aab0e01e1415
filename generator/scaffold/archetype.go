package scaffold

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

//go:embed archetype.md
var builtIn string

var errNoTitle = errors.New("it does not use {{ .Title }}")

// fillArchetype makes the text of a new bulletin.
func fillArchetype(site fs.FS, dir string, b Bulletin) ([]byte, error) {
	name, text, err := findArchetype(site, dir)
	if err != nil {
		return nil, err
	}
	tmpl, err := template.New(name).Parse(text)
	if err == nil && !strings.Contains(text, ".Title") {
		err = errNoTitle
	}
	var out bytes.Buffer
	if err == nil {
		b.Title = quote(b.Title)
		err = tmpl.Execute(&out, b)
	}
	if err != nil {
		return nil, &Error{Kind: BadArchetype, Name: name, Cause: err}
	}
	return out.Bytes(), nil
}

// findArchetype looks in the column's folder and upward to content/.
func findArchetype(site fs.FS, dir string) (name, text string, err error) {
	for ; dir != "."; dir = path.Dir(dir) {
		name = path.Join(dir, "_archetype.md")
		data, err := fs.ReadFile(site, name)
		if err == nil {
			return name, strings.TrimPrefix(string(data), "\uFEFF"), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", "", err
		}
	}
	return "_archetype.md", builtIn, nil
}

// quote writes a text as a JSON string, which YAML and TOML read alike,
// whatever quotes, colons and backslashes it holds.
func quote(s string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(out.String(), "\n")
}
