package external_test

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jianbao/generator/external"
)

// What is gone is dead, what answers is good, and all else is unclear, with the cause.
func TestVerdicts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hosts := map[string]http.HandlerFunc{
			"good.example": status(200), "empty.example": status(204), "whole.example": only("HEAD", 416),
			"gone.example": status(404), "410.example": status(410), "forbidden.example": status(403), "broken-server.example": status(500), "riddle.example": status(202),
			"nohead.example": only("GET", 405), "liar.example": only("GET", 404), "noget.example": only("HEAD", 404),
			"moved.example": to("https://good.example/"), "relative.example": to("//good.example/甲"), "moved-gone.example": to("http://gone.example/"),
			"moved-nowhere.example": to("http://nowhere.example/"), "loop.example": to("http://loop.example/"), "app.example": to("weixin://dl"),
			"inward.example": to("http://10.0.0.1/"), "sly.example": to("http://rebound.example/"), "never.example": never, "odd.example": status(304),
			"xn--fiq228c.example": status(200), "rude.example": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			"long.example": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) },
			"big.example":  func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 1<<20)) },
		}
		w := newWorld(t, hosts)
		w.names["rebound.example"] = []netip.Addr{netip.MustParseAddr("127.0.0.1")}
		w.names["closed.example"] = []netip.Addr{netip.MustParseAddr("203.0.113.200")}
		const certificate, failed = "unclear: its certificate cannot be verified", "unclear: the connection failed"
		const inside = "unclear: leads into a private network, which is not asked"
		want := map[string]string{
			"http://good.example/": "good", "http://empty.example/": "good", "http://whole.example/": "good", "http://big.example/": "good",
			"http://中文.example/": "good", "http://nohead.example/a": "good", "http://liar.example/": "good", "http://noget.example/": "good",
			"http://gone.example/": "dead: the server answers 404", "http://410.example/": "dead: the server answers 410",
			"http://nowhere.example/x": "dead: there is no such host", "http://moved-gone.example/": "dead: the server answers 404",
			"http://moved-nowhere.example/": "dead: there is no such host",
			"http://relative.example/":      "good", "http://moved.example/": certificate, "https://good.example/": certificate,
			"http://forbidden.example/": "unclear: the server answers 403", "http://broken-server.example/": "unclear: the server answers 500",
			"http://riddle.example/": "unclear: the server answers 202",
			"http://odd.example/":    "unclear: the server answers 304", "http://loop.example/": "unclear: is redirected again and again",
			"http://app.example/": "unclear: leads to no address of the web", "http://inward.example/": inside, "http://sly.example/": inside,
			"http://rebound.example/": inside, "http://never.example/": "unclear: timed out", "http://broken.example/": "unclear: the name servers gave no answer",
			"http://closed.example/": failed, "http://rude.example/": failed, "http://long.example/": failed, "ftp://good.example/": "unclear: leads to no address of the web",
		}
		var addresses []string
		for address := range want {
			addresses = append(addresses, address)
		}
		got := ask(t, w.options(), addresses...)
		for address, words := range want {
			if got[address] != words {
				t.Errorf("%s is %s, want %s", address, got[address], words)
			}
		}
	})
}

// No private address is ever dialled, by whatever name or redirect it comes.
func TestPrivateNetworksAreNotAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"good.example": status(200)})
		var addresses []string
		for _, host := range []string{
			"127.0.0.1", "127.1", "0x7f.0.0.1", "2130706433", "0", "localhost", "LOCALHOST", "a.localhost", "localhost.", "intranet", "oa.lan", "nas.local", "x.internal",
			"10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1",
			"[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]",
			"[2001:0:4136:e378:8000:63bf:80ff:fffe]",
		} {
			addresses = append(addresses, "http://"+host+"/")
		}
		for i, ip := range []string{"127.0.0.1", "10.0.0.1", "::1", "fe80::1%eth0", "169.254.169.254", "::ffff:192.168.0.1"} {
			name := string(rune('a'+i)) + ".rebound.example"
			w.names[name] = []netip.Addr{netip.MustParseAddr(ip)}
			addresses = append(addresses, "http://"+name+"/", "https://"+name+":8443/")
		}
		for address, words := range ask(t, w.options(), addresses...) {
			if words != "unclear: leads into a private network, which is not asked" {
				t.Errorf("%s is %s", address, words)
			}
		}
		if len(w.dialled) > 0 {
			t.Errorf("dialled %v", w.dialled)
		}

		// Of the addresses of a host the public ones are dialled only.
		w.names["both.example"] = append([]netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("::1")}, w.names["good.example"]...)
		if got := ask(t, w.options(), "http://both.example/"); got["http://both.example/"] != "good" || len(w.dialled) != 1 {
			t.Errorf("%v, dialled %v", got, w.dialled)
		}
	})
}

