package main

import (
	"context"
	"errors"
	"time"

	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/source"
	"jianbao/generator/watch"
)

// rebuild builds a site at once and after every change of its sources, until
// Ctrl-C. What is wrong with the content, or with the machine at the moment, is
// told, and the next change is waited for.
func (p *program) rebuild(ctx context.Context, site string, f *buildFlags, once func(context.Context) error) error {
	watcher, err := watch.New(watch.Options{
		Dir: site, Watch: []string{"content", "layouts", "assets", "site.yaml"}, Ignored: source.Ignored,
		Poll:   time.Duration(f.poll),
		Notice: func(text diag.Text) { p.notice("%[1]s", "%[2]s", text.ZH, text.EN) },
	})
	if err != nil {
		return err
	}
	defer watcher.Close()
	if !f.noCache {
		f.memory = build.NewMemory()
		defer f.memory.Close()
	}
	for patient := false; ; {
		err := p.outdatable(ctx, watcher, patient, once)
		if ctx.Err() != nil {
			return nil // Ctrl-C is how this work ends
		}
		// A build may be given up for a newer one, but not twice in a row: in a
		// folder that never rests something must be built at last.
		if patient = errors.Is(err, context.Canceled); !patient && err != nil && !errors.Is(err, errContent) && !errors.Is(err, errSettings) {
			p.tell(err)
		}
		if err := watcher.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// outdatable builds once, and gives up when the sources change meanwhile.
func (p *program) outdatable(ctx context.Context, watcher *watch.Watcher, patient bool, once func(context.Context) error) error {
	if patient {
		return once(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changed := watcher.Changed()
	go func() {
		select {
		case <-changed:
			cancel()
		case <-ctx.Done():
		}
	}()
	return once(ctx)
}

// tell tells of a fault that does not end the program.
func (p *program) tell(err error) {
	if crash := (*build.Panic)(nil); errors.As(err, &crash) {
		p.crash(crash.Value, crash.Stack)
		return
	}
	p.fault(err)
}
