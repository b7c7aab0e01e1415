package preview

import (
	"html/template"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jianbao/generator/diag"
)

// maxFindings is how many diagnostics are shown. More nobody reads, and a
// mistake in a layout can have one for every page.
const maxFindings = 200

// findings are diagnostics made ready to be shown, in both languages.
type findings struct {
	list             []finding
	errors, warnings int // all that there are
}

// finding is one diagnostic as text: nothing in it is HTML.
type finding struct {
	place    string // content/a.md:3:1; may be empty
	severity diag.Severity
	rule     string
	said     diag.Text // the message
	frame    diag.Text // the source line with a caret; may be empty
	hint     diag.Text // may be empty
	edit     string    // opens the editor at the place; "" = no link
}

// findings prints diagnostics. Source texts change, so that is done at once.
func (s *Server) findings(list diag.List, source func(string) []byte) findings {
	list = slices.Clone(list)
	list.Sort()
	f := findings{list: make([]finding, 0, min(len(list), maxFindings))}
	f.errors, f.warnings = list.Count()
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int { return int(b.Severity) - int(a.Severity) })
	for _, d := range list[:min(len(list), maxFindings)] {
		f.list = append(f.list, s.finding(d, source))
	}
	return f
}

func (s *Server) finding(d diag.Diagnostic, source func(string) []byte) finding {
	zhSaid, zhFrame := print("zh", d, source)
	enSaid, enFrame := print("en", d, source)
	return finding{
		place: diag.Visible(d.Pos.String()), severity: d.Severity, rule: d.Rule,
		said: diag.Text{ZH: zhSaid, EN: enSaid}, frame: diag.Text{ZH: zhFrame, EN: enFrame},
		hint: diag.Text{ZH: diag.Visible(d.Hint.ZH), EN: diag.Visible(d.Hint.EN)}, edit: s.edit(d.Pos),
	}
}

// print gives a diagnostic as a terminal shows it, but for what has a place of its own.
func print(lang string, d diag.Diagnostic, source func(string) []byte) (said, frame string) {
	var out strings.Builder
	printer := diag.Printer{Lang: lang, Frames: true, Source: source, Width: 100}
	place := diag.Visible(d.Pos.String())
	d.Hint = diag.Text{}
	printer.Print(&out, diag.List{d}) // a builder takes everything
	said, frame, _ = strings.Cut(out.String(), "\n")
	said = strings.TrimPrefix(said, place+": ")
	said = strings.TrimPrefix(said, d.Severity.String()+": ")
	return strings.TrimPrefix(said, d.Rule+": "), strings.TrimSuffix(frame, "\n")
}

// editors have an address for a place in a file: of the path, the line and the column.
var editors = map[string]func(file, line, column string) string{
	"vscode":          codeAt("vscode"),
	"vscode-insiders": codeAt("vscode-insiders"),
	"vscodium":        codeAt("vscodium"),
	"cursor":          codeAt("cursor"),
	"windsurf":        codeAt("windsurf"),
	"zed":             codeAt("zed"),
	"idea": func(file, line, column string) string {
		return "idea://open?file=" + file + "&line=" + line + "&column=" + column
	},
	"sublime": func(file, line, column string) string {
		return "subl://open?url=" + url.QueryEscape("file://"+file) + "&line=" + line + "&column=" + column
	},
}

func codeAt(scheme string) func(file, line, column string) string {
	return func(file, line, column string) string { return scheme + "://file" + file + ":" + line + ":" + column }
}

// Editors lists the names that Options.Editor may have, sorted.
func Editors() (names []string) {
	for name := range editors {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// edit returns the address that opens a place in the editor.
func (s *Server) edit(at diag.Pos) string {
	address := editors[s.opts.Editor]
	if address == nil || s.opts.Dir == "" || at.Path == "" || strings.HasPrefix(at.Path, "--") {
		return ""
	}
	file := filepath.ToSlash(filepath.Join(s.opts.Dir, filepath.FromSlash(at.Path)))
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // C:/…
	}
	file = strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace((&url.URL{Path: file}).EscapedPath())
	return address(file, strconv.Itoa(max(1, at.Line)), strconv.Itoa(max(1, at.Column)))
}

// shown is a finding in one language, for a page or an event.
type shown struct {
	Place    string       `json:"place"`
	Severity string       `json:"severity"`
	Rule     string       `json:"rule"`
	Said     string       `json:"said"`
	Frame    string       `json:"frame"`
	Hint     string       `json:"hint"`
	Edit     template.URL `json:"edit"` // its scheme is one of ours
}

// in gives at most so many findings in a language, with links to the editor if
// the reader sits at this machine.
func (f findings) in(r reader, most int) []shown {
	list := make([]shown, 0, min(len(f.list), most))
	for _, one := range f.list[:min(len(f.list), most)] {
		s := shown{
			Place: one.place, Severity: one.severity.String(), Rule: one.rule,
			Said: one.said.In(r.lang), Frame: one.frame.In(r.lang), Hint: one.hint.In(r.lang),
		}
		if r.here {
			s.Edit = template.URL(one.edit)
		}
		list = append(list, s)
	}
	return list
}
