package publish

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"jianbao/generator/diag"
)

var (
	freeSpace   = diag.Text{ZH: "清理磁盘空间后再试", EN: "free some space and try again"}
	otherFolder = diag.Text{ZH: "检查文件夹的所有者和权限，或用 --out DIR 换一个", EN: "check owner and mode of the folder, or name another one by --out DIR"}
	fewerFiles  = diag.Text{ZH: "提高限制（ulimit -n）或减小 --jobs", EN: "raise the limit (ulimit -n) or lower --jobs"}
)

// diskFault words what the system said about a path.
func diskFault(path string, err error) error {
	if spoken := (*diag.Fault)(nil); errors.As(err, &spoken) {
		return err
	}
	err = bare(err)
	for _, known := range []struct {
		is       error
		say, how diag.Text
	}{
		{syscall.ENOSPC, diag.Text{ZH: "磁盘已满", EN: "the disk is full"}, freeSpace},
		{syscall.EDQUOT, diag.Text{ZH: "超出磁盘配额", EN: "the disk quota is used up"}, freeSpace},
		{syscall.EROFS, diag.Text{ZH: "文件系统只读", EN: "the file system is read-only"}, otherFolder},
		{fs.ErrPermission, diag.Text{ZH: "没有权限", EN: "permission denied"}, otherFolder},
		{syscall.EMFILE, diag.Text{ZH: "打开的文件太多", EN: "too many open files"}, fewerFiles},
		{syscall.ENFILE, diag.Text{ZH: "打开的文件太多", EN: "too many open files"}, fewerFiles},
		{syscall.EIO, diag.Text{ZH: "磁盘读写出错", EN: "the disk has a fault"}, diag.Text{}},
	} {
		if errors.Is(err, known.is) {
			f := diag.Faultf("%[1]s：%[2]s", "%[1]s: %[3]s", path, known.say.ZH, known.say.EN).Because(err)
			f.Hint = known.how
			return f
		}
	}
	return diag.Faultf("%s：%v", "%s: %v", path, err)
}

// bare strips the operation and the path, which a fault says itself.
func bare(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	case errors.As(err, &call):
		return call.Err
	}
	return err
}

// unsupported tells that a file system or a system cannot exchange folders.
func unsupported(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL)
}

// immovable tells that a folder cannot be renamed where it is: a mount point, a
// lower layer of an overlay, a parent that we may not write, or, on Windows, a
// folder that another program holds open.
func immovable(err error) bool {
	const windowsSharingViolation = syscall.Errno(32)
	return errors.Is(err, syscall.EXDEV) || errors.Is(err, syscall.EBUSY) || unwritable(err) ||
		runtime.GOOS == "windows" && errors.Is(err, windowsSharingViolation)
}

// unwritable tells that a folder takes no new entries from us.
func unwritable(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
