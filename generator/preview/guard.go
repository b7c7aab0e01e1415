package preview

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jianbao/generator/diag"
)

const tokenKey = "token" // in the address, and the start of the cookie's name

// reader is who asks.
type reader struct {
	lang string // "zh" or "en"
	here bool   // at this machine
}

func (s *Server) readerOf(r *http.Request) reader {
	return reader{lang: s.language(r), here: remote(r).IsLoopback()}
}

// language is that of the options, or what the browser asks for first of ours.
func (s *Server) language(r *http.Request) string {
	if s.opts.Lang != "" {
		return s.opts.Lang
	}
	for tag := range strings.SplitSeq(strings.ToLower(r.Header.Get("Accept-Language")), ",") {
		switch tag = strings.TrimSpace(tag); {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "zh"
}

func remote(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return from.Addr().Unmap()
}

// hostNames is how an address names a host at a port: with the port, and without it
// where it is the usual one.
func hostNames(host string, port int) []string {
	host = strings.ToLower(host)
	names := []string{net.JoinHostPort(host, strconv.Itoa(port))}
	if port == 80 {
		names = append(names, strings.TrimSuffix(names[0], ":80"))
	}
	return names
}

// A refusal is why a request is not answered.
type refusal struct {
	status int
	why    diag.Text
}

// refuse looks at who asks, whatever is asked for. It returns nil when there is
// nothing against an answer.
func (s *Server) refuse(r *http.Request) *refusal {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return &refusal{http.StatusMethodNotAllowed, diag.Text{ZH: "预览只能读取", EN: "a preview can only be read"}}
	case r.ContentLength != 0 || !strings.HasPrefix(r.RequestURI, "/"):
		return &refusal{http.StatusBadRequest, diag.Text{ZH: "请求不合规范", EN: "the request is not as it should be"}}
	case !s.named(r):
		return &refusal{http.StatusForbidden, diag.Text{
			ZH: "请用启动时显示的地址打开预览，其他名字一律不答", EN: "open the preview at the address printed at its start; no other name is answered",
		}}
	case fromElsewhere(r):
		return &refusal{http.StatusForbidden, diag.Text{ZH: "别的网站不能读取预览", EN: "other sites cannot read the preview"}}
	}
	return nil
}

// named reports whether the request is to a host that is us: a name that leads here
// only because somebody made it so is another origin in a browser, whose scripts
// could read the answer. X-Forwarded-Host is anybody's word.
func (s *Server) named(r *http.Request) bool {
	host := strings.ToLower(r.Host)
	if slices.Contains(s.doors.names, host) {
		return true
	}
	at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !s.opts.LAN || !ok {
		return false
	}
	number := at.AddrPort().Addr().Unmap().WithZone("")
	return slices.Contains(hostNames(number.String(), at.Port), host)
}

// fromElsewhere reports whether a page of another origin asks. A link to us may
// be followed; nothing else may be fetched from there.
func fromElsewhere(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		if !strings.EqualFold(origin, "http://"+r.Host) {
			return true
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			return true
		}
	}
	return false
}

// admit asks for the token, where there is one. It answers the request itself and
// returns false when the reader may not go on: the address with the token sets a
// cookie and leads on to the one without it, which can be shown and bookmarked.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) bool {
	if s.token == "" {
		return true
	}
	if query := r.URL.Query(); s.isToken(query.Get(tokenKey)) {
		query.Del(tokenKey)
		http.SetCookie(w, &http.Cookie{
			Name: s.cookieName(), Value: s.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
		redirect(w, (&url.URL{Path: local(r.URL.Path), RawQuery: query.Encode()}).String())
		return false
	}
	for _, cookie := range r.CookiesNamed(s.cookieName()) {
		if s.isToken(cookie.Value) {
			return true
		}
	}
	s.plain(w, r, http.StatusForbidden, diag.Text{
		ZH: "请用启动时显示的完整地址打开预览", EN: "open the preview at the whole address that was printed at its start",
	})
	return false
}

func (s *Server) isToken(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(s.token)) == 1
}

// cookieName differs between servers of one machine: cookies do not know ports.
func (s *Server) cookieName() string {
	_, port, _ := net.SplitHostPort(s.doors.names[0])
	return "jianbao-" + tokenKey + "-" + port
}

// local makes sure that a path stays on this host: //name would be another one.
func local(path string) string { return "/" + strings.TrimLeft(path, `/\`) }

// harden sets the headers of every answer. Nothing lets other origins in.
func harden(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
