package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Format is a way to print diagnostics.
type Format string

// Text is for people, JSON for programs (one object on a line), GitHub for the
// annotations of GitHub Actions, SARIF for code scanning (one object for the list).
const (
	FormatText   Format = "text"
	FormatJSON   Format = "json"
	FormatGitHub Format = "github"
	FormatSARIF  Format = "sarif"
)

// Printer prints diagnostics. The zero value prints plain Chinese text, a
// diagnostic with its hint on a line, as a pipe or a log wants it.
//
// What is printed comes from untrusted files, so no printed form holds a
// character that could drive a terminal or turn the writing direction; see [Visible].
type Printer struct {
	Format Format // "" = text
	Lang   string // "zh" (also "") or "en"

	// For text on a terminal only.
	Color         bool                     // use ANSI colours
	Frames        bool                     // show source line, caret and hint
	Source        func(path string) []byte // gives the source of frames, and of lines that SARIF sums; nil or a nil result = none
	Width         int                      // cells in a line of the terminal; 0 = 80
	WideAmbiguous bool                     // “”…— take two cells, as in some Chinese terminals

	// Prefix leads from the root of the repository to the site. GitHub resolves
	// the paths of annotations from there, and SARIF does.
	Prefix string

	// For SARIF only.
	Rules    []RuleText // what is known of rules
	Silenced []Silenced // sorted
	Version  string     // of the program
}

// Print writes the list, sorted.
func (p *Printer) Print(w io.Writer, list List) error {
	list = slices.Clone(list)
	list.Sort()
	out := bufio.NewWriter(w)
	if p.Format == FormatSARIF {
		p.printSARIF(out, list)
		return out.Flush()
	}
	frames := p.newFramer()
	for i := range list {
		switch p.Format {
		case FormatJSON:
			p.printJSON(out, &list[i])
		case FormatGitHub:
			p.printGitHub(out, &list[i])
		default:
			p.printText(out, frames, &list[i])
		}
	}
	return out.Flush()
}

func (p *Printer) printText(out *bufio.Writer, frames *framer, d *Diagnostic) {
	if d.Path != "" {
		out.WriteString(p.paint(bold, Visible(d.Pos.String())+":") + " ")
	}
	label := warningColor
	if d.Severity == Error {
		label = errorColor
	}
	out.WriteString(p.paint(label, d.Severity.String()+":") + " ")
	hint := d.Hint.In(p.Lang)
	fmt.Fprintf(out, "%s: %s", d.Rule, Visible(d.Message.In(p.Lang)))
	if !p.Frames { // all on one line
		if hint != "" {
			out.WriteString(Text{"；", "; "}.In(p.Lang) + Visible(hint))
		}
		out.WriteString("\n")
		return
	}
	out.WriteString("\n")
	frames.write(out, d)
	if hint != "" {
		label := Text{"提示：", "hint: "}.In(p.Lang)
		fmt.Fprintf(out, "  %s%s\n", p.paint(hintColor, label), Visible(hint))
	}
}

// record is the JSON form of a diagnostic; all its keys are always there.
type record struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func (p *Printer) printJSON(out *bufio.Writer, d *Diagnostic) {
	var line strings.Builder
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(record{
		d.Path, d.Line, d.Column,
		d.Severity.String(), d.Rule, d.Message.In(p.Lang), d.Hint.In(p.Lang),
	})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	out.WriteString(escapeJSON(strings.TrimSuffix(line.String(), "\n")) + "\n")
}

// printGitHub writes a workflow command: ::error file=…,line=…,col=…,title=rule::message
func (p *Printer) printGitHub(out *bufio.Writer, d *Diagnostic) {
	var properties []string
	add := func(key, value string) {
		properties = append(properties, key+"="+githubProperty.Replace(value))
	}
	message := Visible(d.Message.In(p.Lang))
	if isFlag(d.Path) { // a flag: there is no file to annotate
		message = Visible(d.Path) + ": " + message
	} else if d.Path != "" {
		add("file", Visible(path.Join(p.Prefix, d.Path)))
	}
	if d.Line > 0 {
		add("line", fmt.Sprint(d.Line))
	}
	if d.Line > 0 && d.Column > 0 {
		add("col", fmt.Sprint(d.Column))
	}
	add("title", d.Rule)
	if hint := d.Hint.In(p.Lang); hint != "" {
		message += "\n" + Visible(hint)
	}
	fmt.Fprintf(out, "::%s %s::%s\n", d.Severity, strings.Join(properties, ","), githubData.Replace(message))
}

// The escapes of workflow commands. A property also ends at a colon or comma.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// color is the number of an ANSI rendition.
type color string

const (
	bold         color = "1"
	dim          color = "2"
	errorColor   color = "1;31" // bold red
	warningColor color = "1;33" // bold yellow
	hintColor    color = "36"   // cyan
)

func (p *Printer) paint(c color, s string) string {
	if !p.Color || s == "" {
		return s
	}
	return "\x1b[" + string(c) + "m" + s + "\x1b[0m"
}
