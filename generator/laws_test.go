package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// The packages of the program that a law lets do what others may not. A name
// ending in "/" is a whole package; otherwise it is one file.
var (
	// Law 1: who touches files. The spool and the table are files of memo's own; the
	// commands read what the user names and write what scaffold makes; watch looks
	// whether files are what they were, and gives none of it away. bench is no part of
	// the program (TestNothingNeedsBench).
	filesAllowed = []string{"bench/", "source/", "publish/", "memo/spool.go", "memo/table.go", "memo/stamp_linux.go", "memo/stamp_unix.go", "memo/stamp_darwin.go", "scaffold/", "watch/", "cmd/jianbao/", "manual/"}

	// Law 9: who says that a text is safe. site/view.go: what our Markdown
	// renderer made; render/funcs.go: an address whose scheme it has checked;
	// preview/findings.go: an address that opens an editor, whose scheme is one of its own.
	safeAllowed = []string{"site/view.go", "render/funcs.go", "preview/findings.go"}

	// Law 10: who opens connections. The preview answers browsers, external asks the web
	// for check --external, and no package but the commands imports either
	// (TestOnlyPreviewListens). bench asks the preview.
	netAllowed = []string{"preview/", "external/", "bench/"}

	// Law 10: who starts programs: serve --open; history asks git for check, and no
	// package but the commands imports it (TestOnlyPreviewListens); and bench.
	execAllowed = []string{"cmd/jianbao/browser.go", "history/", "bench/"}

	// Law 11: who knows what time it is. build measures itself; publish waits for
	// the lock so long, and asks how old a stamp is; the commands say when now is,
	// and pace the progress line; the preview gives its clients a time, and its runs
	// and tokens names by chance; watch waits for quiet; external paces itself, and forgets
	// old answers; bench measures, and draws texts by a seed.
	clockAllowed = []string{"bench/", "build/", "publish/", "cmd/jianbao/", "external/", "preview/", "watch/"}
)

// harmless are the parts of package os that touch no file.
var harmless = []string{
	"Args", "Environ", "ErrExist", "ErrNotExist", "ErrPermission", "Exit", "Getenv", "Getpid", "Getuid",
	"Interrupt", "IsExist", "IsNotExist", "LookupEnv", "PathError", "Signal", "Stderr", "Stdin", "Stdout",
}

// Law 1. What a package gets as an fs.FS or an io.Writer it may use.
func TestOnlySourceReadsAndOnlyPublishWrites(t *testing.T) {
	for _, u := range uses(load(t)) {
		touches := u.imported == "os" && !slices.Contains(harmless, u.name) ||
			u.imported == "path/filepath" && slices.Contains([]string{"Glob", "Walk", "WalkDir"}, u.name) ||
			u.imported == "io/ioutil" || u.imported == "syscall" || strings.HasPrefix(u.imported, "golang.org/x/sys/")
		if touches && !allowed(filesAllowed, u.file) {
			t.Errorf("%s uses %s.%s: only source reads files, only publish writes them", u.file, u.imported, u.name)
		}
	}
}

// Law 9.
func TestContentIsUntrusted(t *testing.T) {
	for _, u := range uses(load(t)) {
		safe := slices.Contains([]string{"CSS", "HTML", "HTMLAttr", "JS", "JSStr", "Srcset", "URL"}, u.name)
		if u.imported == "html/template" && safe && u.called && !allowed(safeAllowed, u.file) {
			t.Errorf("%s converts to template.%s, which html/template then trusts", u.file, u.name)
		}
	}
}

// Law 10. What could start a program or open a connection is not even imported.
func TestBuildRunsNothingAndConnectsNowhere(t *testing.T) {
	for _, p := range sorted(load(t)) {
		for name, file := range sorted(p.files) {
			for _, spec := range file.Imports {
				switch imported := importPath(spec); {
				case imported == "net/url", imported == "net/netip": // parse only
				case imported == "os/exec" && allowed(execAllowed, name):
				case allowed(netAllowed, name) && (imported == "net" || imported == "net/http"):
				case imported == "C", imported == "unsafe", imported == "plugin", imported == "os/exec", imported == "crypto/tls",
					imported == "net", strings.HasPrefix(imported, "net/"):
					t.Errorf("%s imports %q", name, imported)
				}
			}
		}
	}
	for _, u := range uses(load(t)) {
		if slices.Contains([]string{"StartProcess", "ForkExec", "Exec", "Socket", "Connect"}, u.name) {
			t.Errorf("%s uses %s.%s", u.file, u.imported, u.name)
		}
	}
}

