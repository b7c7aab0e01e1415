package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for anything before a test gives up.
const patience = 10 * time.Second

// needs skips a test on a machine that lacks a program, or fails it where nothing
// may be skipped.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, program+" is not installed")
		}
	}
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("JIANBAO_NO_SKIP") == "1" {
		t.Fatal(what + ", and JIANBAO_NO_SKIP is 1")
	}
	t.Skip(what)
}

// browserName returns the browser of this machine: Debian's, or the one that
// others have.
func browserName() string {
	if _, err := exec.LookPath("chromium"); err != nil {
		if _, err := exec.LookPath("google-chrome"); err == nil {
			return "google-chrome"
		}
	}
	return "chromium"
}

// startBrowser starts the one browser of a run. Its profile is a folder of its own,
// and it speaks to nobody but the sites.
func startBrowser(program string) (context.Context, context.CancelFunc, error) {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("lang", "zh-CN"),
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(allocator)
	cancel := func() { quit(); stop() }
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		return nil, nil, fmt.Errorf("chromium does not start: %w", err)
	}
	return ctx, cancel, nil
}

// tab is a page of the browser with a memory of its own: what one tab stores,
// no other sees.
type tab struct {
	t      *testing.T
	ctx    context.Context
	events *events
}

// newTab opens an empty tab of 1440 × 900 px, which closes when the test ends. Its
// reader wants no motion, so that nothing need be waited for that only moves.
func newTab(t *testing.T) *tab {
	t.Helper()
	return startTab(t, theLab(t).browser(t), chromedp.WithNewBrowserContext())
}

// sibling opens another tab, which shares with this one what it stores.
func (b *tab) sibling() *tab {
	b.t.Helper()
	return startTab(b.t, b.ctx)
}

func startTab(t *testing.T, parent context.Context, options ...chromedp.ContextOption) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, options...)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, events: &events{}}
	if err := chromedp.Listen(ctx, b.events.hear); err != nil { // opens the tab
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.width(1440)
	return b
}

// do runs actions, and gives up when they take too long.
func (b *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// call sends one command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 3*patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}

// eval returns the value of an expression on the page; promises are waited for.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 3*patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v\nin %.300s", err, expression)
	}
	return value
}

// width sets the width of the window, and with it its height.
func (b *tab) width(px int64) {
	b.t.Helper()
	height := int64(900)
	if px < 600 {
		height = 740
	}
	b.do("set the width", chromedp.EmulateViewport(px, height))
}

// withoutScript makes the pages opened from now on do without JavaScript. What
// eval asks is answered all the same.
func (b *tab) withoutScript() {
	b.t.Helper()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// before runs a script at the start of each page that is opened from now on.
func (b *tab) before(script string) {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// open goes to an address and waits until the page is loaded.
func (b *tab) open(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address))
}

// reload loads the page anew.
func (b *tab) reload() {
	b.t.Helper()
	b.do("reload", chromedp.Reload())
}

// wait waits until an expression is true. It asks again and again, since nothing
// on a page without scripts would tell.
func (b *tab) wait(what, expression string) {
	b.t.Helper()
	if !b.comes(expression) {
		b.t.Fatalf("in vain waited until %s\n(%s)", what, expression)
	}
}

// comes tells whether an expression becomes true in time.
func (b *tab) comes(expression string) bool {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for ctx.Err() == nil {
		// A page that is being left has no answer; the next one has.
		if is, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && is {
			return true
		}
	}
	return false
}

// press presses a key, as from package kb.
func (b *tab) press(key string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	b.do("press a key", chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}
