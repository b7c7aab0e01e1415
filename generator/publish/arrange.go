package publish

import (
	"bytes"
	"slices"

	"jianbao/generator/memo"
)

// arrange lists the outputs and their folders, sorted. Most of them are those of the
// generation before, which are sorted already.
func (g *Generation) arrange() {
	var added []string
	for name := range g.entries {
		if _, known := g.before[name]; !known {
			added = append(added, name)
		}
	}
	g.folderList = g.oldFolders
	if len(added) > 0 || len(g.entries) < len(g.manifest) {
		g.folders = foldersOf(g.entries)
		g.folderList = sortedFolders(g.folders)
	}
	slices.Sort(added)
	g.paths = make([]string, 0, len(g.entries))
	for _, old := range g.manifest {
		if _, still := g.entries[old.Path]; !still {
			continue
		}
		for len(added) > 0 && added[0] < old.Path {
			g.paths, added = append(g.paths, added[0]), added[1:]
		}
		g.paths = append(g.paths, old.Path)
	}
	g.paths = append(g.paths, added...)
}

// report compares the generations.
func (g *Generation) report() Report {
	report := Report{Files: len(g.entries)}
	for _, name := range g.paths {
		old, known := g.before[name]
		switch now := g.entries[name]; {
		case !known:
			report.Added = append(report.Added, name)
		case !now.kept || now.Entry != old.Entry:
			report.Changed = append(report.Changed, name)
		default:
			report.Unchanged++
		}
	}
	for _, old := range g.manifest {
		if _, kept := g.entries[old.Path]; !kept {
			report.Removed = append(report.Removed, old.Path)
		}
	}
	return report
}

// writeManifest stages the manifest of the new generation, unless it is the old one.
func (g *Generation) writeManifest() error {
	manifest := make(Manifest, 0, len(g.paths))
	same := len(g.paths) == len(g.manifest) && g.manifestFile.kept
	for i, name := range g.paths {
		manifest = append(manifest, g.entries[name].Entry)
		same = same && manifest[i] == g.manifest[i]
	}
	if same {
		return nil
	}
	data := manifest.JSON()
	made, err := g.create(ManifestName, bytes.NewReader(data))
	made.Entry = Entry{ManifestName, memo.OfFile(data), int64(len(data))}
	g.manifestFile = made
	return err
}
