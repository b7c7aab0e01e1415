package asset

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
	"jianbao/generator/minify"
)

// progress is how far a style sheet is prepared; sheets import each other, and
// the name of one depends on the names of those it imports.
type progress int

const (
	untouched progress = iota
	underway
	ready
)

// prepareSheet makes the output of a style sheet, after the sheets it imports.
func (l *loader) prepareSheet(f *file) {
	if l.sheets[f.Name] != untouched {
		return
	}
	l.sheets[f.Name] = underway
	defer func() { l.sheets[f.Name] = ready }()
	text, ok := l.text(f)
	if !ok {
		return
	}
	refs, fault := scanSheet(text)
	if fault != nil {
		l.diags.Errorf(position(f, text, fault.offset), "asset-syntax", "语法错误：%[1]s", "syntax error: %[2]s", fault.message.ZH, fault.message.EN)
		return
	}
	var out []byte
	end := 0
	for _, ref := range refs {
		target, ok := l.resolve(f, ref, position(f, text, ref.start))
		if !ok {
			continue
		}
		out = append(out, text[end:ref.start]...)
		out = fmt.Appendf(out, ref.format, target)
		end = ref.end
	}
	out = append(out, text[end:]...)
	data, err := l.opts.Minifier.Append(nil, minify.CSS, out)
	if err != nil {
		l.syntaxError(diag.Error, f, err)
	}
	f.fingerprint(data)
}

// resolve returns the final address of what a style sheet refers to, relative
// to the sheet. It is not ok where the address must stay as it is.
func (l *loader) resolve(sheet *file, ref reference, at diag.Pos) (string, bool) {
	if strings.HasPrefix(ref.target, "#") || strings.HasPrefix(strings.ToLower(ref.target), "data:") {
		return "", false
	}
	u, err := url.Parse(ref.target)
	switch {
	case err != nil || ref.target == "":
		l.diags.Errorf(at, "missing-asset", "地址“%s”有误", "the address %q is malformed", ref.target)
		return "", false
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(ref.target, "//"):
		l.diags.Errorf(at, "external-resource", "样式引用了站外资源 %s", "the style sheet loads %s from another host", ref.target).
			Hintf("下载文件放进 assets，用相对路径引用", "put the file into assets and refer to it by a relative path")
		return "", false
	}
	name := path.Join(path.Dir(sheet.Name), u.Path)
	if rooted, ok := strings.CutPrefix(u.Path, "/"+folder+"/"); ok {
		name = path.Clean(rooted)
	} else if path.IsAbs(u.Path) {
		name = "" // outside assets/
	}
	target, ok := l.files[name]
	if !ok {
		l.missing(ref.target, name, at)
		return "", false
	}
	if strings.HasSuffix(name, ".css") {
		if l.sheets[name] == underway {
			l.diags.Errorf(at, "import-cycle", "样式表互相引用：%s", "the style sheets import each other: %s", ref.target)
			return "", false
		}
		l.prepareSheet(target)
	}
	sheet.uses = append(sheet.uses, name)
	u.Path, u.RawPath = relative(path.Dir(sheet.Path), target.Path), ""
	return u.String(), true
}

func (l *loader) missing(written, name string, at diag.Pos) {
	d := l.diags.Errorf(at, "missing-asset", "assets 里没有 %s", "there is no %s in assets", written)
	for other := range l.files {
		if strings.EqualFold(other, name) {
			d.Hintf("大小写不同：assets/%s", "the letter case differs: assets/%s", other)
			return
		}
	}
}

// relative returns the path of a file as seen from a folder; both are below one root.
func relative(dir, name string) string {
	up := ""
	for dir != "." && !strings.HasPrefix(name, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	if dir == "." {
		return up + name
	}
	return up + strings.TrimPrefix(name, dir+"/")
}

// position turns a byte offset of an asset's text into a place.
func position(f *file, text []byte, offset int) diag.Pos {
	return textPosition(path.Join(folder, f.Name), text, offset)
}

func textPosition(name string, text []byte, offset int) diag.Pos {
	before := text[:offset]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return diag.Pos{Path: name, Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line)}
}
