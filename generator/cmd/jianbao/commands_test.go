package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// scriptCommands are the commands that scripts have beside the standard ones:
//
//	site DIR             writes the small site
//	tree DIR             prints all files with their sums, sorted
//	[!] cmptree A B      the two folders hold the same
//	snapshot DIR         remembers what a folder holds
//	[!] unchanged DIR    it holds the same still
//	jsonlines FILE [N]   every line is a diagnostic as JSON (and there are N of them);
//	                     FILE may be stdout or stderr
//	sarif FILE           prints the results of a SARIF log, a line each
//	[!] ansi FILE        there are escape sequences in it
//	replace FILE OLD NEW replaces all, Go escapes allowed
//	web                  starts a web behind a proxy, which the environment then names
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"site":      writeSite,
	"tree":      printTree,
	"cmptree":   compareTrees,
	"snapshot":  takeSnapshot,
	"unchanged": compareSnapshot,
	"jsonlines": checkJSONLines,
	"sarif":     printSARIF,
	"ansi":      findEscapes,
	"replace":   replaceText,
	"web":       startWeb,
}

func writeSite(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "site DIR")
	small := ts.Value(smallSite{}).(*txtar.Archive)
	ts.Check(writeArchive(small, ts.MkAbs(args[0])))
}

func printTree(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "tree DIR")
	listing, err := tree(ts.MkAbs(args[0]))
	ts.Check(err)
	io.WriteString(ts.Stdout(), listing)
}

func compareTrees(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 2, "[!] cmptree A B")
	a, err := tree(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := tree(ts.MkAbs(args[1]))
	ts.Check(err)
	if (a == b) == neg {
		ts.Fatalf("%s:\n%s\n%s:\n%s", args[0], a, args[1], b)
	}
}

func takeSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "snapshot DIR")
	listing, err := tree(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Value(snapshots{}).(map[string]string)[ts.MkAbs(args[0])] = listing
}

func compareSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 1, "[!] unchanged DIR")
	before, ok := ts.Value(snapshots{}).(map[string]string)[ts.MkAbs(args[0])]
	want(ts, ok, "snapshot DIR, before unchanged DIR")
	after, err := tree(ts.MkAbs(args[0]))
	ts.Check(err)
	if (before == after) == neg {
		ts.Fatalf("%s was\n%s\nand is\n%s", args[0], before, after)
	}
}

func checkJSONLines(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && (len(args) == 1 || len(args) == 2), "jsonlines FILE [N]")
	lines := strings.SplitAfter(ts.ReadFile(args[0]), "\n")
	lines = lines[:len(lines)-1] // what follows the last line end is checked by its absence
	for _, line := range lines {
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		var d struct {
			Path, Severity, Rule, Message, Hint *string
			Line, Column                        *int
		}
		ts.Check(decoder.Decode(&d))
		if d.Path == nil || d.Line == nil || d.Column == nil || d.Severity == nil || d.Rule == nil || d.Message == nil || d.Hint == nil {
			ts.Fatalf("a key is missing: %s", line)
		}
		if *d.Severity != "error" && *d.Severity != "warning" {
			ts.Fatalf("severity: %s", line)
		}
	}
	if len(args) == 2 && args[1] != fmt.Sprint(len(lines)) {
		ts.Fatalf("there are %d lines, not %s", len(lines), args[1])
	}
}

func printSARIF(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "sarif FILE")
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID, Level string
				Message       struct{ Text string }
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
				Suppressions []struct{ Kind, Justification string }
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &log))
	for _, r := range log.Runs[0].Results {
		line := r.Level + " " + r.RuleID
		for _, l := range r.Locations {
			place := l.PhysicalLocation
			line += fmt.Sprintf(" %s:%d:%d", place.ArtifactLocation.URI, place.Region.StartLine, place.Region.StartColumn)
		}
		for _, s := range r.Suppressions {
			line += " " + s.Kind + " " + s.Justification
		}
		fmt.Fprintf(ts.Stdout(), "%s: %q\n", line, r.Message.Text)
	}
}

func findEscapes(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 1, "[!] ansi FILE")
	if found := strings.Contains(ts.ReadFile(args[0]), "\x1b"); found == neg {
		ts.Fatalf("%q", ts.ReadFile(args[0]))
	}
}

func replaceText(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 3, "replace FILE OLD NEW")
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\e`, "\x1b")
	before := ts.ReadFile(args[0])
	after := strings.ReplaceAll(before, unescape.Replace(args[1]), unescape.Replace(args[2]))
	if before == after {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(after), 0o666))
}

func want(ts *testscript.TestScript, ok bool, usage string) {
	if !ok {
		ts.Fatalf("usage: %s", usage)
	}
}

// tree lists everything below a folder: mode, sum and path of files, the target
// of links, and folders. A folder that is not there has an empty listing.
func tree(dir string) (string, error) {
	var out bytes.Buffer
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == dir {
			if os.IsNotExist(err) && name == dir {
				return nil
			}
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		what, err := describe(name, entry)
		fmt.Fprintf(&out, "%s %s\n", what, filepath.ToSlash(relative))
		return err
	})
	return out.String(), err
}

func describe(name string, entry fs.DirEntry) (string, error) {
	switch {
	case entry.IsDir():
		return "folder", nil
	case entry.Type()&fs.ModeSymlink != 0:
		target, err := os.Readlink(name)
		return "link to " + target, err
	case !entry.Type().IsRegular():
		return entry.Type().String(), nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	info, err := entry.Info()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %x", info.Mode(), sum[:8]), nil
}
