package preview

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"time"

	"jianbao/generator/diag"
)

const (
	defaultPort = 8000
	nextPorts   = 100 // how many ports after the default one are tried

	headerTime  = 5 * time.Second  // for a client to send its headers
	requestTime = 10 * time.Second // for a client to send all of a request
	writeTime   = 10 * time.Second // for a client to take what was written at once
	idleTime    = time.Minute      // for a connection without a request
	closeTime   = 500 * time.Millisecond
	headerBytes = 16 << 10
)

// doors are where the server listens.
type doors struct {
	listeners []net.Listener
	names     []string // of the host in an address, with the port, in lower case
}

// Listen takes the port. It returns the addresses of the site, the first one for
// a browser of this machine, others for those of the network. Where the default
// port is taken, it is the next free one; a port that was asked for must be free.
func (s *Server) Listen() ([]string, error) {
	host, port, fixed, err := s.place()
	if err != nil {
		return nil, err
	}
	for last := port + nextPorts; ; port++ {
		s.doors.listeners, err = listen(host, port)
		if err == nil {
			break
		}
		if fixed || port == last {
			return nil, portFault(host, port, err)
		}
	}
	port = s.doors.listeners[0].Addr().(*net.TCPAddr).Port
	s.doors.names = s.names(host, port)
	return s.addresses(host, port), nil
}

// place is the host and the port of the options. fixed tells that no other port
// will do.
func (s *Server) place() (host string, port int, fixed bool, err error) {
	if s.opts.Addr == "" {
		if s.opts.LAN {
			return "0.0.0.0", defaultPort, false, nil
		}
		return "localhost", defaultPort, false, nil
	}
	host, text, err := net.SplitHostPort(s.opts.Addr)
	number, bad := strconv.ParseUint(text, 10, 16)
	if err != nil || bad != nil {
		return "", 0, false, diag.Faultf("%s 不是监听地址", "%s is no address to listen at", s.opts.Addr).
			Hintf("写成 127.0.0.1:8000 这样", "write it like 127.0.0.1:8000")
	}
	if ip, err := netip.ParseAddr(host); host == "localhost" || host == "" && !s.opts.LAN || err == nil && ip.IsLoopback() {
		return "localhost", int(number), true, nil
	}
	if !s.opts.LAN {
		return "", 0, false, diag.Faultf("%s 会让其他电脑也能看到预览", "%s would show the preview to other machines", s.opts.Addr).
			Hintf("如果要这样，请明确打开局域网预览", "if that is what you want, turn on previewing in the network")
	}
	return host, int(number), true, nil
}

// listen opens a port. This machine itself has two numbers, and both must be ours:
// which of them "localhost" means, every browser decides for itself.
func listen(host string, port int) ([]net.Listener, error) {
	if host != "localhost" {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		return []net.Listener{l}, err
	}
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	if !hasSix() {
		return []net.Listener{four}, nil
	}
	port = four.Addr().(*net.TCPAddr).Port // may have been 0: any
	six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
	if err != nil {
		return nil, errors.Join(err, four.Close())
	}
	return []net.Listener{four, six}, nil
}

// hasSix reports whether this machine has the number ::1.
func hasSix() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}

func portFault(host string, port int, err error) error {
	return diag.Faultf("不能监听 %s：%v", "cannot listen at %s: %v", net.JoinHostPort(host, strconv.Itoa(port)), err).
		Hintf("换一个端口，或者关掉占用它的程序", "take another port, or stop the program that has it")
}

// names is how a request may call us, besides by the number it has reached us at.
func (s *Server) names(host string, port int) (names []string) {
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	if s.opts.LAN {
		hosts = append(append(hosts, s.opts.Hosts...), host)
	}
	for _, h := range hosts {
		names = append(names, hostNames(h, port)...)
	}
	return names
}

// addresses lists where a browser finds the site.
func (s *Server) addresses(host string, port int) (list []string) {
	hosts := []string{"127.0.0.1"}
	if s.opts.LAN {
		ip, err := netip.ParseAddr(host)
		if host != "" && (err != nil || !ip.IsUnspecified()) {
			hosts = []string{host}
		} else {
			hosts = append(hosts, networkNumbers()...)
		}
		hosts = append(hosts, s.opts.Hosts...)
	}
	for _, h := range hosts {
		u := url.URL{Scheme: "http", Host: net.JoinHostPort(h, strconv.Itoa(port)), Path: s.base()}
		if s.token != "" {
			u.RawQuery = url.Values{tokenKey: {s.token}}.Encode()
		}
		list = append(list, u.String())
	}
	return list
}

// networkNumbers lists the numbers of this machine that others may reach it at.
func networkNumbers() (numbers []string) {
	addresses, _ := net.InterfaceAddrs() // none are none
	for _, a := range addresses {
		prefix, err := netip.ParsePrefix(a.String())
		if ip := prefix.Addr(); err == nil && ip.Is4() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
			numbers = append(numbers, ip.String())
		}
	}
	slices.Sort(numbers)
	return numbers
}

// Close gives the port back, where Serve was not called.
func (s *Server) Close() {
	for _, l := range s.doors.listeners {
		l.Close()
	}
}

// Serve answers requests until the context ends, and then closes everything
// within a second, however many streams are open. Listen comes first.
func (s *Server) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler: s, BaseContext: func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     log.New(io.Discard, "", 0), // what clients do wrong is not for the terminal
	}
	ended := make(chan error, len(s.doors.listeners))
	for _, l := range s.doors.listeners {
		go func() { ended <- server.Serve(l) }()
	}
	var err error
	running := len(s.doors.listeners)
	select {
	case <-ctx.Done():
	case err = <-ended:
		running--
	}
	cancel() // first the streams end, else closing would wait for them
	closing, done := context.WithTimeout(context.Background(), closeTime)
	defer done()
	if server.Shutdown(closing) != nil {
		server.Close()
	}
	for range running {
		<-ended
	}
	return err
}
