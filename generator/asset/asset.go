// Package asset turns the folder assets/ into outputs: style sheets, scripts,
// images and whatever else the layouts use.
//
// The site's own folder lies over the one that is embedded in the program: a
// file of the site wins, and what the site lacks is taken from there. All of
// the site's files are published; an embedded one only when a layout or a
// published style sheet uses it.
//
//	*.css, *.js          minified and named by content: assets/css/site.<hash>.css
//	*.svg *.json *.xml   minified, name kept
//	*.mjs                minified, name kept, so that modules can import each other
//	all else             copied byte for byte, never whole in memory
//
// Every url(…), image-set(…) and @import of a style sheet is checked, and leads
// to the final name of its file. Nothing may come from another host.
//
// Hidden files are not part of the site, but for those that the settings list
// (deploy.hiddenFiles): these are published at the root, as they are.
package asset

import (
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/minify"
	"jianbao/generator/source"
)

// folder is where assets are, in the site and in its output.
const folder = "assets"

// Options say where assets come from.
type Options struct {
	Site     *source.Tree // the site
	Starter  *source.Tree // the embedded one
	Base     string       // path of the home page: "/" or "/repo/"
	Hidden   []string     // hidden files to publish: ".well-known/security.txt"
	Minifier *minify.Minifier
}

// Asset is a file that layouts can refer to.
type Asset struct {
	Name      string // below assets/: "css/site.css"
	Path      string // of the output: "assets/css/site.0123456789ab.css"
	URL       string // percent-encoded, under the base path
	Integrity string // "sha384-…" of style sheets and scripts, else ""
	Size      int64  // of the output in bytes
	Embedded  bool   // not the site's own
}

// Assets are the assets of one build.
type Assets struct{ files map[string]*file }

// file is an asset with its contents.
type file struct {
	Asset
	tree *source.Tree
	from source.File
	data []byte   // of the output; nil when the file is copied
	uses []string // assets that a style sheet refers to
}

// Load reads and prepares all assets.
func Load(opts Options) (*Assets, diag.List) {
	l := &loader{opts: opts, files: map[string]*file{}, sheets: map[string]progress{}}
	l.list(opts.Starter, true)
	l.list(opts.Site, false)
	l.addHidden()
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		l.prepare(l.files[name])
	}
	return &Assets{l.files}, l.diags
}

// From returns the same assets, with the files of the site to be read from another
// tree of it.
func (a *Assets) From(site *source.Tree) *Assets {
	files := make(map[string]*file, len(a.files))
	for name, f := range a.files {
		if !f.Embedded {
			moved := *f
			moved.tree = site
			f = &moved
		}
		files[name] = f
	}
	return &Assets{files}
}

// Lookup finds an asset by its name below assets/.
func (a *Assets) Lookup(name string) (Asset, bool) {
	f, ok := a.files[name]
	if !ok {
		return Asset{}, false
	}
	return f.Asset, true
}

// Names returns the names of all assets, sorted.
func (a *Assets) Names() []string { return slices.Sorted(maps.Keys(a.files)) }

// Output is a file to publish.
type Output struct {
	Path   string // "assets/css/site.0123456789ab.css"
	Source string // "assets/css/site.css", also of an embedded file
	Size   int64
	Stamp  memo.Stamp // of the source; zero where that must be read to know
	Data   []byte     // nil: the output is a copy of what Stream gives
	file   *file
}

// Stream hands over the source of an output that is copied.
func (o Output) Stream(to func(io.Reader) (int64, error)) (diag.List, error) {
	return o.file.tree.Stream(source.File{Path: o.Source, Size: o.Size}, to)
}

// Outputs returns the files to publish, sorted: the site's own, those of the
// given names, and what their style sheets use.
func (a *Assets) Outputs(used []string) []Output {
	names := slices.Clone(used)
	for name, f := range a.files {
		if !f.Embedded {
			names = append(names, name)
		}
	}
	return a.Loaded(names)
}

// Loaded returns the files of the given names, and what their style sheets use, sorted.
func (a *Assets) Loaded(names []string) []Output {
	wanted := map[string]bool{}
	var want func(names []string)
	want = func(names []string) {
		for _, name := range names {
			if f, ok := a.files[name]; ok && !wanted[name] {
				wanted[name] = true
				want(f.uses)
			}
		}
	}
	want(names)
	outputs := make([]Output, 0, len(wanted))
	for name := range wanted {
		f := a.files[name]
		outputs = append(outputs, Output{f.Path, path.Join(folder, name), f.Size, f.from.Stamp, f.data, f})
	}
	slices.SortFunc(outputs, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	return outputs
}

// address returns the URL of an output.
func address(base, output string) string { return base + (&url.URL{Path: output}).EscapedPath() }
