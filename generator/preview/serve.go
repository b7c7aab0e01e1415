package preview

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jianbao/generator/diag"
)

// ours is where everything is that the site has not.
const ours = "/__jianbao/"

// notFound is the output that static hosts show where there is nothing.
const notFound = "404.html"

var noPage = diag.Text{ZH: "没有这个网页", EN: "there is no such page"}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	limited := &limitedWriter{w, control}
	limited.extend()
	harden(w.Header())
	if no := s.refuse(r); no != nil {
		w.Header().Set("Connection", "close")
		if no.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, HEAD")
		}
		s.plain(limited, r, no.status, no.why)
		return
	}
	if !s.admit(limited, r) {
		return
	}
	rest, isOurs := strings.CutPrefix(r.URL.Path, ours)
	switch {
	case encodedSeparator(r.URL.EscapedPath()):
		s.plain(limited, r, http.StatusNotFound, noPage)
	case isOurs:
		s.serveOurs(limited, r, rest)
	default:
		s.serveSite(limited, r, s.state.Load())
	}
}

// serveSite answers with a file of the generation.
func (s *Server) serveSite(w http.ResponseWriter, r *http.Request, st *state) {
	base := st.report.Base
	if st.number == 0 {
		s.serveWaiting(w, r, st)
		return
	}
	name, within := strings.CutPrefix(r.URL.Path, base)
	if !within && (r.URL.Path == "/" || r.URL.Path+"/" == base) {
		redirect(w, (&url.URL{Path: base, RawQuery: r.URL.RawQuery}).String())
		return
	}
	if !within {
		s.serveMissing(w, r, st, r.URL.Path)
		return
	}
	output := name
	if name == "" || strings.HasSuffix(name, "/") {
		output += "index.html"
	}
	if f := st.generation.files.get(output); f != nil {
		s.serveFile(w, r, st, output, f, http.StatusOK)
		return
	}
	if st.generation.files.get(name+"/index.html") != nil {
		redirect(w, (&url.URL{Path: base + name + "/", RawQuery: r.URL.RawQuery}).String())
		return
	}
	if f := st.generation.files.get(notFound); f != nil {
		s.serveFile(w, r, st, output, f, http.StatusNotFound)
		return
	}
	s.serveMissing(w, r, st, output)
}

// encodedSeparator finds paths that would be taken apart elsewhere than others do.
func encodedSeparator(escaped string) bool {
	lower := strings.ToLower(escaped)
	return strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c")
}

// serveFile answers with a file, under the path that was asked for.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, st *state, asked string, f *file, status int) {
	media := mediaType(asked)
	if status == http.StatusNotFound {
		media = pageType
	}
	w.Header().Set("Content-Type", media)
	if f.open != nil {
		s.serveReferred(w, r, f)
		return
	}
	if f.gzip && media != pageType {
		w.Header().Set("Vary", "Accept-Encoding")
		if r.Header.Get("Range") == "" && acceptsGzip(r.Header.Values("Accept-Encoding")) {
			if packed, err := f.packed(); err == nil {
				w.Header().Set("Content-Encoding", "gzip")
				writeBody(w, r, status, packed)
				return
			}
		}
	}
	data, err := f.bytes()
	if err == nil && media == pageType {
		data, err = s.insert(data, s.readerOf(r), st, asked, status)
	}
	if err != nil {
		s.plain(w, r, http.StatusInternalServerError, diag.Sprintf("程序内部出错：%v", "internal error: %v", err))
		return
	}
	if status != http.StatusOK {
		writeBody(w, r, status, data)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// serveReferred streams a file from its source.
func (s *Server) serveReferred(w http.ResponseWriter, r *http.Request, f *file) {
	content, err := f.open()
	if err != nil { // it has just gone; the next build will say so
		s.plain(w, r, http.StatusNotFound, diag.Text{ZH: "文件已不能读取", EN: "the file can no longer be read"})
		return
	}
	defer content.Close()
	http.ServeContent(w, r, "", time.Time{}, content)
}

// writeBody answers with data as it is.
func writeBody(w http.ResponseWriter, r *http.Request, status int, data []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data) // a client that has gone needs no answer
	}
}

// acceptsGzip reads Accept-Encoding: gzip, unless it is refused with q=0.
func acceptsGzip(headers []string) bool {
	for _, header := range headers {
		for coding := range strings.SplitSeq(header, ",") {
			name, parameter, _ := strings.Cut(coding, ";")
			if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
				continue
			}
			_, value, given := strings.Cut(parameter, "=")
			quality, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return !given || err == nil && quality > 0
		}
	}
	return false
}

func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusFound)
}

// plain answers with a sentence.
func (s *Server) plain(w http.ResponseWriter, r *http.Request, status int, text diag.Text) {
	w.Header().Del("Vary")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	writeBody(w, r, status, []byte(text.In(s.language(r))+"\n"))
}

// limitedWriter gives the client a time to take each part of an answer. A limit on
// the whole would cut large files and streams short, none would leave the
// connections of clients that take nothing open for ever.
type limitedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w *limitedWriter) Write(p []byte) (n int, err error) {
	for len(p) > 0 && err == nil {
		var wrote int
		w.extend()
		wrote, err = w.ResponseWriter.Write(p[:min(len(p), 64<<10)])
		n, p = n+wrote, p[wrote:]
	}
	return n, err
}

// Unwrap lets a response controller reach the connection.
func (w *limitedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *limitedWriter) extend() { w.control.SetWriteDeadline(time.Now().Add(writeTime)) }
