//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestBadSites holds the table of bad sites: testdata/bad/*.txtar. For each of
// them the small site is published; the files of the archive are put over it;
// and a second build must print exactly what the archive wants, exit with the
// wanted code, and leave public/ as it was, byte for byte. An inspection must tell
// of all that the build tells of.
//
// The archive's files are those of the site, and
//
//	want.diag     standard error in Chinese
//	want.diag.en  the same in English
//	want.exit     the exit code
//
// Its opening text tells what is wrong (lines that begin with "#") and does
// what files alone cannot:
//
//	args ARG…            gives arguments to build
//	escape FILE          the file's text holds Go escapes: \xff, \u202e, \x00
//	remove FILE          takes a file or folder away
//	symlink NAME TARGET  makes a link
//	fifo NAME            makes a pipe
//	mkdir NAME           makes an empty folder
//	chmod MODE NAME      changes permissions; root becomes nobody to feel them
//
// NAME may be quoted as Go does.
func TestBadSites(t *testing.T) {
	good := t.TempDir()
	small, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if err := writeArchive(small, good); err != nil {
		t.Fatal(err)
	}
	if out := (&badSite{dir: good}).build(t, "en"); out.code != 0 {
		t.Fatalf("the good site does not build: exit code %d\n%s", out.code, out.stderr)
	}
	names, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(names) < 60 {
		t.Fatalf("the table has %d sites: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			testBadSite(t, good, name)
		})
	}
}

func testBadSite(t *testing.T, good, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	site := &badSite{dir: t.TempDir()}
	if err := os.CopyFS(site.dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	wants := site.apply(t, archive)
	public := filepath.Join(site.dir, "public")
	before, err := tree(public)
	if err != nil || before == "" {
		t.Fatalf("nothing is published: %v", err)
	}

	zh, en := site.build(t, "zh"), site.build(t, "en")
	inspected := site.run(t, "check", "en").stderr
	lines := strings.SplitAfter(en.stderr, "\n")
	for _, line := range lines[:max(0, len(lines)-2)] { // the last one holds the numbers
		if !strings.Contains(inspected, line) {
			t.Errorf("check does not tell of %q, but of\n%s", line, inspected)
		}
	}
	if zh.code != en.code || zh.code != 1 && zh.code != 2 {
		t.Errorf("exit codes %d and %d\n%s", zh.code, en.code, zh.stderr)
	}
	got := map[string]string{"want.diag": zh.stderr, "want.diag.en": en.stderr, "want.exit": fmt.Sprintln(zh.code)}
	if *update {
		rewrite(t, name, archive, got)
	} else {
		for part, text := range got {
			if text != wants[part] {
				t.Errorf("%s:\n%s\nwant:\n%s", part, text, wants[part])
			}
		}
	}
	after, err := tree(public)
	if err != nil || after != before {
		t.Errorf("public/ was changed: %v\nbefore:\n%s\nafter:\n%s", err, before, after)
	}
}

// badSite is a site on disk and how it is built.
type badSite struct {
	dir    string
	args   []string
	nobody bool // as a user without rights
}

type outcome struct {
	stderr string
	code   int
}

func (s *badSite) build(t *testing.T, lang string) outcome {
	t.Helper()
	return s.run(t, "build", lang)
}

func (s *badSite) run(t *testing.T, command, lang string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a pipe could be read for ever
	defer cancel()
	cmd := exec.CommandContext(ctx, "jianbao", append([]string{command, "--lang", lang}, s.args...)...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1798761600", "NO_COLOR=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if s.nobody && os.Getuid() == 0 {
		giveToNobody(t, s.dir, cmd)
	}
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{strings.ReplaceAll(stderr.String(), s.dir, "SITE"), cmd.ProcessState.ExitCode()}
}

// apply puts the archive over the site and returns its wanted parts.
func (s *badSite) apply(t *testing.T, archive *txtar.Archive) (wants map[string]string) {
	t.Helper()
	wants = map[string]string{}
	site := &txtar.Archive{}
	for _, file := range archive.Files {
		if strings.HasPrefix(file.Name, "want.") {
			wants[file.Name] = string(file.Data)
		} else {
			site.Files = append(site.Files, file)
		}
	}
	if err := writeArchive(site, s.dir); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(archive.Comment)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		if err := s.do(t, verb, splitArgs(t, rest)); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return wants
}

// do carries out one line of the opening text.
func (s *badSite) do(t *testing.T, verb string, args []string) error {
	t.Helper()
	if verb == "args" {
		s.args = args
		return nil
	}
	name := filepath.Join(s.dir, args[len(args)-1])
	switch verb {
	case "escape":
		return unescape(name)
	case "remove":
		return os.RemoveAll(name)
	case "mkdir":
		return os.MkdirAll(name, 0o777)
	case "fifo":
		return syscall.Mkfifo(name, 0o666)
	case "symlink":
		name = filepath.Join(s.dir, args[0])
		return errors.Join(os.RemoveAll(name), os.Symlink(args[1], name))
	case "chmod":
		mode, err := strconv.ParseUint(args[0], 8, 32)
		if err != nil {
			return err
		}
		s.nobody = true
		t.Cleanup(func() { os.Chmod(name, 0o777) }) // so that it can be removed
		return os.Chmod(name, os.FileMode(mode))
	}
	return errors.New("unknown verb")
}

func splitArgs(t *testing.T, line string) (args []string) {
	t.Helper()
	for arg := range strings.FieldsSeq(line) {
		if strings.HasPrefix(arg, `"`) {
			unquoted, err := strconv.Unquote(arg)
			if err != nil {
				t.Fatalf("%s: %v", arg, err)
			}
			arg = unquoted
		}
		args = append(args, arg)
	}
	return args
}

// unescape replaces the Go escapes in a file by what they stand for.
func unescape(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	quoted := `"` + strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(string(text)) + `"`
	raw, err := strconv.Unquote(quoted)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(raw), 0o666)
}

const nobody = 65534

// giveToNobody runs the command as nobody, in a site that is nobody's: root
// would read what permissions deny.
func giveToNobody(t *testing.T, dir string, cmd *exec.Cmd) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(name, nobody, nobody)
	})
	if err != nil {
		t.Fatal(err)
	}
	// The program and the site are below folders that are root's alone.
	for _, private := range []string{filepath.Dir(filepath.Dir(cmd.Path)), filepath.Dir(dir)} {
		if err := os.Chmod(private, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// rewrite stores the actual outcome as the wanted one.
func rewrite(t *testing.T, name string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	files := archive.Files[:0:0]
	for _, file := range archive.Files {
		if !strings.HasPrefix(file.Name, "want.") {
			files = append(files, file)
		}
	}
	for _, part := range []string{"want.diag", "want.diag.en", "want.exit"} {
		files = append(files, txtar.File{Name: part, Data: []byte(got[part])})
	}
	archive.Files = files
	if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}
