package render

import (
	"html/template"
	"path"
	"strings"
	"text/template/parse"

	"jianbao/generator/diag"
	"jianbao/generator/source"
)

// baseFile is the frame that layouts fill.
const baseFile = "base.html"

// file is a parsed layout file. The templates in it are one of its own name,
// and those it defines.
type file struct {
	name  string // below layouts/: "partials/header.html"
	text  string
	own   bool // it is the site's, and not the embedded one to the letter
	trees map[string]*parse.Tree
}

func (f *file) path() string { return path.Join(folder, f.name) }

func (f *file) isPartial() bool { return strings.HasPrefix(f.name, "partials/") }

func (f *file) isPage() bool { return f.name != baseFile && !f.isPartial() }

// alone reports whether a layout is a whole page and not a filling of the base.
func (f *file) alone() bool { return !parse.IsEmptyTree(f.trees[f.name].Root) }

// read reads and parses all files, the site's over the embedded ones.
func (l *Layouts) read() diag.List {
	var diags diag.List
	trees := map[string]*source.Tree{}
	for _, tree := range []*source.Tree{l.opts.Starter, l.opts.Site} {
		list, more := tree.List(folder)
		diags = append(diags, more...)
		for _, f := range list {
			if path.Ext(f.Path) != ".html" {
				diags.Warnf(diag.Pos{Path: f.Path}, "unused-file", "不是版式，已忽略", "not a layout, ignored").
					Hintf("版式的扩展名是 .html；样式和脚本放在 assets", "layouts end in .html; style sheets and scripts belong in assets")
				continue
			}
			trees[f.Path] = tree
		}
	}
	for name, tree := range trees {
		text, more := tree.Text(name)
		diags = append(diags, more...)
		if !more.HasErrors() {
			f := &file{name: strings.TrimPrefix(name, folder+"/"), text: string(text), trees: map[string]*parse.Tree{}}
			f.own = tree == l.opts.Site && !l.embeds(f)
			l.parse(f, &diags)
		}
	}
	diags.Sort()
	return diags
}

// embeds reports whether a file is an embedded one, copied into the site.
func (l *Layouts) embeds(f *file) bool {
	text, _ := l.opts.Starter.Text(f.path())
	return string(text) == f.text
}

// parse parses one file by itself, so that a fault in one hides none in another.
func (l *Layouts) parse(f *file, diags *diag.List) {
	l.files[f.name] = f
	set, err := template.New(f.name).Funcs(l.funcs()).Parse(f.text)
	if err != nil {
		l.reportParse(f, err, diags)
		return
	}
	for _, t := range set.Templates() {
		f.trees[t.Name()] = t.Tree
	}
	if _, ok := f.trees[f.name]; !ok { // an empty file
		f.trees[f.name] = set.Tree
	}
}

// position turns a byte offset of a file into a place.
func (f *file) position(offset int) diag.Pos {
	before := f.text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return f.place(1+strings.Count(before, "\n"), offset-start)
}

// place turns a line, from 1, and a byte column, from 0, into a place.
func (f *file) place(line, column int) diag.Pos {
	text := f.line(line)
	column = min(column, len(text))
	return diag.Pos{Path: f.path(), Line: line, Column: 1 + len([]rune(text[:column]))}
}

func (f *file) line(n int) string {
	lines := strings.Split(f.text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}
