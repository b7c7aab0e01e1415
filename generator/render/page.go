package render

import (
	"errors"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/minify"
)

// Render appends the minified page of a view to dst. With an error in the list
// nothing is appended. The layout must be there, see [Layouts.Has].
func (l *Layouts) Render(dst []byte, name string, view any) ([]byte, diag.List) {
	var diags diag.List
	layout := l.layouts[name]
	p := l.pages.get(l.opts.MaxPage)
	if err := l.run(p, layout, view); err != nil {
		l.report(layout, err, &diags)
		return dst, diags // p may still be in use
	}
	dst, err := l.opts.Minifier.Append(dst, minify.HTML, p.buf)
	if err != nil {
		diags.Warnf(diag.Pos{Path: layout.file.path()}, "not-minified",
			"页面未压缩，其中的脚本或数据有语法错误：%v", "the page was not minified, a script or data in it has a syntax error: %v", err)
	}
	l.pages.put(p)
	return dst, diags
}

// What stops a layout that does not come to an end.
var (
	errTooLarge = errors.New("page too large")
	errTimeout  = errors.New("page takes too long")
)

// run executes a layout. Go cannot stop a goroutine, so one that is still
// running when the time is over is left behind: its next write ends it.
func (l *Layouts) run(p *page, layout *layout, view any) error {
	done := make(chan error, 1)
	go func() { done <- layout.set.ExecuteTemplate(p, layout.entry, view) }()
	timer := time.NewTimer(l.opts.Timeout)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
	}
	select {
	case err := <-done: // just in time
		return err
	default:
		p.expired.Store(true)
		return errTimeout
	}
}

// page collects what a layout writes, within limits.
type page struct {
	buf     []byte
	limit   int
	expired atomic.Bool
}

func (p *page) Write(b []byte) (int, error) {
	if p.expired.Load() {
		return 0, errTimeout
	}
	if len(p.buf)+len(b) > p.limit {
		return 0, errTooLarge
	}
	p.buf = append(p.buf, b...)
	return len(b), nil
}

// pagePool keeps buffers for the next page.
type pagePool struct{ pool sync.Pool }

func (p *pagePool) get(limit int) *page {
	if used, ok := p.pool.Get().(*page); ok {
		used.buf = used.buf[:0]
		return used
	}
	return &page{limit: limit}
}

// put gives back a page that nothing refers to any more. Very large ones go.
func (p *pagePool) put(used *page) {
	if cap(used.buf) <= 1<<20 {
		p.pool.Put(used)
	}
}

// reportLimit explains an error of the limits, which has no place.
func (l *Layouts) reportLimit(layout *layout, err error, diags *diag.List) {
	at := diag.Pos{Path: path.Join(folder, layout.file.name)}
	if errors.Is(err, errTooLarge) {
		diags.Errorf(at, "layout-error", "页面超过 %d MB", "the page is larger than %d MB", l.opts.MaxPage>>20).
			Hintf("检查版式里的 range 和相互包含", "look at the ranges and inclusions of the layout")
		return
	}
	diags.Errorf(at, "layout-error", "生成一个页面超过 %v", "one page takes more than %v", l.opts.Timeout).
		Hintf("检查版式里的 range 和相互包含", "look at the ranges and inclusions of the layout")
}
