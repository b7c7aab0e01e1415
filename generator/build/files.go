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
	var mu sync.Mutex
	present := map[string]knownFile{}
	keep := func(known knownFile) {
		mu.Lock()
		defer mu.Unlock()
		present[known.Path] = known
	}
	work := b.newWork(ctx)
	for _, r := range b.site.Resources() {
		i.users[r.Source] = r.Pos.Path
		known, ok := b.memory.files.all[r.Source]
		stamp := b.stamps[r.Source]
		if ok && !b.opts.Verify && stamp != (memo.Stamp{}) && stamp == known.Stamp && known.Looked == i.fileSum {
			keep(known)
			continue
		}
		work.do(func(context.Context) error {
			found, err := b.lookAtFile(r)
			keep(knownFile{r.Source, stamp, i.fileSum, found})
			return err
		})
	}
	if err := work.wait(); err != nil {
		return err
	}
	for _, known := range present {
		b.add(known.Findings)
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
