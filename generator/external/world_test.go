package external_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jianbao/generator/check"
	"jianbao/generator/external"
)

// world is an internet in memory: hosts by name, each at an address of its own. Its
// clock is that of the test's bubble.
type world struct {
	names   map[string][]netip.Addr
	servers map[string]*pipeListener // by address with port

	mu       sync.Mutex
	dialled  []string
	requests []request
}

// request is what a server has seen.
type request struct {
	host, method, path string
	header             http.Header
	at                 time.Time
}

// newWorld makes servers at 203.0.113.1, .2, … on the ports of http and https.
func newWorld(t *testing.T, hosts map[string]http.HandlerFunc) *world {
	w := &world{names: map[string][]netip.Addr{}, servers: map[string]*pipeListener{}}
	for name, handler := range hosts {
		ip := netip.AddrFrom4([4]byte{203, 0, 113, byte(len(w.names) + 1)})
		w.names[name] = []netip.Addr{ip}
		seen := func(rw http.ResponseWriter, r *http.Request) {
			w.mu.Lock()
			w.requests = append(w.requests, request{r.Host, r.Method, r.URL.Path, r.Header.Clone(), time.Now()})
			w.mu.Unlock()
			handler(rw, r)
		}
		for port, start := range map[uint16]func(*httptest.Server){80: (*httptest.Server).Start, 443: (*httptest.Server).StartTLS} {
			listener := &pipeListener{make(chan net.Conn), make(chan struct{})}
			server := httptest.NewUnstartedServer(http.HandlerFunc(seen))
			server.Listener.Close() // a real one, which is not needed
			server.Listener = listener
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			start(server)
			t.Cleanup(server.Close)
			w.servers[netip.AddrPortFrom(ip, port).String()] = listener
		}
	}
	return w
}

func (w *world) lookup(_ context.Context, name string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{ip}, nil
	}
	if name == "broken.example" {
		return nil, &net.DNSError{Name: name, Err: "server misbehaving", IsTemporary: true}
	}
	if ips := w.names[name]; ips != nil {
		return ips, nil
	}
	return nil, &net.DNSError{Name: name, Err: "no such host", IsNotFound: true}
}

func (w *world) dial(ctx context.Context, _, address string) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, address)
	w.mu.Unlock()
	listener := w.servers[address]
	if listener == nil {
		return nil, errors.New("connection refused")
	}
	ours, theirs := net.Pipe()
	select {
	case listener.waiting <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// options are those that ask this world.
func (w *world) options() external.Options {
	return external.Options{Lookup: w.lookup, Dial: w.dial, Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }}
}

// ask asks, and words the answers: "good", "dead: …", "unclear: …".
func ask(t *testing.T, opts external.Options, addresses ...string) map[string]string {
	t.Helper()
	answers, err := external.Ask(t.Context(), opts, addresses)
	synctest.Wait() // for servers to note what they have seen
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for address, a := range answers {
		switch a.Verdict {
		case check.Good:
			words[address] = "good"
		case check.Dead:
			words[address] = "dead: " + a.Says.EN
		default:
			words[address] = "unclear: " + a.Says.EN
		}
	}
	return words
}

// seen words the requests: "HEAD host/path".
func (w *world) seen() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, r := range w.requests {
		list = append(list, r.method+" "+r.host+r.path)
	}
	return list
}

// pipeListener accepts connections in memory.
type pipeListener struct {
	waiting chan net.Conn
	closed  chan struct{}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.waiting:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(203, 0, 113, 1), Port: 80} }

// status answers by a number.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// to sends a browser somewhere else.
func to(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", address)
		w.WriteHeader(http.StatusFound)
	}
}

// never answers, until the other side is gone.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// only answers one method, and the others by a number.
func only(method string, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method {
			w.WriteHeader(code)
		}
	}
}

// links are addresses on a host.
func links(host string, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("http://%s/%02d", host, i))
	}
	return list
}

func countWith(words map[string]string, part string) (n int) {
	for _, w := range words {
		if strings.Contains(w, part) {
			n++
		}
	}
	return n
}
