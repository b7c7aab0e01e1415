//go:build unix

package source

import "syscall"

// nonblock is the flag that keeps the opening of a pipe from waiting for its writer.
const nonblock = syscall.O_NONBLOCK
