// Package generator_test holds what is true of the program as a whole: that
// the packages are those of ARCHITECTURE.md and import what its table says
// (imports_test.go), and that its laws are kept (laws_test.go).
//
// Only source text is looked at, that for every platform together, so the tests say the
// same on any machine.
package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shared are the modules with more than one home: tables, parsers and calls
// without a state, which belong to no one matter.
var shared = map[string]string{
	"x/sys":  "what the standard library does not ask of systems",
	"x/net":  "how browsers read HTML",
	"x/text": "what Unicode and languages are",
}

// base are the packages that any stage may stand on, and which know no stage.
var base = []string{"civil", "diag", "memo", "nearest", "publish", "source", "strict"}

// A goPackage is the source of one package, without its tests.
type goPackage struct {
	files      map[string]*ast.File // by path below generator/
	ours       []string             // packages imported, below generator/
	thirdParty []string             // modules imported, by short name
}

// row is a line of the package table.
type row struct{ owns, ours, thirdParty string }

func TestPackageTable(t *testing.T) {
	packages, table := load(t), packageTable(t)
	for name, p := range sorted(packages) {
		row, listed := table[name]
		if !listed {
			t.Errorf("%s is missing in the table of ARCHITECTURE.md; it would read\n| `%[1]s` | what it owns | %s | %s |",
				name, words(p.ours), words(p.thirdParty))
			continue
		}
		if row.owns == "" {
			t.Errorf("the table does not say what %s owns", name)
		}
		if want := words(p.ours); row.ours != want {
			t.Errorf("%s imports %s; the table says %s", name, want, row.ours)
		}
		if want := words(p.thirdParty); row.thirdParty != want {
			t.Errorf("%s imports the modules %s; the table says %s", name, want, row.thirdParty)
		}
	}
	for name := range sorted(table) {
		if packages[name] == nil {
			t.Errorf("the table of ARCHITECTURE.md has %s, the program has not", name)
		}
	}
}

// A module that only one package imports can be replaced there.
func TestModulesHaveOneHome(t *testing.T) {
	homes := map[string][]string{}
	for name, p := range sorted(load(t)) {
		for _, module := range p.thirdParty {
			homes[module] = append(homes[module], name)
		}
	}
	for module, at := range sorted(homes) {
		if reason := shared[module]; reason == "" && len(at) > 1 {
			t.Errorf("%s is imported by %v", module, at)
		} else if reason != "" && len(at) == 1 {
			t.Errorf("%s need not be shared: only %s imports it", module, at[0])
		}
	}
}

// The section Dependencies gives a reason for each module that the program
// links, and names those of tests.
func TestDependenciesHaveReasons(t *testing.T) {
	used := map[string]bool{}
	for _, p := range load(t) {
		for _, module := range p.thirdParty {
			used[module] = true
		}
	}
	_, section, _ := strings.Cut(architecture(t), "\n## Dependencies\n")
	reasons := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^\| (\S+\.\S+/\S+) \| [^|]+ \| [^|]+ \|$`).FindAllStringSubmatch(section, -1) {
		reasons[shortName(match[1])] = true
	}
	for module := range sorted(used) {
		if !reasons[module] {
			t.Errorf("ARCHITECTURE.md gives no reason for %s", module)
		}
	}
	for module := range sorted(reasons) {
		if !used[module] {
			t.Errorf("ARCHITECTURE.md gives a reason for %s, which nothing imports", module)
		}
	}
}

func TestArrowsGoOneWay(t *testing.T) {
	for name, p := range sorted(load(t)) {
		for _, imported := range p.ours {
			if slices.Contains(base, name) && !slices.Contains(base, imported) {
				t.Errorf("%s, which all stages stand on, imports %s", name, imported)
			}
			if imported == "build" && !strings.HasPrefix(name, "cmd/") {
				t.Errorf("%s imports build, which runs it", name)
			}
			if strings.HasPrefix(imported, "cmd/") {
				t.Errorf("%s imports a command, %s", name, imported)
			}
		}
	}
}

// load reads every package below generator/, by its path there.
func load(t *testing.T) map[string]*goPackage {
	t.Helper()
	packages, fset := map[string]*goPackage{}, token.NewFileSet()
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		p := packages[path.Dir(name)]
		if p == nil {
			p = &goPackage{files: map[string]*ast.File{}}
			packages[path.Dir(name)] = p
		}
		p.files[name] = file
	}
	if len(packages) < 10 {
		t.Fatalf("only %d packages found", len(packages))
	}
	modules := requirements(t)
	for _, p := range packages {
		p.sortImports(t, modules)
	}
	return packages
}

// sortImports tells ours from those of other modules.
func (p *goPackage) sortImports(t *testing.T, modules []string) {
	ours, thirdParty := map[string]bool{}, map[string]bool{}
	for name, file := range sorted(p.files) {
		for _, spec := range file.Imports {
			imported := importPath(spec)
			within, found := strings.CutPrefix(imported, "jianbao/generator/")
			switch first, _, _ := strings.Cut(imported, "/"); {
			case found:
				ours[within] = true
			case !strings.Contains(first, "."): // the standard library, and the embedded starter
			default:
				i := slices.IndexFunc(modules, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
				if i < 0 {
					t.Errorf("%s: go.mod does not require %s", name, imported)
					continue
				}
				thirdParty[shortName(modules[i])] = true
			}
		}
	}
	p.ours, p.thirdParty = slices.Sorted(maps.Keys(ours)), slices.Sorted(maps.Keys(thirdParty))
}

// goFiles lists the Go files below generator/, but for those of other modules.
func goFiles(t *testing.T) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "testdata" || name == "tools") {
			return fs.SkipDir
		}
		if path.Ext(name) == ".go" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// requirements lists the modules of go.mod, the longest path first.
func requirements(t *testing.T) (modules []string) {
	t.Helper()
	for _, match := range regexp.MustCompile(`(?m)^\s*(?:require )?(\S+\.\S+/\S+) v`).FindAllStringSubmatch(read(t, "../go.mod"), -1) {
		modules = append(modules, match[1])
	}
	slices.SortFunc(modules, func(a, b string) int { return len(b) - len(a) })
	return modules
}

// packageTable reads the table between the markers in ARCHITECTURE.md.
func packageTable(t *testing.T) map[string]row {
	t.Helper()
	_, text, found := strings.Cut(architecture(t), "<!-- packages -->\n")
	text, _, closed := strings.Cut(text, "<!-- /packages -->")
	if !found || !closed {
		t.Fatal("ARCHITECTURE.md has no package table")
	}
	table := map[string]row{}
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if name := strings.Trim(cells[0], " `"); strings.HasPrefix(cells[0], " `") && len(cells) == 4 {
			table[name] = row{strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
		} else if strings.Contains(line, "`") {
			t.Errorf("not a row of four cells: %s", line)
		}
	}
	return table
}

// shortName is how the tables call a module: x/text, yaml, goldmark.
func shortName(module string) string {
	if rest, found := strings.CutPrefix(module, "golang.org/"); found {
		return rest
	}
	return path.Base(majorVersion.ReplaceAllString(module, ""))
}

var majorVersion = regexp.MustCompile(`/v\d+$`)

// words is how the table lists names.
func words(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, " ")
}

// sorted ranges over a map in the order of its keys, so that a failing test reads the same each time.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}

func importPath(spec *ast.ImportSpec) string {
	imported, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
	return imported
}

func architecture(t *testing.T) string { return read(t, "../ARCHITECTURE.md") }

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
