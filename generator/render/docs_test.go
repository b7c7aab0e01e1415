package render_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/layouts.md")

const manual = "../../docs/layouts.md"

// The manual lists every field of every view, as view.go does, and what is HTML.
func TestManualOfViews(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), "<!-- views:")
	comment, rest, ok2 := strings.Cut(rest, "-->\n")
	_, after, ok3 := strings.Cut(rest, "<!-- /views -->")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("%s has no place for the views", manual)
	}
	want := before + "<!-- views:" + comment + "-->\n" + tables(t, "../site/view.go", "") + tables(t, "../settings/settings.go", "Identity") + "<!-- /views -->" + after
	if *update {
		if err := os.WriteFile(manual, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(text) != want {
		t.Errorf("%s is out of date; run go test ./generator/render -update", manual)
	}
}

// tables describes the exported types of a Go file, or the one of that name.
func tables(t *testing.T, file, only string) string {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, decl := range parsed.Decls {
		types, ok := decl.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		spec := types.Specs[0].(*ast.TypeSpec)
		fields, ok := spec.Type.(*ast.StructType)
		if !ok || only != "" && spec.Name.Name != only {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| field | type | meaning |\n|---|---|---|\n", spec.Name.Name, oneLine(types.Doc.Text()))
		for _, field := range fields.Fields.List {
			if field.Tag == nil { // else something stands for it
				writeField(t, &b, field)
			}
		}
		for _, decl := range parsed.Decls {
			if method, ok := decl.(*ast.FuncDecl); ok && givesHTML(method, spec.Name.Name) {
				fmt.Fprintf(&b, "| `.%s` | `template.HTML` | %s |\n", method.Name.Name, oneLine(method.Doc.Text()))
			}
		}
	}
	return b.String() + "\n"
}

// givesHTML reports whether a function is a method of a type that layouts can print.
func givesHTML(f *ast.FuncDecl, of string) bool {
	if f.Recv == nil || f.Type.Params.NumFields() > 0 || f.Type.Results.NumFields() != 1 {
		return false
	}
	receiver, ok := f.Recv.List[0].Type.(*ast.Ident)
	result, isQualified := f.Type.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && receiver.Name == of && isQualified && result.Sel.Name == "HTML"
}

func writeField(t *testing.T, b *strings.Builder, field *ast.Field) {
	var typ strings.Builder
	if err := format.Node(&typ, token.NewFileSet(), field.Type); err != nil {
		t.Fatal(err)
	}
	if len(field.Names) == 0 {
		fmt.Fprintf(b, "| all of %s | | |\n", typ.String())
	}
	for _, name := range field.Names {
		fmt.Fprintf(b, "| `.%s` | `%s` | %s |\n", name.Name, typ.String(), oneLine(field.Comment.Text()))
	}
}

func oneLine(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

// The manual shows every function, in both languages.
func TestManualOfFunctions(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range keys(t, "funcs.go") {
		if n := strings.Count(string(text), "\n| `"+name+"` |"); n != 2 {
			t.Errorf("%s shows the function %s in %d tables, not 2", manual, name, n)
		}
	}
}

// keys returns the texts that are keys of maps in a Go file.
func keys(t *testing.T, file string) []string {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.BasicLit); ok && key.Kind == token.STRING {
				text, _ := strconv.Unquote(key.Value)
				list = append(list, text)
			}
		}
		return true
	})
	if len(list) == 0 {
		t.Fatalf("%s has no map", file)
	}
	return list
}
