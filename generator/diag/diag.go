// Package diag holds what the generator has to say about a site: diagnostics
// with a place, a stable rule name, and a message in Chinese and English.
//
// Steps of the pipeline never fail on bad content; they return a value and a
// [List]. A Go error is kept for a broken machine (a full disk, say). Because
// diagnostics are values in both languages, they can be remembered with a
// step's result and repeated by a warm build, whatever language it speaks.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a place in a source file. Path is relative to the site folder and
// slash-separated. Line and Column count from 1, Column in characters (not
// bytes); 0 means unknown, and then only what is known is printed.
type Pos struct {
	Path         string
	Line, Column int
}

// String prints path, path:line or path:line:column.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.Path
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Column)
}

// Text is a sentence in both languages of the program.
type Text struct{ ZH, EN string }

// Sprintf fills the same arguments into both languages. Where the order
// differs, formats use explicit indexes (%[2]s).
func Sprintf(zh, en string, args ...any) Text {
	return Text{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// In returns the sentence in the language "zh" or "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ZH
}

// Severity says whether a diagnostic stops a build.
type Severity uint8

// An Error stops the build; a Warning does not, unless the build is strict.
const (
	Warning Severity = iota
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Diagnostic is one finding.
type Diagnostic struct {
	Pos
	Severity Severity
	Rule     string // stable kebab-case name, e.g. "broken-link"
	Message  Text   // what is wrong; no capital at the start, no full stop at the end
	Hint     Text   // how to mend it; may be empty
}

// Silenced is a diagnostic that somebody has decided to let be, with the reason
// that a bulletin's "allow" gives; "" where the settings switch its rule off.
type Silenced struct {
	Diagnostic
	Reason string
}

// Hintf sets the hint and returns the diagnostic.
func (d *Diagnostic) Hintf(zh, en string, args ...any) *Diagnostic {
	d.Hint = Sprintf(zh, en, args...)
	return d
}

// List is the diagnostics of a step or a build. The zero value is ready to use.
type List []Diagnostic

// Errorf adds an error. The result is valid until the next addition.
func (l *List) Errorf(at Pos, rule, zh, en string, args ...any) *Diagnostic {
	return l.add(Error, at, rule, Sprintf(zh, en, args...))
}

// Warnf adds a warning. The result is valid until the next addition.
func (l *List) Warnf(at Pos, rule, zh, en string, args ...any) *Diagnostic {
	return l.add(Warning, at, rule, Sprintf(zh, en, args...))
}

func (l *List) add(s Severity, at Pos, rule string, text Text) *Diagnostic {
	*l = append(*l, Diagnostic{Pos: at, Severity: s, Rule: rule, Message: text})
	return &(*l)[len(*l)-1]
}

// HasErrors reports whether the list holds an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns the numbers of errors and warnings.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Sort orders the list by place, then rule and message, and drops repetitions.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message.EN, b.Message.EN))
	})
	*l = slices.Compact(*l)
}
