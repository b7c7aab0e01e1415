package build_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"jianbao/generator/bench/corpus"
)

// opens lets the system note which files below a folder are opened.
type opens struct {
	fd      int
	folders map[int32]string
}

func watchOpens(t *testing.T, dir string) *opens {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_NONBLOCK | syscall.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	o := &opens{fd, map[int32]string{}}
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		id, err := syscall.InotifyAddWatch(fd, name, syscall.IN_OPEN)
		below, _ := filepath.Rel(dir, name)
		o.folders[int32(id)] = below
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// opened says how often each file has been opened since the last call.
func (o *opens) opened(t *testing.T) map[string]int {
	t.Helper()
	files, buffer := map[string]int{}, make([]byte, 1<<16)
	for {
		n, err := syscall.Read(o.fd, buffer)
		if errors.Is(err, syscall.EAGAIN) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		for events := buffer[:n]; len(events) > 0; {
			var event syscall.InotifyEvent
			if _, err := binary.Decode(events, binary.NativeEndian, &event); err != nil {
				t.Fatal(err)
			}
			if event.Mask&syscall.IN_Q_OVERFLOW != 0 {
				t.Fatal("more is opened than can be noted")
			}
			name := string(bytes.TrimRight(events[syscall.SizeofInotifyEvent:syscall.SizeofInotifyEvent+int(event.Len)], "\x00"))
			if event.Mask&syscall.IN_ISDIR == 0 && name != "" {
				files[filepath.Join(o.folders[event.Wd], name)]++
			}
			events = events[syscall.SizeofInotifyEvent+int(event.Len):]
		}
	}
}

// A warm build looks at the stamps of all sources, and opens those that are new.
func TestWarmBuildOpensWhatChanged(t *testing.T) {
	k := keepSite(t, corpus.Options{Bulletins: 150, Seed: 1})
	watch := watchOpens(t, k.dir)
	sources := func() map[string]int {
		files := watch.opened(t)
		maps.DeleteFunc(files, func(name string, _ int) bool {
			return strings.HasPrefix(name, "public") || strings.HasPrefix(name, ".jianbao")
		})
		return files
	}

	k.build(t)
	if opened := sources(); !maps.Equal(opened, map[string]int{"site.yaml": 1}) {
		t.Errorf("nothing has changed, but these sources are opened: %v", opened)
	}

	b := k.edit(t, 40, "", "\n又一段说明。\n")
	sources()
	k.build(t)
	if opened := sources(); !maps.Equal(opened, map[string]int{"site.yaml": 1, b.Source: 1}) {
		t.Errorf("%s has changed, but these sources are opened: %v", b.Source, opened)
	}
}
