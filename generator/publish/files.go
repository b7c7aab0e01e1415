package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// In mode "files" the outputs are moved into place one by one. What is still to
// do stands on the disk: the new files that are still staged, and the journal with
// those to remove. So whoever finds a journal can finish the work.

const newJournal = "journal.new" // a journal that is not yet whole

// pending is the journal.
type pending struct {
	Remove []string `json:"remove"` // sorted
}

// moveInside moves what is new and lies staged beside the output into it, where
// it turned out that the folder cannot be renamed. All else stays where it is.
func (g *Generation) moveInside(ctx context.Context) (err error) {
	if g.within, err = acquire(ctx, g.output, workFolder, Options{Wait: pollEvery}); err != nil {
		return err
	}
	for _, f := range g.all() {
		if err := g.moveOneInside(f); err != nil {
			return err
		}
	}
	return nil
}

func (g *Generation) moveOneInside(f *output) error {
	if f.kept {
		return nil
	}
	to := path.Join(workFolder, nextFolder, f.Path)
	if err := g.output.mkdirAll(path.Dir(to)); err != nil {
		return err
	}
	staged := g.staged(f)
	if !g.parent.exists(staged) { // it has leapt already
		staged = path.Join(g.work.path(leapFolder), f.Path)
	}
	if g.parent.rename(staged, path.Join(g.base, to)) == nil {
		return nil
	}
	from, err := g.parent.root.Open(staged) // on another mount
	if err != nil {
		return diskFault(g.parent.path(staged), err)
	}
	defer from.Close()
	_, err = g.output.write(to, from, fileMode)
	return err
}

// replaceFiles writes the journal and does what it says.
func (g *Generation) replaceFiles(ctx context.Context, removed []string) error {
	removed, err := g.checkNames(removed)
	if err != nil {
		return err
	}
	if err := g.output.mkdirAll(path.Join(workFolder, nextFolder)); err != nil {
		return err
	}
	if err := g.output.syncAll("."); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // the last moment to stop
		return err
	}
	text, err := json.Marshal(pending{removed})
	if err != nil {
		return err
	}
	unfinished, whole := path.Join(workFolder, newJournal), path.Join(workFolder, journal)
	if _, err := g.output.write(unfinished, bytes.NewReader(text), fileMode); err != nil {
		return err
	}
	if err := g.output.syncAll("."); err != nil {
		return err
	}
	if err := g.output.rename(unfinished, whole); err != nil {
		return err
	}
	return finish(g.output, workFolder)
}

// checkNames looks for new outputs whose name the file system takes for one
// that is there, by case or Unicode form. A foreign file of such a name is in
// the way; an old output is replaced, so it must not be removed afterwards.
func (g *Generation) checkNames(removed []string) (toRemove []string, err error) {
	old := map[string]string{}
	for _, name := range removed {
		old[strings.ToLower(name)] = name
	}
	replaced := map[string]bool{}
	for name := range g.added {
		there, err := g.output.root.Lstat(name)
		if err != nil || there.IsDir() {
			continue
		}
		twin, known := old[strings.ToLower(name)]
		if !known {
			return nil, g.clash(name, name)
		}
		replaced[twin] = true
	}
	for _, name := range removed {
		if !replaced[name] {
			toRemove = append(toRemove, name)
		}
	}
	return toRemove, nil
}

// settle finishes what a journal in the work folder says, and empties the folder.
func settle(d *disk, dir string) error {
	if d.exists(path.Join(dir, journal)) {
		if err := finish(d, dir); err != nil {
			return err
		}
		if err := d.syncAll("."); err != nil {
			return err
		}
	}
	return errors.Join(
		d.removeIfThere(path.Join(dir, journal)), // first: without it, nothing staged counts
		d.removeIfThere(path.Join(dir, newJournal)),
		d.removeTree(path.Join(dir, nextFolder)))
}

// finish does what a journal says. It may be done again at any point.
func finish(d *disk, dir string) error {
	todo, err := readJournal(d, path.Join(dir, journal))
	if err != nil {
		return err
	}
	next := path.Join(dir, nextFolder)
	staged := map[string]Entry{}
	if err := findStaged(d, next, ".", staged); err != nil {
		return err
	}
	folders := foldersOf(sortedPaths(staged))
	for _, name := range todo.Remove { // a file that becomes a folder, or a folder that becomes a file
		if _, folder := slices.BinarySearch(folders, name); folder || isBelow(name, staged) {
			if err := removeOutput(d, name); err != nil {
				return err
			}
		}
	}
	_, manifest := staged[ManifestName]
	delete(staged, ManifestName)
	for _, name := range sortedPaths(staged) {
		if err := place(d, next, name); err != nil {
			return err
		}
	}
	if manifest {
		if err := place(d, next, ManifestName); err != nil {
			return err
		}
	}
	for _, name := range todo.Remove {
		if err := removeOutput(d, name); err != nil {
			return err
		}
	}
	return nil
}

func place(d *disk, next, name string) error {
	if err := d.mkdirAll(path.Dir(name)); err != nil {
		return err
	}
	return d.rename(path.Join(next, name), name)
}

func findStaged(d *disk, next, dir string, staged map[string]Entry) error {
	folder := path.Join(next, dir)
	if dir == "." && !d.exists(folder) {
		return nil
	}
	entries, err := d.list(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if !e.IsDir() {
			staged[name] = Entry{Path: name}
		} else if err := findStaged(d, next, name, staged); err != nil {
			return err
		}
	}
	return nil
}

func readJournal(d *disk, name string) (pending, error) {
	var todo pending
	text, err := d.root.ReadFile(name)
	if err != nil {
		return todo, diskFault(d.path(name), err)
	}
	if err := json.Unmarshal(text, &todo); err != nil {
		return todo, damagedJournal(d, name)
	}
	for _, p := range todo.Remove {
		if checkPath(p) != nil {
			return todo, damagedJournal(d, name)
		}
	}
	return todo, nil
}

func damagedJournal(d *disk, name string) error {
	return diag.Faultf("%s 已损坏，无法完成上次的发布", "%s is damaged, so the last publishing cannot be finished", d.path(name)).
		Hintf("清空 %s 再生成", "empty %s and build again", d.dir)
}

// removeOutput removes a file of the old generation and the folders that it
// leaves empty. What is not a file by now, or is reached through a link, is not ours.
func removeOutput(d *disk, name string) error {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if d.exists(dir) && !d.isFolder(dir) {
			return nil
		}
	}
	if info, err := d.root.Lstat(name); err == nil && !info.IsDir() {
		if err := d.remove(name); err != nil {
			return err
		}
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		entries, err := d.list(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || len(entries) > 0 {
			return err
		}
		if err := d.remove(dir); err != nil {
			return err
		}
	}
	return nil
}

// isBelow reports whether a folder above name is one of the files.
func isBelow(name string, files map[string]Entry) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, ok := files[dir]; ok {
			return true
		}
	}
	return false
}
