package publish

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"jianbao/generator/memo"
)

// OpenStopped opens a generation whose changes of the disk ask step first.
func OpenStopped(ctx context.Context, opts Options, step func(op, path string) error) (*Generation, error) {
	return open(ctx, opts, step, time.Now)
}

// OpenLater does so an hour later, when no stamp is fresh any more.
func OpenLater(ctx context.Context, opts Options, step func(op, path string) error) (*Generation, error) {
	return open(ctx, opts, step, func() time.Time { return time.Now().Add(time.Hour) })
}

// Deceive makes a state say of a file what is true of it now, as if it had not
// been changed since. It reports whether the state knew the file.
func Deceive(stateFile, dir, name string) (known bool, err error) {
	data, err := os.ReadFile(stateFile)
	if err != nil {
		return false, err
	}
	s, err := parseState(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false, err
	}
	for i, f := range s.files {
		if f.Path == name && f.sure {
			known = true
			s.files[i].stamp, _ = stampAt(dir, name)
		}
	}
	text, err := io.ReadAll(s.text())
	if err != nil {
		return false, err
	}
	return known, os.WriteFile(stateFile, text, 0o644)
}

func stampAt(dir, name string) (memo.Stamp, bool) { return glance(dir, []string{name})[0].stampOf() }

// Unsure counts the files that a state does not know for sure.
func Unsure(stateFile string) (n int, err error) {
	data, err := os.ReadFile(stateFile)
	if err != nil {
		return 0, err
	}
	s, err := parseState(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	for _, f := range s.files {
		if !f.sure {
			n++
		}
	}
	return n, nil
}
