package source

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"jianbao/generator/diag"
)

// contentFolder holds what is published by its front matter, or not at all.
const contentFolder = "content"

// linkSteps is how many names and links are followed on the way to one file. The
// system gives up far earlier.
const linkSteps = 10_000

// LeadsIntoContent reports the path below content/ that a name stands for when
// it is, or lies behind, a symbolic link. Such a link is a second name for a
// file that may belong to a draft: under that name it would be published.
// Whoever wants the file can refer to it by its own name.
func (t *Tree) LeadsIntoContent(name string) (target string, ok bool) {
	real, content := t.real(name), t.real(contentFolder)
	// Letter case counts for nothing, as there are file systems that do not know it.
	if real == name || len(real) <= len(content) || !strings.EqualFold(real[:len(content)], content) || real[len(content)] != '/' {
		return "", false
	}
	target = contentFolder + real[len(content):]
	return target, target != name
}

// real returns the path that a name stands for when all links are followed. They
// must stay inside the tree.
func (t *Tree) real(name string) string {
	done, rest := ".", strings.Split(name, "/")
	for step := 0; len(rest) > 0 && step < linkSteps; step++ {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			done = path.Dir(done)
			continue
		}
		done = path.Join(done, part)
		if target, err := fs.ReadLink(t.fsys, done); err == nil {
			done = path.Dir(done)
			rest = append(strings.Split(filepath.ToSlash(target), "/"), rest...)
		}
	}
	return done
}

// hiddenBehind reports a link by which a file below content/ would get a second
// name. A bulletin may have two: its front matter says of each whether it is published.
func (t *Tree) hiddenBehind(diags *diag.List, name string) bool {
	target, ok := t.LeadsIntoContent(name)
	if !ok || path.Ext(name) == ".md" && path.Ext(target) == ".md" && strings.HasPrefix(name, contentFolder+"/") {
		return false
	}
	diags.Errorf(diag.Pos{Path: name}, "unreadable", "符号链接指向 %s，这样的文件只随它的简报发布", "symbolic link leads to %s; such files are published with their bulletin only", target).
		Hintf("删除链接，直接引用那个文件", "delete the link and refer to the file itself")
	return true
}
