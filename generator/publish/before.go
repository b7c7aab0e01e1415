package publish

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"jianbao/generator/diag"
)

// readBefore reads what the generation before is: its manifest and, if it goes
// with that, the state. It refuses a folder that is not ours.
func (g *Generation) readBefore(distrust bool) error {
	if g.output == nil {
		return nil
	}
	files, err := g.readManifest(distrust)
	if err == nil {
		g.setBefore(files)
		return nil
	}
	g.manifestFile = output{}
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

// setBefore notes the files of the generation before, which are sorted.
func (g *Generation) setBefore(files []*output) {
	g.former, g.before = files, make(map[string]int, len(files))
	for i, f := range files {
		g.before[f.Path] = i
	}
	g.again = make([]*output, len(files))
	clear(g.again) // written to before it is read: see memo.touched
	if g.state == nil {
		g.oldFolders = foldersOf(pathsOf(files))
		return
	}
	g.oldFolders = make([]string, len(g.state.folders))
	for i, f := range g.state.folders {
		g.oldFolders[i] = f.name
	}
}

// readManifest returns the files that the manifest lists. Those of the state are
// these, with their stamps, when it was written beside these very bytes, which then
// need not be in memory.
func (g *Generation) readManifest(distrust bool) ([]*output, error) {
	file, err := g.openManifest()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if !distrust && !g.inside {
		if g.state = g.readState(); g.state != nil {
			if g.isListed(file) {
				return g.state.files, nil
			}
			g.state = nil
		}
	}
	var manifest Manifest
	err = g.readThrough(file, func(r io.Reader) (err error) {
		manifest, err = ReadManifest(r)
		return err
	})
	all := make([]output, len(manifest))
	for i, e := range manifest {
		all[i].Entry = e
	}
	return pointers(all), err
}

// isListed reports whether a manifest is the one that the state was written beside.
func (g *Generation) isListed(file *os.File) bool {
	listed := &g.state.manifest
	if g.manifestFile.sure && listed.sure && g.manifestFile.stamp == listed.stamp {
		g.manifestFile.Entry = listed.Entry
		return true
	}
	err := g.readThrough(file, func(r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
	return err == nil && g.manifestFile.Entry == listed.Entry
}

// readThrough reads the manifest from its start, and notes what it is.
func (g *Generation) readThrough(file *os.File, read func(io.Reader) error) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	input := &hashing{r: file, hash: sha256.New()}
	err := read(input)
	g.manifestFile.Entry = Entry{ManifestName, input.sum(), input.n}
	return err
}

// openManifest opens it and notes its stamp.
func (g *Generation) openManifest() (*os.File, error) {
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
	g.manifestFile = g.identify(Entry{}, file)
	g.manifestFile.kept = info.Mode().Perm() == fileMode
	return file, nil
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
