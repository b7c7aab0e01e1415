package main

import (
	"path"
	"strings"

	"jianbao/generator/build"
	"jianbao/generator/diag"
)

// rebuiltFile is what a build made anew or removed, and why.
type rebuiltFile struct {
	path    string
	what    diag.Text
	why     diag.Text
	source  string
	removed bool
}

// rebuiltFiles lists the pages that were rendered with what has changed in them, then
// what else differs from the generation before.
func rebuiltFiles(r *build.Result) []rebuiltFile {
	var list []rebuiltFile
	rendered := map[string]bool{}
	for _, e := range r.Explained {
		rendered[e.Output] = true
		rendered[path.Join(path.Dir(e.Output), "index.json")] = true
		list = append(list, rebuiltFile{path: e.Output, what: diag.Text{ZH: "渲染", EN: "rendered"}, why: joined(e.Why), source: e.Source})
	}
	for _, c := range r.Changes {
		if c.Kind != build.Removed && rendered[c.Path] {
			continue
		}
		what := map[build.ChangeKind]diag.Text{
			build.Added:   {ZH: "新增", EN: "new"},
			build.Changed: {ZH: "更新", EN: "changed"},
			build.Removed: {ZH: "删除", EN: "removed"},
		}[c.Kind]
		list = append(list, rebuiltFile{path: c.Path, what: what, source: c.Source, removed: c.Kind == build.Removed})
	}
	return list
}

// joined makes one text of several.
func joined(texts []diag.Text) diag.Text {
	var zh, en []string
	for _, t := range texts {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return diag.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// reason says why in a line: 正文、摘要（content/reform/green.md）.
func (o rebuiltFile) reason() diag.Text {
	text := o.why
	if text == (diag.Text{}) {
		text = o.what
	}
	if o.source != "" {
		text = diag.Text{ZH: text.ZH + "（" + o.source + "）", EN: text.EN + " (" + o.source + ")"}
	}
	return text
}

// explain says why each output was written or removed.
func (p *program) explain(r *build.Result) {
	for _, o := range rebuiltFiles(r) {
		line := o.what.In(p.lang) + " " + o.path
		switch why := o.why.In(p.lang); {
		case why != "":
			line += p.in("：", ": ") + o.reason().In(p.lang)
		case o.source != "":
			line += p.in("（", " (") + o.source + p.in("）", ")")
		}
		p.say("%s", "%s", line)
	}
}
