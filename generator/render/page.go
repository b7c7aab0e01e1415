package render

import (
	"errors"
	"html/template"
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
	layout := l.layouts[name]
	if faults := layout.ready(l); faults.HasErrors() { // though it was said to be sound
		return dst, faults
	}
	if s := layout.sharers.sharing(l, layout, view); s != nil {
		page, diags, err := l.renderShared(dst, layout, s, view)
		if err == nil || errors.Is(err, errTimeout) {
			return page, diags
		}
	}
	var diags diag.List
	p := l.pages.get(l.opts.MaxPage)
	if err := l.run(p, layout.set, layout.entry, view); err != nil {
		l.report(layout, err, &diags)
		return dst, diags // p may still be in use
	}
	dst = l.minify(dst, layout, p.buf, &diags)
	l.pages.put(p)
	return dst, diags
}

// renderShared is Render with shared parts. With an error, which the caller will
// meet again without them, nothing is appended.
func (l *Layouts) renderShared(dst []byte, layout *layout, s *sharing, view any) ([]byte, diag.List, error) {
	var diags diag.List
	p := l.pages.get(l.opts.MaxPage)
	err := l.runShared(p, s, layout.entry, view)
	var marks []cut
	var pieces []*piece
	if err == nil {
		marks, pieces, err = l.pieces(p, s, view)
	}
	if err != nil {
		if errors.Is(err, errTimeout) {
			l.report(layout, err, &diags)
		}
		return dst, diags, err // p may still be in use
	}
	whole := l.pages.get(l.opts.MaxPage)
	if out, ok := l.minifyShared(dst, whole, p.buf, marks, pieces); ok {
		dst = out
	} else {
		whole.buf = fill(whole.buf[:0], p.buf, marks, func(dst []byte, i int) []byte { return append(dst, pieces[i].raw...) })
		dst = l.minify(dst, layout, whole.buf, &diags)
	}
	l.pages.put(p)
	l.pages.put(whole)
	return dst, diags, nil
}

// pieces returns the marks of a page and what belongs in their places.
func (l *Layouts) pieces(p *page, s *sharing, view any) ([]cut, []*piece, error) {
	marks := cuts(p.buf, markStart, markEnd)
	pieces := make([]*piece, len(marks))
	size := len(p.buf)
	for i, m := range marks {
		var err error
		if pieces[i], err = s.parts[m.number].piece(l, s, view); err != nil {
			return nil, nil, err
		}
		size += len(pieces[i].raw) - (m.end - m.start)
	}
	if size > p.limit {
		return nil, nil, errTooLarge
	}
	return marks, pieces, nil
}

// minifyShared minifies what is a page's own and puts the pieces in that are
// minified already; not where that may be another page than the whole minified.
func (l *Layouts) minifyShared(dst []byte, scratch *page, own []byte, marks []cut, pieces []*piece) ([]byte, bool) {
	var small []*piece
	scratch.buf = fill(scratch.buf, own, marks, func(dst []byte, i int) []byte {
		p := pieces[i]
		if p.small == nil {
			return append(dst, p.raw...)
		}
		small = append(small, p)
		return append(append(append(dst, p.lead...), own[marks[i].start:marks[i].end]...), p.trail...)
	})
	out := l.pages.get(l.opts.MaxPage)
	defer l.pages.put(out)
	var err error
	if out.buf, err = l.opts.Minifier.Append(out.buf, minify.HTML, scratch.buf); err != nil {
		return dst, false
	}
	left := cuts(out.buf, smallStart, smallEnd)
	if len(left) != len(small) {
		return dst, false
	}
	return fill(dst, out.buf, left, func(dst []byte, i int) []byte { return append(dst, small[i].small...) }), true
}

// minify appends a page minified.
func (l *Layouts) minify(dst []byte, layout *layout, page []byte, diags *diag.List) []byte {
	dst, err := l.opts.Minifier.Append(dst, minify.HTML, page)
	if err != nil {
		diags.Warnf(diag.Pos{Path: layout.file.path()}, "not-minified",
			"页面未压缩，其中的脚本或数据有语法错误：%v", "the page was not minified, a script or data in it has a syntax error: %v", err)
	}
	return dst
}

// What stops a layout that does not come to an end.
var (
	errTooLarge = errors.New("page too large")
	errTimeout  = errors.New("page takes too long")
)

// run executes a layout. Go cannot stop a goroutine, so one that is still
// running when the time is over is left behind: its next write ends it.
func (l *Layouts) run(p *page, set *template.Template, name string, view any) error {
	done := make(chan error, 1)
	go func() { done <- set.ExecuteTemplate(p, name, view) }()
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

// runShared executes the layout of a sharing. A program that gives up once is not asked
// again.
func (l *Layouts) runShared(p *page, s *sharing, entry string, view any) error {
	if program := s.program.Load(); program != nil {
		if program.run(p, view) == nil {
			return nil
		}
		s.program.Store(nil)
		p.buf = p.buf[:0]
	}
	return l.run(p, s.set, entry, view)
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
