package asset

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/minify"
	"jianbao/generator/source"
)

// loader is the state of Load.
type loader struct {
	opts   Options
	files  map[string]*file
	sheets map[string]progress
	diags  diag.List
}

// list adds the files of a tree over those that are there already.
func (l *loader) list(tree *source.Tree, embedded bool) {
	files, diags := tree.List(folder)
	l.diags = append(l.diags, diags...)
	for _, f := range files {
		name := strings.TrimPrefix(f.Path, folder+"/")
		l.files[name] = &file{tree: tree, from: f, Asset: Asset{Name: name, Path: f.Path, Size: f.Size, Embedded: embedded}}
	}
}

// addHidden adds the files that the settings list, to be copied to the root.
func (l *loader) addHidden() {
	at := diag.Pos{Path: "site.yaml"}
	for _, name := range l.opts.Hidden {
		clean := strings.TrimPrefix(path.Clean(name), folder+"/")
		info, err := l.opts.Site.Stat(path.Join(folder, clean))
		target, second := l.opts.Site.LeadsIntoContent(path.Join(folder, clean))
		switch {
		case errors.Is(err, fs.ErrNotExist), !fs.ValidPath(clean):
			l.diags.Errorf(at, "missing-asset", "deploy.hiddenFiles 列出的 %s 不存在", "%s, listed in deploy.hiddenFiles, does not exist", name).
				Hintf("把文件放到 assets/%s", "put the file at assets/%s", clean)
		case err != nil:
			l.diags.Errorf(at, "unreadable", "deploy.hiddenFiles 列出的 %[1]s 无法读取：%[2]v", "%[1]s, listed in deploy.hiddenFiles, cannot be read: %[2]v", name, err)
		case !info.Mode().IsRegular():
			l.diags.Errorf(at, "unreadable", "deploy.hiddenFiles 列出的 %s 不是文件", "%s, listed in deploy.hiddenFiles, is not a file", name).
				Hintf("逐个列出文件", "list each file")
		case strings.HasPrefix(clean, ".jianbao/"): // the folder that publishing works in
			l.diags.Errorf(at, "bad-path", "deploy.hiddenFiles 不能列出 %s，.jianbao 留给程序自己用", "deploy.hiddenFiles cannot list %s: .jianbao is the program's own", name)
		case second:
			l.diags.Errorf(at, "unreadable", "deploy.hiddenFiles 列出的 %[1]s 是指向 %[2]s 的符号链接", "%[1]s, listed in deploy.hiddenFiles, is a symbolic link to %[2]s", name, target).
				Hintf("把文件本身放进来", "put the file itself here")
		default:
			l.files[clean] = &file{tree: l.opts.Site, Asset: Asset{Name: clean, Path: clean, Size: info.Size()}}
		}
	}
}

// prepare makes the output of a file.
func (l *loader) prepare(f *file) {
	mediaType, minifiable := minify.ByExtension(f.Name)
	switch {
	case f.Path == f.Name: // published at the root as it is
	case mediaType == minify.CSS:
		l.prepareSheet(f)
	case mediaType == minify.JS:
		l.prepareScript(f)
	case minifiable && mediaType != minify.HTML && f.Size <= source.MaxText:
		l.prepareData(f, mediaType)
	}
	f.URL = address(l.opts.Base, f.Path)
}

// localImport finds the import of a module by a relative path.
var localImport = regexp.MustCompile("(?m)^[ \t]*(?:import|export)\\b[^\"'`;]*[\"'](\\.\\.?/[^\"']*)[\"']")

func (l *loader) prepareScript(f *file) {
	text, ok := l.text(f)
	if !ok {
		return
	}
	data, err := l.opts.Minifier.Append(nil, minify.JS, text)
	if err != nil {
		l.syntaxError(diag.Error, f, err)
	}
	if path.Ext(f.Name) == ".mjs" {
		f.data, f.Size = data, int64(len(data))
		return
	}
	if m := localImport.FindSubmatchIndex(text); m != nil {
		l.diags.Errorf(position(f, text, m[2]), "script-import",
			"脚本发布后文件名带有内容指纹，%s 将找不到", "scripts are published under names made of their content, so %s would not be found", text[m[2]:m[3]]).
			Hintf("互相引用的模块用扩展名 .mjs", "give modules that import each other the extension .mjs")
	}
	f.fingerprint(data)
}

// prepareData minifies a file that browsers can read either way.
func (l *loader) prepareData(f *file, mediaType string) {
	text, ok := l.text(f)
	if !ok {
		return
	}
	data, err := l.opts.Minifier.Append(nil, mediaType, text)
	if err != nil {
		l.syntaxError(diag.Warning, f, err)
	}
	f.data, f.Size = data, int64(len(data))
}

func (l *loader) text(f *file) ([]byte, bool) {
	text, diags := f.tree.Text(path.Join(folder, f.Name))
	l.diags = append(l.diags, diags...)
	return text, !diags.HasErrors()
}

func (l *loader) syntaxError(severity diag.Severity, f *file, err error) {
	at := diag.Pos{Path: path.Join(folder, f.Name)}
	message := err.Error()
	if syntax := (*minify.Error)(nil); errors.As(err, &syntax) {
		at.Line, at.Column, message = syntax.Line, syntax.Column, syntax.Message
	}
	if severity == diag.Error {
		l.diags.Errorf(at, "asset-syntax", "语法错误：%s", "syntax error: %s", message)
		return
	}
	l.diags.Warnf(at, "asset-syntax", "语法错误，未压缩：%s", "syntax error, not minified: %s", message)
}

// fingerprint names the output by its content, so that browsers may keep it
// for ever.
func (f *file) fingerprint(data []byte) {
	if data == nil {
		data = []byte{} // an empty file is no file to copy
	}
	ext := path.Ext(f.Path)
	name := sha256.Sum256(data)
	f.Path = strings.TrimSuffix(f.Path, ext) + "." + hex.EncodeToString(name[:6]) + ext
	digest := sha512.Sum384(data)
	f.Integrity = "sha384-" + base64.StdEncoding.EncodeToString(digest[:])
	f.data, f.Size = data, int64(len(data))
}
