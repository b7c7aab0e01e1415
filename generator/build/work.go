package build

import (
	"context"
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"
)

// work is done by as many goroutines as there are jobs. The first error ends it.
type work struct {
	*errgroup.Group
	ctx context.Context
}

func (b *builder) newWork(ctx context.Context) work {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(b.opts.Jobs)
	return work{group, ctx}
}

// do hands in a piece of work; it waits while all goroutines are busy.
func (w work) do(piece func(context.Context) error) {
	w.Go(func() (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = &Panic{value, debug.Stack()}
			}
		}()
		if err := w.ctx.Err(); err != nil {
			return err
		}
		return piece(w.ctx)
	})
}

// Panic is a mistake in the program that one of its goroutines met. As an error
// it reaches the one that can tell the user, after everything was tidied up.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprint("panic: ", p.Value) }