// A host gets one request at a time, with a pause between two and no more than is
// needed in it; other hosts are asked meanwhile.
func TestPoliteness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := make(chan struct{}, 1)
		slow := func(rw http.ResponseWriter, r *http.Request) {
			select {
			case busy <- struct{}{}:
			default:
				t.Error("two requests at once")
			}
			<-time.After(100 * time.Millisecond)
			<-busy
		}
		w := newWorld(t, map[string]http.HandlerFunc{"a.example": slow, "b.example": to("http://a.example/from-b"), "c.example": to("http://a.example/from-c")})
		opts := w.options()
		opts.Agent = "jianbao/1 (test)"
		started := time.Now()
		ask(t, opts, append(links("a.example", 5), "http://b.example/", "http://c.example/")...)
		if took := time.Since(started); took < 6*time.Second || took > 8*time.Second {
			t.Errorf("took %v", took)
		}
		var last time.Time
		for _, r := range w.requests {
			if r.method != "HEAD" || r.header.Get("User-Agent") != "jianbao/1 (test)" || r.header.Get("Referer")+r.header.Get("Cookie") != "" {
				t.Errorf("%s %v", r.method, r.header)
			}
			if r.host != "a.example" {
				continue
			}
			if gap := r.at.Sub(last); !last.IsZero() && gap < time.Second {
				t.Errorf("asked again after %v", gap)
			}
			last = r.at
		}
	})
}

// A server that does not like HEAD is asked by GET from then on, for a small part.
func TestGetWhereHeadIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"a.example": only("GET", 405)})
		ask(t, w.options(), links("a.example", 3)...)
		if got, want := w.seen(), []string{"HEAD a.example/00", "GET a.example/00", "GET a.example/01", "GET a.example/02"}; !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		for _, r := range w.requests {
			if want := map[string]string{"GET": "bytes=0-1023"}[r.method]; r.header.Get("Range") != want {
				t.Errorf("%s has the range %q", r.method, r.header.Get("Range"))
			}
		}
	})
}

// Who says that there are too many requests is left alone as long as it says, and
// for good if that is long, or said twice.
func TestRetryAfter(t *testing.T) {
	told := func(code, times int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if times--; times >= 0 {
				if after != "" {
					w.Header().Set("Retry-After", after)
				}
				w.WriteHeader(code)
			}
		}
	}
	for name, c := range map[string]struct {
		handler  http.HandlerFunc
		good     int // of three
		requests int
		took     time.Duration
	}{
		"a while":         {told(429, 1, "20"), 3, 4, 22 * time.Second},
		"it does not say": {told(429, 1, ""), 3, 4, 12 * time.Second},
		"a date":          {told(503, 1, "Sat, 01 Jan 2000 00:00:25 GMT"), 3, 4, 27 * time.Second},
		"long":            {told(429, 9, "3600"), 0, 1, 0},
		"twice":           {told(429, 9, "5"), 0, 2, 5 * time.Second},
		"broken":          {told(503, 1, ""), 3, 4, 3 * time.Second}, // GET is answered
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, map[string]http.HandlerFunc{"a.example": c.handler})
				started := time.Now()
				got := ask(t, w.options(), links("a.example", 3)...)
				if countWith(got, "good") != c.good || len(w.requests) != c.requests || time.Since(started) != c.took {
					t.Errorf("%v\n%v in %v", got, w.seen(), time.Since(started))
				}
			})
		})
	}
}

