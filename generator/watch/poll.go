package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"jianbao/generator/diag"
)

// silentError names a file system that does not tell of changes.
type silentError string

func (e silentError) Error() string { return string(e) + " sends no events" }

// checkFileSystems returns a silentError when a watched folder lies on such a file system.
func (o *Options) checkFileSystems() error {
	for _, name := range append([]string{"."}, o.Watch...) {
		if system, silent := silentFileSystem(filepath.Join(o.Dir, name)); silent {
			return silentError(system)
		}
	}
	return nil
}

// isOfFolder reports whether a watch failed because of the folder, not of the watching.
func isOfFolder(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR)
}

// polling says why, and how often, the watcher looks instead of waiting for events.
func polling(cause error, every time.Duration) diag.Text {
	pace := every.String()
	var silent silentError
	switch {
	case errors.As(cause, &silent):
		return diag.Sprintf("%[1]s 文件系统不通知文件变化，改为每 %[2]s 查看一次",
			"the %[1]s file system does not tell of changes; looking every %[2]s instead", string(silent), pace)
	case errors.Is(cause, errNoEvents):
		return diag.Sprintf("系统没有通知文件变化，改为每 %s 查看一次", "the system did not tell of changes; looking every %s instead", pace)
	case runtime.GOOS == "linux" && errors.Is(cause, syscall.ENOSPC):
		return diag.Sprintf("系统允许监视的文件夹数已用完，改为每 %s 查看一次；要提高上限：sudo sysctl fs.inotify.max_user_watches=524288",
			"the system allows no more folders to be watched; looking every %s instead; to raise the limit: sudo sysctl fs.inotify.max_user_watches=524288", pace)
	case runtime.GOOS == "linux" && errors.Is(cause, syscall.EMFILE):
		return diag.Sprintf("系统允许的监视程序数（或本程序可打开的文件数）已用完，改为每 %s 查看一次；要提高上限：sudo sysctl fs.inotify.max_user_instances=1024",
			"the system allows no more watchers (or this program no more open files); looking every %s instead; to raise the limit: sudo sysctl fs.inotify.max_user_instances=1024", pace)
	}
	return diag.Sprintf("无法监视文件夹（%[1]v），改为每 %[2]s 查看一次", "folders cannot be watched (%[1]v); looking every %[2]s instead", fmt.Sprint(cause), pace)
}
