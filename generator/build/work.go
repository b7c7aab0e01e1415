package build

import (
	"context"
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"
)

// work is done by as many goroutines as there are jobs, which take one piece
// after the other. The first error ends it.
type work struct {
	group  *errgroup.Group
	ctx    context.Context
	pieces chan piece
}

type piece func(context.Context) error

// ahead is how many pieces may wait for a goroutine.
const ahead = 64

func (b *builder) newWork(ctx context.Context) *work {
	group, ctx := errgroup.WithContext(ctx)
	w := &work{group, ctx, make(chan piece, ahead)}
	for range b.opts.Jobs {
		group.Go(func() error {
			for p := range w.pieces {
				if err := w.one(p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return w
}

// do hands in a piece of work; it waits while there is enough to do.
func (w *work) do(p piece) {
	select {
	case w.pieces <- p:
	case <-w.ctx.Done(): // nobody may be left to take it
	}
}

// mostInPiece is how many of many small things one goroutine takes at once.
const mostInPiece = 32

// each hands in work on things with the numbers from 0 to n, some neighbours at once:
// with nearly all of them there is nothing to do. It tells how many are done each time,
// unless nobody wants to know.
func (w *work) each(n int, do func(ctx context.Context, i int) error, tell func(done int)) {
	size := min(mostInPiece, 1+n/ahead)
	for first := 0; first < n; first += size {
		w.do(func(ctx context.Context) error {
			end := min(first+size, n)
			for i := first; i < end; i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(ctx, i); err != nil {
					return err
				}
			}
			if tell != nil {
				tell(end - first)
			}
			return nil
		})
	}
}

// wait waits for all that was handed in.
func (w *work) wait() error {
	close(w.pieces)
	done := w.ctx.Err() // before the group ends it
	if err := w.group.Wait(); err != nil {
		return err
	}
	return done
}

func (w *work) one(p piece) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Panic{value, debug.Stack()}
		}
	}()
	if err := w.ctx.Err(); err != nil {
		return err
	}
	return p(w.ctx)
}

// Panic is a mistake in the program that one of its goroutines met. As an error
// it reaches the one that can tell the user, after everything was tidied up.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprint("panic: ", p.Value) }
