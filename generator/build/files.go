package build

import (
	"context"
	"io"
	"sync"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// knownFile is what rules found in a published file.
type knownFile struct {
	Path     string
	Stamp    memo.Stamp
	Looked   memo.Sum // the rules that have looked at it
	Findings diag.List
}

// inspectFiles lets rules look at the files that bulletins publish: most leaks are in
// attachments. Findings belong to the bulletin that uses the file, whose author can
// allow them.
func (b *builder) inspectFiles(ctx context.Context) error {
	i := &b.inspection
	if len(i.file) == 0 {
		return nil
	}
	resources, known := b.site.Resources(), b.memory.files.all
	var mu sync.Mutex
	looked := map[string]knownFile{} // at now
	i.users = make(map[string]string, len(resources))
	work := b.newWork(ctx)
	for _, r := range resources {
		i.users[r.Source] = r.Pos.Path
		was, ok := known[r.Source]
		stamp := b.stamps[r.Source]
		if ok && !b.opts.Verify && stamp != (memo.Stamp{}) && stamp == was.Stamp && was.Looked == i.fileSum {
			b.add(was.Findings)
			continue
		}
		work.do(func(context.Context) error {
			found, err := b.lookAtFile(r)
			b.add(found)
			mu.Lock()
			defer mu.Unlock()
			looked[r.Source] = knownFile{r.Source, stamp, i.fileSum, found}
			return err
		})
	}
	if err := work.wait(); err != nil {
		return err
	}
	if len(looked) == 0 && len(resources) == len(known) { // as in most builds
		return nil
	}
	present := make(map[string]knownFile, len(resources))
	for _, r := range resources {
		file, now := looked[r.Source]
		if !now {
			file = known[r.Source]
		}
		present[r.Source] = file
	}
	b.memory.files.replace(present, func(a, b knownFile) bool { return a.Stamp == b.Stamp && a.Looked == b.Looked })
	return nil
}

// lookAtFile reads a file as rules see it. What cannot be read is reported when it is
// copied.
func (b *builder) lookAtFile(r site.Resource) (diag.List, error) {
	file, err := b.sources.Open(r.Source)
	if err != nil {
		return nil, nil
	}
	defer file.Close()
	content, ok := file.(io.ReaderAt)
	if !ok {
		return nil, nil
	}
	// With an error the file is what could be read before it; a rule tells of it.
	seen, _ := check.NewFile(r.Source, content, r.Size)
	return check.LookAtFile(b.inspection.file, seen), nil
}
