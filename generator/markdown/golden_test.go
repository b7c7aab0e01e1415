package markdown_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// bodyLine is where the text begins in the file of a golden test, as if front
// matter stood before it.
const bodyLine = 5

// TestGolden renders input.md of every file in testdata. A comment that says
// "sanitize" turns that policy on.
//
//	want.html  the HTML, with every address as it was written
//	want.body  what else the body holds
//	want.diag  the diagnostics in both languages
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := render(archive)
			if *update {
				if err := os.WriteFile(name, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, archive, got)
		})
	}
}

// TestConcurrent shares a renderer among goroutines, for the race detector.
func TestConcurrent(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	r := markdown.New(markdown.Options{})
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			source := archive.Files[0].Data
			want, _ := markdown.New(markdown.Options{}).Parse("a.md", source, bodyLine)
			if got, _ := r.Parse("a.md", source, bodyLine); !reflect.DeepEqual(got, want) {
				t.Error("another result when shared")
			}
		})
	}
}

func render(archive *txtar.Archive) *txtar.Archive {
	opts := markdown.Options{}
	if strings.Contains(string(archive.Comment), "sanitize") {
		opts.RawHTML = markdown.RawHTMLSanitize
	}
	input := archive.Files[0]
	body, diags := markdown.New(opts).Parse("a.md", input.Data, bodyLine)
	html := asWritten(body)
	return &txtar.Archive{Comment: archive.Comment, Files: []txtar.File{
		input,
		{Name: "want.html", Data: []byte(html)},
		{Name: "want.body", Data: describe(body)},
		{Name: "want.diag", Data: list(diags)},
	}}
}

// linked is the HTML of a body whose links lead where leads says.
func linked(body *markdown.Body, leads func(markdown.Link) string) string {
	targets := make([]markdown.Target, len(body.Links))
	for i, l := range body.Links {
		targets[i].Address = leads(l)
	}
	return string(markdown.Linked{Body: body, Targets: targets}.AppendHTML(nil))
}

// asWritten is the HTML of a body with its links as they are written.
func asWritten(body *markdown.Body) string {
	return linked(body, func(l markdown.Link) string { return l.Dest })
}

func describe(body *markdown.Body) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "summary: %s\n", body.Summary)
	for _, l := range body.Links {
		kind := "link"
		if l.Image {
			kind = "image"
		}
		fmt.Fprintf(&b, "%s %d:%d: %s\n", kind, l.Pos.Line, l.Pos.Column, l.Dest)
	}
	for _, h := range body.Headings {
		fmt.Fprintf(&b, "h%d #%s: %s\n", h.Level, h.ID, h.Text)
	}
	if len(body.IDs) > 0 {
		fmt.Fprintf(&b, "ids: %s\n", strings.Join(body.IDs, " "))
	}
	for line := range strings.SplitSeq(string(body.Text), "\n") {
		fmt.Fprintf(&b, "| %s\n", strings.ReplaceAll(line, "\t", "→"))
	}
	return b.Bytes()
}

func list(diags diag.List) []byte {
	var b bytes.Buffer
	for _, d := range diags {
		fmt.Fprintf(&b, "%s: %s: %s: %s | %s\n", d.Pos, d.Severity, d.Rule, d.Message.ZH, d.Message.EN)
		if d.Hint.EN != "" {
			fmt.Fprintf(&b, "\t%s | %s\n", d.Hint.ZH, d.Hint.EN)
		}
	}
	return b.Bytes()
}

func compare(t *testing.T, want, got *txtar.Archive) {
	t.Helper()
	if *update {
		return
	}
	if len(want.Files) != len(got.Files) {
		t.Fatalf("%d files, want %d; run with -update", len(want.Files), len(got.Files))
	}
	for i, f := range got.Files {
		if !bytes.Equal(f.Data, want.Files[i].Data) {
			t.Errorf("%s:\n%s\nwant:\n%s", f.Name, f.Data, want.Files[i].Data)
		}
	}
}
