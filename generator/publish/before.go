package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"jianbao/generator/diag"
)

// readBefore reads the manifest of the generation before, and refuses a folder
// that is not ours.
func (g *Generation) readBefore() error {
	if g.output == nil {
		return nil
	}
	manifest, err := g.readManifest()
	if err == nil {
		g.manifest, g.before = manifest, manifest.byPath()
		return nil
	}
	others, listErr := g.others()
	switch {
	case listErr != nil:
		return listErr
	case len(others) == 0:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return g.notOurs(others)
	}
	return g.damagedManifest(err)
}

func (g *Generation) readManifest() (Manifest, error) {
	info, err := g.output.lstat(ManifestName)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a regular file (%v)", info.Mode().Type())
	}
	file, err := g.output.root.Open(ManifestName)
	if err != nil {
		return nil, diskFault(g.output.path(ManifestName), err)
	}
	defer file.Close()
	return ReadManifest(file)
}

// others returns what the output holds that speaks against its being new: all
// but what keeps an empty folder in a repository, and a manifest file.
func (g *Generation) others() (names []string, err error) {
	entries, err := g.output.list(".")
	for _, e := range entries {
		switch name := e.Name(); {
		case name == ".gitignore", name == ".gitkeep", name == workFolder && g.inside:
		case name == ManifestName && e.Type().IsRegular():
		default:
			names = append(names, name)
		}
	}
	return names, err
}

func (g *Generation) notOurs(others []string) error {
	const most = 3
	list, more := others, diag.Text{}
	if len(others) > most {
		list, more = others[:most], diag.Text{ZH: "等", EN: ", …"}
	}
	return diag.Faultf("%[1]s 不是由 jianbao 生成的，里面有 %[2]s%[4]s", "%[1]s was not made by jianbao; it holds %[3]s%[5]s",
		g.output.dir, strings.Join(list, "、"), strings.Join(list, ", "), more.ZH, more.EN).
		Hintf("清空这个文件夹，或用 --out DIR 换一个", "empty the folder, or name another one by --out DIR")
}

func (g *Generation) damagedManifest(cause error) error {
	return diag.Faultf("%s 已损坏或由其他版本写成，无法知道哪些文件是 jianbao 生成的：%v", "%s is damaged or of another version, so nobody knows which files are jianbao's: %v",
		g.output.path(ManifestName), cause).
		Hintf("从备份恢复这个文件，或清空 %s 再生成", "restore the file from a backup, or empty %s and build again", g.output.dir)
}
