package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
)

// own is a folder that is being filled and that nobody else knows: nobody can have
// put a link into it. So names are followed from it in one system call, instead of
// one for each folder above. Many goroutines may fill it.
type own struct {
	*disk
	mu   sync.Mutex
	made map[string]bool // folders
}

func openOwn(dir string, step step) (*own, error) {
	disk, err := openDisk(dir, step)
	if err != nil {
		return nil, err
	}
	return &own{disk: disk, made: map[string]bool{".": true}}, nil
}

// makeFolders makes a folder and those above it, unless they are there.
func (o *own) makeFolders(name string) error {
	if o.has(name) {
		return nil
	}
	if err := o.makeFolders(path.Dir(name)); err != nil {
		return err
	}
	err := o.change("mkdir", name, func() error { return o.sight.makeFolder(name, folderMode) })
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	look := o.sight.look(name)
	switch {
	case look.err != nil:
		return diskFault(o.path(name), look.err)
	case !look.mode.IsDir(): // else another goroutine was quicker
		return err
	}
	if look.mode.Perm() != folderMode { // because of the umask
		if err := o.chmod(name, folderMode); err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.made[name] = true
	return nil
}

func (o *own) has(folder string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.made[folder]
}

// create makes a file, and the folders above it.
func (o *own) create(name string, r io.Reader) (fs.FileInfo, error) {
	if err := o.makeFolders(path.Dir(name)); err != nil {
		return nil, err
	}
	return o.fill(name, r, fileMode, func() (*os.File, error) { return o.sight.makeFile(name, fileMode) })
}

// linkFrom links a file of an open folder, where it is called old.
func (o *own) linkFrom(from *os.File, old, name string) error {
	return o.change("link", name, func() error { return linkEntry(from, old, o.sight.folder, name) })
}
