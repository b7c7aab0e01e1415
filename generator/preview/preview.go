// Package preview shows the last good build in a browser: HTTP over files in
// memory, live reload, and what is wrong with the site laid over its pages.
//
//	server := preview.New(preview.Options{Dir: "/site"})
//	addresses, err := server.Listen()
//	go server.Serve(ctx)
//	…
//	g := preview.NewGeneration(before)
//	g.Write("index.html", page) // and so on, from any goroutine
//	server.Update(g, preview.Report{})  // a good build
//	server.Fail(diagnostics, source)    // a bad one: the last good site stays
//
// It knows no stage of a build: what it is given is paths and bytes.
//
// # What is served
//
// A request is looked up in the files of one generation and nowhere else: there
// is no file system behind it, so nothing to climb out of or to list. The bytes
// are those that would be published. Only a page (text/html) gets something
// added while it is served, before </body>: the element jianbao-preview, which
// shows the banner 预览 in a shadow root that the site's style sheets do not
// reach, and the script web/preview.js, which the page's Content-Security-Policy
// lets through since it is of the same origin. Everything of our own is below
// /__jianbao/, whose root is a page about the last build.
//
// # Live reload
//
// What can be seen is one immutable state: a generation and its number, or also
// the errors of a build after it. Update and Fail put another state in its place.
// A visible tab holds a stream of events open; each event is a whole state with
// what changed since the one before. The tab compares: the next number means
// that the changes listed are all there are, any other number, or another run of
// the server, means that it must load again. So nothing depends on an event that
// was missed by a hidden tab, a closed laptop or a lost connection.
//
// # Who may ask
//
// Any page in the same browser can send requests to this machine, and any name can
// be made to lead here. So a request must name the server as we do (Host), must not
// come from elsewhere (Origin, Sec-Fetch-Site), and may only read. Nothing allows
// other origins to see an answer. Machines of the network are let in on
// Options.LAN only, with a token that is in the address we print.
package preview

import (
	"crypto/rand"
	"sync"
	"sync/atomic"

	"jianbao/generator/diag"
)

// Options say where and to whom to show a site.
type Options struct {
	Addr   string   // host:port; "" = 127.0.0.1:8000, or the next port that is free
	LAN    bool     // let other machines in, with a token; Addr "" is then 0.0.0.0:8000
	Hosts  []string // with LAN: names of this machine in the network, besides its numbers
	Lang   string   // "zh" or "en"; "" = as the browser asks
	Dir    string   // the site's folder, an absolute path, for links that open an editor
	Editor string   // "vscode", "vscodium", "cursor", "idea", "sublime"…; "" = no such links
}

// Report is what a good build tells about itself.
type Report struct {
	Base        string       // path of the site's address, "/repo/"; "" = "/"
	Summary     diag.Text    // one line, as the terminal prints it
	Diagnostics diag.List    // warnings
	Rebuilt     []Rebuilt    // files made anew or removed, and why
	Timings     []Timing     // what took how long
	Unpublished []Unreleased // bulletins that a build would not publish, shown or not
	Navigate    string       // output path of a page that the tabs shall go to; "" = none

	// Source gives the text of a source file, for code frames. It is only called
	// by Update.
	Source func(path string) []byte
}

// Server shows a site. Its methods are safe for many goroutines.
type Server struct {
	opts  Options
	run   string // of this run of the server: tabs of another one must load again
	token string // "" = none is asked for
	pages *pages // our own
	doors doors

	updating sync.Mutex // one Update or Fail at a time
	state    atomic.Pointer[state]
	streams  chan struct{} // has room for as many as may be open
}

// state is all that can be seen at one moment. It does not change; next is
// closed when another state has taken its place.
type state struct {
	generation *Generation // the last good one; nil before the first
	number     int         // of the generation, from 1
	report     Report
	unreleased map[string]Unreleased // by path
	warnings   findings
	changes    changes // since the generation before

	failures int      // how many builds have failed
	errors   findings // of the failed build after the generation; none if there is no such
	next     chan struct{}
}

// New returns a server that has nothing to show yet.
func New(opts Options) *Server {
	s := &Server{opts: opts, run: rand.Text(), pages: newPages(), streams: make(chan struct{}, maxStreams)}
	if opts.LAN {
		s.token = rand.Text()
	}
	s.state.Store(&state{generation: NewGeneration(nil), next: make(chan struct{})})
	return s
}

// Update shows a good build. The generation is sealed, if it was not yet.
func (s *Server) Update(g *Generation, report Report) {
	g.Seal()
	if report.Base == "" {
		report.Base = "/"
	}
	s.updating.Lock()
	defer s.updating.Unlock()
	old := s.state.Load()
	next := &state{
		generation: g, number: old.number + 1, failures: old.failures,
		warnings: s.findings(report.Diagnostics, report.Source), unreleased: map[string]Unreleased{},
		next: make(chan struct{}),
	}
	for _, u := range report.Unpublished {
		if u.Path != "" {
			next.unreleased[u.Path] = u
		}
	}
	report.Source = nil
	next.report = report
	next.changes = next.since(old)
	s.show(old, next)
}

// Fail shows the errors of a build over the last good one, until the next Update.
// source gives the text of a source file, for code frames; it may be nil.
func (s *Server) Fail(list diag.List, source func(path string) []byte) {
	s.updating.Lock()
	defer s.updating.Unlock()
	old := s.state.Load()
	next := *old
	next.failures++
	next.errors = s.findings(list, source)
	next.next = make(chan struct{})
	s.show(old, &next)
}

func (s *Server) show(old, next *state) {
	s.state.Store(next)
	close(old.next)
}

// failed reports whether the last build has failed.
func (st *state) failed() bool { return st.errors.list != nil }
