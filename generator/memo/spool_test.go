package memo_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"

	"jianbao/generator/memo"
)

// What was put comes back, before and after the spool has moved to its file,
// whoever asks meanwhile.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	spool := memo.NewSpool(dir)
	const n = 400
	piece := func(i int) []byte { return bytes.Repeat([]byte(fmt.Sprintf("%03d简报", i)), 1+i*20) }
	check := func(i int, ref memo.Ref) {
		got, err := spool.Append([]byte("以前"), ref)
		if want := append([]byte("以前"), piece(i)...); err != nil || !bytes.Equal(got, want) {
			t.Errorf("piece %d: %d bytes, want %d: %v", i, len(got), len(want), err)
		}
	}
	var group sync.WaitGroup
	for i := range n {
		half := len(piece(i)) / 2
		ref, err := spool.Put(piece(i)[:half], piece(i)[half:])
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() { check(i, ref) })
	}
	group.Wait()
	if files, err := os.ReadDir(dir); runtime.GOOS != "windows" && (err != nil || len(files) > 0) {
		t.Errorf("the scratch file has a name: %v %v", files, err)
	}
	if err := spool.Close(); err != nil {
		t.Error(err)
	}
}

func TestSpoolWithoutRoom(t *testing.T) {
	spool := memo.NewSpool(t.TempDir() + "/missing")
	defer spool.Close()
	if _, err := spool.Put([]byte("small")); err != nil {
		t.Errorf("a small spool needs no file: %v", err)
	}
	if _, err := spool.Put(make([]byte, 16<<20)); err == nil {
		t.Error("a large one found room in a folder that does not exist")
	}
}

func TestOf(t *testing.T) {
	if memo.Of([]byte("ab"), []byte("c")) == memo.Of([]byte("a"), []byte("bc")) {
		t.Error("the border between parts does not count")
	}
	if got, want := memo.Of().String(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; got != want {
		t.Errorf("the sum of nothing is %s, want %s", got, want)
	}
}
