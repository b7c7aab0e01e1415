package external

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	// errInside is where only an inner network leads.
	errInside = errors.New("an address of a private network")
	// errNoProxy says that it is the proxy whose name was not found.
	errNoProxy = errors.New("the proxy is not found")
)

func newAsker(opts Options) *asker {
	a := &asker{opts: opts.withDefaults(), hosts: map[string]*host{}}
	a.direct, a.proxied = a.transport(a.dial, nil), a.transport(a.opts.Dial, a.opts.Proxy)
	return a
}

func (a *asker) close() {
	a.direct.CloseIdleConnections()
	a.proxied.CloseIdleConnections()
}

func (a *asker) transport(dial func(context.Context, string, string) (net.Conn, error), proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	return &http.Transport{
		Proxy: proxy, DialContext: dial,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		TLSHandshakeTimeout:    a.opts.Timeout,
		ResponseHeaderTimeout:  a.opts.Timeout,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        a.opts.Timeout,
		MaxIdleConnsPerHost:    1,
	}
}

// roundTrip sends a request by the proxy that the environment names for it, if any.
// That one looks up the name, so what is private behind it only [private] can tell.
func (a *asker) roundTrip(req *http.Request) (*http.Response, error) {
	proxy, err := a.opts.Proxy(req)
	switch {
	case err != nil:
		return nil, err
	case proxy == nil:
		return a.direct.RoundTrip(req)
	}
	resp, err := a.proxied.RoundTrip(req)
	if name := (*net.DNSError)(nil); errors.As(err, &name) {
		err = errNoProxy
	}
	return resp, err
}

// dial connects to a host at one of its public addresses. The address that was
// looked at is the one that is dialled: no second look-up can give another one.
func (a *asker) dial(ctx context.Context, network, address string) (net.Conn, error) {
	name, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, err
	}
	addresses, err := a.lookup(ctx, name)
	if err != nil {
		return nil, err
	}
	addresses = slices.DeleteFunc(slices.Clone(addresses), func(ip netip.Addr) bool { return !public(ip) })
	if len(addresses) == 0 {
		return nil, errInside
	}
	const tries = 3
	addresses = addresses[:min(len(addresses), tries)]
	for _, ip := range addresses {
		var conn net.Conn
		if conn, err = a.dialOne(ctx, network, netip.AddrPortFrom(ip.Unmap(), uint16(port)), len(addresses)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// dialOne dials one of several addresses, which share the time.
func (a *asker) dialOne(ctx context.Context, network string, at netip.AddrPort, among int) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, a.opts.Timeout/time.Duration(among))
	defer cancel()
	return a.opts.Dial(ctx, network, at.String())
}

func (a *asker) lookup(ctx context.Context, name string) ([]netip.Addr, error) {
	ctx, cancel := context.WithTimeout(ctx, a.opts.Timeout)
	defer cancel()
	addresses, err := a.opts.Lookup(ctx, name)
	if err == nil && len(addresses) > 0 {
		a.resolved.Store(true)
	}
	return addresses, err
}

// private reports whether a host is no name of the public internet, whatever
// looking it up says: a private address, a name without a dot, a kind of name that
// only inner networks have, or an odd way of writing an address.
func private(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if ip, err := netip.ParseAddr(name); err == nil {
		return !public(ip)
	}
	dot := strings.LastIndexByte(name, '.')
	last := name[dot+1:]
	return dot < 0 || last == "" || '0' <= last[0] && last[0] <= '9' ||
		slices.Contains([]string{"localhost", "local", "lan", "internal", "intranet", "corp", "home"}, last) || strings.HasSuffix(name, ".home.arpa")
}

// reserved are the ranges beside those that [netip.Addr] knows where no public host is.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by the customers of a carrier
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks, and names that a local proxy makes up
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("fec0::/10"),
}

// public reports whether an address is one of the public internet.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" || slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return false
	}
	inner, ok := embedded(ip)
	return !ok || public(inner)
}

// embedded is the IPv4 address that an IPv6 address stands for.
func embedded(ip netip.Addr) (netip.Addr, bool) {
	bytes := ip.As16()
	switch {
	case !ip.Is6():
	case netip.MustParsePrefix("64:ff9b::/96").Contains(ip), netip.MustParsePrefix("::/96").Contains(ip):
		return netip.AddrFrom4([4]byte(bytes[12:])), true
	case netip.MustParsePrefix("2002::/16").Contains(ip): // 6to4
		return netip.AddrFrom4([4]byte(bytes[2:6])), true
	case netip.MustParsePrefix("2001::/32").Contains(ip): // Teredo, whose clients stand inverted
		for i := range bytes {
			bytes[i] = ^bytes[i]
		}
		return netip.AddrFrom4([4]byte(bytes[12:])), true
	}
	return netip.Addr{}, false
}
