//go:build !unix

package source

// nonblock is 0 where there is no such flag.
const nonblock = 0
