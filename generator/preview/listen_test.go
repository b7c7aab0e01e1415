package preview_test

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"jianbao/generator/diag"
	"jianbao/generator/preview"
)

func TestAddressesThatAreRefused(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for addr, want := range map[string]string{
		taken.Addr().String(): "cannot listen at localhost:",
		"0.0.0.0:8000":        "would show the preview to other machines",
		"192.168.1.2:8000":    "would show the preview to other machines",
		"[::]:8000":           "would show the preview to other machines",
		"example.org:8000":    "would show the preview to other machines",
		"8000":                "no address to listen at",
		"localhost":           "no address to listen at",
		"localhost:http":      "no address to listen at",
		"localhost:99999":     "no address to listen at",
		"127.0.0.1:-1":        "no address to listen at",
	} {
		_, err := preview.New(preview.Options{Addr: addr}).Listen()
		var fault *diag.Fault
		if !errors.As(err, &fault) || !strings.Contains(fault.Message.EN, want) || fault.Message.ZH == "" || fault.Hint.ZH == "" {
			t.Errorf("%s: %v, want %s", addr, err, want)
		}
	}
}

// Two servers that were not told a port do not meet.
func TestNextFreePort(t *testing.T) {
	var ports []int
	for range 3 {
		s := preview.New(preview.Options{})
		addresses, err := s.Listen()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		u, err := url.Parse(addresses[0])
		if err != nil {
			t.Fatal(err)
		}
		port, err := strconv.Atoi(u.Port())
		if err != nil || u.Hostname() != "127.0.0.1" || len(addresses) != 1 {
			t.Errorf("%v", addresses)
		}
		ports = append(ports, port)
	}
	if !(8000 <= ports[0] && ports[0] < ports[1] && ports[1] < ports[2]) {
		t.Errorf("ports %v", ports)
	}
}

func TestBothNumbersOfThisMachine(t *testing.T) {
	if l, err := net.Listen("tcp6", "[::1]:0"); err != nil {
		t.Skip("this machine has no ::1")
	} else {
		l.Close()
	}
	r := start(t, preview.Options{})
	for _, host := range []string{"127.0.0.1", "::1"} {
		connection, err := net.Dial("tcp", net.JoinHostPort(host, r.port))
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		connection.Close()
	}
}

func TestNetworkNeedsToken(t *testing.T) {
	r := start(t, preview.Options{LAN: true, Addr: "0.0.0.0:0", Hosts: []string{"Office-PC"}, Dir: "/srv", Editor: "vscode"})
	r.Update(generation(t, nil, small()), preview.Report{Base: "/repo/"})
	u, err := url.Parse(r.addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	token := u.Query().Get("token")
	if len(token) < 20 || u.Hostname() != "127.0.0.1" || !strings.HasPrefix(r.addresses[len(r.addresses)-1], "http://Office-PC:") {
		t.Fatalf("addresses %v", r.addresses)
	}
	cookieName := "jianbao-token-" + r.port
	for _, c := range []struct {
		what, path, host, cookie string
		status                   int
	}{
		{"no token", "/repo/", "127.0.0.1:P", "", 403},
		{"a wrong token", "/repo/?token=x", "127.0.0.1:P", "", 403},
		{"an empty token", "/repo/?token=", "127.0.0.1:P", cookieName + "=", 403},
		{"a wrong cookie", "/repo/", "127.0.0.1:P", cookieName + "=x", 403},
		{"another cookie", "/repo/", "127.0.0.1:P", "token=" + token, 403},
		{"a stream without a token", "/__jianbao/events", "127.0.0.1:P", "", 403},
		{"our own page without a token", "/__jianbao/", "127.0.0.1:P", "", 403},
		{"the cookie", "/repo/", "127.0.0.1:P", cookieName + "=" + token, 200},
		{"the cookie, by name", "/repo/", "office-pc:P", cookieName + "=" + token, 200},
		{"the cookie, by another name", "/repo/", "evil.example:P", cookieName + "=" + token, 403},
		{"the token, by another name", "/repo/?token=" + token, "evil.example:P", "", 403},
		{"the token", "/repo/?a=b&token=" + token, "127.0.0.1:P", "", 302},
		{"the token, to elsewhere", "//evil.example/?token=" + token, "127.0.0.1:P", "", 302},
	} {
		status, header, body := r.exchange(t, request(c.path, c.host, "Cookie: "+c.cookie))
		if status != c.status || c.status == 403 && strings.Contains(body, "首页") {
			t.Errorf("%s: status %d, want %d", c.what, status, c.status)
		}
		if to := header.Get("Location"); c.what == "the token" && to != "/repo/?a=b" || strings.Contains(to, token) || strings.HasPrefix(to, "//") {
			t.Errorf("%s leads to %s", c.what, to)
		}
		if set := header.Get("Set-Cookie"); (status == 302) != (set == cookieName+"="+token+"; Path=/; HttpOnly; SameSite=Lax") {
			t.Errorf("%s sets the cookie %q", c.what, set)
		}
	}
}

// The number by which others have reached us is a name of ours, with LAN only.
func TestNumberInTheNetwork(t *testing.T) {
	r := start(t, preview.Options{LAN: true, Addr: "0.0.0.0:0"})
	for host, want := range map[string]bool{"127.0.0.2": true, "127.0.0.3": false, "10.0.0.1": false} {
		connection, err := net.Dial("tcp", "127.0.0.2:"+r.port)
		if err != nil {
			t.Skip("this machine has no 127.0.0.2")
		}
		defer connection.Close()
		status, _, body := exchangeOver(t, connection, request("/", host+":"+r.port))
		if named := strings.Contains(body, "完整地址"); status != 403 || named != want {
			t.Errorf("%s: status %d, %s", host, status, body)
		}
	}
}
