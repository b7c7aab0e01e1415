package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"
)

// What is measured of the preview.
const (
	saved       = "from save to served"
	savedLong   = "from save to served, bodies four times as long"
	servedFirst = "memory of the preview after start"
	servedLast  = "memory of the preview after all saves"
)

// saveBoth measures the preview of a site, and of one with longer bodies.
func (b *bench) saveBoth(s *siteDir) error {
	long, err := b.newSite(s.corpus.Bulletins, 4)
	if err != nil {
		return err
	}
	if err := b.saveToServed(s, saved, true); err != nil {
		return err
	}
	return b.saveToServed(long, savedLong, false)
}

// saveToServed saves one bulletin after the other while the program serves the site.
func (b *bench) saveToServed(s *siteDir, what string, memory bool) error {
	size := s.corpus.Bulletins
	progress("%d saves among %d bulletins", b.saves, size)
	server, err := serve(exec.Command(b.program, "serve", "--site", s.dir, "--addr", "127.0.0.1:0", "--lang", "en"))
	if err != nil {
		return err
	}
	defer server.stop()
	first := resident(server.pid())
	if err := b.saveAll(s, what, server); err != nil {
		return err
	}
	if memory {
		b.results.add(size, servedFirst, sample{peak: first})
		b.results.add(size, servedLast, sample{peak: resident(server.pid())})
	}
	return nil
}

// saveAll saves bulletins and waits until each is served.
func (b *bench) saveAll(s *siteDir, what string, server *server) error {
	for range b.saves {
		time.Sleep(700 * time.Millisecond) // people do not type faster
		bulletin := s.next()
		took, err := measureHere(func() error {
			if err := s.replace(bulletin.Source, "", "\n"+s.mark()+"。\n"); err != nil {
				return err
			}
			return server.until(strings.TrimPrefix(bulletin.URL, "/"), s.mark()+"。")
		})
		if err != nil {
			return err
		}
		b.results.add(s.corpus.Bulletins, what, took)
	}
	return nil
}

// server is a program that serves a site.
type server struct {
	cmd  *exec.Cmd
	base string // "http://127.0.0.1:8000/"
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1|localhost):\d+/`)

// serve starts a program and waits until it has said where it serves, and does.
func serve(cmd *exec.Cmd) (*server, error) {
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	found := make(chan string, 1)
	go listen(out, found)
	s := &server{cmd: cmd}
	select {
	case s.base = <-found:
	case <-time.After(10 * time.Minute):
	}
	if s.base == "" {
		s.stop()
		return nil, errors.New("the preview does not say where it is")
	}
	return s, s.until("", "</html>")
}

// listen reads what a program says to its end, and tells the first address in it.
func listen(out io.Reader, found chan<- string) {
	var once sync.Once
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if base := address.FindString(lines.Text()); base != "" {
			once.Do(func() { found <- base })
		}
	}
	io.Copy(io.Discard, out) // after a line that is too long
}

func (s *server) pid() int { return s.cmd.Process.Pid }

// until asks for a page every five milliseconds until it holds a text.
func (s *server) until(page, text string) error {
	for start := time.Now(); time.Since(start) < 2*time.Minute; time.Sleep(5 * time.Millisecond) {
		response, err := http.Get(s.base + page)
		if err != nil {
			continue // not yet
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && strings.Contains(string(body), text) {
			return nil
		}
	}
	return fmt.Errorf("%s never held %q", s.base+page, text)
}

// stop ends the program as Ctrl-C would, or else at once.
func (s *server) stop() {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.cmd.Process.Kill()
	}
	s.cmd.Wait()
}