// Law 10: what listens and what asks is out of reach of everything that builds.
func TestOnlyPreviewListens(t *testing.T) {
	for name, p := range sorted(load(t)) {
		for _, connected := range []string{"preview", "external", "history"} {
			if slices.Contains(p.ours, connected) && !strings.HasPrefix(name, "cmd/") {
				t.Errorf("%s imports %s", name, connected)
			}
		}
	}
	for _, u := range uses(load(t)) {
		client := u.imported == "net/http" && slices.Contains([]string{"Client", "DefaultClient", "Get", "Head", "Post", "PostForm", "Transport", "DefaultTransport"}, u.name)
		if allowed([]string{"bench/", "external/"}, u.file) {
			continue
		}
		if client || u.imported == "net" && (strings.HasPrefix(u.name, "Dial") || strings.HasPrefix(u.name, "Lookup")) {
			t.Errorf("%s uses %s.%s: the preview answers, it does not ask", u.file, u.imported, u.name)
		}
	}
}

// The benchmarks may do what the program may not, so nothing of it needs them.
func TestNothingNeedsBench(t *testing.T) {
	for name, p := range sorted(load(t)) {
		for _, imported := range p.ours {
			if strings.HasPrefix(imported+"/", "bench/") && !strings.HasPrefix(name, "bench") {
				t.Errorf("%s imports %s", name, imported)
			}
		}
	}
}

// Law 11.
func TestNothingDependsOnClockOrChance(t *testing.T) {
	for _, u := range uses(load(t)) {
		clock := u.imported == "time" && slices.Contains([]string{"Now", "Since", "Until", "Local"}, u.name)
		chance := strings.HasPrefix(u.imported, "math/rand") || u.imported == "crypto/rand" || u.imported == "hash/maphash"
		if (clock || chance) && !allowed(clockAllowed, u.file) {
			t.Errorf("%s uses %s.%s", u.file, u.imported, u.name)
		}
	}
}

// House rules: no code that runs by itself, no drawer for odds and ends.
func TestNoInitAndNoUtil(t *testing.T) {
	for name, p := range sorted(load(t)) {
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "lib"}, path.Base(name)) {
			t.Errorf("%s: name a package by what it owns", name)
		}
		for file, parsed := range sorted(p.files) {
			for _, decl := range parsed.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
					t.Errorf("%s has an init function", file)
				}
			}
		}
	}
}

// House rule: tests wait for conditions.
func TestTestsDoNotSleep(t *testing.T) {
	tests := &goPackage{files: map[string]*ast.File{}}
	for _, name := range goFiles(t) {
		if !strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		tests.files[name] = file
	}
	for _, u := range uses(map[string]*goPackage{"": tests}) {
		if u.imported == "time" && u.name == "Sleep" {
			t.Errorf("%s sleeps", u.file)
		}
	}
}

// A use is a name of an imported package, as "os.Open" in a file.
type use struct {
	file, imported, name string
	called               bool // os.Open(…), or a conversion
}

// uses lists the names that files use of the packages they import.
func uses(packages map[string]*goPackage) (found []use) {
	for _, p := range sorted(packages) {
		for name, file := range sorted(p.files) {
			imports := importNames(file)
			called := map[ast.Expr]bool{}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					called[ast.Unparen(n.Fun)] = true
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && imports[x.Name] != "" {
						found = append(found, use{name, imports[x.Name], n.Sel.Name, called[n]})
					}
				}
				return true
			})
		}
	}
	return found
}

// importNames maps the names of imported packages in a file to their paths.
// Dot imports count as "."; they would hide uses, and staticcheck refuses them.
func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		imported := importPath(spec)
		name := path.Base(majorVersion.ReplaceAllString(imported, ""))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

func allowed(list []string, file string) bool {
	return slices.ContainsFunc(list, func(a string) bool { return a == file || strings.HasSuffix(a, "/") && strings.HasPrefix(file, a) })
}
