package preview_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"jianbao/generator/preview"
)

// hostile is a request as it goes over the wire. P stands for our port.
type hostile struct {
	name, request string
	want          int // status; 0 = any but 2xx
}

// request is the wire form of GET with headers.
func request(target, host string, headers ...string) string {
	lines := append([]string{"GET " + target + " HTTP/1.1", "Host: " + host}, headers...)
	return strings.Join(append(lines, "Connection: close"), "\r\n") + "\r\n\r\n"
}

// targets are what a stranger would like to read.
var targets = []string{"/", "/reform/green/", "/__jianbao/", "/__jianbao/events"}

// otherHosts lead to this machine, or look as if they did. None is ours.
var otherHosts = []string{
	"evil.example", "evil.example:P", "localhost", "127.0.0.1", "[::1]", "localhost:1", "localhost:P0", "localhost:0P", "localhost.:P",
	"127.0.0.1.:P", "localhost.evil.example:P", "localhost-evil.example:P", "127.0.0.1.nip.io:P", "a.localhost:P", "localtest.me:P",
	"2130706433:P", "0x7f000001:P", "0x7f.1:P", "017700000001:P", "127.1:P", "127.0.0.2:P", "0:P", "0.0.0.0:P", "127.000.000.001:P",
	"[::]:P", "[::ffff:127.0.0.1]:P", "[0:0:0:0:0:0:0:1]:P", "[::1%25lo]:P", "::1:P", "[::1]:P:P", "user@localhost:P", "user:pass@127.0.0.1:P",
	"localhost:P@evil.example", "localhost:P,evil.example", "localhost:P#", "localhost:P?", "localhost::P", "ｌocalhost:P", "",
}

var otherOrigins = []string{
	"null", "", "http://evil.example", "http://evil.example:P", "https://localhost:P", "http://localhost", "http://localhost:1",
	"http://localhost:P.evil.example", "http://localhost.:P", "http://127.0.0.1:P", "http://[::1]:P", "http://user@localhost:P",
	"http://localhost:P/", "file://", "chrome-extension://abcdef", "http://localhost:P, http://evil.example",
}

// otherPaths are none of the site, or not as an address of it is written.
var otherPaths = []string{
	"/../index.html", "/../../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2findex.html",
	"/.%2e/index.html", "/..%5c..%5cetc%5cpasswd", "/..%c0%af..%c0%afetc/passwd", "/%c0%ae%c0%ae/etc/passwd", "/%252e%252e/etc/passwd",
	"/....//etc/passwd", "/..;/etc/passwd", "/..\\..\\etc\\passwd", "/reform\\green\\", "/reform%5cgreen%5c", "/reform%2fgreen%2f", "/reform%2Fgreen/",
	"/reform/green%2findex.html", "/reform%252fgreen/", "//reform/green/", "///reform/green/", "/reform//green/", "/./reform/green/",
	"/reform/./green/", "/reform/x/../green/", "/reform/green/.", "/reform/green/..", "/reform/green/%2e%2e/green/", "/reform/green/index.html/",
	"/reform/green/index.html/..", "/index.html%00", "/index.html%00.png", "/%00", "/%00/index.html", "/index.html%20", "/index.html.", "/index.html%0a",
	"/index.html%0d%0aX-Evil:%201", "/index.html::$DATA", "/index.html~", "/index.html.bak", "/INDEX.HTML", "/Reform/green/", "/reform/%67reen/x",
	"/etc/passwd", "/proc/self/environ", "/C:/Windows/win.ini", "/file:///etc/passwd", "/@fs/etc/passwd", "/@fs/etc/passwd?raw??", "/@id/../site.yaml?import&raw",
	"/.git/config", "/.git/HEAD", "/.env", "/.env?raw", "/.jianbao/public", "/site.yaml", "/content/reform/2018.md", "/layouts/base.html", "/go.mod", "/.nojekyll/",
	"/css/", "/js", "/img/", "/files/", "/reform/green/..;/", "/;/index.html", "/reform/green/;index.html", "/~root/", "/debug/pprof/", "/debug/vars",
	"/__jianbao/../reform/green/", "/__jianbao/..%2freform%2fgreen%2f", "/__jianbao/web/preview.js", "/__jianbao/preview.js/", "/__jianbao//", "/__jianbao/%2e%2e/index.html",
	"/__jianbao/status.html", "/__jianbao/insert.html", "/__jianbao/events/", "//__jianbao/", "/__JIANBAO/", "/__jianbao%2f", "/__jianbao/preview.js%00", "/__webpack_dev_server__/",
	"/" + strings.Repeat("../", 200) + "etc/passwd", "/" + strings.Repeat("a/", 2000), "/%ff%fe", "/%E4%B8", "/reform/%E4%B8%80%E7%BD%91%E9%80%9A/", "/x?/../index.html",
}

