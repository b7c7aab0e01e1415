package preview

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"jianbao/generator/diag"
)

const (
	maxStreams = 64
	pingTime   = 10 * time.Second // a tab that hears nothing for three times that connects again
	maxOverlay = 50               // diagnostics over a page; the page about the build has more
)

// event is a state as a tab needs it. Its words are in the language of the reader.
type event struct {
	Run        string   `json:"run"`
	Generation int      `json:"generation"`
	Files      []string `json:"files"` // output paths that changed since the generation before
	Many       bool     `json:"many"`  // there are more
	Styles     bool     `json:"styles"`
	Navigate   string   `json:"navigate,omitempty"` // address to go to
	Overlay    *overlay `json:"overlay"`            // null = the last build is good
}

// overlay is what lies over the page after a failed build.
type overlay struct {
	Failure int     `json:"failure"` // number of the failure
	Title   string  `json:"title"`
	Note    string  `json:"note"`
	More    string  `json:"more,omitempty"`
	Close   string  `json:"close"`
	List    []shown `json:"list"`
}

// serveEvents keeps telling a tab the state, until it leaves or the server ends.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		return
	}
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		w.Header().Set("Retry-After", "5")
		s.plain(w, r, http.StatusServiceUnavailable, diag.Text{ZH: "打开的预览太多", EN: "too many previews are open"})
		return
	}
	http.NewResponseController(w).SetReadDeadline(time.Time{}) // the request is read, and the answer has no end
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	io.WriteString(w, "retry: 1000\n\n")
	ping := time.NewTicker(pingTime)
	defer ping.Stop()
	reader := s.readerOf(r)
	for st := s.state.Load(); s.send(w, st, reader) == nil; st = s.state.Load() {
		if !idle(r, w, st, ping.C) {
			return
		}
	}
}

// idle waits until a state has been replaced, and reports whether the tab is still
// there then.
func idle(r *http.Request, w http.ResponseWriter, st *state, ping <-chan time.Time) bool {
	control := http.NewResponseController(w)
	for control.Flush() == nil {
		select {
		case <-st.next:
			return true
		case <-r.Context().Done():
			return false
		case <-ping:
			io.WriteString(w, "event: ping\ndata:\n\n") // an error shows when it is flushed
		}
	}
	return false
}

// send writes a state. JSON has no line breaks, so it is one line of data.
func (s *Server) send(w io.Writer, st *state, r reader) error {
	data, err := json.Marshal(s.event(st, r))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "event: state\ndata: %s\n\n", data)
	return err
}

func (s *Server) event(st *state, r reader) event {
	e := event{
		Run: s.run, Generation: st.number,
		Files: st.changes.Files, Many: st.changes.Many, Styles: st.changes.Styles,
	}
	if st.report.Navigate != "" {
		e.Navigate = st.address(st.report.Navigate)
	}
	if st.failed() {
		e.Overlay = s.overlay(st, r)
	}
	return e
}

func (s *Server) overlay(st *state, r reader) *overlay {
	o := &overlay{
		Failure: st.failures,
		Title:   diag.Sprintf("%d 个错误，网站没有更新", "%d errors; the site was not updated", st.errors.errors).In(r.lang),
		Note: diag.Text{
			ZH: "后面是上一次成功构建的网站。改好并保存以后，这里会自动消失。",
			EN: "Behind this is the site of the last good build. This goes away by itself once the files are mended and saved.",
		}.In(r.lang),
		Close: diag.Text{ZH: "关闭", EN: "Close"}.In(r.lang),
		List:  st.errors.in(r, maxOverlay),
	}
	if st.errors.errors == 1 {
		o.Title = diag.Text{ZH: o.Title, EN: "1 error; the site was not updated"}.In(r.lang)
	}
	if all := st.errors.errors + st.errors.warnings; all > len(o.List) {
		o.More = diag.Sprintf("还有 %d 条", "%d more", all-len(o.List)).In(r.lang)
	}
	return o
}
