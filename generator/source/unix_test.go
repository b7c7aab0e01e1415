//go:build linux

package source_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"jianbao/generator/source"
)

// site makes a folder from a list of what it holds: "path = text", "path -> target"
// (a symbolic link), "path |" (a pipe). Everybody may read it.
func site(t *testing.T, entries ...string) string {
	t.Helper()
	base := t.TempDir()
	for dir := base; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		os.Chmod(dir, 0o755) // a folder of the test's own, or not ours to change
	}
	root := filepath.Join(base, "site")
	for _, entry := range append(entries, "content/ok.md = 正文") {
		name, rest, _ := strings.Cut(entry, " ")
		name = filepath.Join(root, name)
		err := os.MkdirAll(filepath.Dir(name), 0o755)
		switch kind, value, _ := strings.Cut(rest, " "); {
		case err != nil:
		case kind == "=":
			err = os.WriteFile(name, []byte(value), 0o644)
		case kind == "->":
			err = os.Symlink(strings.ReplaceAll(value, "ROOT", root), name)
		case kind == "|":
			err = syscall.Mkfifo(name, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func open(t *testing.T, root string) *source.Tree {
	tree, err := source.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

// list returns the paths below content/, and what was said.
func list(tree *source.Tree) (paths, said []string) {
	files, diags := tree.List("content")
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	return paths, words(diags)
}

// A link to a file inside the site is as good as the file; all others are errors.
func TestLinks(t *testing.T) {
	const gone = "unreadable: symbolic link leads nowhere or out of the site: "
	for entry, want := range map[string]string{
		"content/a.md -> ok.md":              "",
		"content/a.md -> ../data/x.md":       "",
		"content/a.md -> b.md":               gone + "no such file or directory",
		"content/a.md -> a.md":               gone + "too many levels of symbolic links",
		"content/a.md -> ../../outside.md":   gone + "path escapes from parent",
		"content/a.md -> /etc/hosts":         gone + "path escapes from parent",
		"content/a.md -> ROOT/content/ok.md": gone + "path escapes from parent",
		"content/a.md -> ../content/../../x": gone + "path escapes from parent",
		"content/a.md -> ../data":            "unreadable: symbolic links to folders are not followed",
		"content/a.md -> .":                  "unreadable: symbolic links to folders are not followed",
		"content/a.md -> ..":                 "unreadable: symbolic links to folders are not followed",
		"content/a.md -> ../pipe":            "unreadable: not a regular file (p---------)",
		"content/a.md |":                     "unreadable: not a regular file (p---------)",
		"content/a.md -> /dev/null":          gone + "path escapes from parent",
	} {
		tree := open(t, site(t, entry, "data/x.md = 数据", "pipe |"))
		paths, said := list(tree)
		if want == "" {
			text, diags := tree.Text("content/a.md")
			if len(paths) != 2 || said != nil || len(text) == 0 || diags != nil {
				t.Errorf("%s: %q, %q; %q, %v", entry, paths, said, text, diags)
			}
			continue
		}
		if !slices.Equal(paths, []string{"content/ok.md"}) || len(said) != 1 || !strings.HasPrefix(said[0], "content/a.md: "+want) {
			t.Errorf("%s:\n got %q, %q\nwant %q", entry, paths, said, want)
		}
		if text, said := readInTime(t, tree, "content/a.md"); text != nil || len(said) != 1 || !strings.HasPrefix(said[0], "content/a.md: unreadable: ") {
			t.Errorf("%s: was read: %q, %q", entry, text, said)
		}
	}
}

// A link is no second name for a file below content/, which may be a draft's.
func TestLinksIntoContent(t *testing.T) {
	const said = "unreadable: symbolic link leads to content/dr/map.pdf; such files are published with their bulletin only; delete the link and refer to the file itself"
	for entry, want := range map[string]string{
		"content/a.pdf -> dr/map.pdf":                     "content/a.pdf: " + said,
		"content/a.pdf -> ../content/./dr/../dr//map.pdf": "content/a.pdf: " + said,
		"content/a.pdf -> ../way/map.pdf":                 "content/a.pdf: " + said, // by a linked folder
		"content/a.pdf -> ../second.pdf":                  "content/a.pdf: " + said,
		"content/a.txt -> ok.md":                          "content/a.txt: " + strings.Replace(said, "dr/map.pdf", "ok.md", 1),
		"content/a.md -> ok.md":                           "",
		"content/a.pdf -> ../contents/map.pdf":            "",
		"assets/a.pdf -> ../content/dr/map.pdf":           "assets/a.pdf: " + said,
		"assets/a.md -> ../content/ok.md":                 "assets/a.md: " + strings.Replace(said, "dr/map.pdf", "ok.md", 1),
		"assets -> content/dr":                            "assets: " + strings.Replace(said, "/map.pdf", "", 1),
	} {
		tree := open(t, site(t, entry, "content/dr/map.pdf = 图", "contents/map.pdf = 图", "way -> content/dr", "second.pdf -> way/map.pdf"))
		var got []string
		for _, dir := range []string{"assets", "content"} {
			_, diags := tree.List(dir)
			got = append(got, words(diags)...)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s:\n got %q\nwant %q", entry, got, want)
		}
	}
}

// readInTime reads a text, but does not wait for ever.
func readInTime(t *testing.T, tree *source.Tree, name string) ([]byte, []string) {
	type result struct {
		text []byte
		said []string
	}
	results := make(chan result, 1)
	go func() {
		text, diags := tree.Text(name)
		results <- result{text, words(diags)}
	}()
	select {
	case r := <-results:
		return r.text, r.said
	case <-time.After(10 * time.Second):
		t.Fatalf("%s is read for ever", name)
		return nil, nil
	}
}

// A folder of the site may itself be a link, as long as it stays inside.
func TestLinkedFolder(t *testing.T) {
	root := site(t, "data/x.md = 数据")
	if err := os.RemoveAll(filepath.Join(root, "content")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("data", filepath.Join(root, "content")); err != nil {
		t.Fatal(err)
	}
	if paths, said := list(open(t, root)); !slices.Equal(paths, []string{"content/x.md"}) || said != nil {
		t.Errorf("inside: %q, %q", paths, said)
	}
	os.Remove(filepath.Join(root, "content"))
	if err := os.Symlink("/etc", filepath.Join(root, "content")); err != nil {
		t.Fatal(err)
	}
	if paths, said := list(open(t, root)); paths != nil || !slices.Equal(said, []string{"content: unreadable: cannot be read: path escapes from parent; "}) {
		t.Errorf("outside: %q, %q", paths, said)
	}
}

// What may not be read is an error that names it, never a page less.
func TestNoPermission(t *testing.T) {
	root := site(t, "content/closed.md = 秘密", "content/folder/a.md = 正文", "content/half/b.md = 正文")
	chmod := func(name string, mode os.FileMode) {
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	chmod("content/closed.md", 0)
	chmod("content/folder", 0)
	chmod("content/half", 0o444) // its names can be read, its files not
	t.Cleanup(func() { chmod("content/folder", 0o755); chmod("content/half", 0o755) })
	tree := open(t, root)
	asNobody(t, func() {
		paths, said := list(tree)
		if !slices.Equal(paths, []string{"content/closed.md", "content/ok.md"}) {
			t.Errorf("listed are %q", paths)
		}
		want := []string{"content/folder: unreadable: cannot be read: permission denied; ", "content/half: unreadable: cannot be read: permission denied; "}
		if !slices.Equal(said, want) {
			t.Errorf("got  %q\nwant %q", said, want)
		}
		text, diags := tree.Text("content/closed.md")
		if said := words(diags); text != nil || !slices.Equal(said, []string{"content/closed.md: unreadable: cannot be read: permission denied; "}) {
			t.Errorf("closed.md: %q, %q", text, said)
		}
	})
}

// asNobody runs f without the rights of root, who may read everything. No test of
// this package runs beside another.
func asNobody(t *testing.T, f func()) {
	if os.Geteuid() != 0 {
		f()
		return
	}
	const nobody = 65534
	if err := syscall.Setreuid(-1, nobody); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setreuid(-1, 0); err != nil {
			t.Error(err)
		}
	}()
	f()
}