// harmlessQueries change nothing: the page is the page.
var harmlessQueries = []string{
	"?", "?raw", "?url", "?raw??", "?import&raw??", "?../../etc/passwd", "?file=../../etc/passwd", "?token=x", "?%00", "?a=%", "?;", "??", "?__jianbao", "?\\..\\",
}

func hostileRequests() (all []hostile) {
	add := func(want int, name, request string) { all = append(all, hostile{name, request, want}) }
	for _, target := range targets {
		for _, host := range otherHosts {
			add(0, "host "+host+" "+target, request(target, host))
		}
		for _, origin := range otherOrigins {
			add(403, "origin "+origin+" "+target, request(target, "localhost:P", "Origin: "+origin))
		}
		for _, header := range []string{"X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-Forwarded-Server", "X-Real-Host"} {
			value := "localhost:P"
			if header == "Forwarded" {
				value = "host=localhost:P"
			}
			add(403, header+" "+target, request(target, "evil.example:P", header+": "+value))
		}
		for _, fetch := range [][2]string{
			{"cross-site", "no-cors"},
			{"cross-site", "cors"},
			{"cross-site", "same-origin"},
			{"cross-site", "websocket"},
			{"same-site", "no-cors"},
			{"same-site", "cors"},
			{"cross-site", ""},
			{"none, cross-site", "cors"},
		} {
			add(403, "fetch "+fetch[0]+" "+fetch[1]+" "+target, request(target, "localhost:P", "Sec-Fetch-Site: "+fetch[0], "Sec-Fetch-Mode: "+fetch[1]))
		}
		add(403, "two origins", request(target, "localhost:P", "Origin: http://localhost:P", "Origin: http://evil.example"))
		add(400, "two hosts", request(target, "localhost:P", "Host: evil.example"))
		add(400, "no host", "GET "+target+" HTTP/1.1\r\n\r\n")
		add(403, "no host in HTTP/1.0", "GET "+target+" HTTP/1.0\r\n\r\n")
		for _, prefix := range []string{"http://evil.example", "http://evil.example:P", "http://localhost:P", "https://localhost:P", "http://user@localhost:P", "ftp://localhost:P"} {
			add(0, "absolute "+prefix+target, request(prefix+target, "localhost:P"))
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "LOCK", "QUERY", "get", "Get", "GETX", "PURGE"} {
		for _, target := range targets {
			add(405, method+" "+target, strings.Replace(request(target, "localhost:P"), "GET", method, 1))
		}
	}
	add(405, "OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: localhost:P\r\nConnection: close\r\n\r\n")
	add(405, "CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost:P\r\nConnection: close\r\n\r\n")
	add(0, "target *", request("*", "localhost:P"))
	add(0, "target without a slash", request("reform/green/", "localhost:P"))
	for _, path := range otherPaths {
		add(0, "path "+path, request(path, "localhost:P"))
	}
	add(431, "a header of 40 KB", request("/", "localhost:P", "X-Long: "+strings.Repeat("x", 40<<10)))
	add(431, "4,000 headers", request("/", "localhost:P", strings.Split(strings.TrimSpace(strings.Repeat("X-Many: 123456\n", 4000)), "\n")...))
	add(431, "a target of 40 KB", request("/"+strings.Repeat("x", 40<<10), "localhost:P"))
	add(400, "a body", request("/", "localhost:P", "Content-Length: 5")+"hello")
	add(400, "a body that never comes", request("/", "localhost:P", "Content-Length: 1000000"))
	add(400, "a body in chunks", request("/", "localhost:P", "Transfer-Encoding: chunked")+"0\r\n\r\n")
	add(400, "both lengths", request("/", "localhost:P", "Content-Length: 3", "Transfer-Encoding: chunked")+"0\r\n\r\n")
	add(400, "two lengths", request("/", "localhost:P", "Content-Length: 0", "Content-Length: 5")+"hello")
	add(0, "an unknown coding", request("/", "localhost:P", "Transfer-Encoding: xchunked")+"0\r\n\r\n")
	add(400, "a folded header", request("/", "localhost:P", "X-A: b\r\n c", "Bad Name: x"))
	add(0, "HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	add(0, "HTTP/3", strings.Replace(request("/", "localhost:P"), "HTTP/1.1", "HTTP/3.0", 1))
	add(400, "HTTP/0.9", "GET /\r\n\r\n")
	add(400, "TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
	add(400, "noise", "\x00\xff\xfe\r\n\r\n")
	add(400, "a line break in the target", "GET /\r/ HTTP/1.1\r\nHost: localhost:P\r\n\r\n")
	return all
}

// exchange sends bytes to the server and reads its answer.
func (r *running) exchange(t testing.TB, sent string) (status int, header http.Header, body string) {
	t.Helper()
	connection, err := net.Dial("tcp", "127.0.0.1:"+r.port)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	return exchangeOver(t, connection, strings.ReplaceAll(sent, ":P", ":"+r.port))
}

func exchangeOver(t testing.TB, connection net.Conn, sent string) (status int, header http.Header, body string) {
	t.Helper()
	connection.SetDeadline(time.Now().Add(patience))
	go io.WriteString(connection, sent) // the answer may come before all is sent
	method, _, _ := strings.Cut(sent, " ")
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		return 0, nil, "" // closed without a word
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text)
}

func TestHostileRequests(t *testing.T) {
	r := start(t, preview.Options{})
	s := small()
	for name, text := range s {
		s[name] = strings.ReplaceAll(text, "</body>", "机密</body>")
	}
	s["404.html"] = page("没有", "1")
	r.Update(generation(t, nil, s), preview.Report{})
	all := hostileRequests()
	if len(all) < 300 {
		t.Errorf("only %d requests", len(all))
	}
	for _, h := range all {
		status, header, body := r.exchange(t, h.request)
		switch {
		case h.want != 0 && status != h.want, h.want == 0 && status/100 == 2:
			t.Errorf("%s: status %d, want %d", h.name, status, h.want)
		case strings.Contains(body, "机密"), strings.Contains(body, "data: {"):
			t.Errorf("%s: status %d, and the site is in the answer", h.name, status)
		case header.Get("Access-Control-Allow-Origin") != "" || header.Get("X-Evil") != "":
			t.Errorf("%s: %v", h.name, header)
		case status/100 == 3 && !strings.HasPrefix(header.Get("Location"), "/"), strings.HasPrefix(header.Get("Location"), "//"):
			t.Errorf("%s leads to %s", h.name, header.Get("Location"))
		}
	}
}

func TestHonestRequests(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{})
	for _, host := range []string{"localhost:P", "LocalHost:P", "127.0.0.1:P", "[::1]:P"} {
		for _, headers := range [][]string{
			nil,
			{"Origin: http://" + host},
			{"Sec-Fetch-Site: none"},
			{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"},
			{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"},
			{"X-Forwarded-Host: evil.example"},
		} {
			if status, _, _ := r.exchange(t, request("/reform/green/", host, headers...)); status != 200 {
				t.Errorf("%s %v: status %d", host, headers, status)
			}
		}
	}
	for _, query := range harmlessQueries {
		status, _, body := r.exchange(t, request("/reform/green/"+query, "localhost:P"))
		if status != 200 || published(t, body) != small()["reform/green/index.html"] {
			t.Errorf("%s: status %d, or another page", query, status)
		}
	}
}
