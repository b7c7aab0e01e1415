package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// step is asked before every change of the disk, with the kind of the change
// and the absolute path; an error is what the change would have met. Only tests
// have one: it stops a build at the N-th step, as a crash or a full disk would.
type step func(op, path string) error

// disk is a folder and everything this package does to it. No name leads out of
// the folder: it stands on [os.Root]. Errors name the absolute path.
type disk struct {
	dir   string
	root  *os.Root
	sight lookout // of the same folder
	step  step

	buffers sync.Pool // of *[chunk]byte
}

func openDisk(dir string, step step) (*disk, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, diskFault(dir, err)
	}
	d := &disk{dir: dir, root: root, sight: lookFrom(dir), step: step}
	d.buffers.New = func() any { return new([chunk]byte) }
	return d, nil
}

func (d *disk) close() {
	if d != nil {
		d.root.Close()
		d.sight.close()
	}
}

func (d *disk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// change makes one change.
func (d *disk) change(op, name string, f func() error) error {
	if d.step != nil {
		if err := d.step(op, d.path(name)); err != nil {
			return diskFault(d.path(name), err)
		}
	}
	if err := f(); err != nil {
		return diskFault(d.path(name), err)
	}
	return nil
}

// mkdir makes a folder of that very mode, whatever the umask.
func (d *disk) mkdir(name string, mode fs.FileMode) error {
	if err := d.change("mkdir", name, func() error { return d.root.Mkdir(name, mode) }); err != nil {
		return err
	}
	return d.setMode(d.root, name, name, mode)
}

// setMode gives a mode to what is called base in an open folder, unless it has it.
func (d *disk) setMode(above *os.Root, base, name string, mode fs.FileMode) error {
	info, err := above.Lstat(base)
	if err != nil {
		return diskFault(d.path(name), err)
	}
	if info.Mode().Perm() == mode {
		return nil
	}
	return d.change("chmod", name, func() error { return above.Chmod(base, mode) })
}

// mkdirAll makes a folder and those above it.
func (d *disk) mkdirAll(name string) error {
	if name == "." || d.isFolder(name) {
		return nil
	}
	if err := d.mkdirAll(path.Dir(name)); err != nil {
		return err
	}
	if err := d.mkdir(name, folderMode); err != nil && !(errors.Is(err, fs.ErrExist) && d.isFolder(name)) {
		return err
	}
	return nil
}

func (d *disk) chmod(name string, mode fs.FileMode) error {
	return d.change("chmod", name, func() error { return d.root.Chmod(name, mode) })
}

func (d *disk) chtimes(name string, t time.Time) error {
	return d.change("chtimes", name, func() error { return d.root.Chtimes(name, t, t) })
}

func (d *disk) link(old, new string) error {
	return d.change("link", new, func() error { return d.root.Link(old, new) })
}

func (d *disk) symlink(target, name string) error {
	return d.change("symlink", name, func() error { return d.root.Symlink(target, name) })
}

func (d *disk) rename(old, new string) error {
	return d.change("rename", new, func() error { return d.root.Rename(old, new) })
}

func (d *disk) remove(name string) error {
	return d.change("remove", name, func() error { return d.root.Remove(name) })
}

// removeIfThere removes a file or an empty folder that may be gone already.
func (d *disk) removeIfThere(name string) error {
	if !d.exists(name) {
		return nil
	}
	return d.remove(name)
}

// removeTree removes a folder with all it holds, read-only folders too. Links
// are removed, not followed.
func (d *disk) removeTree(name string) error {
	info, err := d.root.Lstat(name)
	if err != nil || !info.IsDir() {
		return d.removeIfThere(name)
	}
	return d.removeFolder(d.root, name, name)
}

// removeFolder removes a folder that is called base in an open one.
func (d *disk) removeFolder(above *os.Root, base, name string) error {
	if err := d.empty(above, base, name); err != nil {
		return err
	}
	return d.change("remove", name, func() error { return above.Remove(base) })
}

func (d *disk) empty(above *os.Root, base, name string) error {
	info, err := above.Lstat(base)
	if err == nil && info.Mode().Perm()&0o700 != 0o700 {
		err = d.change("chmod", name, func() error { return above.Chmod(base, 0o700) })
	}
	if err != nil {
		return diskFault(d.path(name), err)
	}
	folder, err := above.OpenRoot(base)
	if err != nil {
		return diskFault(d.path(name), err)
	}
	defer folder.Close()
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return diskFault(d.path(name), err)
	}
	return inRuns(len(entries), func(first, end int) error {
		for _, e := range entries[first:end] {
			if err := d.removeEntry(folder, e, path.Join(name, e.Name())); err != nil {
				return err
			}
		}
		return nil
	})
}

