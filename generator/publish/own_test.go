package publish_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
)

// A path that would need a folder where a file is to be stops the generation, and the
// old one stays.
func TestFileInTheWay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustRun(t, dir, first)
	_, err := run(dir, tree{"a": "1", "a/b": "2"}, nil)
	if !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTDIR) { // whichever came first
		t.Errorf("the error is %v", err)
	}
	want(t, dir, first, nil)
	wantNames(t, filepath.Dir(dir), "public")
}
