package main

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// stream is standard output or standard error, and what it leads to.
type stream struct {
	io.Writer
	terminal bool
	ansi     bool // the terminal understands escape sequences
	plain    bool // its user wants no colours: NO_COLOR
	width    int  // of the terminal, in cells
	err      error
}

func newStream(file *os.File, getenv func(string) string) *stream {
	s := &stream{Writer: file, terminal: term.IsTerminal(int(file.Fd()))}
	if s.terminal {
		s.ansi, s.plain = understandsANSI(getenv), getenv("NO_COLOR") != ""
		s.width = terminalWidth(file, getenv)
	}
	return s
}

// Write keeps the first error: what could not be printed was not done.
func (s *stream) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// colored decides on colours: when is the value of --color.
func (s *stream) colored(when string) bool {
	return when == "always" || when == "auto" && s.ansi && !s.plain
}

// paint puts text into an ANSI rendition, where colours are wanted.
func (s *stream) paint(when, rendition, text string) string {
	if !s.colored(when) {
		return text
	}
	return "\x1b[" + rendition + "m" + text + "\x1b[0m"
}

// understandsANSI tells terminals that would print escape sequences as they
// are: the old console of Windows does, and what replaced it sets a variable.
func understandsANSI(getenv func(string) string) bool {
	if getenv("TERM") == "dumb" {
		return false
	}
	return runtime.GOOS != "windows" ||
		getenv("WT_SESSION") != "" || getenv("TERM_PROGRAM") != "" || getenv("ConEmuANSI") == "ON" || getenv("TERM") != ""
}

// terminalWidth is COLUMNS where it is set, else what the terminal says.
func terminalWidth(file *os.File, getenv func(string) string) int {
	if n, err := strconv.Atoi(getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(file.Fd())); err == nil && n > 0 {
		return n
	}
	return 80
}

// repositoryPath leads from the root of the repository, as GitHub Actions names
// it, else from the working folder, to the site; "" where it is not below. Links
// are followed first: one folder may go by two names.
func repositoryPath(site string, getenv func(string) string) string {
	from := getenv("GITHUB_WORKSPACE")
	if from == "" {
		from = "."
	}
	from, err := realPath(from)
	if err != nil {
		return ""
	}
	if site, err = realPath(site); err != nil {
		return ""
	}
	path, err := filepath.Rel(from, site)
	if path = filepath.ToSlash(path); err != nil || path == ".." || strings.HasPrefix(path, "../") {
		return ""
	}
	return path
}

func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(name)
}