// removeEntry removes what an open folder holds.
func (d *disk) removeEntry(above *os.Root, e fs.DirEntry, name string) error {
	if e.IsDir() {
		return d.removeFolder(above, e.Name(), name)
	}
	return d.change("remove", name, func() error { return above.Remove(e.Name()) })
}

// write makes a new file of that very mode out of what r holds, and returns
// what the system then says of it.
func (d *disk) write(name string, r io.Reader, mode fs.FileMode) (fs.FileInfo, error) {
	return d.fill(name, r, mode, func() (*os.File, error) {
		return d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	})
}

// fill does so with a file that create makes.
func (d *disk) fill(name string, r io.Reader, mode fs.FileMode, create func() (*os.File, error)) (info fs.FileInfo, err error) {
	var f *os.File
	err = d.change("create", name, func() (err error) {
		f, err = create()
		return err
	})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buffer := d.buffers.Get().(*[chunk]byte)
	defer d.buffers.Put(buffer)
	if _, err = io.CopyBuffer(&fileWriter{d, name, f}, r, buffer[:]); err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && info.Mode().Perm() != mode {
		if err = d.change("chmod", name, func() error { return f.Chmod(mode) }); err == nil {
			info, err = f.Stat()
		}
	}
	if err == nil {
		err = f.Close() // where quotas and network file systems complain
	}
	if err != nil {
		return nil, diskFault(d.path(name), err)
	}
	return info, nil
}

// fileWriter makes every write a step.
type fileWriter struct {
	disk *disk
	name string
	file *os.File
}

func (w *fileWriter) Write(p []byte) (n int, err error) {
	err = w.disk.change("write", w.name, func() (err error) {
		n, err = w.file.Write(p)
		return err
	})
	return n, err
}

// exchange swaps two folders in one system call.
func (d *disk) exchange(a, b string) error {
	return d.change("exchange", a, func() error {
		parentA, err := d.root.Open(path.Dir(a))
		if err != nil {
			return err
		}
		defer parentA.Close()
		parentB, err := d.root.Open(path.Dir(b))
		if err != nil {
			return err
		}
		defer parentB.Close()
		return exchangeEntries(parentA, path.Base(a), parentB, path.Base(b))
	})
}

// syncAll writes everything to the medium that waits for it in the file system of a folder.
func (d *disk) syncAll(name string) error {
	return d.change("syncfs", name, func() error { return d.within(name, syncFileSystem) })
}

// sync writes the entries of a folder to the medium, so that its renames survive a power loss.
func (d *disk) sync(name string) error {
	if runtime.GOOS == "windows" { // knows no such thing
		return nil
	}
	return d.change("sync", name, func() error { return d.within(name, (*os.File).Sync) })
}

func (d *disk) within(name string, f func(*os.File) error) error {
	folder, err := d.root.Open(name)
	if err != nil {
		return err
	}
	defer folder.Close()
	return f(folder)
}

// The rest only looks.

func (d *disk) lstat(name string) (fs.FileInfo, error) {
	info, err := d.root.Lstat(name)
	if err != nil {
		return nil, diskFault(d.path(name), err)
	}
	return info, nil
}

func (d *disk) exists(name string) bool {
	_, err := d.root.Lstat(name)
	return err == nil
}

func (d *disk) isFolder(name string) bool {
	info, err := d.root.Lstat(name)
	return err == nil && info.IsDir()
}

// list returns what a folder holds, sorted by name.
func (d *disk) list(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(d.root.FS(), name)
	if err != nil {
		return nil, diskFault(d.path(name), err)
	}
	return entries, nil
}
