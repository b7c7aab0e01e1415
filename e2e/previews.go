package e2e

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// longPatience is how long a save may take to be seen. Machines may be very busy.
const longPatience = time.Minute

// preview is jianbao serve on a site of its own, a copy of the sample.
type preview struct {
	t    *testing.T
	dir  string
	url  string // "http://127.0.0.1:1234/"
	args []string
	cmd  *exec.Cmd
}

// newPreview starts a preview, which ends with the test.
func newPreview(t *testing.T, args ...string) *preview {
	t.Helper()
	program, err := theLab(t).program()
	if err != nil {
		t.Fatal(err)
	}
	p := &preview{t: t, dir: filepath.Join(t.TempDir(), "网站 a&b")}
	if output, err := command(".", program, "init", p.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	p.args = append([]string{program, "serve", "--site", p.dir}, args...)
	p.start("127.0.0.1:0")
	t.Cleanup(func() {
		if p.cmd != nil {
			p.end(os.Interrupt)
		}
	})
	return p
}

// start starts the program, and waits until it says where the preview is.
func (p *preview) start(addr string) {
	p.t.Helper()
	p.cmd = command(p.dir, p.args[0], append(p.args[1:], "--addr", addr)...)
	p.cmd.Stderr = p.t.Output()
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			p.url = lines.Text()[at:]
			go func() { // what it says later must not fill the pipe
				for lines.Scan() {
				}
			}()
			return
		}
	}
	p.t.Fatalf("the preview does not start: %v", p.cmd.Wait())
}

// end ends the program by a signal.
func (p *preview) end(signal os.Signal) {
	p.t.Helper()
	p.signal(signal)
	if err := p.cmd.Wait(); err != nil && signal != os.Kill {
		p.t.Errorf("the preview ends with %v", err)
	}
	p.cmd = nil
}

// signal sends the program a signal.
func (p *preview) signal(signal os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Error(err)
	}
}

// save writes a file of the site.
func (p *preview) save(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// edit replaces a text that must be in a file.
func (p *preview) edit(name, old, new string) {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(name)))
	if err != nil {
		p.t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		p.t.Fatalf("%s does not hold %q", name, old)
	}
	p.save(name, strings.Replace(string(text), old, new, 1))
}

// status is what the preview answers to a request for an address.
func (p *preview) status(address string) int {
	p.t.Helper()
	answer, err := http.Get(p.url + address)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

// sees waits until an expression is true after a save.
func (b *tab) sees(what, expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(longPatience); !b.comes(expression); {
		if time.Now().After(deadline) {
			b.t.Fatalf("in vain waited until %s\n(%s)", what, expression)
		}
	}
}

// says waits until the page shows a text in its main part.
func (b *tab) says(text string) {
	b.t.Helper()
	b.sees("the page says "+text, `document.querySelector("main").textContent.includes(`+quote(text)+`)`)
}

// hide makes a tab believe that it is behind another one, or before all again:
// without a screen a browser takes all of its tabs to be seen.
func (b *tab) hide(hidden bool) {
	b.t.Helper()
	state := "visible"
	if hidden {
		state = "hidden"
	}
	eval[bool](b, `(() => {
		Object.defineProperty(document, "visibilityState", {value: `+quote(state)+`, configurable: true});
		document.dispatchEvent(new Event("visibilitychange"));
		return true;
	})()`)
}

// The parts of the preview on a page, as expressions.
const (
	inPreview = `document.querySelector("jianbao-preview").shadowRoot`
	overlay   = inPreview + `.querySelector("[role=alert]")`
	banner    = inPreview + `.querySelector("a[href='/__jianbao/']")`
)