// A host that says nothing is given up soon, one that does not exist at once.
func TestSilentHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"never.example": never, "good.example": status(200)})
		got := ask(t, w.options(), append(append(links("never.example", 20), links("nowhere.example", 20)...), "http://good.example/")...)
		if countWith(got, "timed out") != 1 || countWith(got, "did not answer before") != 19 || countWith(got, "no such host") != 20 || countWith(got, "good") != 1 {
			t.Errorf("%v", got)
		}
		if len(w.requests) != 4 {
			t.Errorf("%q", w.seen())
		}
	})
}

// Where time runs out the next run goes on, and after some all are asked.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"a.example": status(200), "never.example": never})
		opts := w.options()
		opts.Budget, opts.Cache = 10*time.Second+500*time.Millisecond, &external.Cache{}
		addresses := append(links("a.example", 25), "http://never.example/")
		for _, want := range []int{11, 22, 25} {
			started := time.Now()
			got := ask(t, opts, addresses...)
			if countWith(got, "good") != want || countWith(got, "no time left") != 26-want || time.Since(started) > opts.Budget {
				t.Errorf("%d are good after %v: %v", countWith(got, "good"), time.Since(started), got)
			}
		}
	})
}

// Ctrl-C ends it at once; what was answered is kept.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		stop := func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		}
		w := newWorld(t, map[string]http.HandlerFunc{"a.example": status(200), "never.example": never, "stop.example": stop})
		opts := w.options()
		opts.Cache, opts.AtOnce = &external.Cache{}, 2
		started := time.Now()
		addresses := append(links("a.example", 1), "http://never.example/", "http://stop.example/")
		if _, err := external.Ask(ctx, opts, addresses); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if took := time.Since(started); took > 0 {
			t.Errorf("stopped after %v", took)
		}
		synctest.Wait()
		w.requests = nil
		if got := ask(t, opts, links("a.example", 1)...); countWith(got, "good") != 1 || len(w.requests) > 0 {
			t.Errorf("%v %v", got, w.seen())
		}
	})
}

// Where no name at all is found it is the network that is missing, unless a host that
// was good is found still.
func TestNoNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"good.example": status(200)})
		opts := w.options()
		opts.Cache = &external.Cache{}
		ask(t, opts, "http://good.example/")
		for range 2 {
			if got := ask(t, opts, "http://good.example/", "http://nowhere.example/"); countWith(got, "dead") != 1 {
				t.Errorf("%v", got)
			}
		}
		delete(w.names, "good.example")
		got := ask(t, opts, "http://good.example/", "http://nobody.example/")
		if countWith(got, "good") != 1 || countWith(got, "unclear: no name was found at all") != 1 {
			t.Errorf("%v", got)
		}
	})
}

// With a proxy that one looks up names. What is private by its name is not asked still.
func TestProxy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		proxy := func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Host != "good.example" {
				w.WriteHeader(404)
			}
		}
		w := newWorld(t, map[string]http.HandlerFunc{"proxy.example": proxy})
		w.servers["proxy.example:3128"] = w.servers["203.0.113.1:80"]
		opts := w.options()
		opts.Proxy = func(*http.Request) (*url.URL, error) {
			return &url.URL{Scheme: "http", Host: "proxy.example:3128"}, nil
		}
		got := ask(t, opts, "http://good.example/", "http://gone.example/", "http://10.0.0.1/", "http://localhost/", "http://127.1/")
		if countWith(got, "good") != 1 || countWith(got, "dead: the server answers 404") != 1 || countWith(got, "private network") != 3 {
			t.Errorf("%v", got)
		}
		opts.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("bad proxy") }
		if got := ask(t, opts, "http://good.example/"); countWith(got, "unclear: the connection failed") != 1 {
			t.Errorf("%v", got)
		}
	})
}
