package build

import (
	"context"
	"io"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

// nowhere is the output of an inspection: what is made is looked at while it is
// made, and not kept. So what an inspection before has looked at need not be made.
type nowhere struct{}

func (nowhere) Write(string, []byte) error                     { return nil }
func (nowhere) Copy(_ string, from io.Reader) (int64, error)   { return io.Copy(io.Discard, from) }
func (nowhere) Commit(context.Context) (publish.Report, error) { return publish.Report{}, nil }
func (nowhere) Abort()                                         {}
func (nowhere) Keep(...memo.File) (bool, error)                { return true, nil }
func (nowhere) Before(string, memo.Sum) ([]byte, error)        { return nil, errNotKept }
func (nowhere) Refer(string, int64, string, func() (io.ReadSeekCloser, error)) error {
	return nil
}
